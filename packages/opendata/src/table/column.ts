/**
 * How a table keeps one column. Numbers stand side by side as eight bytes each, `NaN` where one is missing; what repeats (names of
 * wards, dates) stands once in a list, and each row has the place in that list. Whatever a learner puts in is kept as it is.
 * `picks` says which of the stored cells are the table's rows, in order: to filter, sort and cut copies no cell.
 */
export type ColumnData =
  | { readonly kind: "numbers"; readonly numbers: Float64Array }
  | { readonly kind: "coded"; readonly codes: Uint32Array; readonly values: readonly unknown[] }
  | { readonly kind: "cells"; readonly cells: readonly unknown[] };

export interface Column {
  readonly data: ColumnData;
  readonly picks: Uint32Array | undefined;
}

/** The cell in a row, counted from 0: null where it is missing. */
export type CellReader = (place: number) => unknown;

export function cellReader({ data, picks }: Column): CellReader {
  switch (data.kind) {
    case "numbers": {
      const { numbers } = data;
      const known = (number: number | undefined): number | null =>
        number === undefined || Number.isNaN(number) ? null : number;
      return picks === undefined ? (place) => known(numbers[place]) : (place) => known(numbers[picks[place] ?? -1]);
    }
    case "coded": {
      const { codes, values } = data;
      return picks === undefined
        ? (place) => values[codes[place] ?? -1] ?? null
        : (place) => values[codes[picks[place] ?? -1] ?? -1] ?? null;
    }
    case "cells":
    default: {
      const { cells } = data;
      return picks === undefined ? (place) => cells[place] ?? null : (place) => cells[picks[place] ?? -1] ?? null;
    }
  }
}

/** A column of cells as they come: stored as numbers where all of them are. */
export function columnOfCells(cells: readonly unknown[]): Column {
  const numbers = new Float64Array(cells.length);
  for (let place = 0; place < cells.length; place++) {
    const cell = cells[place] ?? null;
    // A learner's own NaN is not the same as nothing, so such a column stays as it is.
    if (cell !== null && (typeof cell !== "number" || Number.isNaN(cell)))
      return { data: { kind: "cells", cells }, picks: undefined };
    numbers[place] = cell ?? Number.NaN;
  }
  return { data: { kind: "numbers", numbers }, picks: undefined };
}

/** A column of which each different value is known. Numbers that hardly repeat are stored themselves: the detour would cost more. */
export function columnOfCodes(codes: Uint32Array, values: readonly unknown[]): Column {
  if (values.length * 4 > codes.length) {
    const { data } = columnOfCells(values);
    if (data.kind === "numbers")
      return { data: { kind: "numbers", numbers: gathered(data.numbers, codes) }, picks: undefined };
  }
  return { data: { kind: "coded", codes, values }, picks: undefined };
}

/** The same column with other rows: which of the present ones, in order. `known` keeps what was worked out for its neighbours. */
export function pickColumn(
  column: Column,
  places: Uint32Array,
  known: Map<Uint32Array | undefined, Uint32Array>,
): Column {
  const { data, picks } = column;
  let composed = known.get(picks);
  if (composed === undefined) {
    composed = picks === undefined ? places : places.map((place) => picks[place] ?? 0);
    known.set(picks, composed);
  }
  return { data, picks: composed };
}

/** The numbers of a column side by side, `NaN` where one is missing; undefined where it holds anything else. */
export function numbersIn(column: Column): Float64Array | undefined {
  const { data, picks } = column;
  if (data.kind === "cells") return undefined;
  if (data.kind === "numbers") return picks === undefined ? data.numbers : gathered(data.numbers, picks);
  const { data: values } = columnOfCells(data.values);
  if (values.kind !== "numbers") return undefined;
  return gathered(values.numbers, picks === undefined ? data.codes : picks.map((pick) => data.codes[pick] ?? 0));
}

/** For each row a number that is the same where cells are the same, counted from 0; -1 nowhere: what is missing has its own. */
export interface CellCodes {
  readonly codes: Uint32Array;
  /** One cell for each code. */
  readonly values: readonly unknown[];
}

/** Which rows of a column hold the same, told by `keyOf`. Codes count in order of first appearance. */
export function codesOf(column: Column, length: number, keyOf: (cell: unknown) => unknown): CellCodes {
  const places = new Map<unknown, number>();
  const values: unknown[] = [];
  const codeOf = (cell: unknown): number => {
    const key = keyOf(cell);
    let code = places.get(key);
    if (code === undefined) {
      code = values.length;
      places.set(key, code);
      values.push(cell);
    }
    return code;
  };
  const codes = new Uint32Array(length);
  const { data, picks } = column;
  if (data.kind === "coded") {
    // Each different value is looked up once; only those that a row holds get a code.
    const none = 0xffff_ffff;
    const translated = new Uint32Array(data.values.length).fill(none);
    for (let place = 0; place < length; place++) {
      const stored = data.codes[picks === undefined ? place : (picks[place] ?? 0)] ?? 0;
      let code = translated[stored] ?? none;
      if (code === none) {
        code = codeOf(data.values[stored] ?? null);
        translated[stored] = code;
      }
      codes[place] = code;
    }
    return { codes, values };
  }
  const cell = cellReader(column);
  for (let place = 0; place < length; place++) codes[place] = codeOf(cell(place));
  return { codes, values };
}

function gathered(numbers: Float64Array, places: Uint32Array): Float64Array {
  const found = new Float64Array(places.length);
  for (let place = 0; place < places.length; place++) found[place] = numbers[places[place] ?? 0] ?? Number.NaN;
  return found;
}
