/** Which lines of a text went and which came. Pure. */
import type { LineChange } from "./history.js";
import { DifferenceBudget, matchLines } from "./line-matches.js";

/**
 * What turns `before` into `after`; in each place the removed lines stand before the added ones. Beyond the budget the middle is told as one
 * replacement: nobody reads a difference of thousands of lines line by line.
 */
export function diffLines(
  before: string,
  after: string,
  budget: DifferenceBudget = new DifferenceBudget(),
): LineChange[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...matchLines(a, b, budget), [a.length, b.length] as const]) {
    for (; i < x; i++) changes.push({ type: "removed", text: a[i] ?? "" });
    for (; j < y; j++) changes.push({ type: "added", text: b[j] ?? "" });
    if (x < a.length) changes.push({ type: "same", text: a[x] ?? "" });
    [i, j] = [x + 1, y + 1];
  }
  return changes;
}

const linesOf = (text: string): string[] => (text === "" ? [] : text.split("\n"));
