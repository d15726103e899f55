import { describe, expect, test } from "vitest";
import { alongScale } from "./along-scale.js";
import { chart } from "./chart-verbs.js";

const words = { title: "What it shows", source: "Invented for teaching" };
const marksOf = (...times: readonly unknown[]): string[] => {
  const { ticks, tickLabel } = alongScale(
    times.map((time) => ({ time })),
    "time",
    () => true,
  );
  return ticks.map(tickLabel);
};
const monthsFrom = (year: number, many: number): string[] =>
  Array.from({ length: many }, (_, at) => `${year + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`);

describe("times along the bottom", () => {
  test.each([
    ["years as numbers", [2001, 2002, 2003], ["2001", "2002", "2003"]],
    [
      "months of half a year",
      monthsFrom(2024, 6),
      ["Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024", "May 2024", "Jun 2024"],
    ],
    ["months of two years", monthsFrom(2023, 24), ["Jan 2023", "Jul 2023", "Jan 2024", "Jul 2024"]],
    ["months of ten years", monthsFrom(2010, 120), ["2010", "2012", "2014", "2016", "2018"]],
    ["quarters", ["2023 Q1", "2023 Q2", "2023 Q3", "2024 Q4"], ["2023 Q1", "2023 Q3", "2024 Q1", "2024 Q3"]],
    ["financial years", ["2009/10", "2010/11", "2011/12"], ["2009/10", "2010/11", "2011/12"]],
    ["days of a week", ["2024-05-01", "2024-05-04"], ["1 May 2024", "2 May 2024", "3 May 2024", "4 May 2024"]],
    [
      "days of five weeks",
      ["2024-05-01", "2024-06-04"],
      ["6 May 2024", "13 May 2024", "20 May 2024", "27 May 2024", "3 Jun 2024"],
    ],
    [
      "days of a year",
      ["2023-02-03", "2024-01-20"],
      ["Mar 2023", "May 2023", "Jul 2023", "Sep 2023", "Nov 2023", "Jan 2024"],
    ],
    ["one day", ["2024-05-01"], ["1 May 2024"]],
  ])("%s are marked at round places inside the data", (_, times, marks) => expect(marksOf(...times)).toEqual(marks));

  test("stand at their true distances, whatever the order of the rows, in the picture and in the figure", () => {
    const rows = ["2024-01-31", "2024-01-01", "2024-03-01"].map((date, value) => ({ date, value }));
    const drawn = chart.line(rows, { x: "date", y: "value", axis: "Visits", ...words });
    const [first, second, third] = (drawn.figure.data[0] ?? {})["x"] as [number, number, number];
    expect([second - first, third - second]).toEqual([30, 30]);
    expect(drawn.data.series[0]?.x).toEqual(["1 January 2024", "31 January 2024", "1 March 2024"]);
    const layout = drawn.figure.layout["xaxis"] as { readonly tickvals: unknown[]; readonly ticktext: unknown[] };
    expect(layout.tickvals).toHaveLength(layout.ticktext.length);
    expect(drawn.description).toContain("1 in 1 January 2024");
  });

  test("a word that is no time is told, and a slip in the column's name too", () => {
    const rows = [{ date: "soon", value: 1 }];
    expect(() => chart.line(rows, { x: "date", y: "value", axis: "Visits", ...words })).toThrow(/can't read a time/);
    expect(() => chart.line(rows, { x: "dat", y: "value", axis: "Visits", ...words })).toThrow(/Did you mean "date"/);
  });

  test("a band stands behind its line where both of its ends are known", () => {
    const rows = [1, 2, 3].map((at) => ({ year: 2020 + at, value: at, low: at - 1, high: at === 1 ? null : at + 5 }));
    const drawn = chart.line(rows, { x: "year", y: "value", low: "low", high: "high", axis: "Visits", ...words });
    expect(drawn.svg.match(/<polygon points="([^"]*)"/)?.[1]?.split(" ")).toHaveLength(4);
    expect(drawn.figure.data.map((trace) => trace["fill"])).toEqual([undefined, "tonexty", undefined]);
    expect(drawn.data.to).toBeGreaterThanOrEqual(8);
  });
});
