import { OpenDataError } from "../open-data-error.js";
import { namesOf } from "../say.js";
import { endOfDirectory } from "./zip-size.js";

interface ZipPart {
  readonly name: string;
  readonly packed: Uint8Array;
  /** 0 for stored, 8 for deflated. */
  readonly method: number;
  readonly locked: boolean;
}

export interface Unpacked {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const dataFile = /\.(?:csv|tsv|tab|txt|json|geojson|ndjson|xlsx|xlsm|xls|ods)$/i;

/**
 * The one data file in a zip bundle, or undefined where the file is no bundle (a workbook is a zip too). Of several we
 * do not choose: which one is meant only a person knows. `most` is the size in bytes up to which it is unpacked.
 */
export async function onlyFileIn(bytes: Uint8Array, name: string, most: number): Promise<Unpacked | undefined> {
  const parts = partsOf(bytes);
  if (
    parts === undefined ||
    parts.some((part) => /^(?:xl\/|\[Content_Types\]|content\.xml$|mimetype$)/.test(part.name))
  )
    return undefined;
  const files = parts.filter((part) => dataFile.test(part.name) && !/(?:^|\/)(?:__MACOSX\/|\._)/.test(part.name));
  const [file, second] = files;
  if (file === undefined || second !== undefined) {
    const held = files.length > 0 ? files : parts.filter((part) => !part.name.endsWith("/"));
    throw new OpenDataError(
      "not-a-table",
      `${name} is a bundle of files packed with zip: ${namesOf(held.map((part) => part.name))}. Unpack it first (on most computers by a double click), then read the file that you want.`,
    );
  }
  if (file.locked) {
    throw new OpenDataError(
      "not-a-table",
      `${name} is packed with zip and locked with a password. Unpack it with the password first, then read the file inside.`,
    );
  }
  const inner = file.name.slice(file.name.lastIndexOf("/") + 1);
  if (file.method === 0) return { name: inner, bytes: file.packed };
  return { name: inner, bytes: await inflated(file.packed, most, name) };
}

function partsOf(bytes: Uint8Array): ZipPart[] | undefined {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end === undefined) return undefined;
  const parts: ZipPart[] = [];
  const many = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let part = 0; part < many && at + 46 <= bytes.length && view.getUint32(at, true) === 0x02014b50; part++) {
    const length = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    const size = view.getUint32(at + 20, true);
    const from =
      local + 30 > bytes.length
        ? bytes.length
        : local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    parts.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)),
      packed: bytes.subarray(from, from + size),
      method: view.getUint16(at + 10, true),
      locked: (view.getUint16(at + 8, true) & 1) === 1,
    });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return parts;
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
