/** Which lines two texts have in common, in order. Pure; beneath differences (`line-difference.ts`) and merges (`merge-lines.ts`). */

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

/** Pairs of indices of equal lines, rising in both: as many as there can be. Beyond the budget only the equal ends. */
export function matchLines(
  a: readonly string[],
  b: readonly string[],
  budget: DifferenceBudget,
): (readonly [number, number])[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const pairs: (readonly [number, number])[] = [];
  for (let at = 0; at < start; at++) pairs.push([at, at]);
  for (const [x, y] of longest(a.slice(start, a.length - end), b.slice(start, b.length - end), budget)) {
    pairs.push([x + start, y + start]);
  }
  for (let at = end; at > 0; at--) pairs.push([a.length - at, b.length - at]);
  return pairs;
}

function longest(a: readonly string[], b: readonly string[], budget: DifferenceBudget): (readonly [number, number])[] {
  if (a.length === 0 || b.length === 0 || !budget.take(a.length * b.length)) return [];
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
