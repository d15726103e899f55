/** Which lines of a text went and which came. Pure. */
import type { LineChange } from "./history.js";

/** Comparisons that several differences may cost together: what hostile text can cost must be bounded. */
export class DifferenceBudget {
  #left: number;

  constructor(comparisons: number = 1_000_000) {
    this.#left = comparisons;
  }

  /** False when that would be more than is left. */
  take(comparisons: number): boolean {
    if (comparisons > this.#left) return false;
    this.#left -= comparisons;
    return true;
  }
}

/** Beyond the budget the middle is told as one replacement: nobody reads a difference of thousands of lines line by line. */
export function diffLines(
  before: string,
  after: string,
  budget: DifferenceBudget = new DifferenceBudget(),
): LineChange[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [
    ...a.slice(0, start).map(same),
    ...diffMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end), budget),
    ...a.slice(a.length - end).map(same),
  ];
}

const linesOf = (text: string): string[] => (text === "" ? [] : text.split("\n"));
const same = (text: string): LineChange => ({ type: "same", text });
const removed = (text: string): LineChange => ({ type: "removed", text });
const added = (text: string): LineChange => ({ type: "added", text });

function diffMiddle(a: readonly string[], b: readonly string[], budget: DifferenceBudget): LineChange[] {
  if (!budget.take(a.length * b.length)) return [...a.map(removed), ...b.map(added)];
  const common = longestCommon(a, b);
  const width = b.length + 1;
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      changes.push(same(a[i++]!));
      j++;
    } else if (common[(i + 1) * width + j]! >= common[i * width + j + 1]!) changes.push(removed(a[i++]!));
    else changes.push(added(b[j++]!));
  }
  return [...changes, ...a.slice(i).map(removed), ...b.slice(j).map(added)];
}

/** `[i * width + j]`: how many lines `a` from i and `b` from j have in common, in order. */
function longestCommon(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] =
        a[i] === b[j]
          ? table[(i + 1) * width + j + 1]! + 1
          : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
    }
  }
  return table;
}
