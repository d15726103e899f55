/**
 * The mathematics against figures that others worked out: published examples, and what SciPy 1.17.1 and statsmodels 0.15.0 give (said at each).
 */
import { describe, expect, test } from "vitest";
import { meanDifference, meanInterval, medianDifference, medianInterval, middleFor } from "./compare-numbers.js";
import { countInterval } from "./count-interval.js";
import { differenceInterval, shareInterval } from "./difference-interval.js";
import { withoutSeason } from "./forecast-methods.js";
import { kendallTrend } from "./kendall-trend.js";
import { pettitt } from "./level-jump.js";
import { t95 } from "./student-t.js";

/** Flow of the Nile at Aswan, 1871 to 1970, in 10⁸ m³ (Cobb, Biometrika 65, 1978; the set "Nile" of R). It fell when the dam was begun in 1898. */
const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100,
  1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456,
  824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897,
  822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975,
  815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
];
const inOrder = (values: readonly number[]): { at: number; value: number }[] =>
  values.map((value, at) => ({ at, value }));

describe("the range of a count", () => {
  // scipy.stats.chi2.ppf(0.025, 2 * k) / 2 and chi2.ppf(0.975, 2 * k + 2) / 2
  test.each([
    [0, 0, 3.688879],
    [1, 0.025318, 5.571643],
    [3, 0.618672, 8.767273],
    [5, 1.623486, 11.668332],
    [9, 4.115373, 17.084803],
  ])("of %i is the exact one, %d to %d", (count, low, high) => {
    expect(countInterval(count).low).toBeCloseTo(low, 5);
    expect(countInterval(count).high).toBeCloseTo(high, 5);
  });

  test.each([
    [10, 4.795389, 18.390356],
    [20, 12.21652, 30.888378],
    [50, 37.110964, 65.918767],
    [117, 96.762188, 140.221429],
    [1000, 938.973018, 1063.952136],
  ])("of %i by Byar's method is the exact one to 3 in 1,000", (count, low, high) => {
    expect(Math.abs(countInterval(count).low / low - 1)).toBeLessThan(0.003);
    expect(Math.abs(countInterval(count).high / high - 1)).toBeLessThan(0.003);
  });
});

describe("shares", () => {
  test("have Wilson's range", () => {
    // statsmodels.stats.proportion.proportion_confint(56, 70, method="wilson"), and (0, 20)
    expect(shareInterval(56, 70).low).toBeCloseTo(0.6918336, 6);
    expect(shareInterval(56, 70).high).toBeCloseTo(0.8769526, 6);
    expect(shareInterval(0, 20).low).toBeCloseTo(0, 12);
    expect(shareInterval(0, 20).high).toBeCloseTo(0.1611252, 6);
  });

  test("differ as in Newcombe's published example: 56 of 70 against 48 of 80", () => {
    // Newcombe, Statistics in Medicine 17 (1998), table II, contrast a, method 10: 0.0524 to 0.3339.
    const difference = differenceInterval(shareInterval(56, 70), shareInterval(48, 80));
    expect(difference.value).toBeCloseTo(0.2, 12);
    expect(difference.low).toBeCloseTo(0.0524, 4);
    expect(difference.high).toBeCloseTo(0.3339, 4);
  });
});

test("rates differ by about what statsmodels gives", () => {
  // confint_poisson_2indep(160, 12.9, 117, 9.8, method="mover", compare="diff"); it takes the score range of each rate and we Byar's, so to 3 in 100.
  const per = (count: number, people: number): ReturnType<typeof countInterval> => {
    const { value, low, high } = countInterval(count);
    return { value: value / people, low: low / people, high: high / people };
  };
  const { low, high } = differenceInterval(per(160, 12.9), per(117, 9.8));
  expect(Math.abs(low - -2.497417)).toBeLessThan(0.09);
  expect(Math.abs(high - 3.330864)).toBeLessThan(0.09);
});

