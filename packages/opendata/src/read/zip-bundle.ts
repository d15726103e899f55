import { OpenDataError } from "../open-data-error.js";
import { namesOf } from "../say.js";
import { zipDataAt, zipEnd, zipEntries, zipTailBytes } from "./zip-directory.js";

export interface Unpacked {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A workbook has these among its parts; any other zip is a bundle of files. */
const workbookPart = /^(?:xl\/|\[Content_Types\]|content\.xml$|mimetype$)/;
const dataFile = /\.(?:csv|tsv|tab|txt|json|geojson|ndjson|xlsx|xlsm|xls|ods)$/i;

/**
 * The one data file in a zip bundle, or undefined where the file is no bundle (a workbook is a zip too). Of several we
 * do not choose: which one is meant only a person knows. `most` is the size in bytes up to which it is unpacked.
 */
export async function onlyFileIn(bytes: Uint8Array, name: string, most: number): Promise<Unpacked | undefined> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  const end = zipEnd(bytes.subarray(Math.max(0, bytes.length - zipTailBytes)));
  const parts = end === undefined ? [] : zipEntries(bytes.subarray(end.at, end.at + end.bytes), end.entries);
  if (parts.length === 0 || parts.some((part) => workbookPart.test(part.name))) return undefined;
  const files = parts.filter(
    (part) => part.kind === "file" && dataFile.test(part.name) && !/(?:^|\/)(?:__MACOSX\/|\._)/.test(part.name),
  );
  const [file, second] = files;
  if (file === undefined || second !== undefined) {
    const held = files.length > 0 ? files : parts.filter((part) => part.kind !== "folder");
    throw new OpenDataError(
      "not-a-table",
      `${name} is a bundle of files packed with zip: ${namesOf(held.map((part) => part.name))}. Unpack it first (on most computers by a double click), then read the file that you want.`,
    );
  }
  if (file.encrypted) {
    throw new OpenDataError(
      "not-a-table",
      `${name} is packed with zip and locked with a password. Unpack it with the password first, then read the file inside.`,
    );
  }
  const from = zipDataAt(bytes.subarray(file.at, file.at + 30), file.at) ?? bytes.length;
  const packed = bytes.subarray(from, from + file.packedBytes);
  const inner = file.name.slice(file.name.lastIndexOf("/") + 1);
  return { name: inner, bytes: file.method === 0 ? packed : await inflated(packed, most, name) };
}

async function inflated(packed: Uint8Array, most: number, name: string): Promise<Uint8Array> {
  const unpacking = new Blob([packed.slice()]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let part = await unpacking.read(); !part.done; part = await unpacking.read()) {
      size += part.value.length;
      if (size > most) break;
      chunks.push(part.value);
    }
  } catch (error) {
    throw new OpenDataError(
      "not-a-table",
      `${name} can't be unpacked: it is damaged, or the download stopped half way. Fetch it again.`,
      { cause: error },
    );
  }
  if (size > most) {
    await unpacking.cancel();
    throw new OpenDataError(
      "too-large",
      `${name} unpacks to more than ${Math.round(most / 1024 / 1024)} MB, the most that can be opened here at once. Unpack it yourself and read it in pieces.`,
    );
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
