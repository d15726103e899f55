import type { ChartNumbers } from "@data-surgery/contract";
import { cellText } from "../cell-text.js";
import { createNumberFormat } from "../number-format.js";
import { cellOf, type Row } from "../row.js";

/** More rows than this belong in a table of their own, not below a chart: `mostChartNumbers` of the contract. */
export const mostNumbers = 200;

/** The first rows of what was drawn. */
export function chartNumbers(rows: readonly Row[], columns: readonly string[]): ChartNumbers {
  const first = rows.slice(0, mostNumbers);
  const formats = columns.map((column) => {
    const numbers = first.map((row) => cellOf(row, column)).filter((cell) => typeof cell === "number");
    return numbers.length === 0 ? undefined : createNumberFormat(numbers);
  });
  return {
    columns,
    numeric: formats.map((format) => format !== undefined),
    rows: first.map((row) =>
      columns.map((column, at) => {
        const cell = cellOf(row, column);
        return typeof cell === "number" && !Number.isNaN(cell) ? (formats[at]?.(cell) ?? "") : cellText(cell);
      }),
    ),
    total: rows.length,
  };
}
