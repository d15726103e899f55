/** AN2: how often a range really holds the true figure, and how often a trend is claimed where there is none. By chance from fixed seeds. */
import { describe, expect, test } from "vitest";
import { seededRandom } from "../table/seeded-random.js";
import { backTest, bandReach } from "./back-test.js";
import { medianDifference } from "./compare-numbers.js";
import { rate } from "./rate.js";
import { robustTrend, wayOf } from "./robust-trend.js";

const source = "Invented for teaching";

interface Chance {
  readonly normal: () => number;
  readonly poisson: (mean: number) => number;
}

function chance(seed: number): Chance {
  const random = seededRandom(seed);
  return {
    normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    poisson: (mean) => {
      let [count, term] = [0, Math.exp(-mean)];
      let left = random() - term;
      while (left > 0) left -= term *= mean / ++count;
      return count;
    },
  };
}

describe("AN2: ranges", () => {
  test("of rates hold the true rate 94 to 98 times of 100, over counts from 8 to 120", () => {
    const { poisson } = chance(1);
    let [held, all] = [0, 0];
    for (const expected of [8, 12, 15, 40, 120]) {
      const rows = Array.from({ length: 400 }, (_, at) => ({
        ward: `w${at}`,
        events: poisson(expected),
        people: 1000,
      }));
      for (const row of rate(rows, { count: "events", population: "people", label: "ward", source }).numbers) {
        all++;
        if (row["low"] <= expected && expected <= row["high"]) held++;
      }
    }
    expect(held / all).toBeGreaterThan(0.94);
    expect(held / all).toBeLessThan(0.98);
  });

  test("of differences of medians hold the true one 92 to 98 times of 100, of skewed figures", () => {
    const { normal } = chance(2);
    const draw = (shift: number): number[] => Array.from({ length: 20 }, () => Math.exp(normal() * 0.9 + shift));
    let held = 0;
    for (let round = 0; round < 200; round++) {
      const { low, high } = medianDifference(draw(1), draw(0.5));
      const truth = Math.exp(1) - Math.exp(0.5);
      if (low <= truth && truth <= high) held++;
    }
    expect(held / 200).toBeGreaterThan(0.92);
    expect(held / 200).toBeLessThan(0.98);
  });

  const ways: Readonly<Record<string, (by: Chance, many: number) => number[]>> = {
    "ups and downs": ({ normal }, many) => Array.from({ length: many }, () => 100 + 10 * normal()),
    counts: ({ poisson }, many) => Array.from({ length: many }, () => poisson(12)),
    "a rise": ({ normal }, many) => Array.from({ length: many }, (_, at) => 100 + 2 * at + 10 * normal()),
    seasons: ({ normal }, many) =>
      Array.from({ length: many }, (_, at) => 200 + 30 * Math.sin((at / 6) * Math.PI) + 8 * normal()),
    "seasons on a rise": ({ normal }, many) =>
      Array.from({ length: many }, (_, at) => 200 + at + 30 * Math.sin((at / 6) * Math.PI) + 8 * normal()),
  };

  test.each(Object.entries(ways))("of forecasts hold what came 92 to 98 times of 100: %s", (_, make) => {
    const by = chance(3);
    let [held, all] = [0, 0];
    for (let round = 0; round < 120; round++) {
      const values = make(by, 42);
      const past = values.slice(0, 36);
      const test = backTest(
        past,
        past.map(() => true),
        12,
        6,
      );
      const goOn = test.method.continue(past, 12);
      bandReach(test).forEach((reach, step) => {
        all++;
        if (Math.abs((values[36 + step] ?? NaN) - goOn(step + 1)) <= reach) held++;
      });
    }
    expect(held / all).toBeGreaterThan(0.92);
    expect(held / all).toBeLessThan(0.98);
  });
});

describe("a trend is claimed at most 6 times of 100 where there is none", () => {
  const nothing: Readonly<Record<string, readonly [number, (by: Chance) => number[]]>> = {
    "ups and downs of six figures": [1, ({ normal }) => Array.from({ length: 6 }, normal)],
    "ups and downs of ten figures": [1, ({ normal }) => Array.from({ length: 10 }, normal)],
    "ups and downs of five years": [12, ({ normal }) => Array.from({ length: 60 }, normal)],
    seasons: [12, ({ normal }) => Array.from({ length: 36 }, (_, at) => 3 * Math.sin((at / 6) * Math.PI) + normal())],
    "figures that resemble their neighbours": [
      12,
      ({ normal }) => {
        let last = 0;
        return Array.from({ length: 60 }, () => (last = 0.5 * last + normal()));
      },
    ],
  };
  test.each(Object.entries(nothing))("%s", (_, [season, make]) => {
    const by = chance(4);
    let claimed = 0;
    for (let round = 0; round < 500; round++) {
      const points = make(by).map((value, at) => ({ at, value }));
      if (wayOf(robustTrend(points, 1, season)) !== "none") claimed++;
    }
    expect(claimed / 500).toBeLessThanOrEqual(0.06);
  });

  test("and nearly always where there is one", () => {
    const by = chance(5);
    let claimed = 0;
    for (let round = 0; round < 200; round++) {
      const points = Array.from({ length: 24 }, (_, at) => ({ at, value: 0.2 * at + by.normal() }));
      if (wayOf(robustTrend(points, 1, 1)) === "rising") claimed++;
    }
    expect(claimed / 200).toBeGreaterThan(0.95);
  });
});