describe("means and medians", () => {
  const one = [12.1, 14.3, 11.8, 13.9, 15.2, 12.7, 14.8, 13.1];
  const other = [10.2, 11.9, 12.4, 9.8, 11.1, 10.7];

  test.each([
    [1, 12.706205, 3],
    [3, 3.182446, 3],
    [4, 2.776445, 2],
    [5, 2.570582, 3],
    [10, 2.228139, 4],
    [30, 2.042272, 6],
    [200, 1.971896, 6],
  ])("Student's t of %i is %d, as scipy.stats.t.ppf(0.975) has it", (freedom, expected, digits) => {
    expect(t95(freedom)).toBeCloseTo(expected, digits);
  });

  test("means differ as in statsmodels' CompareMeans.tconfint_diff(usevar='unequal')", () => {
    const { value, low, high } = meanDifference(one, other);
    expect(value).toBeCloseTo(2.470833, 6);
    expect(low).toBeCloseTo(1.159209, 4);
    expect(high).toBeCloseTo(3.782458, 4);
  });

  test("a mean has the range of statsmodels' DescrStatsW.tconfint_mean()", () => {
    expect(meanInterval(one).low).toBeCloseTo(12.438124, 3);
    expect(meanInterval(one).high).toBeCloseTo(14.536876, 3);
  });

  test("a median of 16 lies between the 4th and the 13th, one of 5 has no range of 95 %", () => {
    // Conover, Practical Nonparametric Statistics, table A3: of 16 at one half, at most 3 come 1.06 % of times, at most 4 3.84 %.
    const sixteen = Array.from({ length: 16 }, (_, at) => at + 1);
    expect(medianInterval(sixteen)).toEqual({ value: 8.5, low: 4, high: 13 });
    expect(medianInterval([1, 2, 3, 4, 5])).toEqual({ value: 3, low: NaN, high: NaN });
  });

  test("the range of a difference of medians is the same every time, in whatever order the numbers stand", () => {
    const first = medianDifference(one, other);
    expect(
      medianDifference(
        one.toReversed(),
        other.toSorted((a, b) => b - a),
      ),
    ).toEqual(first);
    expect(first.low).toBeLessThan(first.value);
    expect(first.high).toBeGreaterThan(first.value);
  });

  test("skewed numbers are compared by medians, others by means", () => {
    expect(middleFor([one, other])).toBe("mean");
    expect(middleFor([one, [100, 120, 150, 200, 240, 300, 9000]])).toBe("median");
  });
});

describe("slopes", () => {
  test("of the Nile are those of scipy.stats.theilslopes", () => {
    const { value, low, high, z } = kendallTrend(inOrder(nile), 1, 1);
    expect(value).toBeCloseTo(-2.6, 12);
    expect(low).toBeCloseTo(-3.627907, 6);
    expect(high).toBeCloseTo(-1.428571, 6);
    // From its definition, in NumPy: S = −1387, with the variance for ties.
    expect(z).toBeCloseTo(-4.128067, 6);
  });

  test("of ten figures too", () => {
    const { value, low, high, z } = kendallTrend(inOrder([5.2, 4.8, 6.1, 7, 6.6, 7.9, 8.3, 7.7, 9.4, 10.1]), 1, 1);
    expect([value, low, high].map((slope) => Number(slope.toFixed(6)))).toEqual([0.55, 0.433333, 0.7]);
    expect(z).toBeCloseTo(3.219938, 6);
  });

  test("with seasons pair only what is of one season", () => {
    // Six years of quarters; from the definition of Hirsch, Slack and Smith, in NumPy: S = 46, z = 4.227014, slope 0.375.
    const quarters = [20, 31, 45, 28, 22, 30, 47, 31, 21, 34, 49, 30, 25, 35, 48, 33, 24, 37, 52, 36, 27, 36, 53, 35];
    const { value, z } = kendallTrend(inOrder(quarters), 1, 4);
    expect(value).toBeCloseTo(0.375, 12);
    expect(z).toBeCloseTo(4.227014, 6);
    // statsmodels' seasonal_decompose(quarters, period=4).seasonal
    const expected = [-10.84375, -0.61875, 14.18125, -2.71875];
    withoutSeason(quarters, 4).factors.forEach((factor, at) => expect(factor).toBeCloseTo(expected[at] ?? NaN, 10));
  });
});

test("the Nile's level jumps after 28 years, in 1898, as others found", () => {
  // Cobb, Biometrika 65 (1978), finds the change between 1898 and 1899. The test's K from its definition, in NumPy: 1617 after 28 figures.
  const { place, k, chance } = pettitt(nile);
  expect([place, k]).toEqual([28, 1617]);
  expect(chance).toBeCloseTo(3.591e-7, 9);
});
