import { OpenDataError } from "./open-data-error.js";
import { cellOf, requireColumn, type Row } from "./row.js";

/** The numbers of one column; missing cells are left out, and a word among them is an error rather than a guess. */
export function numbersOf(rows: readonly Row[], column: string): number[] {
  requireColumn(rows, column);
  return numbersAmong(
    rows.map((row) => cellOf(row, column)),
    column,
  );
}

/** The numbers among the cells of a column. */
export function numbersAmong(cells: readonly unknown[], column: string): number[] {
  const numbers: number[] = [];
  cells.forEach((cell, index) => {
    if (cell === null || cell === undefined) return;
    if (typeof cell !== "number" || !Number.isFinite(cell)) throw notANumber(column, index + 1, cell);
    numbers.push(cell);
  });
  return numbers;
}

function notANumber(column: string, at: number, cell: unknown): OpenDataError {
  const found = typeof cell === "string" ? `"${cell}"` : String(cell);
  return new OpenDataError(
    "not-numbers",
    `Row ${at} has ${found} under "${column}", and that is not a number. Choose a column of numbers, or mend that cell.`,
  );
}
