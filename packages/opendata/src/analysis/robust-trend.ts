import { z95 } from "./count-interval.js";
import { kendallTrend, seasonsOf, type KendallTrend } from "./kendall-trend.js";
import { mean, median } from "./middle.js";
import type { SeriesPoint } from "./series.js";

export type Way = "rising" | "falling" | "none" | "too few";

/** The slope and its range, wider where figures resemble the ones before. */
export function robustTrend(points: readonly SeriesPoint[], step: number, season: number): KendallTrend {
  const first = kendallTrend(points, step, season);
  const widen = alikeness(points, step, season, first.value);
  return widen === 1 ? first : kendallTrend(points, step, season, widen);
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
