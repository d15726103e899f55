import { OpenDataError } from "../open-data-error.js";

/** Tells by the first bytes whether a file is a workbook or text, and refuses what holds no table we can read. */
export function refuseForeignFile(bytes: Uint8Array, name: string): "workbook" | "text" {
  const starts = (...signature: number[]): boolean => signature.every((byte, at) => bytes[at] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06)) return "workbook";
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return "workbook";
  // BIFF: Excel 2 to 4, before workbooks.
  if (
    starts(0x09, 0x00) ||
    (starts(0x09) && (bytes[1] === 0x02 || bytes[1] === 0x04 || bytes[1] === 0x08) && bytes[2] === 0x06)
  )
    return "workbook";
  const kind = foreignKinds.find(({ signature }) => starts(...signature));
  if (kind !== undefined) throw new OpenDataError("not-a-table", `${name} is ${kind.words}`);
  return "text";
}

const foreignKinds: readonly { readonly signature: readonly number[]; readonly words: string }[] = [
  {
    signature: [0x25, 0x50, 0x44, 0x46],
    words: "a PDF: a picture of pages, not a table. Ask who published it for the spreadsheet behind it.",
  },
  {
    signature: [0x1f, 0x8b],
    words: "packed with gzip. Unpack it first (on most computers by a double click), then read the file inside.",
  },
  { signature: [0x89, 0x50, 0x4e, 0x47], words: "a picture. Ask who published it for the figures behind it." },
  { signature: [0xff, 0xd8, 0xff], words: "a picture. Ask who published it for the figures behind it." },
  { signature: [0x47, 0x49, 0x46, 0x38], words: "a picture. Ask who published it for the figures behind it." },
  {
    signature: [0x7b, 0x5c, 0x72, 0x74, 0x66],
    words: "a text document (RTF). Copy its table into a spreadsheet and save that as CSV.",
  },
  { signature: [0x52, 0x61, 0x72, 0x21], words: "packed with RAR. Unpack it first, then read the file inside." },
  { signature: [0x37, 0x7a, 0xbc, 0xaf], words: "packed with 7-Zip. Unpack it first, then read the file inside." },
  { signature: [0x50, 0x41, 0x52, 0x31], words: "a Parquet file, which can't be read here yet. Ask for it as CSV." },
  {
    signature: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65],
    words: "a database (SQLite), which can't be read here yet. Export its table as CSV.",
  },
];
