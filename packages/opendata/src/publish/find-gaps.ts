import type { Difference } from "./difference.js";
import type { ColumnPair } from "./pair-columns.js";
import { countsOf, type PublishedColumn } from "./published-table.js";

/** Months without a row between the first and the last that were not missing before, in columns of dates where most months have rows. */
export function newGaps(pairs: readonly ColumnPair[]): Difference["missingMonths"] {
  return pairs.flatMap(({ from, to }) => {
    const now = monthsOf(to);
    if (now === undefined) return [];
    const gaps = gapsOf(now);
    // Where half the months are missing, gaps are how these data are.
    if (gaps.length === 0 || gaps.length > now.length) return [];
    const before = monthsOf(from);
    const known = new Set(before === undefined ? [] : gapsOf(before));
    const months = gaps.filter((month) => !known.has(month));
    return months.length === 0 ? [] : [{ column: to.name, months }];
  });
}

/** The months that have rows, in order; undefined for a column that is no time. */
function monthsOf(column: PublishedColumn): string[] | undefined {
  const counts = countsOf(column);
  const held = column.texts.filter((text, code) => text !== "" && (counts[code] ?? 0) > 0);
  if (held.length < 4 || !held.every((text) => /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?:-|$)/.test(text))) return undefined;
  const months = [...new Set(held.map((text) => text.slice(0, 7)))].toSorted();
  return months.length < 4 ? undefined : months;
}

function gapsOf(months: readonly string[]): string[] {
  const numbers = months.map((month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1);
  const gaps: string[] = [];
  numbers.forEach((number, at) => {
    const next = numbers[at + 1] ?? number + 1;
    for (let gap = number + 1; gap < next; gap++)
      gaps.push(`${Math.floor(gap / 12)}-${String((gap % 12) + 1).padStart(2, "0")}`);
  });
  return gaps;
}
