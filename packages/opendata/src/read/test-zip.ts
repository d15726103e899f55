/** Zip files for tests: good ones, and ones that no packer would make. */
import { crc32, deflateRawSync } from "node:zlib";

export interface TestEntry {
  readonly name: string;
  readonly text?: string;
  readonly bytes?: Uint8Array;
  /** As Unix knows it; 0o120777 is a link. */
  readonly mode?: number;
  /** What the directory says of its size, where that is a lie. */
  readonly saidBytes?: number;
  /** What the directory says of its checksum, where that is a lie. */
  readonly saidCrc?: number;
  readonly stored?: boolean;
}

export function testZip(entries: readonly TestEntry[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const bytes = Buffer.from(entry.bytes ?? Buffer.from(entry.text ?? ""));
    const packed = entry.stored === true ? bytes : deflateRawSync(bytes);
    const name = Buffer.from(entry.name);
    const sizes = Buffer.alloc(16);
    sizes.writeUInt32LE(entry.saidCrc ?? crc32(bytes), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(entry.saidBytes ?? bytes.length, 8);
    sizes.writeUInt16LE(name.length, 12);
    const method = Buffer.from([entry.stored === true ? 0 : 8, 0, 0, 0, 0, 0]);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]), method, sizes, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 6);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3, 20, 0, 0, 0]), method, sizes, rest, name]));
    bodies.push(local);
    at += local.length;
  }
  const whole = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(whole.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, whole, end]);
}
