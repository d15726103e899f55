import { mean } from "./middle.js";

/** A way to go on from a series: what it gives `ahead` steps after the last figure, counted from 1. */
export interface ForecastMethod {
  readonly name: string;
  /** How it goes on, for a sentence. */
  readonly words: string;
  /** How many figures it takes. */
  needs(season: number): number;
  continue(values: readonly number[], season: number): (ahead: number) => number;
}

/**
 * Simple ways, from the simplest on. In contests simple ways lose little to clever ones and are hard to fool (Makridakis and Hibon,
 * International Journal of Forecasting 16, 2000; Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition, 5.2 and 8).
 */
export const forecastMethods: readonly ForecastMethod[] = [
  {
    name: "last",
    words: "the last figure stays",
    needs: () => 1,
    continue: (values) => () => values.at(-1) ?? NaN,
  },
  {
    name: "level",
    words: "a level in which later figures weigh more",
    needs: () => 4,
    continue: (values) => {
      const level = smoothedLevel(values);
      return () => level;
    },
  },
  {
    name: "drift",
    words: "the change from the first to the last figure goes on",
    needs: () => 4,
    continue: (values) => {
      const [first, last] = [values[0] ?? NaN, values.at(-1) ?? NaN];
      return (ahead) => last + (ahead * (last - first)) / (values.length - 1);
    },
  },
  {
    name: "damped trend",
    words: "a recent trend that slowly ends",
    needs: () => 6,
    continue: dampedTrend,
  },
  {
    name: "season",
    words: "the same as a year before",
    needs: (season) => (season > 1 ? season : Infinity),
    continue: (values, season) => (ahead) => sameSeason(values, season, ahead),
  },
  {
    name: "season and level",
    words: "the usual season on a level in which later figures weigh more",
    needs: (season) => (season > 1 ? season * 2 : Infinity),
    continue: (values, season) => {
      const { factors, rest } = withoutSeason(values, season);
      const level = smoothedLevel(rest);
      return (ahead) => level + (factors[(values.length + ahead - 1) % season] ?? 0);
    },
  },
  {
    name: "season and trend",
    words: "the usual season on a recent trend that slowly ends",
    needs: (season) => (season > 1 ? season * 2 : Infinity),
    continue: (values, season) => {
      const { factors, rest } = withoutSeason(values, season);
      const goOn = dampedTrend(rest);
      return (ahead) => goOn(ahead) + (factors[(values.length + ahead - 1) % season] ?? 0);
    },
  },
];

function sameSeason(values: readonly number[], season: number, ahead: number): number {
  return values[values.length - season + ((ahead - 1) % season)] ?? NaN;
}

/** By how much each time of year lies above or below the mean of the year around it, and what is left without it. */
export function withoutSeason(values: readonly number[], season: number): { factors: number[]; rest: number[] } {
  const around = values.map((_, at) => {
    const from = at - Math.floor(season / 2);
    const window = values.slice(Math.max(0, from), from + season);
    if (from < 0 || window.length < season) return undefined;
    // Of an even round both ends are half in it, so that the middle stands on a figure.
    const next = values[from + season];
    if (season % 2 === 1) return mean(window);
    return next === undefined ? undefined : mean(window) + (next - (window[0] ?? 0)) / (2 * season);
  });
  const factors = Array.from({ length: season }, (_, place) => {
    const own = values.flatMap((value, at) => {
      const centre = around[at];
      return at % season === place && centre !== undefined ? [value - centre] : [];
    });
    return own.length === 0 ? 0 : mean(own);
  });
  const centre = mean(factors);
  const even = factors.map((factor) => factor - centre);
  return { factors: even, rest: values.map((value, at) => value - (even[at % season] ?? 0)) };
}

const weights = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Simple exponential smoothing (Brown, 1956), with the weight that was best one step ahead. */
function smoothedLevel(values: readonly number[]): number {
  let [best, level] = [Infinity, values.at(-1) ?? NaN];
  const start = mean(values.slice(0, Math.min(4, values.length)));
  for (const weight of weights) {
    let [now, error] = [start, 0];
    for (const value of values) {
      error += (value - now) ** 2;
      now += weight * (value - now);
    }
    if (error < best) [best, level] = [error, now];
  }
  return level;
}

const damping = 0.9;

/** Holt's method with a trend that is damped (Gardner and McKenzie, Management Science 31, 1985), weights chosen as above. */
function dampedTrend(values: readonly number[]): (ahead: number) => number {
  let best = { error: Infinity, level: values.at(-1) ?? NaN, slope: 0 };
  const start = ((values[3] ?? 0) - (values[0] ?? 0)) / 3;
  for (const alpha of weights) {
    for (const beta of [0.05, 0.1, 0.2, 0.4]) {
      let [level, slope, error] = [values[0] ?? NaN, start, 0];
      for (const value of values.slice(1)) {
        const expected = level + damping * slope;
        error += (value - expected) ** 2;
        const next = expected + alpha * (value - expected);
        slope = beta * (next - level) + (1 - beta) * damping * slope;
        level = next;
      }
      if (error < best.error) best = { error, level, slope };
    }
  }
  return (ahead) => best.level + best.slope * damping * ((1 - damping ** ahead) / (1 - damping));
}
