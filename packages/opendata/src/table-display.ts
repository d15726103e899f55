/**
 * A table in the form that our own page draws (`TableDisplay` of contract): values apart from how they are written, so that the page
 * can put them in order; only the first rows, so that a notebook stays small; with where the table came from.
 */
import type { TableCell, TableDisplay, TableDisplayColumn, TableOrigin } from "@data-surgery/contract";
import { cellText } from "./cell-text.js";
import { numberStyle } from "./number-format.js";
import { cellOf, type Row } from "./row.js";
import { shorten } from "./say.js";
import type { ColumnType, LeftOutReason, SourceTable } from "./read/source-table.js";
import { sourceLine, type Provenance } from "./table/provenance.js";

export const tableMime = "application/vnd.data-surgery.table+json";

/** Rows in an output: as many as contract allows. */
const mostRows = 500;
/** Letters in all cells together, about: long texts mean fewer rows. But a page full there is always. */
const mostLetters = 400_000;
const fewestRows = 25;
const longestCell = 2000;
const mostSteps = 100;
const longestStep = 500;

/** What a display needs to know of a table; a plain list of rows has only its rows. */
export interface TableToShow {
  /** At least the first 500. */
  readonly first: readonly Row[];
  readonly columns: readonly string[];
  readonly total: number;
  readonly caption?: string | undefined;
  readonly pageRows?: number | undefined;
  readonly about?: Provenance | undefined;
  readonly asRead?: SourceTable | undefined;
}

export function tableDisplay(table: TableToShow): TableDisplay {
  const rows = firstRows(table);
  const types = new Map(table.asRead?.columns.map(({ name, type }) => [name, typeWords[type]]));
  const origin = originOf(table);
  return {
    format: 1,
    caption: table.caption ?? "",
    columns: table.columns.map((name, at) => column(name, types.get(name), rows, at)),
    rows,
    total: table.total,
    ...(table.pageRows === undefined ? {} : { pageRows: Math.min(table.pageRows, mostRows) }),
    ...(origin === undefined ? {} : { origin }),
  };
}

function firstRows({ first, columns }: TableToShow): TableCell[][] {
  const rows: TableCell[][] = [];
  let letters = 0;
  for (const row of first.slice(0, mostRows)) {
    if (letters > mostLetters && rows.length >= fewestRows) break;
    const cells = columns.map((name) => shownCell(cellOf(row, name)));
    for (const cell of cells) letters += typeof cell === "string" ? cell.length : 6;
    rows.push(cells);
  }
  return rows;
}

/** JSON knows no endless number, and no other kinds than these. */
function shownCell(value: unknown): TableCell {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return value;
  const text = typeof value === "number" ? (value > 0 ? "∞" : "−∞") : cellText(value);
  if (text.length <= longestCell) return text;
  const more = (text.length - longestCell).toLocaleString("en-GB");
  return `${text.slice(0, longestCell)}… (${more} more letters)`;
}

function column(
  name: string,
  known: string | undefined,
  rows: readonly (readonly TableCell[])[],
  at: number,
): TableDisplayColumn {
  const cells = rows.map((row) => row[at] ?? null);
  const numbers = cells.filter((cell) => typeof cell === "number");
  const type = known ?? typeOf(cells);
  return numbers.length === 0 ? { name, type } : { name, type, number: numberStyle(numbers) };
}

const typeWords: Readonly<Record<ColumnType, string>> = {
  text: "text",
  code: "code",
  integer: "whole number",
  number: "number",
  currency: "money",
  date: "date",
  datetime: "date and time",
  time: "time",
  boolean: "true or false",
  postcode: "postcode",
  empty: "nothing",
};

/** Of a table that was worked on, as its cells say. */
function typeOf(cells: readonly TableCell[]): string {
  const kinds = new Set(cells.filter((cell) => cell !== null).map(kindOf));
  if (kinds.size === 0) return typeWords.empty;
  if (kinds.size === 2 && kinds.has("number") && kinds.has("whole number")) return "number";
  return kinds.size === 1 ? ([...kinds][0] ?? "") : "mixed";
}

function kindOf(cell: string | number | boolean): string {
  if (typeof cell === "number") return Number.isInteger(cell) ? typeWords.integer : typeWords.number;
  if (typeof cell === "boolean") return typeWords.boolean;
  return /^\d{4}-\d\d-\d\d$/.test(cell) ? typeWords.date : typeWords.text;
}

const leftOutWords: Readonly<Record<LeftOutReason, string>> = {
  preamble: "above the headings",
  blank: "empty",
  "repeated-header": "the headings again",
  total: "totals",
  note: "notes",
  "you-said-so": "left out because you said so",
};

/** Undefined where nothing is known that is worth saying. */
function originOf({ about, asRead }: TableToShow): TableOrigin | undefined {
  if (about === undefined) return undefined;
  const { publisher, licence, url, readAt, steps } = about;
  if ([publisher, licence, url, readAt].every((part) => part === undefined) && steps.length === 0) return undefined;
  const reasons = Map.groupBy(asRead?.leftOut ?? [], ({ reason }) => reason);
  return {
    source: sourceLine(about),
    ...(url === undefined ? {} : { url }),
    ...(readAt === undefined ? {} : { readAt }),
    steps: steps
      .slice(-mostSteps)
      .map(({ words, rowsBefore, rowsAfter }) => ({ words: shorten(words, longestStep), rowsBefore, rowsAfter })),
    leftOut: [...reasons].map(([reason, rows]) => ({ reason: leftOutWords[reason], rows: rows.length })),
  };
}
