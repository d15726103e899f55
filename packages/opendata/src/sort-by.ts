import { cellText } from "./cell-text.js";
import { cellOf, requireColumn, type Row } from "./row.js";

export type SortOrder = "highest first" | "lowest first";

/**
 * The same rows in order of one column. Text goes by the alphabet; missing cells always come last. The table that
 * you give it stays as it was.
 * @example sortBy(countries, "life_2005", "highest first")
 */
export function sortBy(rows: readonly Row[], column: string, order: SortOrder = "lowest first"): Row[] {
  requireColumn(rows, column);
  const sign = order === "highest first" ? -1 : 1;
  return rows
    .map((row) => ({ row, cell: cellOf(row, column) }))
    .sort((a, b) => {
      const missing = Number(isMissing(a.cell)) - Number(isMissing(b.cell));
      return missing === 0 ? sign * compareCells(a.cell, b.cell) : missing;
    })
    .map(({ row }) => row);
}

/** What stands last in any order. */
export function isMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || Number.isNaN(cell);
}

const alphabet = new Intl.Collator("en-GB", { numeric: true });

/** Below 0 where the left one comes first: numbers by size, all else by the alphabet. */
export function compareCells(left: unknown, right: unknown): number {
  if (isMissing(left)) return 0;
  if (typeof left === "number" && typeof right === "number") return left - right;
  return alphabet.compare(cellText(left), cellText(right));
}
