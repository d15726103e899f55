import { quantile } from "../quantile.js";

/** The middle of a list of numbers, in whatever order they stand. Of nothing it is not a number. */
export function median(numbers: ArrayLike<number>): number {
  return numbers.length === 0 ? NaN : quantile(Float64Array.from(numbers).sort(), 0.5);
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Of a sample: shared among one less than there are. */
export function variance(numbers: readonly number[]): number {
  const centre = mean(numbers);
  return numbers.reduce((sum, number) => sum + (number - centre) ** 2, 0) / (numbers.length - 1);
}
