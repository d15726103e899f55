/**
 * What somebody who reads a published table can work out of its emptied counts: by subtraction, again and again; by what each could be at
 * least and at most; and by several sums taken together (linear equations), where they are few enough.
 */
import type { Cell, Sum } from "./find-totals.js";

/** More emptied cells that hang together than these are not taken together. */
const mostTogether = 120;

/** @param known the figure of a cell, undefined where it is emptied. Gives the figures of emptied cells that can be nothing else. */
export function workOut(sums: readonly Sum[], known: (cell: Cell) => number | undefined): Map<Cell, number> {
  const found = new Map<Cell, number>();
  for (const group of together(sums, known)) {
    const bounds = narrowed(group, known);
    for (const [cell, [least, most]] of bounds) if (least === most) found.set(cell, least);
    if (bounds.size <= mostTogether) for (const [cell, figure] of solved(group, known)) found.set(cell, figure);
  }
  return found;
}

/** Sums with emptied cells, those that share one in one group. */
export function together(sums: readonly Sum[], known: (cell: Cell) => number | undefined): Sum[][] {
  const open = sums.filter((sum) => isOpenSum(sum, known));
  const bySum = new Map<Cell, number[]>();
  for (const [at, { total, parts }] of open.entries())
    for (const cell of [total, ...parts])
      if (known(cell) === undefined) {
        const there = bySum.get(cell);
        if (there === undefined) bySum.set(cell, [at]);
        else there.push(at);
      }
  const seen = new Uint8Array(open.length);
  const groups: Sum[][] = [];
  for (let first = 0; first < open.length; first++) {
    if (seen[first] === 1) continue;
    seen[first] = 1;
    const group: Sum[] = [];
    const waiting = [first];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const sum = open[at];
      if (sum === undefined) continue;
      group.push(sum);
      for (const cell of [sum.total, ...sum.parts])
        for (const other of bySum.get(cell) ?? [])
          if (seen[other] === 0) {
            seen[other] = 1;
            waiting.push(other);
          }
    }
    groups.push(group);
  }
  return groups;
}

const isOpenSum = ({ total, parts }: Sum, known: (cell: Cell) => number | undefined): boolean =>
  known(total) === undefined || parts.some((cell) => known(cell) === undefined);

/** Emptied cells with their signs, and what the known ones leave: signs times cells is `left`. */
interface Equation {
  readonly terms: readonly { readonly cell: Cell; readonly sign: 1 | -1 }[];
  readonly left: number;
}

function equationOf({ total, parts }: Sum, known: (cell: Cell) => number | undefined): Equation {
  const terms: { cell: Cell; sign: 1 | -1 }[] = [];
  let left = 0;
  for (const part of parts) {
    const figure = known(part);
    if (figure === undefined) terms.push({ cell: part, sign: 1 });
    else left -= figure;
  }
  const figure = known(total);
  if (figure === undefined) terms.push({ cell: total, sign: -1 });
  else left += figure;
  return { terms, left };
}

/** More than any count, and small enough that a column of them adds up exactly. */
const boundless = 1e10;

/** At least and at most, until nothing gets narrower. An emptied count is one or more: noughts are shown. */
function narrowed(
  sums: readonly Sum[],
  known: (cell: Cell) => number | undefined,
): Map<Cell, readonly [number, number]> {
  const equations = sums.map((sum) => equationOf(sum, known));
  const bounds = new Map<Cell, readonly [number, number]>();
  for (const { terms } of equations) for (const { cell } of terms) bounds.set(cell, [1, boundless]);
  const signed = (cell: Cell, sign: 1 | -1): readonly [number, number] => {
    const [least, most] = bounds.get(cell) ?? [1, boundless];
    return sign === 1 ? [least, most] : [-most, -least];
  };
  // Sums of a table settle in a few rounds.
  for (let round = 0; round < 50; round++) {
    let isNarrower = false;
    for (const { terms, left } of equations) {
      let [least, most] = [0, 0];
      for (const { cell, sign } of terms) {
        const [low, high] = signed(cell, sign);
        least += low;
        most += high;
      }
      for (const { cell, sign } of terms) {
        const [low, high] = signed(cell, sign);
        const next = [Math.max(low, left - (most - high)), Math.min(high, left - (least - low))] as const;
        if (next[0] === low && next[1] === high) continue;
        // Figures that don't add up after all tell nothing.
        if (next[0] > next[1]) return new Map();
        bounds.set(cell, sign === 1 ? next : [-next[1], -next[0]]);
        least += next[0] - low;
        most += next[1] - high;
        isNarrower = true;
      }
    }
    if (!isNarrower) break;
  }
  return bounds;
}

/** Cells that the equations alone determine, whatever stands in the others (Gauss and Jordan). */
function solved(sums: readonly Sum[], known: (cell: Cell) => number | undefined): Map<Cell, number> {
  const equations = sums.map((sum) => equationOf(sum, known));
  const cells = [...new Set(equations.flatMap(({ terms }) => terms.map(({ cell }) => cell)))];
  const places = new Map(cells.map((cell, at) => [cell, at]));
  const rows = equations.map(({ terms, left }) => {
    const row = new Float64Array(cells.length + 1);
    for (const { cell, sign } of terms) row[places.get(cell) ?? 0] = (row[places.get(cell) ?? 0] ?? 0) + sign;
    row[cells.length] = left;
    return row;
  });
  let done = 0;
  for (let column = 0; column < cells.length && done < rows.length; column++) {
    const pivot = rows.findIndex((row, at) => at >= done && Math.abs(row[column] ?? 0) > 1e-6);
    const [own, top] = [rows[pivot], rows[done]];
    if (own === undefined || top === undefined) continue;
    rows[pivot] = top;
    rows[done] = own;
    const by = own[column] ?? 1;
    for (let at = column; at <= cells.length; at++) own[at] = (own[at] ?? 0) / by;
    for (const row of rows) {
      const times = row[column] ?? 0;
      if (row === own || Math.abs(times) < 1e-6) continue;
      for (let at = column; at <= cells.length; at++) row[at] = (row[at] ?? 0) - times * (own[at] ?? 0);
    }
    done += 1;
  }
  const found = new Map<Cell, number>();
  for (const row of rows) {
    const there = cells.flatMap((cell, at) => (Math.abs(row[at] ?? 0) > 1e-6 ? [cell] : []));
    const [only] = there;
    if (there.length === 1 && only !== undefined) found.set(only, Math.round(row[cells.length] ?? 0));
  }
  return found;
}
