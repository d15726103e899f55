import { describe, expect, test } from "vitest";
import { forecast } from "./forecast.js";

const source = "Invented for teaching";
const options = { time: "month", value: "visits", source };
const months = (visits: readonly (number | null)[]): { month: string; visits: number | null }[] =>
  visits.map((value, at) => ({
    month: `${2020 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`,
    visits: value,
  }));
const wobble = (at: number): number => ((at * 37) % 11) - 5;
const seasonal = Array.from({ length: 48 }, (_, at) => 200 + 50 * Math.sin((at / 6) * Math.PI) + wobble(at));

describe("forecast", () => {
  test("AN12: says the band, the next month, and how far it was out on the past", () => {
    const { sentence, facts, chart, numbers } = forecast(months(seasonal), { ...options, ahead: 6 });
    expect(sentence).toMatch(
      /^If things go on as before, visits will be about \d+ \(between \d+ and \d+, 19 times out of 20\) in June 2024\. For January 2024 it is about \d+ \(between \d+ and \d+\)\. Tried on the last 24 months, this was out by [\d.]+ % on average\.$/,
    );
    expect(facts["tried_on"]).toBe(24);
    expect(facts["out_by_percent"]).toBeLessThan(3);
    expect(numbers.map((row) => row["month"])).toEqual(
      ["January", "February", "March", "April", "May", "June"].map((name) => `${name} 2024`),
    );
    expect(chart.data.series.map(({ name, x }) => [name, x.length])).toEqual([
      ["Visits", 48],
      ["Forecast", 7],
    ]);
    expect(chart.svg).toContain("<polygon");
    expect(chart.figure.data.some((trace) => trace["fill"] === "tonexty")).toBe(true);
  });

  test("goes on with the season where there is one", () => {
    const { facts, numbers } = forecast(months(seasonal), { ...options, ahead: 12 });
    expect(String(facts["method"])).toContain("season");
    const april = numbers.rows().find((row) => row["month"] === "April 2024");
    expect(Math.abs((april?.["forecast"] as number) - 250)).toBeLessThan(10);
  });

  test("never narrows, and holds nothing below nought where nothing was", () => {
    const rare = Array.from({ length: 30 }, (_, at) => ((at * 37) % 11) % 4);
    const { numbers } = forecast(months(rare), { ...options, ahead: 8 });
    const widths = numbers.map((row) => row["high"] - row["forecast"]);
    widths.slice(1).forEach((width, at) => expect(width).toBeGreaterThanOrEqual((widths[at] ?? 0) - 1e-9));
    expect(Math.min(...numbers.map((row) => row["low"] as number))).toBe(0);
    const share = forecast(months(rare.map((value) => 97 + value)), { ...options, ahead: 2, unit: "%" });
    expect(Math.max(...share.numbers.map((row) => row["high"] as number))).toBe(100);
  });

  test("AN5: refuses too few, too far and too full of gaps, and says what it takes", () => {
    expect(() => forecast(months([1, 2, 3]), { ...options, ahead: 1 })).toThrow(
      "3 figures are too few for a forecast: it takes at least 10, one for each month.",
    );
    expect(() => forecast(months(seasonal.slice(0, 12)), { ...options, ahead: 5 })).toThrow(
      "5 months ahead is too far to see from 12 months. Look at most 4 months ahead, or gather more first.",
    );
    const holes = seasonal.map((value, at) => (at % 3 === 1 ? null : value));
    expect(() => forecast(months(holes), { ...options, ahead: 1 })).toThrow(/too many for a forecast/);
    expect(() => forecast(months(seasonal), { ...options, ahead: 0 })).toThrow(/ahead: 3/);
    expect(() => forecast(months(seasonal), { ...options, ahead: 3, season: 2.5 })).toThrow(/season is a whole number/);
  });

  test("warns that it knows only the past, and of less than two years", () => {
    const { warnings } = forecast(months(seasonal.slice(0, 18)), { ...options, ahead: 3 });
    expect(warnings[0]).toMatch(/^A forecast knows only the past/);
    expect(warnings).toContainEqual("There is less than two years here, so it knows nothing of the seasons.");
  });

  test("AN4: a gap is filled for the method's sake alone, and never with nought", () => {
    const gap = seasonal.map((value, at) => (at === 30 ? null : value));
    const [whole, holed] = [seasonal, gap].map(
      (figures) => forecast(months(figures), { ...options, ahead: 1 }).facts["forecast"] as number,
    );
    expect(Math.abs((whole ?? 0) - (holed ?? 0))).toBeLessThan(5);
  });
});
