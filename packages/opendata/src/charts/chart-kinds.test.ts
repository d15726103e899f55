import { ChartWords, mostChartNumbers } from "@data-surgery/contract";
import { describe, expect, test } from "vitest";
import type { Boundaries } from "../place/boundaries.js";
import { jupyterDisplay } from "../show.js";
import { tableOf } from "../table/table.js";
import { mostNumbers } from "./chart-numbers.js";
import { chart } from "./chart-verbs.js";
import { mapClasses } from "./map-classes.js";

const hostile = `</text><script>alert(1)</script>&`;
const words = { title: "What it shows", source: "Invented for teaching" };
const square = (west: number, south: number): Boundaries["features"][number]["polygons"] => [
  [
    [
      [west, south],
      [west + 1, south],
      [west + 1, south + 1],
      [west, south + 1],
      [west, south],
    ],
  ],
];
const boundaries: Boundaries = {
  name: "Ambleford wards (invented)",
  publisher: "",
  licence: "CC0",
  date: "2024",
  features: ["Abbey", "Brook & Mill", "Castle", "Dene"].map((name, at) => ({
    code: `AMB0${at + 1}`,
    name,
    polygons: square(at % 2, 52 + Math.floor(at / 2)),
  })),
};
const wards = [
  { ward: "AMB01", rate: 1.5 },
  { ward: "brook and mill", rate: 4.25 },
  { ward: "AMB03", rate: null },
];
const mapOptions = { area: "ward", value: "rate", boundaries, axis: "Grants per 1,000 people", ...words };

describe("a scatter chart", () => {
  const rows = Array.from({ length: 30 }, (_, n) => ({ place: `P${n}`, age: n, visits: n * 2 + (n % 3) }));

  test("says how the two go together, the ends of both and what is missing", () => {
    const drawn = chart.scatter([...rows, { place: "Q", age: null, visits: 3 }], {
      x: "age",
      y: "visits",
      axis: "Visits",
      ...words,
    });
    expect(drawn.description).toBe(
      "Chart of 30 points: Visits from 0 to 60, along age from 0 to 29. They go together clearly: where one is higher, the other tends to be higher. 1 row has no pair of figures.",
    );
    expect(drawn.data.series[0]?.x).toHaveLength(30);
  });

  test("does not see a pattern where there is none, or in four points", () => {
    const even = rows.map((row, at) => ({ ...row, visits: at % 2 }));
    const options = { x: "age", y: "visits", axis: "Visits", ...words };
    expect(chart.scatter(even, options).description).toContain("no clear straight pattern");
    expect(chart.scatter(rows.slice(0, 4), options).description).toContain("Too few points");
    expect(() => chart.scatter(rows, { ...options, y: "place" })).toThrow(/not a number/);
  });
});

describe("a histogram", () => {
  test("counts every number once, also those on an edge and the highest", () => {
    const rows = [0, 9.99, 10, 20, 20, 29, 30, null].map((value) => ({ value }));
    const drawn = chart.histogram(rows, { value: "value", axis: "Pounds", bins: 3, ...words });
    expect(drawn.data.series[0]).toMatchObject({
      x: ["0 to under 10", "10 to under 20", "20 to under 30", "30 to under 40"],
      y: [2, 1, 3, 1],
    });
    expect(drawn.description).toContain(
      "Half are below 20.00. Most, 3 rows, are in 20 to under 30. 1 row has no figure.",
    );
  });
});

describe("a box chart", () => {
  test("gives the five numbers of each group and warns of small groups", () => {
    const rows = [1, 2, 3, 4, 5].map((n) => ({ n, side: "a" })).concat([{ n: 9, side: "b" }]);
    const drawn = chart.box(rows, { value: "n", by: "side", axis: "Days", ...words });
    expect(drawn.data.series.map(({ name, y }) => [name, y])).toEqual([
      ["a", [1, 2, 3, 4, 5]],
      ["b", [9, 9, 9, 9, 9]],
    ]);
    expect(drawn.warnings).toEqual(["Fewer than 5 numbers stand behind b: too few to speak of a spread."]);
    expect(drawn.html).toContain("<strong>Be careful:</strong> Fewer than 5");
  });
});

