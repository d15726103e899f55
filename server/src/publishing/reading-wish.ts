/** How a file is to be read, as the page of mending asks about it. */
import { isWished, knownDelimiters, type ReadingWish } from "@data-surgery/opendata/publish/browser";
import type { Draft } from "./draft.js";
import type { Looked } from "./release-tasks.js";

export const wishableEncodings: Readonly<Record<string, string>> = {
  "utf-8": "UTF-8 (most files of today)",
  "windows-1252": "Windows-1252 (older files from Windows)",
  "utf-16le": "UTF-16 (Excel’s “Unicode text”)",
  "iso-8859-15": "ISO 8859-15 (older files with €)",
  macintosh: "Macintosh (files from old Macs)",
  cp850: "DOS, code page 850",
};

export const wishableDelimiters: Readonly<Record<(typeof knownDelimiters)[number], string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "upright bars",
};

/** The wish as the form says it. What it does not ask about this file stays as it was. */
export function wishOf(
  before: ReadingWish,
  { reading }: Looked,
  fields: Readonly<Record<string, string>>,
): ReadingWish {
  const sheet = reading.sheets.find((name) => name === fields["sheet"]) ?? before.sheet;
  // Rows were counted in the sheet before.
  const isSame = sheet === undefined || sheet === reading.sheet;
  const { encoding, delimiter, ...others } = before;
  const wished: ReadingWish = {
    ...(sheet === undefined ? {} : { sheet }),
    ...rowsOf("headerRow", fields, others, isSame),
    ...rowsOf("footerRows", fields, others, isSame),
    ...signOf("encoding", fields, encoding, Object.keys(wishableEncodings)),
    ...signOf("delimiter", fields, delimiter, knownDelimiters),
  };
  // Headings of several rows are known to the panel's file alone: with another row it is one.
  const keepsRows = before.headerRows !== undefined && wished.headerRow === before.headerRow;
  return keepsRows && before.headerRows !== undefined ? { ...wished, headerRows: before.headerRows } : wished;
}

function rowsOf(
  name: "headerRow" | "footerRows",
  fields: Readonly<Record<string, string>>,
  before: ReadingWish,
  isSame: boolean,
): ReadingWish {
  const said = fields[name] ?? "";
  if (!/^\d{1,3}$/.test(said)) return {};
  return isSame || Number(said) !== before[name] ? { [name]: Number(said) } : {};
}

function signOf(
  name: "encoding" | "delimiter",
  fields: Readonly<Record<string, string>>,
  before: string | undefined,
  known: readonly string[],
): ReadingWish {
  const said = fields[name];
  if (said === undefined) return before === undefined ? {} : { [name]: before };
  return known.includes(said) || (said !== "" && said === before) ? { [name]: said } : {};
}

/** The draft with what its keeper has seen of how the file was read, and did not choose otherwise. */
export function withReading(draft: Draft, { kept }: Looked["reading"]): Draft {
  const { reading: _before, ...others } = draft;
  return isWished(kept) ? { ...others, reading: kept } : others;
}

/** Whether there is something about reading that its keeper has not answered before. */
export function asksAboutReading(
  { reading: kept }: Draft,
  { sheets, wishes }: Looked["reading"],
  knowsLost: boolean,
): boolean {
  if (sheets.length > 1 && kept?.wish.sheet === undefined) return true;
  const told = wishes.some((wish) => wish.outcome === "lost" || (wish.outcome === "done" && wish.note !== ""));
  return told && !knowsLost;
}
