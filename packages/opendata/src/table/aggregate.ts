import { cellOf, type Row } from "../row.js";

/** One figure from the rows of a group. Missing cells are left out, never counted as nought; of nothing it is null. */
// oxlint-disable-next-line typescript/no-explicit-any -- a learner's own rule may give anything
export type Aggregate = (rows: readonly Row[]) => any;

/** What the figures of this package are called. */
export type FigureName = "count" | "sum" | "mean" | "median" | "least" | "greatest" | "distinct";

/** A figure that looks at one column only: a table can work it out without making rows, and a large one in SQL. */
export interface ColumnFigure {
  readonly name: FigureName;
  readonly column: string;
  readonly work: (cells: readonly unknown[]) => unknown;
}

const columnFigures = new WeakMap<Aggregate, ColumnFigure>();

/** What a figure of this package looks at; undefined for one of a learner's own. */
export function columnFigureOf(figure: Aggregate): ColumnFigure | undefined {
  return columnFigures.get(figure);
}

export function columnFigure(
  name: FigureName,
  column: string,
  work: (cells: readonly unknown[]) => unknown,
): Aggregate {
  const figure: Aggregate = (rows) => work(rows.map((row) => cellOf(row, column)));
  columnFigures.set(figure, { name, column, work });
  return figure;
}

/** How many rows; with a column, how many of them have a value there. */
export function count(column?: string): Aggregate {
  if (column === undefined) return countRows;
  return columnFigure("count", column, (cells) => cells.filter(isPresent).length);
}

/** The figure that needs nothing but how many rows there are. */
export const countRows: Aggregate = (rows) => rows.length;

/** The least value: of numbers the smallest, of text and dates the first. */
export function least(column: string): Aggregate {
  return columnFigure("least", column, (cells) => extreme(cells, (one, other) => one < other));
}

/** The greatest value: of numbers the largest, of text and dates the last. */
export function greatest(column: string): Aggregate {
  return columnFigure("greatest", column, (cells) => extreme(cells, (one, other) => one > other));
}

/** How many different values. */
export function distinct(column: string): Aggregate {
  return columnFigure("distinct", column, (cells) => new Set(cells.filter(isPresent)).size);
}

type Comparable = string | number;

function extreme(cells: readonly unknown[], before: (one: Comparable, other: Comparable) => boolean): unknown {
  let found: Comparable | null = null;
  for (const cell of cells as readonly Comparable[]) {
    if (isPresent(cell) && (found === null || before(cell, found))) found = cell;
  }
  return found;
}

function isPresent(cell: unknown): boolean {
  return cell !== null && cell !== undefined && !Number.isNaN(cell);
}
