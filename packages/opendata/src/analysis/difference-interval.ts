import type { Estimate } from "./uncertain.js";
import { z95 } from "./count-interval.js";

/**
 * The range of a difference from the ranges of its two parts: the distances to their ends, squared, added and rooted. For shares with Wilson's
 * ranges this is method 10 of Newcombe (Statistics in Medicine 17, 1998, p. 873); for rates it is the MOVER of Zou and Donner (Statistics in
 * Medicine 27, 2008).
 */
export function differenceInterval(one: Estimate, other: Estimate): Estimate {
  const value = one.value - other.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  };
}

/** The range of a share of so many, without Wilson's correction for steps (Journal of the American Statistical Association 22, 1927). */
export function shareInterval(count: number, of: number, z: number = z95): Estimate {
  const share = count / of;
  const centre = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const reach = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  return { value: share, low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}
