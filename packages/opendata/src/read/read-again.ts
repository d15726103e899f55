/**
 * A later file read as a person wished for the one before it. Sheets go by their names, headings by what they say and not by the number of
 * their row; what the file itself shows otherwise goes before the wish. Nothing of a wish is dropped silently: each part is told.
 */
import { OpenDataError } from "../open-data-error.js";
import { fitsEncoding } from "./decode-text.js";
import { headingsIn, readSheet, type KeptReading } from "./kept-reading.js";
import { holdsHeadings } from "./known-headings.js";
import { readBytes, type BytesFrom } from "./read-bytes.js";
import type { ReadOptions } from "./read-options.js";
import type { SourceTable } from "./source-table.js";
import { wishesMet, type MetWish } from "./wishes-met.js";

export interface ReadAgain {
  readonly table: SourceTable;
  /** One for each part of the wish. */
  readonly wishes: readonly MetWish[];
}

/** @param sha256 of the bytes. @throws OpenDataError where nothing can be read, and for a wish that no certain file is named for */
export async function readAgain(
  bytes: Uint8Array,
  from: BytesFrom,
  kept: KeptReading | undefined,
  sha256: string,
): Promise<ReadAgain> {
  if (kept === undefined) return { table: await readBytes(bytes, from), wishes: [] };
  const isSame = kept.file === sha256;
  const table = await (isSame
    ? readBytes(bytes, from, kept.wish)
    : kept.file === undefined
      ? readBytes(bytes, from, { ...kept.wish, ...headingsFor(kept) })
      : readOther(bytes, from, kept));
  return { table, wishes: wishesMet(table, kept, isSame) };
}

async function readOther(bytes: Uint8Array, from: BytesFrom, kept: KeptReading): Promise<SourceTable> {
  const { wish, headings = [] } = kept;
  const fits = (table: SourceTable): boolean =>
    headings.length === 0 ? table.columns.length > 1 : holdsHeadings(headings, headingsIn(table));
  const { encoding, delimiter, footerRows, headerRow } = wish;
  const options: ReadOptions = {
    ...(encoding === undefined || !(isPacked(bytes) || fitsEncoding(bytes, encoding)) ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(footerRows === undefined ? {} : { footerRows }),
    // Its number holds where nothing else tells the row: of a file without headings, or of headings that take several rows.
    ...(headerRow === undefined || headingsFor(kept).headings !== undefined ? {} : { headerRow }),
    ...(wish.headerRows === undefined ? {} : { headerRows: wish.headerRows }),
    ...headingsFor(kept),
  };
  const table = await readInSheet((sheet) => readBytes(bytes, from, { ...options, ...sheet }), kept, fits);
  if (delimiter === undefined || table.reading.format !== "csv" || fits(table)) return table;
  const { delimiter: _wished, ...others } = options;
  const byItself = await readBytes(bytes, from, others);
  return fits(byItself) ? byItself : table;
}

type Read = (sheet: Pick<ReadOptions, "sheet">) => Promise<SourceTable>;

/** The sheet of that name; else one that holds the known headings, first the one that stands at the same place; else as by itself. */
async function readInSheet(read: Read, kept: KeptReading, fits: (table: SourceTable) => boolean): Promise<SourceTable> {
  const { sheet } = kept.wish;
  if (sheet === undefined) return read({});
  try {
    return await read({ sheet });
  } catch (error) {
    if (!(error instanceof OpenDataError) || error.code !== "no-such-sheet") throw error;
  }
  const first = await read({});
  const { tableSheets } = first.reading;
  const same = tableSheets[kept.sheets?.indexOf(sheet) ?? -1];
  const tries = [...new Set([...(same === undefined ? [] : [same]), readSheet(first), ...tableSheets])];
  for (const name of tries.slice(0, mostTries)) {
    const table = name === readSheet(first) ? first : await read({ sheet: name });
    if (fits(table)) return table;
  }
  return first;
}

/** Each is a whole reading of the workbook. */
const mostTries = 6;

/** Only where a row was chosen, and one alone: of two rows neither holds the whole names. */
function headingsFor({ wish, headings = [] }: KeptReading): Pick<ReadOptions, "headings"> {
  const isOne = wish.headerRow !== undefined && wish.headerRow > 0 && (wish.headerRows ?? 1) === 1;
  return isOne && headings.length > 0 ? { headings } : {};
}

/** What a packed file holds is looked at once it is unpacked. */
const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;
