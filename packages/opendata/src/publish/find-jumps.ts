import type { Jump } from "./difference.js";
import type { ColumnPair } from "./pair-columns.js";
import { countsOf, type PublishedColumn, type PublishedTable } from "./published-table.js";

/** Half as much again, twice, a tenth: what points to another unit, a file cut short or a wrong file, rather than to life. */
export function jumpsOf(before: PublishedTable, after: PublishedTable, pairs: readonly ColumnPair[]): Jump[] {
  const jumps: Jump[] = [];
  if (before.length >= 10 && (after.length < before.length * 0.5 || after.length > before.length * 2))
    jumps.push({ type: "rows", before: before.length, after: after.length });
  for (const { from, to } of pairs) {
    const [old, now] = [summaryOf(from), summaryOf(to)];
    const [oldMissing, nowMissing] = [share(old.missing, before.length), share(now.missing, after.length)];
    if (nowMissing - oldMissing >= 0.2)
      jumps.push({ type: "missing", column: to.name, before: oldMissing, after: nowMissing });
    const numbers = [from, to].every(({ type }) => type === "integer" || type === "number");
    // A mean of few figures moves by itself, and numbers that are names (years, codes) don't jump.
    if (!numbers || old.count < 10 || now.count < 10 || old.mean <= 0 || now.mean <= 0) continue;
    const factor = now.mean / old.mean;
    if (factor >= 2 || factor <= 0.5) jumps.push({ type: "mean", column: to.name, before: old.mean, after: now.mean });
    // One month's figure in a long file moves no mean.
    else if (old.highest > 0 && now.highest > 3 * old.highest)
      jumps.push({ type: "highest", column: to.name, before: old.highest, after: now.highest });
  }
  return jumps;
}

function summaryOf(column: PublishedColumn): { missing: number; count: number; mean: number; highest: number } {
  const counts = countsOf(column);
  let [missing, count, sum, highest] = [0, 0, 0, Number.NEGATIVE_INFINITY];
  column.texts.forEach((text, code) => {
    const many = counts[code] ?? 0;
    if (text === "") missing += many;
    else if (many > 0) {
      count += many;
      sum += Number(text) * many;
      highest = Math.max(highest, Number(text));
    }
  });
  return { missing, count, mean: count === 0 ? 0 : sum / count, highest };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
