import { onlyFileIn, unpackWhole } from "./packed-file.js";
import { zipEnd, zipEntries, zipTailBytes } from "./zip-directory.js";

export interface Unpacked {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A workbook has these among its parts; any other zip is a bundle of files. */
const workbookPart = /^(?:xl\/|\[Content_Types\]|content\.xml$|mimetype$)/;

/**
 * The one data file in a zip bundle, or undefined where the file is no bundle (a workbook is a zip too).
 * @param most the size in bytes up to which it is unpacked. @throws OpenDataError as `onlyFileIn`
 */
export async function unpackBundle(bytes: Uint8Array, name: string, most: number): Promise<Unpacked | undefined> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  const end = zipEnd(bytes.subarray(Math.max(0, bytes.length - zipTailBytes)));
  const parts = end === undefined ? [] : zipEntries(bytes.subarray(end.at), end.entries);
  if (parts.length === 0 || parts.some((part) => workbookPart.test(part.name))) return undefined;
  const file = onlyFileIn(bytes, name);
  return { name: file.name, bytes: await unpackWhole(file, most) };
}
