/** What became of a person's wishes about reading, in words: each met, without an object in this file, or not to be met and why. Pure. */
import { namesOf } from "../say.js";
import { headingsIn, readSheet, type KeptReading } from "./kept-reading.js";
import { holdsHeadings } from "./known-headings.js";
import type { SourceTable } from "./source-table.js";

export type MetWish = {
  readonly about: "sheet" | "header" | "encoding" | "delimiter" | "rows";
} & (
  | {
      readonly outcome: "done";
      readonly words: string;
      /** What somebody should look at, or "". */
      readonly note: string;
    }
  | { readonly outcome: "idle"; readonly words: string }
  | { readonly outcome: "lost"; readonly words: string; readonly why: string }
);

/** @param isSame whether it is the very file that they were made for */
export function wishesMet(table: SourceTable, kept: KeptReading, isSame: boolean): MetWish[] {
  return [
    sheetWish(table, kept, isSame),
    headerWish(table, kept),
    encodingWish(table, kept),
    delimiterWish(table, kept),
    footerWish(table, kept, isSame),
  ].filter((wish) => wish !== undefined);
}

function sheetWish(table: SourceTable, kept: KeptReading, isSame: boolean): MetWish | undefined {
  const { sheet } = kept.wish;
  if (sheet === undefined) return undefined;
  const about = "sheet";
  const { sheets, tableSheets } = table.reading;
  const words = `Read the sheet “${sheet}”.`;
  if (sheets.length === 0) return { about, outcome: "idle", words };
  const read = readSheet(table);
  if (read === sheet) {
    const added = kept.sheets === undefined || isSame ? [] : tableSheets.filter((name) => !kept.sheets?.includes(name));
    const note =
      added.length === 0
        ? ""
        : `New in this file: ${added.length === 1 ? "the sheet" : "the sheets"} ${namesOf(added, 6)}. Look which sheet is meant.`;
    return { about, outcome: "done", words, note };
  }
  const fits = holdsHeadings(kept.headings ?? [], headingsIn(table));
  if (fits && tableSheets.length === 1)
    return { about, outcome: "done", words: `Read the sheet “${read}”, the only one with a table.`, note: "" };
  const why = `There is no sheet of that name in this file. Its sheets are ${namesOf(sheets, 12)}. I read “${read}”${fits ? ", since it has the same headings" : ""}.`;
  return { about, outcome: "lost", words, why };
}

function headerWish(table: SourceTable, kept: KeptReading): MetWish | undefined {
  const { headerRow } = kept.wish;
  if (headerRow === undefined) return undefined;
  const about = "header";
  const row = table.layout.headerRows.at(-1) ?? 0;
  if (headerRow === 0) {
    const words = "Read it as a table without a row of headings.";
    return row === 0 ? { about, outcome: "done", words, note: "" } : { about, outcome: "idle", words };
  }
  const words = `Took the headings from row ${headerRow}.`;
  if (row === headerRow) return { about, outcome: "done", words, note: "" };
  const { headings = [] } = kept;
  if (holdsHeadings(headings, headingsIn(table)))
    return {
      about,
      outcome: "done",
      words: `Took the headings from row ${row}.`,
      note: `Row ${headerRow} was chosen before. They were found here by what they say.`,
    };
  const told = row === 0 ? "I found no row of headings" : `I took row ${row} for them`;
  return {
    about,
    outcome: "lost",
    words,
    why: `The headings that are known (${namesOf(headings)}) are not near the top of this file. ${told}.`,
  };
}

function encodingWish({ reading }: SourceTable, { wish }: KeptReading): MetWish | undefined {
  if (wish.encoding === undefined) return undefined;
  const about = "encoding";
  const words = `Read its letters as ${wish.encoding}.`;
  if (reading.encoding === null) return { about, outcome: "idle", words };
  const plain = (name: string): string =>
    name
      .toLowerCase()
      .replace(/-bom$/, "")
      .replace(/^(?:ibm|cp)-?/, "cp");
  if (plain(reading.encoding) === plain(wish.encoding)) return { about, outcome: "done", words, note: "" };
  return { about, outcome: "lost", words, why: `This file shows by its bytes that it is ${reading.encoding}.` };
}

function delimiterWish({ reading }: SourceTable, { wish }: KeptReading): MetWish | undefined {
  if (wish.delimiter === undefined) return undefined;
  const about = "delimiter";
  const words = `Took ${signWords(wish.delimiter)} for what stands between the cells.`;
  if (reading.format !== "csv" || reading.delimiter === null) return { about, outcome: "idle", words };
  if (reading.delimiter === wish.delimiter) return { about, outcome: "done", words, note: "" };
  return { about, outcome: "lost", words, why: `In this file ${signWords(reading.delimiter)} stand there.` };
}

function footerWish({ leftOut }: SourceTable, { wish }: KeptReading, isSame: boolean): MetWish | undefined {
  const { footerRows } = wish;
  if (footerRows === undefined) return undefined;
  const about = "rows";
  if (footerRows === 0) return { about, outcome: "done", words: "Took the rows at the end for data.", note: "" };
  const words = `Left out the last ${footerRows === 1 ? "row" : `${footerRows} rows`}.`;
  const begins = leftOut
    .slice(-footerRows)
    .map(({ cells }) => cells.find((cell) => cell.trim() !== "") ?? "")
    .filter((cell) => cell !== "");
  const look = `In this file ${footerRows === 1 ? "it begins" : "they begin"} with ${namesOf(begins)}. Look whether that is no data.`;
  // By number alone nobody can tell a row of notes from one of data.
  return { about, outcome: "done", words, note: isSame || begins.length === 0 ? "" : look };
}

const signWords = (sign: string): string =>
  ({ ",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars" })[sign] ?? `“${sign}”`;
