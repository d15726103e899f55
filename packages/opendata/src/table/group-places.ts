import { cellReader, codesOf, type Column } from "./column.js";
import type { Columns } from "./columns.js";

/** Which rows stand together: `order` holds the rows' places group by group, and group `g` those from `starts[g]` up to `starts[g + 1]`. */
export interface Grouping {
  readonly many: number;
  readonly order: Uint32Array;
  readonly starts: Uint32Array;
}

/** Rows that are alike in these columns, in order of first appearance. What is missing is alike. */
export function groupPlaces(columns: Columns, names: readonly string[]): Grouping {
  const { length } = columns;
  const keyOf = names.length === 1 ? aloneKey : cellKey;
  let codes: Uint32Array = new Uint32Array(length);
  let many = length === 0 ? 0 : 1;
  for (const name of names) {
    const next = codesOf(columns.column(name), length, keyOf);
    if (many <= 1) [codes, many] = [next.codes, next.values.length];
    else [codes, many] = paired(codes, next.codes, next.values.length);
  }
  const starts = new Uint32Array(many + 1);
  for (const code of codes) starts[code + 1] = (starts[code + 1] ?? 0) + 1;
  for (let group = 0; group < many; group++) starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  const next = starts.slice();
  const order = new Uint32Array(length);
  for (let place = 0; place < length; place++) {
    const code = codes[place] ?? 0;
    const at = next[code] ?? 0;
    order[at] = place;
    next[code] = at + 1;
  }
  return { many, order, starts };
}

export function placesOf({ order, starts }: Grouping, group: number): Uint32Array {
  return order.subarray(starts[group], starts[group + 1]);
}

/** The place of each group's first row. */
export function firstPlaces({ many, order, starts }: Grouping): Uint32Array {
  return Uint32Array.from({ length: many }, (_, group) => order[starts[group] ?? 0] ?? 0);
}

function paired(first: Uint32Array, second: Uint32Array, seconds: number): [Uint32Array, number] {
  const known = new Map<number, number>();
  const codes = new Uint32Array(first.length);
  for (let place = 0; place < first.length; place++) {
    const pair = (first[place] ?? 0) * seconds + (second[place] ?? 0);
    let code = known.get(pair);
    if (code === undefined) {
      code = known.size;
      known.set(pair, code);
    }
    codes[place] = code;
  }
  return [codes, known.size];
}

/** A list or an object is told by what it holds, everything else by itself. */
export function cellKey(cell: unknown): unknown {
  if (typeof cell === "object" && cell !== null) return `\u0000${JSON.stringify(cell)}`;
  return typeof cell === "number" && Number.isNaN(cell) ? null : cell;
}

/** Where one column decides, a learner's own NaN is a group beside what is missing. */
function aloneKey(cell: unknown): unknown {
  return typeof cell === "number" ? cell : cellKey(cell);
}

/** A function that gives the cells of some rows of a column. */
export function cellsAt(column: Column): (places: Uint32Array) => unknown[] {
  const cell = cellReader(column);
  return (places) => Array.from(places, (place) => cell(place));
}
