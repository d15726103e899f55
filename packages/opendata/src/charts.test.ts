import { describe, expect, test } from "vitest";
import { axisTicks } from "./axis-ticks.js";
import { barChart, type BarChartOptions } from "./bar-chart.js";
import { wrapText } from "./charts/chart-text.js";
import { shortLabel } from "./short-label.js";
import { lineChart, type LineChartOptions } from "./line-chart.js";
import { createNumberFormat } from "./number-format.js";

const hostile = `</text></svg><script>alert("1")</script>&'`;
const bars: BarChartOptions = {
  label: "place",
  value: "change",
  axis: "Years gained",
  title: "Alder gained most",
  source: "Town council, OGL v3",
};
const places = [
  { place: "Alder", change: 12.5 },
  { place: "Birch", change: -3 },
  { place: "Cedar", change: null },
];
const lines: LineChartOptions = {
  x: "year",
  y: "life",
  line: "place",
  axis: "Life in years",
  source: "Town council, OGL v3",
};
const years = [
  { place: "Alder", year: 2005, life: 70 },
  { place: "Alder", year: 1955, life: 50.5 },
  { place: "Birch", year: 1955, life: 60 },
  { place: "Birch", year: 1980, life: null },
  { place: "Birch", year: 2005, life: 55 },
];

const tag = /<(\/?)([a-z]+)(?:\s+[\w:-]+="[^"<>]*")*\s*(\/?)>/g;

