import { censusOf, type Census } from "../read/census.js";
import type { SourceColumn, SourceTable } from "../read/source-table.js";
import type { Place } from "./fault.js";

/** Cells of one kind over all columns: how many, where the first stands, which columns have them. */
export interface Tally {
  readonly count: number;
  readonly first: Place;
  readonly columns: readonly string[];
  readonly places: readonly Place[];
  /** The different values found, by column. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export type CellTest = (place: number, census: Census, column: SourceColumn) => boolean;

/** Looks at each different value once. `first` is the earliest row, and in it the leftmost column. */
export function tallyCells(
  table: SourceTable,
  test: CellTest,
  columns: readonly SourceColumn[] = table.columns,
): Tally {
  let count = 0;
  let first: Place = { row: null, column: null };
  const names: string[] = [];
  const places: Place[] = [];
  const values = new Map<string, string[]>();
  for (const column of columns) {
    const census = censusOf(column.raw);
    const found: string[] = [];
    for (let place = 0; place < census.values.length; place++) {
      if (!test(place, census, column)) continue;
      count += census.counts[place] ?? 0;
      found.push(census.values[place] ?? "");
      const at = { row: table.rowNumbers[census.firsts[place] ?? 0] ?? null, column: column.name };
      if (first.row === null || (at.row !== null && at.row < first.row)) first = at;
      if (places.length < 50) places.push(at);
    }
    if (found.length > 0) {
      names.push(column.name);
      values.set(column.name, found);
    }
  }
  return { count, first, columns: names, places, values };
}

/** What a fault tells of a tally. The values stay behind: they may be people's names, and a fault is kept and sent. */
export function tallied({ count, first, columns, places }: Tally): Omit<Tally, "values"> {
  return { count, first, columns, places };
}

/** The row with the headings, for faults of whole columns. */
export function headerRowOf(table: SourceTable): number | null {
  return table.layout.headerRows.at(-1) ?? null;
}

/** The first place of a fault that concerns whole columns. */
export function columnPlaces(
  table: SourceTable,
  names: readonly string[],
): { readonly first: Place; readonly places: Place[] } {
  const row = headerRowOf(table);
  return { first: { row, column: names[0] ?? null }, places: names.slice(0, 50).map((column) => ({ row, column })) };
}

/** Places of whole rows. */
export function rowPlaces(
  rows: readonly number[],
  column: string | null = null,
): { readonly first: Place; readonly places: Place[] } {
  return { first: { row: rows[0] ?? null, column }, places: rows.slice(0, 50).map((row) => ({ row, column })) };
}
