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

/** The number at this share of an ordered list, between two neighbours in proportion, as spreadsheets do (PERCENTILE.INC). */
export function quantile(ordered: readonly number[], share: number): number {
  const place = (ordered.length - 1) * share;
  const below = ordered[Math.floor(place)] ?? 0;
  const above = ordered[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
