import fc from "fast-check";
import { expect, test } from "vitest";
import { meanDifference, studentT975, wilson } from "./intervals.js";

// Constants of these tests were worked out independently, with SciPy 1.17.1: binomtest(…).proportion_ci(method="wilson"), t.ppf
// and ttest_rel(…).confidence_interval().
test("Wilson's interval is as SciPy has it", () => {
  const cases = [
    [9, 14, 0.387_644_231_039_073_97, 0.836_552_682_464_458_7],
    [137, 500, 0.236_740_625_665_82, 0.314_705_576_222_801],
    [0, 10, 0, 0.277_532_799_862_889_26],
    [10, 10, 0.722_467_200_137_110_9, 1],
  ] as const;
  for (const [yes, n, low, high] of cases) {
    expect(wilson(yes, n).low).toBeCloseTo(low, 12);
    expect(wilson(yes, n).high).toBeCloseTo(high, 12);
  }
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});

test("Wilson's interval holds the share, lies between 0 and 1, and is narrower with more people", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
      const yes = Math.round(n * part);
      const { low, high } = wilson(yes, n);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(yes / n);
      expect(high).toBeGreaterThanOrEqual(yes / n);
      const wider = wilson(yes * 4, n * 4);
      expect(wider.high - wider.low).toBeLessThan(high - low);
    }),
    { seed: 1927 },
  );
});

test("Student's t is as SciPy has it, for few and for many", () => {
  const values = {
    1: 12.706_204_736_174_694,
    2: 4.302_652_729_749_462,
    3: 3.182_446_305_283_707_8,
    9: 2.262_157_162_798_205,
    10: 2.228_138_851_986_274,
    30: 2.042_272_456_301_237_8,
    4000: 1.960_557_228_793_733_2,
  };
  for (const [freedom, value] of Object.entries(values)) expect(studentT975(Number(freedom))).toBeCloseTo(value, 9);
});

test("a mean difference with its interval is as SciPy has it", () => {
  const { mean, low, high } = meanDifference([0, 1, 1, 0, 2])!;
  expect(mean).toBeCloseTo(0.8, 12);
  expect(low).toBeCloseTo(-0.238_850_633_683_567_63, 9);
  expect(high).toBeCloseTo(1.838_850_633_683_567, 9);
});

test("of one pair no interval is known, of equal ones there is none to spread", () => {
  expect(meanDifference([])).toBeUndefined();
  expect(meanDifference([1])).toBeUndefined();
  expect(meanDifference([1, 1, 1])).toEqual({ mean: 1, low: 1, high: 1 });
});
