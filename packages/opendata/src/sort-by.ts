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
  return rows.toSorted((a, b) => {
    const [left, right] = [cellOf(a, column), cellOf(b, column)];
    const missing = Number(isMissing(left)) - Number(isMissing(right));
    return missing !== 0 ? missing : sign * compareCells(left, right);
  });
}

function isMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || Number.isNaN(cell);
}

function compareCells(left: unknown, right: unknown): number {
  if (isMissing(left)) return 0;
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left).localeCompare(String(right), "en-GB", { numeric: true });
}
