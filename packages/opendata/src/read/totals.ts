import { parseNumber } from "./parse-number.js";
import { recordAt, type Records } from "./records.js";
import type { LeftOutReason } from "./source-table.js";

const plainTotals =
  /^(?:grand|overall|sub-?|column|report)?\s*totals?\s*[:.*]?$|^(?:grand|overall) totals?\b|^totals?\s*[:(]|^sub-?\s?totals?\b|^total (?:for|of|all)\b|^(?:sum|average|mean|median|minimum|maximum) ?:?$|^(?:(?:sum|average|mean|median|count|minimum|maximum) of (?:the )?(?:above|column))/i;
const perhapsTotals = /\btotals?\b|^all\b|^sum\b/i;

/** Whether a row's label names a total: `plain` by itself, `perhaps` where the figures have to bear it out. */
export function isTotalsLabel(label: string): "plain" | "perhaps" | undefined {
  const trimmed = label.trim();
  if (trimmed.length > 60) return undefined;
  if (plainTotals.test(trimmed)) return "plain";
  return perhapsTotals.test(trimmed) ? "perhaps" : undefined;
}

/** Whether the numbers of a row are the sums of those above it, in at least one column and in most. */
export function matchesSums(
  records: Records,
  firstData: number,
  row: number,
  leftOut: ReadonlyMap<number, LeftOutReason>,
): boolean {
  const record = recordAt(records, row);
  let matches = 0;
  let misses = 0;
  record.forEach((cell, at) => {
    const stated = parseNumber(cell.trim())?.value;
    if (stated === undefined || stated === 0) return;
    let sum = 0;
    let rows = 0;
    for (let above = firstData; above < row; above++) {
      if (leftOut.has(above)) continue;
      const value = parseNumber((recordAt(records, above)[at] ?? "").trim())?.value;
      if (value === undefined) continue;
      sum += value;
      rows++;
    }
    if (rows > 1 && Math.abs(sum - stated) <= Math.max(0.011 * rows, Math.abs(stated) * 0.0005)) matches++;
    else misses++;
  });
  return matches > 0 && matches >= misses;
}
