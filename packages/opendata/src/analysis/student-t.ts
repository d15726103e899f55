import { z95 } from "./count-interval.js";

const few: readonly number[] = [Infinity, 12.7062, 4.3027, 3.1824];

/**
 * What Student's t leaves 2.5 % beyond, by the expansion of Cornish and Fisher (Abramowitz and Stegun, "Handbook of Mathematical Functions",
 * 26.7.5): right to 3 digits from 4 degrees of freedom, to 5 from 10. Below 4 it
 * would be far too small; there stands the value of the whole number below, as every table has it.
 */
export function t95(freedom: number): number {
  if (freedom < 4) return few[Math.max(1, Math.floor(freedom))] ?? Infinity;
  const z = z95;
  const g1 = (z ** 3 + z) / 4;
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  const g4 = (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160;
  return z + g1 / freedom + g2 / freedom ** 2 + g3 / freedom ** 3 + g4 / freedom ** 4;
}
