import { OpenDataError } from "../open-data-error.js";
import { refuseTooLarge, usualLimit } from "../read/read-bytes.js";
import { zipDataAt, zipEnd, zipEntries, zipTailBytes, type ZipEntry } from "../read/zip-directory.js";

const dataEnding = /\.(?:csv|tsv|txt|json|geojson|xlsx|xls|ods)$/i;

/** The one data file in a zip: some portals pack each of their files. @throws OpenDataError where there is none, several, or too large a one */
export async function unpackOnlyFile(
  bytes: Uint8Array,
  name: string,
  mostBytes: number = usualLimit,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const broken = (): OpenDataError =>
    new OpenDataError(
      "not-a-table",
      `${name} is a zip file that breaks off or does not hold together, so it can't be unpacked. Most likely the download stopped half way: fetch it again.`,
    );
  const end = zipEnd(bytes.subarray(Math.max(0, bytes.length - zipTailBytes)));
  const entries = end === undefined ? [] : zipEntries(bytes.subarray(end.at, end.at + end.bytes), end.entries);
  if (end === undefined || entries.length < end.entries) throw broken();
  const files = entries.filter((entry) => entry.kind === "file" && dataEnding.test(entry.name));
  const [only] = files;
  if (only === undefined || files.length > 1) throw notOne(name, files);
  const inside = only.name.slice(only.name.lastIndexOf("/") + 1);
  const from = zipDataAt(bytes.subarray(only.at, only.at + 30), only.at);
  if (from === undefined || only.encrypted) throw broken();
  refuseTooLarge(only.bytes, `${inside} (in ${name})`, mostBytes);
  const packed = bytes.subarray(from, from + only.packedBytes);
  if (only.method === 0) return { name: inside, bytes: packed };
  if (only.method !== 8) throw broken();
  return { name: inside, bytes: await inflated(packed, `${inside} (in ${name})`, mostBytes, broken) };
}

function notOne(name: string, files: readonly ZipEntry[]): OpenDataError {
  const holds =
    files.length === 0
      ? "no data file at all"
      : `${files.length} data files: ${files
          .slice(0, 5)
          .map((file) => file.name)
          .join(", ")}${files.length > 5 ? " …" : ""}`;
  return new OpenDataError(
    "not-a-table",
    `${name} is a zip file with ${holds}. Download it in your browser, unpack it (on most computers by a double click), and read the file that you want.`,
  );
}

/** What it says of its size is not believed: it is counted as it comes. */
async function inflated(
  packed: Uint8Array,
  name: string,
  most: number,
  broken: () => OpenDataError,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Blob([packed.slice()]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  try {
    for await (const part of stream) {
      size += part.length;
      refuseTooLarge(size, name, most);
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof OpenDataError ? error : broken();
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
