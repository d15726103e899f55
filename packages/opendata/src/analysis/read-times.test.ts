import { describe, expect, test } from "vitest";
import { perStep, seasonOf, stepsOf } from "./period-length.js";
import { periodStart, periodWords, readPeriod } from "./period.js";
import { readTimes, type Times } from "./read-times.js";

const read = (...cells: readonly unknown[]): Times =>
  readTimes(
    cells.map((time) => ({ time })),
    "time",
  );
const wordsOf = (...cells: readonly unknown[]): string[] => {
  const times = read(...cells);
  return times.at.map((at) => (at === undefined ? "–" : times.words(at)));
};

describe("one time", () => {
  test.each([
    [2024, "2024"],
    ["2024", "2024"],
    ["2024-05", "May 2024"],
    ["May 2024", "May 2024"],
    ["may-24", "May 2024"],
    ["Sept 2024", "September 2024"],
    ["2024 Jan", "January 2024"],
    ["2024-05-01", "1 May 2024"],
    ["2024-05-01T09:30:00Z", "1 May 2024"],
    ["3 March 2026", "3 March 2026"],
    [new Date("2024-05-01"), "1 May 2024"],
    [new Date(2024, 6, 1), "1 July 2024"],
    ["2024 Q2", "2024 Q2"],
    ["Q2 2024", "2024 Q2"],
    ["2024Q2", "2024 Q2"],
    ["Q1 2024/25", "2024 Q2"],
    ["2024-25 Q4", "2025 Q1"],
    ["2014/15", "2014/15"],
    ["2014–15", "2014/15"],
    ["2014/2015", "2014/15"],
    ["FY 2014-15", "2014/15"],
    ["1999/00", "1999/00"],
    ["2024/05", "May 2024"],
  ])("%j is %s", (cell, words) => {
    const period = readPeriod(cell);
    expect(period && periodWords(period)).toBe(words);
  });

  test.each(["03/04/2024", "2024-13", "2024-02-30", "Mayhem 2024", "Marching 24", "", "12", 24, 2024.5, true, null])(
    "%j is none",
    (cell) => expect(readPeriod(cell)).toBeUndefined(),
  );

  test("a financial year begins in April, a quarter with its first month", () => {
    const start = (cell: unknown): string | undefined => {
      const period = readPeriod(cell);
      return period && periodStart(period).toISOString().slice(0, 10);
    };
    expect(["2014/15", "2024 Q3", "1969", "March 1950"].map(start)).toEqual([
      "2014-04-01",
      "2024-07-01",
      "1969-01-01",
      "1950-03-01",
    ]);
  });
});

describe("AN9: a column of times is read as one", () => {
  test("pairs of years in every cell are financial years, though one alone could be a month", () => {
    expect(wordsOf("2009-10", "2010-11", "2011-12")).toEqual(["2009/10", "2010/11", "2011/12"]);
    expect(wordsOf("2010-10", "2010-11", "2010-12")).toEqual(["October 2010", "November 2010", "December 2010"]);
  });

  test("days that are all the first or all the last of a month are months; others stay days", () => {
    expect(wordsOf("2024-01-01", "2024-02-01")).toEqual(["January 2024", "February 2024"]);
    expect(wordsOf("2024-01-31", "2024-02-29", null)).toEqual(["January 2024", "February 2024", "–"]);
    expect(wordsOf("2024-01-01", "2024-02-02")).toEqual(["1 January 2024", "2 February 2024"]);
  });

  test.each([
    [["2024-01-01", "2024-04-01", "2024-10-01"], "a quarter", 4],
    [["2021-04-01", "2023-04-01", "2022-04-01"], "a year", 1],
    [["2024-01-01", "2024-01-08", "2024-01-22"], "a week", 52],
    [["2024-01-02", "2024-01-03"], "a day", 7],
    [[1955, 1960, 1970], "every 5 years", 1],
    [["2024-01", "2024-03", "2024-05"], "every 2 months", 6],
  ])("%j stand %s apart", (cells, words, season) => {
    const times = read(...cells);
    expect(perStep(times)).toBe(words);
    expect(seasonOf(times)).toBe(season);
    expect(stepsOf(2, times)).toMatch(/^2 /);
  });

  test("what is no time is refused with its row, and so are times of two lengths", () => {
    expect(() => read("2024-01-01", "soon")).toThrow('Row 2 has "soon" under "time", and I can\'t read a time in it.');
    expect(() => read("03/04/2024")).toThrow(/Times look like "2024-05-01"/);
    expect(() => read("2023", "May 2024")).toThrow(/a year at first, but row 2 has a month, "May 2024"/);
  });
});
