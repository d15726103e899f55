/**
 * The same rows in any order, each as often, also where "the same" forgives a little. Rows that surely differ are kept apart by a
 * coarse key, so that 10,000 rows take one look each; only those near the edge of a key are searched for, and where two rows could
 * both take one partner, the first gives way when it has another.
 */

/** How rows are told apart. `coarse` may give two rows that are the same different keys, `strict` may not. */
export interface RowMatching {
  readonly same: (a: unknown, b: unknown) => boolean;
  readonly coarse: (row: unknown) => string;
  readonly strict: (row: unknown) => string;
}

/** Longest chain of rows that give way to each other. */
const longestChain = 200;

export function matchRows(a: readonly unknown[], b: readonly unknown[], matching: RowMatching): boolean {
  if (a.length !== b.length) return false;
  const { same, coarse } = matching;
  const byKey = groupBy(b, coarse);
  /** Position in b → position in a. */
  const partner = new Map<number, number>();
  const left: number[] = [];
  for (const [index, row] of a.entries()) {
    const near = byKey.get(coarse(row));
    const at = near?.findLastIndex((other) => same(row, b[other])) ?? -1;
    if (near === undefined || at === -1) left.push(index);
    else partner.set(near.splice(at, 1)[0]!, index);
  }
  if (left.length === 0) return true;
  const byShape = groupBy(b, matching.strict);
  const place = (index: number, seen: Set<number>, depth: number): boolean => {
    if (depth > longestChain) return false;
    const row = a[index];
    const possible = (byShape.get(matching.strict(row)) ?? []).filter((at) => !seen.has(at) && same(row, b[at]));
    // A free one first: then nobody has to give way.
    for (const at of [...possible.filter((one) => !partner.has(one)), ...possible.filter((one) => partner.has(one))]) {
      seen.add(at);
      const holder = partner.get(at);
      if (holder === undefined || place(holder, seen, depth + 1)) {
        partner.set(at, index);
        return true;
      }
    }
    return false;
  };
  return left.every((index) => place(index, new Set(), 0));
}

function groupBy(rows: readonly unknown[], key: (row: unknown) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, row] of rows.entries()) {
    const name = key(row);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [index]);
    else group.push(index);
  }
  return groups;
}
