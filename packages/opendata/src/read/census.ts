/**
 * The different values of one column, each looked at once. Checks then work on these instead of on every cell: a column
 * of 100,000 cells often has 30 different ones.
 */
export interface Census {
  /** How many cells. */
  readonly size: number;
  /** Different cells exactly as written, in order of first appearance. */
  readonly values: readonly string[];
  /** The same without white space around them. */
  readonly trimmed: readonly string[];
  readonly counts: readonly number[];
  /** Index of the first cell (counted from 0) that holds each value. */
  readonly firsts: readonly number[];
  /** For each cell the index of its value. */
  readonly indexes: Uint32Array;
  /** What signs a value holds, as the sum of `Sign` figures. */
  readonly signs: Uint16Array;
  /** Cells that are blank: nothing but white space. */
  readonly blank: number;
}

/** Marks of what stands in a value. */
export const Sign = {
  blank: 1,
  padded: 2,
  repeatedSpace: 4,
  noBreakSpace: 8,
  carriageReturn: 16,
  lineFeed: 32,
  control: 64,
  beyondAscii: 128,
  replacement: 256,
  letter: 512,
  digit: 1024,
  question: 2048,
  at: 4096,
  invisible: 8192,
  comma: 16_384,
  angle: 32_768,
} as const;

const taken = new WeakMap<readonly string[], Census>();

/** The census of a column's raw cells; kept for as long as the cells are. */
export function censusOf(cells: readonly string[]): Census {
  const known = taken.get(cells);
  if (known !== undefined) return known;
  const census = takeCensus(cells);
  taken.set(cells, census);
  return census;
}

/** Says what the census of these cells is, where it is known already. */
export function rememberCensus(cells: readonly string[], census: Census): void {
  taken.set(cells, census);
}

function takeCensus(cells: readonly string[]): Census {
  const places = new Map<string, number>();
  const values: string[] = [];
  const indexes = new Uint32Array(cells.length);
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? "";
    let place = places.get(cell);
    if (place === undefined) {
      place = values.length;
      places.set(cell, place);
      values.push(cell);
    }
    indexes[at] = place;
  }
  return censusOfCodes(indexes, values);
}

/** The census of cells of which the different ones are known, in order of first appearance. */
export function censusOfCodes(indexes: Uint32Array, values: readonly string[]): Census {
  const counts = values.map(() => 0);
  const firsts = values.map(() => -1);
  for (let at = 0; at < indexes.length; at++) {
    const place = indexes[at] ?? 0;
    if (counts[place] === 0) firsts[place] = at;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const signs = new Uint16Array(values.length);
  let blank = 0;
  const trimmed = values.map((value, place) => {
    const inner = value.trim();
    const found = signsOf(value, inner);
    signs[place] = found;
    if ((found & Sign.blank) !== 0) blank += counts[place] ?? 0;
    return inner;
  });
  return { size: indexes.length, values, trimmed, counts, firsts, indexes, signs, blank };
}

/** The census of cells of which only the different ones and their number are at hand: for what asks about no single row. */
export function censusOfCounts(found: ReadonlyMap<string, number>): Census {
  const values = [...found.keys()];
  const census = censusOfCodes(
    Uint32Array.from(values, (_, place) => place),
    values,
  );
  const counts = [...found.values()];
  let size = 0;
  let blank = 0;
  counts.forEach((count, place) => {
    size += count;
    if (((census.signs[place] ?? 0) & Sign.blank) !== 0) blank += count;
  });
  return { ...census, counts, size, blank };
}

function signsOf(value: string, inner: string): number {
  let found = inner === "" ? Sign.blank : value.length === inner.length ? 0 : Sign.padded;
  let space = false;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 32) {
      if (space) found |= Sign.repeatedSpace;
      space = true;
      continue;
    }
    space = false;
    if (code >= 48 && code <= 57) found |= Sign.digit;
    else if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) found |= Sign.letter;
    else if (code >= 128) found |= beyond(code);
    else if (code === 13) found |= Sign.carriageReturn;
    else if (code === 10) found |= Sign.lineFeed;
    else if (code === 44) found |= Sign.comma;
    else if (code === 63) found |= Sign.question;
    else if (code === 64) found |= Sign.at;
    else if (code === 60) found |= Sign.angle;
    else if ((code < 32 && code !== 9) || code === 127) found |= Sign.control;
  }
  // Spaces at the ends are padding, not a gap inside.
  if ((found & Sign.repeatedSpace) !== 0 && (found & Sign.padded) !== 0 && !/ {2}/.test(inner))
    found &= ~Sign.repeatedSpace;
  return found;
}

function beyond(code: number): number {
  if (code === 0xa0 || code === 0x202f) return Sign.noBreakSpace | Sign.beyondAscii;
  if (code === 0xfffd) return Sign.replacement | Sign.beyondAscii;
  if (code < 0xa0) return Sign.control | Sign.beyondAscii;
  if (code === 0xad || (code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0xfeff)
    return Sign.invisible | Sign.beyondAscii;
  return Sign.beyondAscii | Sign.letter;
}
