import { OpenDataError } from "../open-data-error.js";

/** The most that a workbook may unpack to, in bytes. The largest that fits a cheap laptop's memory as a table. */
const mostUnpacked = 400 * 1024 * 1024;

/**
 * Throws where a zip file unpacks to far more than a laptop holds. The sizes that it states are not believed: each part
 * is unpacked with a limit and counted. A file that is no zip passes. Unpacks with what browsers have too.
 */
export async function refuseZipBomb(bytes: Uint8Array, name: string): Promise<void> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end === undefined) {
    throw new OpenDataError(
      "broken-workbook",
      `${name} breaks off before its end, so it can't be unpacked. Most likely the download stopped half way: fetch it again.`,
    );
  }
  let unpacked = 0;
  const seen = new Set<number>();
  let at = view.getUint32(end + 16, true);
  const parts = view.getUint16(end + 10, true);
  for (let part = 0; part < parts && at + 46 <= bytes.length && view.getUint32(at, true) === 0x02014b50; part++) {
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const local = view.getUint32(at + 42, true);
    // Two entries over the same bytes are a known trick to make a small file enormous.
    if (seen.has(local)) throw bomb(name);
    seen.add(local);
    if (local + 30 <= bytes.length) {
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      unpacked +=
        method === 8 ? await inflatedSize(bytes.subarray(from, from + packed), mostUnpacked - unpacked, name) : packed;
    }
    if (unpacked > mostUnpacked) throw bomb(name);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

/** Where the list of a zip file's parts ends, or undefined where the file breaks off before. */
export function endOfDirectory(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  return undefined;
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
