/** A merge of two changes of one text, line by line. Pure. */
import { DifferenceBudget, matchLines } from "./line-matches.js";

/** Pairs of lines to compare (some 2,000 × 2,000) beyond which everything between the equal ends counts as changed. */
const mostPairs = 4_000_000;

/**
 * Both changes of `base` in one text, or undefined when they changed the same lines (or lines that touch) in different ways.
 */
export function mergeLines(base: string, mine: string, theirs: string): string | undefined {
  if (mine === theirs || theirs === base) return mine;
  if (mine === base) return theirs;
  const lines = base.split("\n");
  const [ours, others] = [hunks(lines, mine.split("\n")), hunks(lines, theirs.split("\n"))];
  const merged: string[] = [];
  let at = 0;
  for (let [i, j] = [0, 0]; i < ours.length || j < others.length;) {
    const [a, b] = [ours[i], others[j]];
    const isEqual = a !== undefined && b !== undefined && sameHunk(a, b);
    if (a !== undefined && b !== undefined && !isEqual && touch(a, b)) return undefined;
    const next = b === undefined || (a !== undefined && a.from <= b.from) ? a : b;
    if (next === undefined) break;
    merged.push(...lines.slice(at, next.from), ...next.lines);
    at = next.to;
    if (next === a || isEqual) i++;
    if (next === b || isEqual) j++;
  }
  merged.push(...lines.slice(at));
  return merged.join("\n");
}

/** Lines `from` up to (not with) `to` of the base become `lines`. */
interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

function hunks(base: readonly string[], changed: readonly string[]): Hunk[] {
  const found: Hunk[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [
    ...matchLines(base, changed, new DifferenceBudget(mostPairs)),
    [base.length, changed.length] as const,
  ]) {
    if (x > i || y > j) found.push({ from: i, to: x, lines: changed.slice(j, y) });
    [i, j] = [x + 1, y + 1];
  }
  return found;
}

/** Also when one begins where the other ends: which line comes first would be a guess. */
const touch = (a: Hunk, b: Hunk): boolean => a.from <= b.to && b.from <= a.to;

const sameHunk = (a: Hunk, b: Hunk): boolean =>
  a.from === b.from && a.to === b.to && a.lines.join("\n") === b.lines.join("\n") && a.lines.length === b.lines.length;
