import type { ColumnType, DateOrder } from "./source-table.js";

/** Every choice of the reader can be made by you instead. */
export interface ReadOptions {
  /** For instance `utf-8`, `windows-1252`, `utf-16le`, `macintosh`, `cp850`. */
  readonly encoding?: string;
  /** The mark between cells, for instance `,` or `;` or `\t`. */
  readonly delimiter?: string;
  /** The row with the headings, counted from 1; 0 says that there are none. */
  readonly headerRow?: number;
  /** How many rows the headings take; the last of them is `headerRow`. */
  readonly headerRows?: number;
  /** Names in the row with the headings: the row that holds most of them has the headings, wherever it stands. Where none does, the others decide. */
  readonly headings?: readonly string[];
  /** How many rows at the end are not data. */
  readonly footerRows?: number;
  /** The name of the sheet, for spreadsheets. */
  readonly sheet?: string;
  /** What a column is, by its name. */
  readonly types?: Readonly<Record<string, ColumnType>>;
  /** Which number is the day, by the column's name. */
  readonly dateOrders?: Readonly<Record<string, DateOrder>>;
  /** The largest file to read, in bytes; 128 MB if you don't say. */
  readonly mostBytes?: number;
  /** Stops a download. */
  readonly signal?: AbortSignal;
  /** How long a host may say nothing, in milliseconds; 20 seconds if you don't say. */
  readonly patience?: number;
}
