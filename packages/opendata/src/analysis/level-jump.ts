import { median } from "./middle.js";
import type { SeriesPoint } from "./series.js";

export interface LevelJump {
  /** The first time at the new level. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

const fewest = 12;

/**
 * Where a series steps from one level to another, if two levels describe it better than a slope does: Pettitt's test (Applied Statistics 28,
 * 1979) must find the step at 1 in 100, and the figures must lie nearer to the two levels than to the line. Undefined where there is none.
 * @param line what the slope gives for each time
 */
export function levelJump(points: readonly SeriesPoint[], line: (at: number) => number): LevelJump | undefined {
  const { place, chance } = pettitt(points.map(({ value }) => value));
  if (points.length < fewest || chance > 0.01) return undefined;
  const [early, late] = [points.slice(0, place), points.slice(place)];
  if (early.length < 3 || late.length < 3) return undefined;
  const [before, after] = [early, late].map((side) => median(side.map(({ value }) => value))) as [number, number];
  const fromLevels =
    early.reduce((sum, { value }) => sum + Math.abs(value - before), 0) +
    late.reduce((sum, { value }) => sum + Math.abs(value - after), 0);
  const fromLine = points.reduce((sum, { at, value }) => sum + Math.abs(value - line(at)), 0);
  return fromLevels < fromLine * 0.8 ? { at: late[0]?.at ?? 0, before, after } : undefined;
}

/** @returns how many figures stand before the likeliest step, how large the test's K is, and how often chance makes one as clear */
export function pettitt(values: readonly number[]): { place: number; k: number; chance: number } {
  const many = values.length;
  let [place, k, running] = [0, 0, 0];
  for (let at = 0; at < many - 1; at++) {
    for (const other of values) running += Math.sign((values[at] ?? 0) - other);
    if (Math.abs(running) > k) [place, k] = [at + 1, Math.abs(running)];
  }
  return { place, k, chance: Math.min(1, 2 * Math.exp((-6 * k ** 2) / (many ** 3 + many ** 2))) };
}
