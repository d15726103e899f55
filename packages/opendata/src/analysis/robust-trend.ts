import { z95 } from "./count-interval.js";
import { kendallTrend, seasonsOf, type KendallTrend } from "./kendall-trend.js";
import { mean, median } from "./middle.js";
import type { SeriesPoint } from "./series.js";

export type Way = "rising" | "falling" | "none" | "too few";

/**
 * The slope and its range, wider where figures resemble the ones before. A smooth curve resembles itself as well, and would never count as
 * rising: so where nearly every step goes the same way, more often than the steps of a random walk, the plain range holds.
 */
export function robustTrend(points: readonly SeriesPoint[], step: number, season: number): KendallTrend {
  const plain = kendallTrend(points, step, season);
  const widen = alikeness(points, step, season, plain.value);
  if (widen === 1) return plain;
  const wide = kendallTrend(points, step, season, widen);
  return wayOf(wide) === "none" && season === 1 && stepsAgree(points) ? plain : wide;
}

/** The sign test on the steps: so many the same way come by chance less than 7 times of 100 (5 of 5 do so 6 times). */
function stepsAgree(points: readonly SeriesPoint[]): boolean {
  const steps = points.slice(1).map(({ value }, at) => Math.sign(value - (points[at]?.value ?? value)));
  const ups = steps.filter((step) => step > 0).length;
  const downs = steps.filter((step) => step < 0).length;
  const many = ups + downs;
  let [term, tail] = [0.5 ** many, 0];
  for (let fewer = 0; fewer <= Math.min(ups, downs); fewer++) {
    tail += term;
    term *= (many - fewer) / (fewer + 1);
  }
  return 2 * tail < 0.07;
}

/** By how much the variance grows where each figure resembles the one before: (1 + r) / (1 − r). */
function alikeness(points: readonly SeriesPoint[], step: number, season: number, slope: number): number {
  const rest = new Map<number, number>();
  for (const group of seasonsOf(points, step, season)) {
    const level = median(group.map(({ at, value }) => value - (slope * at) / step));
    for (const { at, value } of group) rest.set(at, value - (slope * at) / step - level);
  }
  const centre = mean([...rest.values()]);
  let [both, spread] = [0, 0];
  for (const [at, value] of rest) {
    spread += (value - centre) ** 2;
    both += (value - centre) * ((rest.get(at + step) ?? centre) - centre);
  }
  // From few figures likeness is seen too small by about so much (Kendall, Biometrika 41, 1954).
  const many = points.length;
  const seen = spread === 0 ? 0 : both / spread;
  const alike = Math.min(0.9, seen + (1 + 4 * seen) / many);
  return seen > 0 ? (1 + alike) / (1 - alike) : 1;
}

/** Claims a way only where the test and the range agree. */
export function wayOf({ z, low, high }: KendallTrend): Way {
  if (Math.abs(z) < z95 || (low <= 0 && high >= 0)) return "none";
  return low > 0 ? "rising" : "falling";
}
