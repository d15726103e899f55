/** A zip file as every computer opens it: names in UTF-8, each part packed, no more than 4 GB (the limits of a take-away are far below). */
import { promisify } from "node:util";
import { crc32, deflateRaw } from "node:zlib";

export interface ZipPart {
  /** With "/" between folders; never a path that leads out of where it is unpacked. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const pack = promisify(deflateRaw);
/** What deflating gains nothing from. */
const isPacked = /\.(png|jpe?g|zip|xlsx|ods)$/i;

/** @param at the time that all parts get, as it is in UTC */
export async function zipArchive(parts: readonly ZipPart[], at: Date): Promise<Uint8Array> {
  const bodies: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of parts) {
    const packed = isPacked.test(name) ? bytes : await pack(bytes);
    const shared = sharedHeader(name, bytes, packed, packed === bytes ? 0 : 8, at);
    const encoded = Buffer.from(name);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), shared, encoded]);
    bodies.push(local, packed);
    const rest = Buffer.alloc(14);
    // A plain file that its owner may write and everybody may read.
    rest.writeUInt32LE((0o100644 << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), shared, rest, encoded]));
    offset += local.length + packed.length;
  }
  const whole = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(whole.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, whole, end]);
}

/** What the part's own header and the directory both say. */
function sharedHeader(name: string, bytes: Uint8Array, packed: Uint8Array, method: number, at: Date): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  // Bit 11: the name is UTF-8.
  header.writeUInt16LE(1 << 11, 2);
  header.writeUInt16LE(method, 4);
  header.writeUInt16LE((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1), 6);
  header.writeUInt16LE(((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(), 8);
  header.writeUInt32LE(crc32(bytes), 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(bytes.length, 18);
  header.writeUInt16LE(Buffer.byteLength(name), 22);
  return header;
}
