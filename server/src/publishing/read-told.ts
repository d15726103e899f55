/** How a file was read, as pages tell of it. Made in the process that opens data files. */
import {
  keptReading,
  type KeptReading,
  type LoadedTable,
  type MetWish,
  type ReadingWish,
} from "@data-surgery/opendata/publish";
import { short } from "./mends-told.js";

/** Where in the file the table was found. */
export interface ReadPlace {
  /** "" where the file has none. */
  readonly sheet: string;
  /** Those that can be chosen. */
  readonly sheets: readonly string[];
  /** Counted from 1; 0 where there are no headings. */
  readonly headerRow: number;
}

export interface ReadTold extends ReadPlace {
  /** The first rows as they stand in the file, to find the headings by. */
  readonly top: readonly { readonly row: number; readonly words: string }[];
  /** "" where the kind of file settles it. */
  readonly encoding: string;
  readonly delimiter: string;
  /** One for each part of the wish that is kept. */
  readonly wishes: readonly MetWish[];
  /** What is kept once its keeper goes on. */
  readonly kept: KeptReading;
}

/** How far down somebody can say that the headings are. */
export const topRows = 20;

export function readTold({ read, wishes, lineage }: LoadedTable, wished: ReadingWish): ReadTold {
  const { reading } = read;
  return {
    ...readPlace(read),
    top: topOf(read),
    encoding: reading.encoding ?? "",
    delimiter: reading.format === "csv" ? (reading.delimiter ?? "") : "",
    wishes,
    kept: { ...keptReading(read, wishAsRead(wished, wishes, read)), file: lineage.sha256 },
  };
}

export function readPlace({ reading: { tableSheets }, layout, choices }: Read): ReadPlace {
  const sheet = choices.find(({ about }) => about === "sheet")?.chosen ?? "";
  return {
    sheet,
    sheets: sheet === "" || tableSheets.includes(sheet) ? tableSheets : [sheet, ...tableSheets],
    headerRow: layout.headerRows.at(-1) ?? 0,
  };
}

type Read = LoadedTable["read"];

/** The wish as far as this file meets it, so that going on changes nothing about how it is read. */
function wishAsRead(wished: ReadingWish, met: readonly MetWish[], { reading, layout, choices }: Read): ReadingWish {
  const { sheet, headerRow, headerRows, encoding, delimiter, footerRows } = wished;
  const lost = new Set(met.filter(({ outcome }) => outcome === "lost").map(({ about }) => about));
  const many = lost.has("header") ? layout.headerRows.length : (headerRows ?? 1);
  const read = reading.sheets.length === 0 ? sheet : choices.find(({ about }) => about === "sheet")?.chosen;
  return {
    ...(sheet === undefined || read === undefined ? {} : { sheet: read }),
    ...(headerRow === undefined ? {} : { headerRow: layout.headerRows.at(-1) ?? 0 }),
    ...(headerRow === undefined || many < 2 ? {} : { headerRows: many }),
    ...(encoding === undefined || lost.has("encoding") ? {} : { encoding }),
    ...(delimiter === undefined || lost.has("delimiter") ? {} : { delimiter }),
    ...(footerRows === undefined ? {} : { footerRows }),
  };
}

function topOf({ leftOut, layout, columns, rowNumbers }: Read): ReadTold["top"] {
  const rows = new Map<number, readonly string[]>();
  for (const { row, cells } of leftOut) if (row <= topRows) rows.set(row, cells);
  for (const row of layout.headerRows)
    rows.set(
      row,
      columns.map(({ heading }) => heading),
    );
  rowNumbers.slice(0, topRows).forEach((row, at) => {
    rows.set(
      row,
      columns.map(({ raw }) => raw[at] ?? ""),
    );
  });
  return [...rows]
    .filter(([row]) => row <= topRows)
    .toSorted(([one], [other]) => one - other)
    .map(([row, cells]) => ({ row, words: short(cells.filter((cell) => cell.trim() !== "").join(", ")) }));
}
