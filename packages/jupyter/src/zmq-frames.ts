/** Messages as ZeroMQ frames: identities, `<IDS|MSG>`, HMAC-SHA256 in hex, four JSON frames, raw buffers. The signature is checked before anything is parsed. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { MessageError, parseMessage, type Channel, type JupyterMessage } from "./message.js";

const delimiter = Buffer.from("<IDS|MSG>");

function sign(key: string, parts: readonly Uint8Array[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

/** Frames to send, without identities: a dealer or publisher adds or needs none. */
export function encodeFrames(message: JupyterMessage, key: string): Uint8Array[] {
  const parts = [message.header, message.parent_header, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [delimiter, Buffer.from(sign(key, parts)), ...parts, ...message.buffers];
}

export interface Decoded {
  /** Routing identities before the delimiter, or the topic on iopub. */
  readonly identities: readonly Uint8Array[];
  readonly message: JupyterMessage;
}

/** @throws MessageError when the frames are incomplete, the signature is wrong, or the parts are not a message */
export function decodeFrames(channel: Channel, frames: readonly Uint8Array[], key: string): Decoded {
  const at = frames.findIndex((frame) => delimiter.equals(frame));
  const signature = frames[at + 1];
  const parts = frames.slice(at + 2, at + 6);
  if (at < 0 || signature === undefined || parts.length < 4) throw new MessageError("The message has too few parts.");
  if (!sameText(Buffer.from(signature).toString("latin1"), sign(key, parts)))
    throw new MessageError("The signature of the message is wrong.");
  const message = parseMessage(
    channel,
    parts.map((part) => Buffer.from(part).toString("utf8")),
    frames.slice(at + 6),
  );
  return { identities: frames.slice(0, at), message };
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