describe("a map", () => {
  test("finds areas by code or name, and says which have no figure", () => {
    const drawn = chart.map(wards, mapOptions);
    expect(drawn.data.series[0]).toEqual({
      name: "",
      x: ["AMB01", "AMB02", "AMB03", "AMB04"],
      y: [1.5, 4.25, null, null],
    });
    expect(drawn.description).toBe(
      "Map of 4 areas in 2 steps: Grants per 1,000 people. The areas: Brook & Mill, 4.25 and Abbey, 1.50. 2 areas have no figure and no colour: Castle and Dene.",
    );
    expect(drawn.data.source).toBe("Invented for teaching. Map: Ambleford wards (invented), CC0, 2024");
    expect(drawn.svg.match(/fill="url\(#none\)" fill-rule/g)).toHaveLength(2);
    expect(drawn.warnings).toEqual([]);
  });

  test("counts instead of rates bring a warning", () => {
    const counts = wards.map(({ ward }, at) => ({ ward, grants: at * 7 }));
    expect(chart.map(counts, { ...mapOptions, value: "grants", axis: "Grants" }).warnings[0]).toMatch(
      /look like counts/,
    );
  });

  test("codes of another kind are told with what they are", () => {
    const codes = [{ ward: "E05009317", rate: 1 }];
    const councils = { ...boundaries, features: [{ ...boundaries.features[0]!, code: "E09000007" }] };
    expect(() => chart.map(codes, { ...mapOptions, boundaries: councils })).toThrow(
      /The table has E05009317; the map has 1 area such as E09000007 \(Abbey\)\. The table's code is that of a ward, the map's of a local authority/,
    );
    expect(() => chart.map([...wards, { ward: "Abbey", rate: 2 }], mapOptions)).toThrow(/several rows for Abbey/);
  });

  test("equal values stay in one step, and every value is in one", () => {
    expect(mapClasses([1, 1, 1, 2, 3, 10], 3, "equal counts").map(({ many }) => many)).toEqual([3, 1, 2]);
    expect(mapClasses([0, 1, 2, 10], 2, "equal steps").map(({ many }) => many)).toEqual([3, 1]);
    expect(mapClasses([5, 5], 5, "equal counts")).toEqual([{ from: 5, to: 5, many: 2 }]);
  });
});

describe("as a figure of plotly", () => {
  const bars = chart.bar([{ [hostile]: hostile, n: 1 }], {
    label: hostile,
    value: "n",
    axis: hostile,
    ...words,
    title: hostile,
  });

  test("a chart is one beside its HTML, with its words and its numbers for the page that draws it", () => {
    const table = tableOf([{ ward: "Ash", n: 3 }], "grants.csv");
    const drawn = chart.bar(table, {
      label: "ward",
      value: "n",
      axis: "Grants",
      title: "Ash had 3",
      says: "Only Ash.",
    });
    const bundle = drawn[jupyterDisplay]();
    expect(bundle["application/vnd.plotly.v1+json"]).toBe(drawn.figure);
    expect(drawn.figure.layout["meta"]).toMatchObject({
      surgery: {
        title: "Ash had 3",
        source: "grants.csv",
        says: "Only Ash.",
        numbers: { columns: ["ward", "n"], rows: [["Ash", "3"]] },
      },
    });
    expect(bundle["text/html"]).toContain('<p style="margin:4px 0">Only Ash.</p>');
  });

  test("of every kind the words are what a page expects", () => {
    const rows = Array.from({ length: 300 }, (_, n) => ({ ward: n % 2 === 0 ? "Ash" : "Elm", n, m: n * 2 }));
    const own = { axis: "Grants", ...words };
    const kinds = [
      chart.bar(rows.slice(0, 40), { label: "ward", value: "n", ...own }),
      chart.line(rows, { x: "n", y: "m", line: "ward", ...own }),
      chart.scatter(rows, { x: "n", y: "m", ...own }),
      chart.histogram(rows, { value: "n", ...own }),
      chart.box(rows, { value: "n", by: "ward", ...own }),
      chart.map(wards, mapOptions),
    ];
    for (const { figure } of kinds) {
      const { surgery } = figure.layout["meta"] as { surgery: unknown };
      expect(ChartWords.parse(surgery)).toEqual(surgery);
    }
    expect(mostNumbers).toBe(mostChartNumbers);
  });

  test("a list has no source of its own, so it has to be said", () => {
    const { source: _source, ...untold } = words;
    expect(() => chart.bar([{ a: "x", n: 1 }], { label: "a", value: "n", axis: "n", ...untold })).toThrow(
      "This chart has no source yet",
    );
  });

  test("text that looks like a tag stays text", () => {
    // `tickvals` are what bars are told apart by and are never shown.
    const layout = JSON.stringify(bars.figure.layout, (key, value: unknown) =>
      key === "meta" || key === "tickvals" ? null : value,
    );
    expect(layout + JSON.stringify(bars.figure.data[0]?.["hovertext"])).not.toContain("<script");
  });

  test("two rows of one name stay two bars", () => {
    const twice = chart.bar(
      [
        { a: "x", n: 1 },
        { a: "x", n: 2 },
      ],
      { label: "a", value: "n", axis: "n", ...words },
    );
    expect(new Set(twice.figure.data[0]?.["y"] as string[]).size).toBe(2);
  });

  test("five thousand points stay a small picture", () => {
    const many = Array.from({ length: 5000 }, (_, n) => ({ x: n, y: (n * 7919) % 5003 }));
    const drawn = chart.scatter(many, { x: "x", y: "y", axis: "y", ...words });
    expect(drawn.svg.length).toBeLessThan(120_000);
    expect(drawn.html).toContain("the first 200 of 5,000 rows");
  });
});
