import { describe, expect, test } from "vitest";
import { trend } from "./trend.js";

const source = "Invented for teaching";
const options = { time: "month", value: "visits", source };
/** Months from January 2022 on. */
const months = (visits: readonly (number | null)[]): { month: string; visits: number | null }[] =>
  visits.map((value, at) => ({
    month: `${2022 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`,
    visits: value,
  }));
/** Small ups and downs that lead nowhere. */
const wobble = (at: number): number => ((at * 37) % 11) - 5;
const series = (many: number, figure: (at: number) => number): number[] =>
  Array.from({ length: many }, (_, at) => figure(at));

describe("trend", () => {
  test("rising and falling are said with size, range and times", () => {
    const up = trend(months(series(20, (at) => 100 + 3 * at + wobble(at))), options);
    expect(up.facts["direction"]).toBe("rising");
    expect(up.sentence).toMatch(
      /^Visits rose by about 3\.\d+ a month \(between 2\.\d+ and 3\.\d+\) from January 2022 to August 2023\.$/,
    );
    const down = trend(months(series(20, (at) => 100 - 3 * at + wobble(at))), options);
    expect(down.sentence).toMatch(/^Visits fell by about 2\.\d+ a month \(between 2\.\d+ and 3\.\d+\)/);
    expect(down.chart.data.series.map(({ name }) => name)).toEqual(["Visits", "Trend"]);
    expect(up.numbers.columns).toEqual(["month", "visits", "trend"]);
  });

  test("ups and downs that lead nowhere are no clear trend", () => {
    const { facts, sentence } = trend(months(series(24, (at) => 100 + wobble(at))), options);
    expect(facts["direction"]).toBe("none");
    expect(sentence).toMatch(/^There is no clear trend in visits .* anything from [\d.]+ down to [\d.]+ up a month\.$/);
  });

  test("AN5: one month is not a trend, nor are five", () => {
    const one = trend(months([7]), options);
    expect(one.sentence).toBe("One month is not a trend: visits were 7 in January 2022, with nothing to compare.");
    expect(one.facts).toMatchObject({ direction: "too few", slope: null });
    const five = trend(months([1, 2, 3, 4, 5]), options);
    expect(five.sentence).toMatch(
      /^5 months are not enough for a trend: visits went from 1 in January 2022 to 5 in May/,
    );
    expect(five.warnings[0]).toMatch(/at least 6/);
    expect(() => trend(months([null]), options)).toThrow(/There are no figures/);
  });

  test("figures that never change have no trend", () => {
    expect(trend(months(series(24, () => 5)), options).facts).toMatchObject({ direction: "none", slope: 0 });
  });

  test("AN11: a season alone is no trend, however steep the summer", () => {
    const season = series(48, (at) => 100 + 40 * Math.sin((at / 6) * Math.PI) + wobble(at));
    expect(trend(months(season), options).facts["direction"]).toBe("none");
    const rising = trend(months(season.map((value, at) => value + at)), options);
    expect(rising.facts["direction"]).toBe("rising");
    expect(rising.sentence).toMatch(/The last 12 months were \d+ % higher, on average, than the 12 months before\.$/);
    const oneYear = trend(months(season.slice(0, 12)), options);
    expect(oneYear.warnings).toContainEqual(
      expect.stringMatching(/less than two years here, so a season can look like/),
    );
  });

  test("a smooth curve that only rises is rising, though each figure resembles the one before", () => {
    // Invented, in the manner of life expectancy.
    const life = [70.5, 70.8, 71.4, 72, 72.8, 74, 75, 76.4, 77.2, 78.5, 79.4];
    const finding = trend(
      life.map((visits, at) => ({ month: 1955 + 5 * at, visits })),
      options,
    );
    expect(finding.facts["direction"]).toBe("rising");
    expect(finding.sentence).toContain("every 5 years");
  });

  test("of per cent the slope is in percentage points", () => {
    const shares = months(series(20, (at) => 40 + at + wobble(at) / 10));
    expect(trend(shares, { ...options, unit: "%" }).sentence).toMatch(
      /^Visits rose by about [\d.]+ percentage points a month \(between [\d.]+ and [\d.]+\)/,
    );
  });

  test("one wild figure changes little", () => {
    const plain = series(20, (at) => 100 + 3 * at + wobble(at));
    const wild = plain.map((value, at) => (at === 19 ? 5000 : value));
    const [one, other] = [plain, wild].map((figures) => trend(months(figures), options).facts["slope"] as number);
    expect(Math.abs((other ?? 0) - (one ?? 0))).toBeLessThan(0.5);
  });

  test("missing months are named and have no part", () => {
    const gaps = series(20, (at) => 100 + 3 * at + wobble(at)).map((value, at) =>
      at === 4 || at === 9 ? null : value,
    );
    const finding = trend(months(gaps), options);
    expect(finding.warnings[0]).toBe(
      "May 2022 and October 2022 have no figure. What is missing is left out, not counted as nought.",
    );
    expect(finding.facts).toMatchObject({ direction: "rising", points: 18, missing: 2 });
  });

  test("a level that jumps once is asked about, a steady rise is not", () => {
    const jump = trend(months(series(36, (at) => (at < 20 ? 100 : 160) + wobble(at))), options);
    expect(jump.warnings).toContainEqual(
      expect.stringMatching(/^The level looks to change at one moment, September 2023/),
    );
    expect(trend(months(series(36, (at) => 100 + 3 * at + wobble(at))), options).warnings).toEqual([]);
  });

  test("a rolling mean waits until it has its figures, and stops where one is missing", () => {
    const { numbers } = trend(months([1, 2, 3, 4, null, 6, 7, 8, 9]), { ...options, rollingMean: 3 });
    expect(numbers.map((row) => row["rolling mean"])).toEqual([undefined, undefined, 2, 3, undefined, undefined, 7, 8]);
    expect(() => trend(months([1, 2]), { ...options, rollingMean: 1 })).toThrow(/rollingMean: 12/);
  });

  test("years, quarters and financial years are spoken of as such", () => {
    const rising = series(9, (at) => 10 + at);
    const spoken = (time: (at: number) => unknown): string =>
      trend(
        rising.map((visits, at) => ({ month: time(at), visits })),
        options,
      ).sentence;
    expect(spoken((at) => 2010 + at)).toContain("about 1 a year from 2010 to 2018");
    expect(spoken((at) => `${2010 + at}/${11 + at}`)).toContain("a year from 2010/11 to 2018/19");
    expect(spoken((at) => `${2020 + Math.floor(at / 4)} Q${(at % 4) + 1}`)).toContain("from 2020 Q1 to 2022 Q1");
    expect(spoken((at) => new Date(Date.UTC(2024, 0, 1 + 7 * at)))).toContain("a week from 1 January 2024");
  });
});
