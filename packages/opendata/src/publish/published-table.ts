/**
 * A table as it will stand in the published file: for each column every different cell once, as text, and for each row which of them it
 * has. Checks, remedies, constraints, CSV and comparisons look at each different cell once, so that 100,000 rows cost little.
 */
import { codedValuesOf } from "../read/coded-values.js";
import type { ColumnType, SourceTable } from "../read/source-table.js";
import { sourceOf } from "../table/source-of.js";
import type { Table } from "../table/table.js";
import { readPublishedCsv } from "./read-published-csv.js";
import { disarmed } from "../write/csv-text.js";

/** The types of Table Schema that our columns become. */
export type FieldType = "string" | "integer" | "number" | "date" | "datetime" | "time" | "boolean";

export interface PublishedColumn {
  readonly name: string;
  /** What the reader took it for; checks for personal data ask. */
  readonly kind: ColumnType;
  readonly type: FieldType;
  /** For each row the place of its cell in `texts`. */
  readonly codes: Uint32Array;
  /** Each different cell once; "" is a missing one. */
  readonly texts: readonly string[];
}

export interface PublishedTable {
  readonly name: string;
  readonly length: number;
  readonly columns: readonly PublishedColumn[];
  /** How many cells got an apostrophe because a spreadsheet program would have run them. */
  readonly disarmed: number;
}

/** A table that was read, or one that was worked on since. */
export function publishedTable(table: Table | SourceTable, name: string): PublishedTable {
  const source = sourceOf(table);
  let armed = 0;
  const columns = source.columns.map((column): PublishedColumn => {
    const { indexes, values } = codedValuesOf(column);
    const risky = values.map((value) => typeof value === "string" && disarmed(value) !== value);
    if (risky.includes(true)) for (const code of indexes) if (risky[code] === true) armed += 1;
    const written = values.map((value) =>
      value === null ? "" : typeof value === "string" ? disarmed(value) : plainNumber(String(value)),
    );
    return columnOf(disarmed(column.name), column.type, indexes, written);
  });
  return { name, length: source.rowNumbers.length, columns, disarmed: armed };
}

/** The text of a published CSV file, by the rules it was written by: nothing about it is guessed. `kinds` are by name. */
export function publishedTableOfCsv(
  text: string,
  name: string,
  kinds: Readonly<Record<string, ColumnType>>,
): PublishedTable {
  const read = readPublishedCsv(text.replace(/^\uFEFF/, ""));
  const columns = read.names.map((heading, at) => {
    const { codes, texts } = read.columns[at] ?? { codes: new Uint32Array(), texts: [] };
    const kind = Object.hasOwn(kinds, heading) ? (kinds[heading] ?? "text") : "text";
    return { name: heading, kind, type: fieldType(kind, texts), codes, texts };
  });
  return { name, length: read.length, columns, disarmed: 0 };
}

/** A column whose different cells are given, perhaps some of them twice ("1,000" and "1000" mean the same). */
export function columnOf(
  name: string,
  kind: ColumnType,
  codes: Uint32Array,
  written: readonly string[],
): PublishedColumn {
  const places = new Map<string, number>();
  const moved = written.map((text) => {
    let place = places.get(text);
    if (place === undefined) places.set(text, (place = places.size));
    return place;
  });
  const texts = [...places.keys()];
  const same = texts.length === written.length;
  return {
    name,
    kind,
    type: fieldType(kind, texts),
    codes: same ? codes : codes.map((code) => moved[code] ?? 0),
    texts,
  };
}

/** The same column with other cells. What it is for checks stays; its type is found anew, since bands are no numbers. */
export function withTexts(column: PublishedColumn, change: (text: string) => string): PublishedColumn {
  return columnOf(column.name, column.kind, column.codes, column.texts.map(change));
}

/** 1.2e-7 as 0.00000012: not every reader takes the short way of writing. */
export function plainNumber(text: string): string {
  const found = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (found === null) return text;
  const [, sign = "", whole = "", part = "", power = "0"] = found;
  const digits = whole + part;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point).padEnd(point, "0")}${point < digits.length ? `.${digits.slice(point)}` : ""}`;
}

/** How many rows hold each different cell. */
export function countsOf({ codes, texts }: PublishedColumn): Uint32Array {
  const counts = new Uint32Array(texts.length);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

const shapes: Readonly<Record<Exclude<FieldType, "string">, RegExp>> = {
  integer: /^-?\d+$/,
  number: /^-?\d+(?:\.\d+)?$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  datetime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z?$/,
  time: /^\d{2}:\d{2}:\d{2}$/,
  boolean: /^(?:true|false)$/,
};

/** A type is promised only where every cell keeps it: other people's programs stop at the first that doesn't. */
function fieldType(kind: ColumnType, texts: readonly string[]): FieldType {
  const wished = kind === "currency" ? "number" : kind;
  if (wished === "text" || wished === "code" || wished === "postcode" || wished === "empty") return "string";
  const fits = (type: Exclude<FieldType, "string">): boolean =>
    texts.every((text) => text === "" || shapes[type].test(text));
  if (fits(wished)) return wished;
  return wished === "integer" && fits("number") ? "number" : "string";
}
