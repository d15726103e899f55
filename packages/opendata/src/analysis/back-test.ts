import { quantile } from "../quantile.js";
import { forecastMethods, type ForecastMethod } from "./forecast-methods.js";
import { mean } from "./middle.js";
import { t95 } from "./student-t.js";

export interface BackTest {
  readonly method: ForecastMethod;
  /** How far the real figures lay from what it would have said, by how many steps ahead; the first list is one step. */
  readonly errors: readonly (readonly number[])[];
  /** The mean of the errors' sizes. */
  readonly out: number;
  /** The mean of the sizes of the figures that it was tried on. */
  readonly size: number;
  /** How many of the last figures it was tried on. */
  readonly tried: number;
}

const mostOrigins = 60;

/**
 * Tries every method on the past: from many moments on it goes on with what was known then, and is compared with what came (a rolling
 * origin; Tashman, International Journal of Forecasting 16, 2000). The best is the one whose errors were smallest on average; a cleverer
 * one must beat a simpler one by a twentieth.
 * @param real false where a figure was missing and has been filled for the methods' sake; nothing is compared with it
 */
export function backTest(values: readonly number[], real: readonly boolean[], season: number, ahead: number): BackTest {
  const from = firstOrigin(values.length, season);
  let best: BackTest | undefined;
  for (const method of forecastMethods) {
    if (method.needs(season) > from) continue;
    const test = tryMethod(method, values, real, season, ahead, from);
    if (best === undefined || test.out < best.out * 0.95) best = test;
  }
  // The simplest method needs one figure, so one was tried.
  return best as BackTest;
}

/** From half of the figures on, but never from fewer than a year and a half where there are seasons; not so late that few tries are left. */
export function firstOrigin(many: number, season: number): number {
  const half = Math.max(Math.ceil(many / 2), 6);
  const wanted =
    season > 1 && many >= season * 3 ? Math.max(half, season * 2) : Math.max(half, Math.min(season, many - 8));
  return Math.max(Math.min(wanted, many - 4), many - mostOrigins);
}

function tryMethod(
  method: ForecastMethod,
  values: readonly number[],
  real: readonly boolean[],
  season: number,
  ahead: number,
  from: number,
): BackTest {
  const errors: number[][] = Array.from({ length: ahead }, () => []);
  const sizes: number[] = [];
  for (let origin = from; origin < values.length; origin++) {
    const goOn = method.continue(values.slice(0, origin), season);
    for (let step = 1; step <= ahead && origin + step <= values.length; step++) {
      const came = values[origin + step - 1] ?? NaN;
      if (real[origin + step - 1] !== true) continue;
      errors[step - 1]?.push(came - goOn(step));
      sizes.push(Math.abs(came));
    }
  }
  const all = errors.flat();
  return { method, errors, out: mean(all.map(Math.abs)), size: mean(sizes), tried: values.length - from };
}

/**
 * How far to either side the band reaches, step by step: what the errors of the past reach, 19 times out of 20. It never narrows with
 * distance, and is wider where few tries stand behind it (Student's t), since errors of one past say only so much.
 */
export function bandReach({ errors }: BackTest): number[] {
  let wide = 0;
  const scales = errors.map((own) => {
    const rooted = own.length < 2 ? 0 : Math.sqrt(mean(own.map((error) => error ** 2)));
    wide = Math.max(wide, rooted);
    return wide;
  });
  const sized = errors.flatMap((own, step) => own.map((error) => Math.abs(error) / (scales[step] || 1)));
  const seen = quantile(Float64Array.from(sized).sort(), 0.95);
  const tries = errors[0]?.length ?? 0;
  // Forecasts several steps ahead overlap, so fewer of them stand on their own.
  return scales.map(
    (scale, step) => scale * Math.max(seen, t95(Math.max(4, Math.min(tries, (2 * tries) / (step + 1)) - 1))),
  );
}
