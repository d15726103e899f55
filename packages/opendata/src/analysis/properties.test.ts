/** What holds of findings whatever the figures: tried on many made up by chance, from a fixed seed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Row } from "../row.js";
import { changeSince } from "./change-since.js";
import { compare } from "./compare.js";
import { forecast } from "./forecast.js";
import type { Finding } from "./finding.js";
import { rank } from "./rank.js";
import { rate } from "./rate.js";
import { trend } from "./trend.js";

const source = "Invented for teaching";
const runs = { seed: 20_240_501, numRuns: 12 };

const rows = fc
  .array(fc.record({ visits: fc.integer({ min: 0, max: 500 }), people: fc.integer({ min: 1, max: 9000 }) }), {
    minLength: 12,
    maxLength: 30,
  })
  .map((list) =>
    list.map((row, at) => ({
      ...row,
      month: `${2020 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`,
      ward: `Ward ${at}`,
      side: at % 2 === 0 ? "east" : "west",
    })),
  );

const verbs: Readonly<Record<string, (list: readonly Row[]) => Finding>> = {
  rate: (list) => rate(list, { count: "visits", population: "people", label: "ward", source }),
  rank: (list) => rank(list, { by: "visits", label: "ward", count: "visits", source }),
  "compare numbers": (list) => compare(list, { value: "visits", by: "side", source }),
  "compare rates": (list) => compare(list, { count: "visits", population: "people", by: "side", source }),
  changeSince: (list) => changeSince(list, { time: "month", value: "visits", since: "2020-01", source }),
  trend: (list) => trend(list, { time: "month", value: "visits", source }),
  forecast: (list) => forecast(list, { time: "month", value: "visits", ahead: 3, source }),
};

describe.each(Object.entries(verbs))("%s", (name, find) => {
  test("AN6: the order of the rows makes no difference", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 11 }), (list, by) => {
        const turned = [...list.slice(by), ...list.slice(0, by)].toReversed();
        const [one, other] = [find(list), find(turned)];
        expect(other.sentence).toBe(one.sentence);
        expect(other.warnings).toEqual(one.warnings);
        expect(other.facts).toEqual(one.facts);
      }),
      runs,
    );
  });

  test("AN4: rows without a figure are never nought", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const blank = { visits: null, people: null, month: null, ward: "Nowhere", side: "east" };
        const [whole, more] = [find(list), find([...list, blank])];
        const { left_out: _one, ...facts } = whole.facts;
        const { left_out: _other, ...same } = more.facts;
        expect(same).toEqual(facts);
        expect(more.warnings.length).toBeGreaterThan(whole.warnings.length - (name === "rank" ? 1 : 0));
      }),
      runs,
    );
  });

  test("says no number that is none, and ends as a sentence", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const { sentence, warnings } = find(list);
        for (const words of [sentence, ...warnings]) {
          expect(words).toMatch(/[.)]$/);
          expect(words).not.toMatch(/NaN|undefined|Infinity|null|\[object/);
        }
      }),
      runs,
    );
  });
});

describe("trend and forecast", () => {
  const series = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 12, maxLength: 40 });
  const years = (values: readonly number[]): Row[] => values.map((value, at) => ({ year: 1980 + at, value }));
  const options = { time: "year", value: "value", source };

  test("twice the figures give twice the slope, its range and the forecast", () => {
    fc.assert(
      fc.property(series, (values) => {
        const [one, two] = [values, values.map((value) => value * 2)].map(years) as [Row[], Row[]];
        const [slope, double] = [trend(one, options).facts, trend(two, options).facts];
        expect(double["direction"]).toBe(slope["direction"]);
        for (const key of ["slope", "low", "high"]) expect(double[key]).toBeCloseTo((slope[key] as number) * 2, 8);
        const [next, doubled] = [one, two].map((list) => forecast(list, { ...options, ahead: 2 }).facts);
        for (const key of ["forecast", "low", "high"])
          expect(doubled?.[key]).toBeCloseTo((next?.[key] as number) * 2, 6);
      }),
      runs,
    );
  });

  test("turned round, a rise is a fall of the same size", () => {
    fc.assert(
      fc.property(series, (values) => {
        const [one, back] = [values, values.toReversed()].map((list) => trend(years(list), options).facts);
        expect(back?.["slope"]).toBeCloseTo(-(one?.["slope"] as number), 8);
      }),
      runs,
    );
  });

  test("figures that never change have no trend and go on as they are", () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 5000 }), fc.integer({ min: 12, max: 40 }), (value, many) => {
        const same = years(Array.from({ length: many }, () => value));
        expect(trend(same, options).facts).toMatchObject({ direction: "none", slope: 0 });
        expect(forecast(same, { ...options, ahead: 3 }).facts).toMatchObject({
          forecast: value,
          low: value,
          high: value,
        });
      }),
      runs,
    );
  });
});
