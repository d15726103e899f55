import { compareCells, isMissing, type SortOrder } from "../sort-by.js";
import { codesOf, numbersIn, type Column } from "./column.js";

/**
 * The places of rows in order of one column, as `sortBy` puts them: rows that are alike keep their order, missing cells come last.
 * Nothing is compared twice: numbers are put in order digit by digit, and of what repeats only the different values are compared.
 */
export function sortPlaces(column: Column, length: number, order: SortOrder): Uint32Array {
  const numbers = numbersIn(column);
  if (numbers !== undefined) return placesByNumber(numbers, order);
  const { codes, values } = codesOf(column, length, (cell) => cell);
  const sign = order === "highest first" ? -1 : 1;
  const compare = (one: number, other: number): number => {
    const [left, right] = [values[one], values[other]];
    const missing = Number(isMissing(left)) - Number(isMissing(right));
    return missing === 0 ? sign * compareCells(left, right) : missing;
  };
  // Numbers among words have no single order that all of them agree on, so there the rows themselves are compared.
  if (values.some((value) => typeof value === "number"))
    return Uint32Array.from(
      Array.from(codes, (_, place) => place).sort((one, other) => compare(codes[one] ?? 0, codes[other] ?? 0)),
    );
  const sorted = values.map((_, code) => code).sort(compare);
  // What compares as equal has one rank, so that such rows keep their order.
  const ranks = new Float64Array(values.length);
  let rank = 0;
  sorted.forEach((code, at) => {
    const before = sorted[at - 1];
    if (before !== undefined && !isAlike(values[before], values[code])) rank++;
    ranks[code] = rank;
  });
  return placesByNumber(
    Float64Array.from(codes, (code) => ranks[code] ?? 0),
    "lowest first",
  );
}

function isAlike(one: unknown, other: unknown): boolean {
  return isMissing(one) || isMissing(other) ? isMissing(one) && isMissing(other) : compareCells(one, other) === 0;
}

/** Numbers in order by their 64 bits, sixteen at a time from the lowest (a radix sort: four walks, whatever the numbers are). */
function placesByNumber(numbers: Float64Array, order: SortOrder): Uint32Array {
  const { length } = numbers;
  if (length < worthCounting) return placesCompared(numbers, order);
  const bits = new Uint32Array(length * 2);
  const flip = order === "highest first" ? 0xffff_ffff : 0;
  const one = new Float64Array(1);
  const [low, high] = [littleEnd ? 0 : 1, littleEnd ? 1 : 0];
  const halves = new Uint32Array(one.buffer);
  for (let place = 0; place < length; place++) {
    const number = numbers[place] ?? Number.NaN;
    if (Number.isNaN(number)) {
      bits[place * 2] = 0xffff_ffff;
      bits[place * 2 + 1] = 0xffff_ffff;
      continue;
    }
    one[0] = number + 0;
    // Bits of a number that is not below nought stand in order once the sign's bit is set; those below it run the other way round.
    const negative = (halves[high] ?? 0) >>> 31 === 1;
    const turned = (negative ? 0xffff_ffff : 0) ^ flip;
    bits[place * 2] = (halves[low] ?? 0) ^ turned;
    bits[place * 2 + 1] = (halves[high] ?? 0) ^ (negative ? turned : turned ^ 0x8000_0000);
  }
  let from: Uint32Array = Uint32Array.from({ length }, (_, place) => place);
  let to: Uint32Array = new Uint32Array(length);
  for (const [half, shift] of [
    [0, 0],
    [0, 16],
    [1, 0],
    [1, 16],
  ] as const) {
    const starts = new Uint32Array(65_537);
    for (let place = half; place < bits.length; place += 2) {
      const digit = ((bits[place] ?? 0) >>> shift) & 0xffff;
      starts[digit + 1] = (starts[digit + 1] ?? 0) + 1;
    }
    // All alike here: nothing to do.
    if (starts.includes(length)) continue;
    for (let digit = 0; digit < 65_536; digit++) starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0);
    for (const place of from) {
      const digit = ((bits[place * 2 + half] ?? 0) >>> shift) & 0xffff;
      const at = starts[digit] ?? 0;
      to[at] = place;
      starts[digit] = at + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Fewer rows are sooner compared than the digits' 65,536 places are counted through. */
const worthCounting = 5000;

function placesCompared(numbers: Float64Array, order: SortOrder): Uint32Array {
  const sign = order === "highest first" ? -1 : 1;
  return Uint32Array.from(numbers, (_, place) => place).sort((one, other) => {
    const [left, right] = [numbers[one] ?? Number.NaN, numbers[other] ?? Number.NaN];
    const missing = Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return missing === 0 && !Number.isNaN(left) ? sign * (left - right) : missing;
  });
}

const littleEnd = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
