import { numbersOf } from "./numbers-of.js";
import type { Row } from "./row.js";

/**
 * The middle number of a column once its numbers stand in order: half are smaller, half are larger. With an even
 * count it lies half way between the two in the middle. Missing cells are left out; of no numbers it is null.
 * @example median(countries, "life_2005")
 */
export function median(rows: readonly Row[], column: string): number | null {
  return middleOf(numbersOf(rows, column));
}

/** The middle of these numbers, in whatever order they stand. */
export function middleOf(given: readonly number[]): number | null {
  const numbers = given.toSorted((a, b) => a - b);
  const middle = Math.floor(numbers.length / 2);
  const upper = numbers[middle];
  if (upper === undefined) return null;
  return numbers.length % 2 === 1 ? upper : ((numbers[middle - 1] ?? upper) + upper) / 2;
}
