import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateWait, expectedWait, type QueueNow } from "./wait-estimate.js";

const minute = 60_000;
const took = [4, 6, 5, 5].map((minutes) => minutes * minute);

test("nothing is guessed from nothing: no helper here, or too few calls answered so far", () => {
  expect(estimateWait({ before: 0, helpers: 0, busyFor: [], took })).toEqual({ type: "unknown", why: "no-helper" });
  const two = took.slice(0, 2);
  expect(estimateWait({ before: 0, helpers: 2, busyFor: [], took: two })).toEqual({
    type: "unknown",
    why: "no-history",
  });
});

test("a free helper comes at once; with two before and two free helpers it takes one call", () => {
  expect(estimateWait({ before: 0, helpers: 2, busyFor: [minute], took })).toEqual({ type: "about", minutes: 1 });
  expect(estimateWait({ before: 2, helpers: 2, busyFor: [], took })).toEqual({ type: "about", minutes: 5 });
});

test("a helper who takes longer than all before is still expected back some time", () => {
  expect(expectedWait({ before: 0, helpers: 1, busyFor: [60 * minute], took })).toBe(2.5 * minute);
});

test("more before never means sooner, and one more helper never means later", () => {
  const durations = fc.array(fc.integer({ min: minute / 4, max: 30 * minute }), { minLength: 3, maxLength: 20 });
  const now = fc.record({
    before: fc.integer({ min: 0, max: 20 }),
    helpers: fc.integer({ min: 1, max: 6 }),
    busyFor: fc.array(fc.integer({ min: 0, max: 20 * minute }), { maxLength: 1 }),
    took: durations,
  });
  fc.assert(
    fc.property(now, (one: QueueNow) => {
      const wait = expectedWait(one);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(expectedWait({ ...one, before: one.before + 1 })).toBeGreaterThanOrEqual(wait);
      expect(expectedWait({ ...one, helpers: one.helpers + 1 })).toBeLessThanOrEqual(wait);
    }),
    { seed: 11, numRuns: 500 },
  );
});

/** Repeats: the same seed gives the same evening. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 1 | state) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Guess {
  readonly guessed: number;
  readonly waited: number;
}

/** An evening: people ask at random, each takes a skewed time (median 4 minutes), helpers take whoever waits longest. */
function evening(seed: number, helpers: number, everyMinutes: number): Guess[] {
  const next = random(seed);
  const skewed = (): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return 4 * minute * Math.exp(0.6 * normal);
  };
  const free = Array.from({ length: helpers }, () => 0);
  const jobs: { asked: number; began: number; ended: number }[] = [];
  let at = 0;
  for (let asked = 0; asked < 60; asked += 1) {
    at += -Math.log(1 - next()) * everyMinutes * minute;
    const first = free.indexOf(Math.min(...free));
    const began = Math.max(at, free[first] ?? 0);
    const ended = began + skewed();
    free[first] = ended;
    jobs.push({ asked: at, began, ended });
  }
  return jobs.flatMap(({ asked, began }, index) => {
    const earlier = jobs.slice(0, index);
    const done = earlier.filter(({ ended }) => ended <= asked).toSorted((a, b) => a.ended - b.ended);
    const busy = earlier.filter((one) => one.began <= asked && one.ended > asked);
    const estimate = estimateWait({
      before: earlier.filter((one) => one.began > asked).length,
      helpers,
      busyFor: busy.map((one) => asked - one.began),
      took: done.map((one) => one.ended - one.began).slice(-20),
    });
    return estimate.type === "about" ? [{ guessed: estimate.minutes, waited: (began - asked) / minute }] : [];
  });
}

test("over forty simulated evenings most estimates are within a factor of two, or within three minutes, of what it took", () => {
  const guesses = Array.from({ length: 40 }, (_, at) => evening(at + 1, 1 + (at % 4), 5 / (1 + (at % 4)))).flat();
  const near = guesses.filter(
    ({ guessed, waited }) => Math.abs(guessed - waited) <= 3 || (guessed <= 2 * waited && waited <= 2 * guessed),
  );
  expect(guesses.length).toBeGreaterThan(1500);
  // Those that had to wait at all, so that the many who do not can't make it look good.
  const waiting = guesses.filter(({ waited }) => waited > 1);
  const nearWaiting = near.filter(({ waited }) => waited > 1);
  expect(near.length / guesses.length).toBeGreaterThan(0.8);
  expect(nearWaiting.length / waiting.length).toBeGreaterThan(0.75);
});
