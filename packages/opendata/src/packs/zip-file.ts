/** A zip file on disk, read entry by entry: the postcode directory has 1.3 GB inside and is never in memory as a whole. */
import { closeSync, createReadStream, openSync, readSync, fstatSync } from "node:fs";
import { PassThrough, Readable, Transform } from "node:stream";
import { createInflateRaw, crc32 } from "node:zlib";
import { OpenDataError } from "../open-data-error.js";
import { zipDataAt, zipEnd, zipEntries, zipTailBytes, type ZipEntry } from "../read/zip-directory.js";

export interface ZipFile {
  readonly entries: readonly ZipEntry[];
  /** Its bytes, unpacked. Ends in an error when there are more than it said, or when they are not those that were packed. */
  stream(entry: ZipEntry): Readable;
}

/** More would be no directory but an attack on whoever reads it. */
const mostDirectoryBytes = 16 * 1024 * 1024;

export function brokenZip(path: string, what: string): OpenDataError {
  return new OpenDataError(
    "broken-zip",
    `${path} can't be unpacked: ${what}. Fetch it again, or unpack it with another program and give the folder.`,
  );
}

/** @throws OpenDataError `broken-zip` */
export function openZipFile(path: string): ZipFile {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const read = (at: number, bytes: number): Uint8Array => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(bytes, size - at)));
      readSync(file, buffer, 0, buffer.length, at);
      return buffer;
    };
    const end = zipEnd(read(Math.max(0, size - zipTailBytes), zipTailBytes));
    if (end === undefined) throw brokenZip(path, "it is no zip file, or it breaks off before its end");
    if (end.large) throw brokenZip(path, "it is larger than 4 GB");
    if (end.bytes > mostDirectoryBytes) throw brokenZip(path, "its list of files is far too long");
    const entries = zipEntries(read(end.at, end.bytes), end.entries);
    if (entries.length < end.entries) throw brokenZip(path, "its list of files does not hold together");
    // Looked up now, while it is open.
    const dataAt = new Map(entries.map((entry) => [entry, zipDataAt(read(entry.at, 30), entry.at)]));
    return { entries, stream: (entry) => streamOf(path, entry, dataAt.get(entry)) };
  } finally {
    closeSync(file);
  }
}

function streamOf(path: string, entry: ZipEntry, from: number | undefined): Readable {
  const { name, method, packedBytes, bytes } = entry;
  if (from === undefined || (method !== 0 && method !== 8))
    throw brokenZip(path, `${name} is packed in a way that is not known here`);
  if (entry.encrypted) throw brokenZip(path, `${name} needs a password`);
  let [seen, sum] = [0, 0];
  const proof = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      seen += chunk.length;
      sum = crc32(chunk, sum);
      if (seen > bytes) done(brokenZip(path, `${name} is larger than it says`));
      else done(null, chunk);
    },
    flush: (done) => {
      done(seen === bytes && sum === entry.crc32 ? null : brokenZip(path, `${name} is damaged`));
    },
  });
  const raw =
    packedBytes === 0 ? Readable.from([]) : createReadStream(path, { start: from, end: from + packedBytes - 1 });
  const unpacking = method === 0 ? new PassThrough() : createInflateRaw();
  for (const part of [raw, unpacking]) {
    part.on("error", (error: Error) => {
      proof.destroy(brokenZip(path, `${name} is damaged (${error.message})`));
    });
  }
  // Whoever stops reading stops the unpacking too.
  proof.on("close", () => {
    raw.destroy();
    unpacking.destroy();
  });
  return raw.pipe(unpacking).pipe(proof);
}