/** What is wrong with an SVG: tags not closed in order, or a bare & or <. Nothing, if it is well formed. */
function faultsOf(svg: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [whole, close, name, self] of svg.matchAll(tag)) {
    if (close === "/" && open.pop() !== name) faults.push(whole);
    if (close === "" && self === "") open.push(name ?? "");
  }
  const bare = svg.replace(tag, "").match(/[<>]|&(?!amp;|lt;|gt;|quot;|#39;)/g) ?? [];
  return [...faults, ...open, ...bare];
}

describe("every chart", () => {
  const chart = barChart(places, bars);

  test("carries its title, its axis and its source in one picture that is named for who can't see it", () => {
    for (const words of ["Alder gained most", "Years gained", "Source: Town council, OGL v3"])
      expect(chart.svg).toContain(words);
    expect(chart.svg).toContain('role="img" aria-label="Alder gained most. Bar chart of 2 bars: Years gained.');
    expect(chart.html).toContain('<img alt="Alder gained most. Bar chart');
    expect(faultsOf(chart.svg)).toEqual([]);
  });

  test("has its numbers as a table below", () => {
    expect(chart.html).toMatch(/<details><summary>The numbers as a table<\/summary><table>.*>12.5<.*>−3.0<.*missing/);
  });

  test("is refused without a title", () => {
    expect(() => barChart(places, { ...bars, title: "  " })).toThrow(/no title yet/);
  });

  test("no word from a file or a learner becomes a tag, in the page or in the picture", () => {
    const chart = barChart([{ [hostile]: hostile, n: 1 }], {
      label: hostile,
      value: "n",
      axis: hostile,
      title: hostile,
      source: hostile,
    });
    expect(chart.html).not.toContain("<script");
    expect(chart.svg).not.toContain("<script");
    expect(faultsOf(chart.svg)).toEqual([]);
    const second = lineChart([{ x: 1, y: 1, name: hostile }], {
      x: "x",
      y: "y",
      line: "name",
      axis: hostile,
      source: hostile,
    });
    expect(second.html).not.toContain("<script");
    expect(faultsOf(second.svg)).toEqual([]);
  });

  test("characters that XML refuses are dropped, so the picture still draws", () => {
    expect(barChart(places, { ...bars, title: "a\u0000b\u001Fc" }).svg).toContain(">abc<");
  });
});

describe("barChart", () => {
  test("says the highest, the lowest and what is missing", () => {
    expect(barChart(places, bars).description).toBe(
      "Bar chart of 2 bars: Years gained. Highest: Alder, 12.5. Lowest: Birch, −3.0. 1 has no figure.",
    );
  });

  test("bars start from nought, so that their lengths compare fairly", () => {
    const chart = barChart(
      [
        { place: "Alder", change: 100 },
        { place: "Birch", change: 50 },
      ],
      bars,
    );
    const [long, short] = [...chart.svg.matchAll(/<rect x="[\d.]+" y="\d+" width="([\d.]+)"/g)].map((match) =>
      Number(match[1]),
    );
    expect((long ?? 0) / (short ?? 1)).toBeCloseTo(2, 2);
  });

  test("draws nothing out of nothing, and not more than can be read", () => {
    expect(() => barChart([], bars)).toThrow(/nothing to draw/);
    expect(() =>
      barChart(
        Array.from({ length: 41 }, () => ({ place: "a", change: 1 })),
        bars,
      ),
    ).toThrow(/41 bars are too many/);
    expect(() => barChart(places, { ...bars, value: "chang" })).toThrow(/Did you mean "change"/);
    expect(() => barChart([{ place: "a", change: "lots" }], bars)).toThrow(/not a number/);
  });

  test("all noughts still draw", () => {
    expect(faultsOf(barChart([{ place: "Alder", change: 0 }], bars).svg)).toEqual([]);
  });
});

describe("lineChart", () => {
  test("without a title it says where each line starts and ends, in order of time", () => {
    const chart = lineChart(years, lines);
    expect(chart.title).toBe(
      "Alder rose from 50.5 in 1955 to 70.0 in 2005. Birch fell from 60.0 in 1955 to 55.0 in 2005.",
    );
    expect(faultsOf(chart.svg)).toEqual([]);
  });

  test("a missing value leaves its point out", () => {
    expect(
      lineChart(years, lines)
        .svg.match(/<polyline points="([^"]*)"/g)?.[1]
        ?.split(" "),
    ).toHaveLength(3);
  });

  test("says where the side starts, and starts and ends where it is told", () => {
    const chart = lineChart(years, { ...lines, from: 0, to: 100 });
    expect(chart.description).toContain("The side starts at 0.");
    expect(chart.svg).toContain(">100<");
  });

  test("lines differ in dash and shape, not in colour alone", () => {
    const { svg } = lineChart(years, lines);
    expect(svg).toContain("stroke-dasharray");
    expect(svg).toContain("<circle");
  });

  test("a name that matches nothing is told to check its spelling; seven lines are too many", () => {
    expect(() => lineChart([], lines)).toThrow(/check its spelling/);
    const many = Array.from({ length: 7 }, (_, n) => ({ place: `p${n}`, year: 2000, life: n }));
    expect(() => lineChart(many, lines)).toThrow(/7 lines are too many/);
  });
});

describe("numbers and words on charts", () => {
  test("ticks are round, even, and hold all the values", () => {
    expect(axisTicks(0, 33.5)).toEqual([0, 10, 20, 30, 40]);
    expect(axisTicks(-3, 12)).toEqual([-5, 0, 5, 10, 15]);
    expect(axisTicks(0, 0.3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(axisTicks(7, 7).length).toBeGreaterThan(1);
  });

  test.each([
    [
      [4.530000000000001, 2],
      ["4.53", "2.00"],
    ],
    [
      [1234567, 5],
      ["1,234,567", "5"],
    ],
    [
      [1955, 2005],
      ["1955", "2005"],
    ],
    [[-0.001], ["0"]],
    [
      [0.5, -2],
      ["0.5", "−2.0"],
    ],
  ])("%j reads %j", (numbers, expected) => {
    expect(numbers.map(createNumberFormat(numbers))).toEqual(expected);
  });

  test("long titles wrap at spaces, and a word without end is cut", () => {
    expect(wrapText("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrapText("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
    expect(shortLabel("Bosnia and Herzegovina", 10)).toBe("Bosnia an…");
    expect(shortLabel("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 2)).toBe("👩‍👩‍👧‍👦…");
  });
});
