import type { Estimate } from "./uncertain.js";

/** What the normal curve leaves 2.5 % beyond. */
export const z95: number = 1.959963984540054;

/**
 * The 95 % interval of a count of things that happen by chance and apart from each other, as Public Health England reckons it
 * ("Technical Guide: Confidence Intervals", 2018): Byar's method from 10 upwards (Breslow and Day, "Statistical Methods in Cancer Research",
 * volume II, 1987, p. 69), the exact Poisson limits below (Garwood, Biometrika 28, 1936).
 */
export function countInterval(count: number): Estimate {
  if (count < 10) return { value: count, low: exactLow(count), high: exactHigh(count) };
  const byar = (from: number, z: number): number => from * (1 - 1 / (9 * from) + z / (3 * Math.sqrt(from))) ** 3;
  return { value: count, low: byar(count, -z95), high: byar(count + 1, z95) };
}

/** The rate at which so many or more would come only 1 time in 40. */
function exactLow(count: number): number {
  return count === 0 ? 0 : solve((rate) => 1 - atMost(count - 1, rate) - 0.025);
}

/** The rate at which so few or fewer would come only 1 time in 40. */
function exactHigh(count: number): number {
  return solve((rate) => 0.025 - atMost(count, rate));
}

/** The chance of at most `count` where `rate` are expected. */
function atMost(count: number, rate: number): number {
  let term = Math.exp(-rate);
  let sum = term;
  for (let next = 1; next <= count; next++) sum += term *= rate / next;
  return sum;
}

/** Where a rising function of a rate passes nought. */
function solve(rising: (rate: number) => number): number {
  let [low, high] = [0, 50];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
