/** The protocol without a name: JSON text, or binary with a uint32 big endian offset table when there are buffers. */
import { isDeeperThan } from "./json-depth.js";
import { MessageError, readMessageBody, type JupyterMessage } from "./message.js";
import { readChannel } from "./websocket-v1.js";

export function encodeWebsocketDefault(message: JupyterMessage): string | Uint8Array {
  const { buffers, ...rest } = message;
  const envelope = { ...rest, msg_id: message.header.msg_id, msg_type: message.header.msg_type };
  if (buffers.length === 0) return JSON.stringify({ ...envelope, buffers: [] });
  const parts = [Buffer.from(JSON.stringify(envelope)), ...buffers];
  const head = Buffer.alloc(4 * (parts.length + 1));
  head.writeUInt32BE(parts.length, 0);
  let offset = head.length;
  for (const [index, part] of parts.entries()) {
    head.writeUInt32BE(offset, 4 * (index + 1));
    offset += part.byteLength;
  }
  return Buffer.concat([head, ...parts]);
}

/** @throws MessageError */
export function decodeWebsocketDefault(data: string | Uint8Array): JupyterMessage {
  const [text, buffers] = typeof data === "string" ? [data, []] : splitBinary(data);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new MessageError("The message is not JSON.", { cause: error });
  }
  if (isDeeperThan(raw, 1000)) throw new MessageError("The message is nested too deeply.");
  const body = readMessageBody(raw);
  const channel = readChannel((raw as { channel?: unknown }).channel ?? "shell");
  return { channel, ...body, buffers };
}

function splitBinary(data: Uint8Array): [string, Uint8Array[]] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const count = bytes.length >= 4 ? bytes.readUInt32BE(0) : 0;
  if (count < 1 || count > 1024 || bytes.length < 4 * (count + 1))
    throw new MessageError("The message's offsets do not fit.");
  const offsets = Array.from({ length: count }, (_, index) => bytes.readUInt32BE(4 * (index + 1)));
  offsets.push(bytes.length);
  const parts: Buffer[] = [];
  for (let index = 0; index < count; index++) {
    const [start, end] = [offsets[index] ?? 0, offsets[index + 1] ?? 0];
    if (start < 4 * (count + 1) || end < start || end > bytes.length)
      throw new MessageError("The message's offsets do not fit.");
    parts.push(bytes.subarray(start, end));
  }
  const [json, ...buffers] = parts;
  return [json?.toString("utf8") ?? "", buffers];
}
