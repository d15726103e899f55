import { median } from "./middle.js";
import type { SeriesPoint } from "./series.js";
import { z95 } from "./count-interval.js";
import type { Estimate } from "./uncertain.js";

export interface KendallTrend extends Estimate {
  /** How far the count of rising over falling pairs lies from what chance gives, in standard errors. */
  readonly z: number;
}

/**
 * The slope that half of all pairs of points exceed (Theil, 1950; Sen, Journal of the American Statistical Association 63, 1968), with Sen's
 * 95 % interval, and the test of Mann (1945) and Kendall. With seasons only points of the same season are paired (Hirsch, Slack and Smith,
 * Water Resources Research 18, 1982), so that a December is never compared with a July. One wild figure moves it little.
 * @param widen by how much the variance grows because neighbours resemble each other; 1 if they don't
 */
export function kendallTrend(points: readonly SeriesPoint[], step: number, season: number, widen = 1): KendallTrend {
  const slopes: number[] = [];
  let [rising, variance] = [0, 0];
  for (const group of seasonsOf(points, step, season)) {
    for (let later = 1; later < group.length; later++) {
      for (let earlier = 0; earlier < later; earlier++) {
        const [one, other] = [group[earlier] as SeriesPoint, group[later] as SeriesPoint];
        rising += Math.sign(other.value - one.value);
        slopes.push(((other.value - one.value) / (other.at - one.at)) * step);
      }
    }
    variance += varianceOf(group);
  }
  variance *= widen;
  const ordered = Float64Array.from(slopes).sort();
  const reach = z95 * Math.sqrt(variance);
  const place = (at: number): number => ordered[Math.min(Math.max(at, 0), ordered.length - 1)] ?? 0;
  return {
    value: median(ordered),
    low: place(Math.round((ordered.length - reach) / 2) - 1),
    high: place(Math.round((ordered.length + reach) / 2)),
    z: variance === 0 ? 0 : (rising - Math.sign(rising)) / Math.sqrt(variance),
  };
}

/** Points of the same time of year, season by season. */
export function seasonsOf(points: readonly SeriesPoint[], step: number, season: number): SeriesPoint[][] {
  const groups = new Map<number, SeriesPoint[]>();
  const first = points[0]?.at ?? 0;
  for (const point of points) {
    const key = Math.round((point.at - first) / step) % season;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [point]);
    else group.push(point);
  }
  return [...groups.values()];
}

/** Of the count of rising over falling pairs, where nothing but chance is at work; ties make it smaller. */
function varianceOf(group: readonly SeriesPoint[]): number {
  const part = (many: number): number => many * (many - 1) * (2 * many + 5);
  const ties = new Map<number, number>();
  for (const { value } of group) ties.set(value, (ties.get(value) ?? 0) + 1);
  return (part(group.length) - [...ties.values()].reduce((sum, many) => sum + part(many), 0)) / 18;
}
