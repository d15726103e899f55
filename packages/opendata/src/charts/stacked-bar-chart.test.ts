import { describe, expect, test } from "vitest";
import { chart } from "./chart-verbs.js";

const rows = [
  { ward: "Abbey", use: "Food", grants: 10 },
  { ward: "Abbey", use: "Sport", grants: 5 },
  { ward: "Docks", use: "Sport", grants: 20 },
  { ward: "Docks", use: "Food", grants: null },
];
const options = {
  label: "ward",
  value: "grants",
  by: "use",
  axis: "Grants",
  title: "Docks has more grants than Abbey",
  source: "Invented for teaching",
};

describe("a bar in parts", () => {
  const drawn = chart.bar(rows, options);

  test("has a part for each name, missing where there is no figure, and the parts add up from nought", () => {
    expect(drawn.data.series).toEqual([
      { name: "Food", x: ["Abbey", "Docks"], y: [10, null] },
      { name: "Sport", x: ["Abbey", "Docks"], y: [5, 20] },
    ]);
    expect(drawn.data.from).toBe(0);
    const pieces = [...drawn.svg.matchAll(/<rect x="([\d.]+)" y="\d+" width="([\d.]+)" height="22"/g)].map(
      ([, x, wide]) => [Number(x), Number(wide)],
    );
    expect(pieces).toHaveLength(3);
    expect((pieces[0]?.[0] ?? 0) + (pieces[0]?.[1] ?? 0)).toBeCloseTo(pieces[1]?.[0] ?? 0, 1);
    expect(drawn.figure.layout).toMatchObject({ barmode: "stack", showlegend: true });
  });

  test("parts differ in hatching and not in colour alone, in the picture and in the figure", () => {
    expect(drawn.svg.match(/<pattern id="part\d"/g)).toHaveLength(2);
    const shapes = drawn.figure.data.map((trace) => (trace["marker"] as { pattern: { shape: string } }).pattern.shape);
    expect(new Set(shapes).size).toBe(2);
  });

  test("says its highest, its largest part and what is missing", () => {
    expect(drawn.description).toBe(
      "Bar chart of 2 bars in 2 parts: Grants. Highest: Docks, 20. Lowest: Abbey, 15. The largest part over all is Sport. 1 row has no figure.",
    );
  });

  test("refuses two figures for one part, parts below nought, and more than can be told apart", () => {
    expect(() => chart.bar([...rows, { ward: "Abbey", use: "Food", grants: 1 }], options)).toThrow(
      'There is more than one figure for Food in Abbey. Add them up first: .groupBy("ward", "use")',
    );
    expect(() => chart.bar([{ ward: "Abbey", use: "Food", grants: -1 }], options)).toThrow(/below nought/);
    const many = Array.from({ length: 7 }, (_, at) => ({ ward: "Abbey", use: `u${at}`, grants: 1 }));
    expect(() => chart.bar(many, options)).toThrow(/7 parts are too many/);
    expect(() => chart.bar(rows, { ...options, by: "usee" })).toThrow(/Did you mean "use"/);
  });

  test("a name from a file is text, never a tag", () => {
    const hostile = `</text><script>alert(1)</script>`;
    const drawn = chart.bar([{ ward: hostile, use: hostile, grants: 1 }], options);
    expect(drawn.svg + drawn.html).not.toContain("<script");
  });
});
