/** Headings that are known from a file before: by them the row is found, and a sheet whose name has changed. Pure. */
import { lookAt, type Header } from "./find-header.js";
import { recordAt, type Records } from "./records.js";

/** The row that holds most of the names, where one holds half of them or more. */
export function knownHeader(
  {
    headings = [],
    headerRows = 1,
  }: { readonly headings?: readonly string[] | undefined; readonly headerRows?: number | undefined },
  records: Records,
): Header | undefined {
  let [row, most] = [0, 0];
  for (let at = 1; at <= Math.min(records.length, lookAt); at++) {
    const share = shareOf(headings, recordAt(records, at));
    if (share > most) [row, most] = [at, share];
  }
  if (most < enough) return undefined;
  const many = Math.max(1, Math.min(headerRows, row));
  const rows = Array.from({ length: many }, (_, index) => row - many + 1 + index);
  return { rows, from: 1, reason: "It holds the headings that are known." };
}

/** Columns come and go; with fewer of them it is another table. */
const enough = 0.5;

export const holdsHeadings = (headings: readonly string[], cells: readonly string[]): boolean =>
  shareOf(headings, cells) >= enough;

function shareOf(headings: readonly string[], cells: readonly string[]): number {
  const known = new Set(headings.map(plain).filter((name) => name !== ""));
  if (known.size === 0) return 0;
  const found = new Set(cells.map(plain).filter((cell) => known.has(cell)));
  return found.size / known.size;
}

/** Spaces and capitals are written otherwise from month to month. */
const plain = (name: string): string => name.trim().replace(/\s+/g, " ").toLowerCase();
