import { quantile } from "../quantile.js";
import { seededRandom } from "../table/seeded-random.js";
import { mean, median, variance } from "./middle.js";
import { t95 } from "./student-t.js";
import type { Estimate } from "./uncertain.js";

export type Middle = "median" | "mean";

const resamples = 2000;
const seed = 20_240_501;

/**
 * Which middle speaks for these groups: the median where one of them is skewed, as money mostly is. Skewed is a group whose mean lies further
 * from its median than a fifth of its standard deviation. To take the median where the mean would have done costs little, the other way round much.
 */
export function middleFor(groups: readonly (readonly number[])[]): Middle {
  return groups.some(isSkewed) ? "median" : "mean";
}

function isSkewed(numbers: readonly number[]): boolean {
  if (numbers.length < 4) return false;
  const spread = Math.sqrt(variance(numbers));
  return spread > 0 && Math.abs(mean(numbers) - median(numbers)) > spread * 0.2;
}

/** The difference of two means with its range: Welch (Biometrika 34, 1947). */
export function meanDifference(one: readonly number[], other: readonly number[]): Estimate {
  const parts = [one, other].map((numbers) => ({
    square: variance(numbers) / numbers.length,
    freedom: numbers.length - 1,
  }));
  const whole = parts.reduce((sum, { square }) => sum + square, 0);
  const freedom = whole ** 2 / parts.reduce((sum, { square, freedom: own }) => sum + square ** 2 / own, 0);
  const value = mean(one) - mean(other);
  const reach = whole === 0 ? 0 : t95(freedom) * Math.sqrt(whole);
  return { value, low: value - reach, high: value + reach };
}

export function meanInterval(numbers: readonly number[]): Estimate {
  const value = mean(numbers);
  if (numbers.length < 2) return { value, low: NaN, high: NaN };
  const reach = t95(numbers.length - 1) * Math.sqrt(variance(numbers) / numbers.length);
  return { value, low: value - reach, high: value + reach };
}

/**
 * The difference of two medians with its range: the middle 95 % of what 2,000 samples drawn from each group give (the percentile bootstrap of
 * Efron, 1979). Drawn by a fixed seed, so that the same figures give the same range; in order first, so that the order of rows does too.
 */
export function medianDifference(one: readonly number[], other: readonly number[]): Estimate {
  const random = seededRandom(seed);
  const [a, b] = [one, other].map((numbers) => Float64Array.from(numbers).sort()) as [Float64Array, Float64Array];
  const differences = new Float64Array(resamples);
  for (let at = 0; at < resamples; at++) differences[at] = resampledMedian(a, random) - resampledMedian(b, random);
  differences.sort();
  return { value: median(one) - median(other), low: quantile(differences, 0.025), high: quantile(differences, 0.975) };
}

/** The range of a median from the order of its numbers: how many lie below it is chance of one in two (Conover, "Practical Nonparametric Statistics", 3.2). */
export function medianInterval(numbers: readonly number[]): Estimate {
  const ordered = Float64Array.from(numbers).sort();
  const many = ordered.length;
  let [below, term] = [0, 0.5 ** many];
  let place = 0;
  while (below + term <= 0.025 && place < many / 2) {
    below += term;
    place++;
    term *= (many - place + 1) / place;
  }
  const value = median(ordered);
  if (place === 0) return { value, low: NaN, high: NaN };
  return { value, low: ordered[place - 1] ?? value, high: ordered[many - place] ?? value };
}

/** The median of as many numbers drawn from a list as it has, without sorting: counts how often each place was drawn. */
function resampledMedian(ordered: Float64Array, random: () => number): number {
  const many = ordered.length;
  const drawn = new Uint16Array(many);
  for (let at = 0; at < many; at++) {
    const place = Math.floor(random() * many);
    drawn[place] = (drawn[place] ?? 0) + 1;
  }
  const [lower, upper] = [Math.floor((many - 1) / 2), Math.floor(many / 2)];
  let [seen, found] = [0, 0];
  for (let at = 0; at < many; at++) {
    const before = seen;
    seen += drawn[at] ?? 0;
    if (before <= lower && seen > lower) found = ordered[at] ?? 0;
    if (before <= upper && seen > upper) return (found + (ordered[at] ?? 0)) / 2;
  }
  return found;
}
