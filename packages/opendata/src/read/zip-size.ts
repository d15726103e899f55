import { OpenDataError } from "../open-data-error.js";
import { zipDataAt, zipEnd, zipEntries, zipTailBytes } from "./zip-directory.js";

/** The most that a workbook may unpack to, in bytes. The largest that fits a cheap laptop's memory as a table. */
const mostUnpacked = 400 * 1024 * 1024;

/**
 * Throws where a zip file unpacks to far more than a laptop holds. The sizes that it states are not believed: each part
 * is unpacked with a limit and counted. A file that is no zip passes. Unpacks with what browsers have too.
 */
export async function refuseZipBomb(bytes: Uint8Array, name: string): Promise<void> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return;
  const end = zipEnd(bytes.subarray(Math.max(0, bytes.length - zipTailBytes)));
  if (end === undefined) {
    throw new OpenDataError(
      "broken-workbook",
      `${name} breaks off before its end, so it can't be unpacked. Most likely the download stopped half way: fetch it again.`,
    );
  }
  const directory = bytes.subarray(end.at);
  let unpacked = 0;
  const seen = new Set<number>();
  for (const { at, method, packedBytes } of zipEntries(directory, end.entries)) {
    // Two entries over the same bytes are a known trick to make a small file enormous.
    if (seen.has(at)) throw bomb(name);
    seen.add(at);
    const from = zipDataAt(bytes.subarray(at, at + 30), at);
    if (from !== undefined) {
      unpacked +=
        method === 8
          ? await inflatedSize(bytes.subarray(from, from + packedBytes), mostUnpacked - unpacked, name)
          : packedBytes;
    }
    if (unpacked > mostUnpacked) throw bomb(name);
  }
}

async function inflatedSize(packed: Uint8Array, most: number, name: string): Promise<number> {
  // No packing of this kind is tighter than about 1,032 to 1, so small parts need no unpacking to be known as small.
  if (packed.length * 1032 <= Math.min(most, 32 * 1024 * 1024)) return packed.length;
  const unpacking = new Blob([packed.slice()]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  let size = 0;
  try {
    for (let part = await unpacking.read(); !part.done; part = await unpacking.read()) {
      size += part.value.length;
      if (size > most) break;
    }
  } catch {
    // Damaged parts are for the workbook's own reader to tell.
    return packed.length;
  }
  if (size <= most) return size;
  await unpacking.cancel();
  throw bomb(name);
}

function bomb(name: string): OpenDataError {
  return new OpenDataError(
    "too-large",
    `${name} is small but unpacks to more than ${mostUnpacked / 1024 / 1024} MB. Such files are made to stop programs, so it was not opened. If you trust it, open it in your spreadsheet program and save the sheet as CSV.`,
  );
}
