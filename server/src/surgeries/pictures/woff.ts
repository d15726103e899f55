/**
 * A typeface out of its web wrapping (WOFF 1.0, W3C): the tables inflated and put behind each other as in an OpenType file,
 * which is what programs that draw text read.
 */
import { inflateSync } from "node:zlib";

/** @throws Error when it is not a WOFF file */
export function sfntOf(woff: Uint8Array): Buffer {
  const from = Buffer.from(woff.buffer, woff.byteOffset, woff.byteLength);
  if (from.toString("latin1", 0, 4) !== "wOFF") throw new Error("That is no WOFF file.");
  const count = from.readUInt16BE(12);
  const head = Buffer.alloc(12 + 16 * count);
  from.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  const power = 2 ** Math.floor(Math.log2(count));
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE(count * 16 - power * 16, 10);
  const parts: Buffer[] = [head];
  let at = head.length;
  for (let index = 0; index < count; index++) {
    const entry = 44 + index * 20;
    const [offset, packed, length] = [4, 8, 12].map((field) => from.readUInt32BE(entry + field)) as [
      number,
      number,
      number,
    ];
    const raw = from.subarray(offset, offset + packed);
    const table = packed < length ? inflateSync(raw) : raw;
    const record = 12 + index * 16;
    from.copy(head, record, entry, entry + 4);
    from.copy(head, record + 4, entry + 16, entry + 20);
    head.writeUInt32BE(at, record + 8);
    head.writeUInt32BE(length, record + 12);
    const padded = Buffer.alloc(Math.ceil(length / 4) * 4);
    table.copy(padded);
    parts.push(padded);
    at += padded.length;
  }
  return Buffer.concat(parts);
}
