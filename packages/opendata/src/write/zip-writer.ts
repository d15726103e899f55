/** A zip file, part by part, so that what is in it need not be in memory at once. The same parts give the same bytes: none has a date. */
import { crc32, deflateRawSync } from "node:zlib";

/** From here on the simple form of zip has no room for the numbers. */
const mostBytes = 0xffff_ffff;
const mostFiles = 0xffff;

export interface ZipWriter {
  /** The next piece of the zip; undefined where it would become larger than a zip can be (4 GB, 65,535 files). */
  add(name: string, bytes: Uint8Array): Buffer | undefined;
  /** The last piece. */
  end(): Buffer;
}

export function createZipWriter(): ZipWriter {
  const directory: Buffer[] = [];
  let [at, files] = [0, 0];
  return {
    add: (name, bytes) => {
      const packed = deflateRawSync(bytes);
      const header = headerOf(name, bytes, packed.length);
      if (at + packed.length > mostBytes || files >= mostFiles) return undefined;
      const rest = Buffer.alloc(14);
      rest.writeUInt32LE(at, 10);
      directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 3, 20, 0]), header, rest, Buffer.from(name));
      const piece = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), header, Buffer.from(name), packed]);
      at += piece.length;
      files += 1;
      return piece;
    },
    end: () => {
      const list = Buffer.concat(directory);
      const end = Buffer.alloc(22);
      end.writeUInt32LE(0x06054b50, 0);
      end.writeUInt16LE(files, 8);
      end.writeUInt16LE(files, 10);
      end.writeUInt32LE(list.length, 12);
      end.writeUInt32LE(at, 16);
      return Buffer.concat([list, end]);
    },
  };
}

/** What both lists say of a file: names in UTF-8, packed, no date of its own, checksum, sizes, length of the name. */
function headerOf(name: string, bytes: Uint8Array, packed: number): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt16LE(0x0800, 0);
  header.writeUInt16LE(8, 2);
  // 1 January 1980, the first day that zip knows.
  header.writeUInt16LE(0x21, 6);
  header.writeUInt32LE(crc32(bytes), 8);
  header.writeUInt32LE(packed, 12);
  header.writeUInt32LE(bytes.length, 16);
  header.writeUInt16LE(Buffer.byteLength(name), 20);
  return header;
}
