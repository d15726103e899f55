/** What a zip file says it holds: its directory, which stands at its end (APPNOTE.TXT 6.3, sections 4.3.12 and 4.3.16). Believed by nobody: sizes are counted again as it is unpacked. */

export interface ZipEntry {
  /** With its folders, as it stands there. */
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc32: number;
  /** Where its own header begins. */
  readonly at: number;
  readonly encrypted: boolean;
  /** As Unix knows it: a link that leads elsewhere, or a device, is no file. */
  readonly kind: "file" | "folder" | "link" | "other";
}

export interface ZipEnd {
  /** Where the directory begins in the file, and its length. */
  readonly at: number;
  readonly bytes: number;
  readonly entries: number;
  /** Sizes beyond 4 GB, in a directory of another kind (Zip64). */
  readonly large: boolean;
}

/** How much of a file's end must be looked at to find the directory: its mark, and the longest remark behind it. */
export const zipTailBytes = 65_557;

/** Where the directory is; undefined for what is no zip, or breaks off before its end. */
export function zipEnd(tail: Uint8Array): ZipEnd | undefined {
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const [entries, bytes, begins] = [
      view.getUint16(at + 10, true),
      view.getUint32(at + 12, true),
      view.getUint32(at + 16, true),
    ];
    return { at: begins, bytes, entries, large: begins === 0xffffffff || entries === 0xffff };
  }
  return undefined;
}

/**
 * The entries of a directory, as far as it holds together: fewer than `count` where it does not. What a file says of the length of its
 * directory is not needed: a wrong one would hide entries from whoever counts them.
 */
export function zipEntries(directory: Uint8Array, count: number): ZipEntry[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const found: ZipEntry[] = [];
  let at = 0;
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > directory.length || view.getUint32(at, true) !== 0x02014b50) break;
    const nameEnds = at + 46 + view.getUint16(at + 28, true);
    if (nameEnds > directory.length) break;
    const name = new TextDecoder().decode(directory.subarray(at + 46, nameEnds));
    found.push({
      name,
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      crc32: view.getUint32(at + 16, true),
      at: view.getUint32(at + 42, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      kind: kindOf(name, view.getUint16(at + 40, true)),
    });
    at = nameEnds + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return found;
}

/** Where an entry's bytes begin, from the first 30 bytes of its own header; undefined where no header stands there. */
export function zipDataAt(header: Uint8Array, at: number): number | undefined {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.length < 30 || view.getUint32(0, true) !== 0x04034b50) return undefined;
  return at + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

/** The upper half of the "external attributes" is the mode of Unix, where a Unix made the zip. */
function kindOf(name: string, mode: number): ZipEntry["kind"] {
  const type = mode & 0o170000;
  if (name.endsWith("/") || type === 0o040000) return "folder";
  if (type === 0o120000) return "link";
  return type === 0 || type === 0o100000 ? "file" : "other";
}
