/**
 * The sub-protocol `v1.kernel.websocket.jupyter.org`: uint64 little endian count of offsets, the offsets (the last one is the
 * end), then channel name, header, parent header, metadata, content and buffers.
 * (https://jupyter-server.readthedocs.io/en/stable/developers/websocket-protocols.html)
 */
import { channels, MessageError, parseMessage, type Channel, type JupyterMessage } from "./message.js";

export const websocketV1 = "v1.kernel.websocket.jupyter.org";

const utf8 = new TextDecoder("utf-8", { fatal: true });

export function encodeWebsocketV1(message: JupyterMessage): Uint8Array {
  const json = [message.header, message.parent_header, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  const parts = [Buffer.from(message.channel), ...json, ...message.buffers];
  const headSize = 8 * (parts.length + 2);
  const head = Buffer.alloc(headSize);
  head.writeBigUInt64LE(BigInt(parts.length + 1), 0);
  let offset = headSize;
  for (const [index, part] of parts.entries()) {
    head.writeBigUInt64LE(BigInt(offset), 8 * (index + 1));
    offset += part.byteLength;
  }
  head.writeBigUInt64LE(BigInt(offset), 8 * (parts.length + 1));
  return Buffer.concat([head, ...parts]);
}

/** Most parts a message may have: six and a generous number of buffers. */
const mostParts = 1024;

/** @throws MessageError */
export function decodeWebsocketV1(data: Uint8Array): JupyterMessage {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const parts = splitParts(bytes);
  const [channelName, ...rest] = parts;
  const channel = readChannel(channelName === undefined ? "" : readText(channelName));
  if (rest.length < 4) throw new MessageError("The message has too few parts.");
  return parseMessage(channel, rest.slice(0, 4).map(readText), rest.slice(4));
}

function splitParts(bytes: Buffer): Buffer[] {
  if (bytes.length < 8) throw new MessageError("The message is shorter than its own head.");
  const count = Number(bytes.readBigUInt64LE(0));
  if (count < 2 || count > mostParts || bytes.length < 8 * (count + 1))
    throw new MessageError("The message's offsets do not fit.");
  const offsets = Array.from({ length: count }, (_, index) => Number(bytes.readBigUInt64LE(8 * (index + 1))));
  const parts: Buffer[] = [];
  for (let index = 0; index + 1 < count; index++) {
    const [start, end] = [offsets[index] ?? 0, offsets[index + 1] ?? 0];
    if (start < 8 * (count + 1) || end < start || end > bytes.length)
      throw new MessageError("The message's offsets do not fit.");
    parts.push(bytes.subarray(start, end));
  }
  return parts;
}

function readText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new MessageError("A part of the message is not UTF-8.", { cause: error });
  }
}

export function readChannel(name: unknown): Channel {
  const channel = channels.find((known) => known === name);
  if (channel === undefined) throw new MessageError(`There is no channel called “${String(name).slice(0, 40)}”.`);
  return channel;
}
