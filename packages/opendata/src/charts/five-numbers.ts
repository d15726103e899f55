import { quantile } from "../quantile.js";

/** The lowest, the highest, and the three that cut the ordered numbers into four equal parts. */
export interface FiveNumbers {
  readonly lowest: number;
  readonly lower: number;
  readonly middle: number;
  readonly upper: number;
  readonly highest: number;
}

export function fiveNumbers(numbers: readonly number[]): FiveNumbers {
  const ordered = numbers.toSorted((a, b) => a - b);
  const [lowest = 0] = ordered;
  return {
    lowest,
    lower: quantile(ordered, 0.25),
    middle: quantile(ordered, 0.5),
    upper: quantile(ordered, 0.75),
    highest: ordered.at(-1) ?? 0,
  };
}
