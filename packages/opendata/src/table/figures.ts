import { middleOf } from "../median.js";
import { numbersAmong } from "../numbers-of.js";
import { columnFigure, type Aggregate, type FigureName } from "./aggregate.js";
import { tableOf, type TableLike } from "./table.js";

/** A figure of one column: of a whole table at once, or, by the column's name alone, of each group. */
type Figure = (numbers: readonly number[]) => number | null;

/**
 * The numbers of a column added up; null where there are none. Missing cells are left out.
 * @example sum(grants, "amount")
 * @example grants.groupBy("ward").summarise({ total: sum("amount") })
 */
export function sum(column: string): Aggregate;
export function sum(table: TableLike, column: string): number | null;
export function sum(first: string | TableLike, column?: string): Aggregate | number | null {
  return figure("sum", total, first, column);
}

/** The average: the sum shared out evenly among the rows that have a value. One very large number pulls it up. */
export function mean(column: string): Aggregate;
export function mean(table: TableLike, column: string): number | null;
export function mean(first: string | TableLike, column?: string): Aggregate | number | null {
  return figure("mean", average, first, column);
}

/** The one in the middle: half are smaller, half are larger. Missing cells are left out. */
export function median(column: string): Aggregate;
export function median(table: TableLike, column: string): number | null;
export function median(first: string | TableLike, column?: string): Aggregate | number | null {
  return figure("median", middleOf, first, column);
}

function figure(
  name: FigureName,
  work: Figure,
  first: string | TableLike,
  column: string | undefined,
): Aggregate | number | null {
  if (typeof first === "string") return columnFigure(name, first, (cells) => work(numbersAmong(cells, first)));
  const table = tableOf(first);
  return table.length === 0 ? null : work(numbersAmong(table.column(column ?? ""), column ?? ""));
}

function total(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

function average(numbers: readonly number[]): number | null {
  const whole = total(numbers);
  return whole === null ? null : whole / numbers.length;
}
