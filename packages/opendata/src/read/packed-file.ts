import { OpenDataError } from "../open-data-error.js";
import { namesOf } from "../say.js";
import { joinedBytes } from "./joined-bytes.js";
import { refuseTooLarge, usualLimit } from "./size-limit.js";
import { zipDataAt, zipEnd, zipEntries, zipTailBytes, type ZipEntry } from "./zip-directory.js";

const dataEnding = /\.(?:csv|tsv|tab|txt|json|geojson|ndjson|xlsx|xlsm|xls|ods)$/i;
/** What a Mac puts beside each file. */
const shadow = /(?:^|\/)(?:__MACOSX\/|\._)/;

export interface PackedFile {
  readonly name: string;
  /** What it says of its size, unpacked. */
  readonly saidBytes: number;
  /** Its bytes as they are unpacked. Ends in an OpenDataError where it does not hold together. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

/**
 * The one data file in a zip. Of several we do not choose: which one is meant only a person knows.
 * @throws OpenDataError `not-a-table` where there is none, or several, or it is locked or broken
 */
export function onlyFileIn(bytes: Uint8Array, name: string): PackedFile {
  const end = zipEnd(bytes.subarray(Math.max(0, bytes.length - zipTailBytes)));
  const entries = end === undefined ? [] : zipEntries(bytes.subarray(end.at), end.entries);
  if (end === undefined || entries.length < end.entries) throw broken(name);
  const files = entries.filter(
    (entry) => entry.kind === "file" && dataEnding.test(entry.name) && !shadow.test(entry.name),
  );
  const [only] = files;
  if (only === undefined || files.length > 1) throw notOne(name, files.length > 1 ? files : entries);
  if (only.encrypted) throw locked(name);
  const from = zipDataAt(bytes.subarray(only.at, only.at + 30), only.at);
  if (from === undefined || (only.method !== 0 && only.method !== 8)) throw broken(name);
  const packed = bytes.subarray(from, from + only.packedBytes);
  return {
    name: only.name.slice(only.name.lastIndexOf("/") + 1),
    saidBytes: only.bytes,
    chunks: () => (only.method === 0 ? stored(packed) : inflated(packed, name)),
  };
}

/** All of it. What it says of its size is not believed: it is counted as it comes. */
export async function unpackWhole(file: PackedFile, mostBytes: number = usualLimit): Promise<Uint8Array> {
  refuseTooLarge(file.saidBytes, file.name, mostBytes);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of file.chunks()) {
    size += part.length;
    refuseTooLarge(size, file.name, mostBytes);
    parts.push(part);
  }
  return joinedBytes(parts, size);
}

function broken(name: string): OpenDataError {
  return new OpenDataError(
    "not-a-table",
    `${name} is a zip file that breaks off or does not hold together, so it can't be unpacked. Most likely the download stopped half way: fetch it again.`,
  );
}

function locked(name: string): OpenDataError {
  return new OpenDataError(
    "not-a-table",
    `${name} is packed with zip and locked with a password. Unpack it with the password first, then read the file inside.`,
  );
}

function notOne(name: string, entries: readonly ZipEntry[]): OpenDataError {
  const names = entries.filter(({ kind }) => kind !== "folder").map((entry) => entry.name);
  return new OpenDataError(
    "not-a-table",
    `${name} is a bundle of files packed with zip: ${namesOf(names)}. Unpack it first (on most computers by a double click), then read the file that you want.`,
  );
}

async function* stored(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

async function* inflated(packed: Uint8Array, name: string): AsyncGenerator<Uint8Array> {
  const unpacking = new Blob([packed.slice()]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  try {
    for (;;) {
      const part = await unpacking.read().catch(() => {
        throw broken(name);
      });
      if (part.done) return;
      yield part.value;
    }
  } finally {
    // Whoever has enough stops the unpacking; one that failed has nothing to stop.
    await unpacking.cancel().catch(() => undefined);
  }
}
