import { cellOf, type Row } from "../row.js";

/** One figure from the rows of a group. Missing cells are left out, never counted as nought; of nothing it is null. */
// oxlint-disable-next-line typescript/no-explicit-any -- a learner's own rule may give anything
export type Aggregate = (rows: readonly Row[]) => any;

/** How many rows; with a column, how many of them have a value there. */
export function count(column?: string): Aggregate {
  return (rows) => (column === undefined ? rows.length : rows.filter((row) => isPresent(cellOf(row, column))).length);
}

/** The least value: of numbers the smallest, of text and dates the first. */
export function least(column: string): Aggregate {
  return (rows) => extreme(rows, column, (one, other) => one < other);
}

/** The greatest value: of numbers the largest, of text and dates the last. */
export function greatest(column: string): Aggregate {
  return (rows) => extreme(rows, column, (one, other) => one > other);
}

/** How many different values. */
export function distinct(column: string): Aggregate {
  return (rows) => new Set(rows.map((row) => cellOf(row, column)).filter(isPresent)).size;
}

type Comparable = string | number;

function extreme(
  rows: readonly Row[],
  column: string,
  before: (one: Comparable, other: Comparable) => boolean,
): unknown {
  let found: Comparable | null = null;
  for (const row of rows) {
    const cell = cellOf(row, column) as Comparable;
    if (isPresent(cell) && (found === null || before(cell, found))) found = cell;
  }
  return found;
}

function isPresent(cell: unknown): boolean {
  return cell !== null && cell !== undefined && !Number.isNaN(cell);
}
