/**
 * Differences of texts line by line, and a merge of two changes of one text. Pure. Longest common subsequence after Hunt and
 * Szymanski's idea of cutting off what is equal at both ends; cells are short, so the plain table is quick enough.
 */
export interface LineChange {
  readonly type: "same" | "removed" | "added";
  readonly line: string;
}

/** More than this many pairs of lines to compare (some 2,000 × 2,000): everything between the equal ends counts as changed. */
const mostPairs = 4_000_000;

/** What turns `before` into `after`; in each place the removed lines stand before the added ones. */
export function diffLines(before: string, after: string): LineChange[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...matches(a, b), [a.length, b.length] as const]) {
    for (; i < x; i++) changes.push({ type: "removed", line: a[i] ?? "" });
    for (; j < y; j++) changes.push({ type: "added", line: b[j] ?? "" });
    if (x < a.length) changes.push({ type: "same", line: a[x] ?? "" });
    [i, j] = [x + 1, y + 1];
  }
  return changes;
}

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
  for (const [x, y] of [...matches(base, changed), [base.length, changed.length] as const]) {
    if (x > i || y > j) found.push({ from: i, to: x, lines: changed.slice(j, y) });
    [i, j] = [x + 1, y + 1];
  }
  return found;
}

/** Also when one begins where the other ends: which line comes first would be a guess. */
const touch = (a: Hunk, b: Hunk): boolean => a.from <= b.to && b.from <= a.to;

const sameHunk = (a: Hunk, b: Hunk): boolean =>
  a.from === b.from && a.to === b.to && a.lines.join("\n") === b.lines.join("\n") && a.lines.length === b.lines.length;

/** Pairs of indices of equal lines, rising in both: as many as there can be. */
function matches(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const pairs: (readonly [number, number])[] = [];
  for (let at = 0; at < start; at++) pairs.push([at, at]);
  for (const [x, y] of longest(a.slice(start, a.length - end), b.slice(start, b.length - end))) {
    pairs.push([x + start, y + start]);
  }
  for (let at = end; at > 0; at--) pairs.push([a.length - at, b.length - at]);
  return pairs;
}

function longest(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  if (a.length === 0 || b.length === 0 || a.length * b.length > mostPairs) return [];
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
