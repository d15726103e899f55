/** A PNG file as its chunks (https://www.w3.org/TR/png-3/): length, type, data, checksum. */
import { crc32 } from "node:zlib";

export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function isPng(bytes: Uint8Array): boolean {
  return signature.equals(bytes.subarray(0, signature.length));
}

export function writePng(chunks: readonly PngChunk[]): Buffer {
  return Buffer.concat([signature, ...chunks.map(writeChunk)]);
}

/** The chunks up to the first that is cut short or whose checksum is wrong. */
export function readPng(bytes: Uint8Array): PngChunk[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  for (let at = signature.length; at + 12 <= buffer.length;) {
    const length = buffer.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > buffer.length || crc32(buffer.subarray(at + 4, end)) !== buffer.readUInt32BE(end)) break;
    chunks.push({ type: buffer.toString("latin1", at + 4, at + 8), data: buffer.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

function writeChunk({ type, data }: PngChunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
