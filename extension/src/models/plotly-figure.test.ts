import { expect, test } from "vitest";
import { layoutOfPlot, readFigure, titleOf } from "./plotly-figure.js";

const words = {
  title: "Brook had most",
  source: "Invented for teaching",
  description: "Bar chart of 1 bar.",
  says: "Only Brook.",
  warnings: [],
  plotHeight: 114,
  plotMargin: { t: 8, b: 58 },
  numbers: { columns: ["ward", "n"], numeric: [false, true], rows: [["Brook", "7"]], total: 1 },
};

test("the words of our charts are read, and taken out of what plotly draws", () => {
  const layout = {
    meta: { surgery: words },
    title: { text: "Brook had most" },
    annotations: [{ name: "source", text: "Source: x" }, { text: "missing" }],
    margin: { l: 60, t: 55, b: 80 },
  };
  const figure = readFigure({ data: [{ type: "bar", x: [1], y: ["a"] }], layout });
  expect(figure).toMatchObject({ words, bundle: "cartesian" });
  expect(layoutOfPlot(layout, words)).toEqual({
    height: 114,
    annotations: [{ text: "missing" }],
    margin: { l: 60, t: 8, b: 58 },
  });
});

test("a figure of anybody's library is read without words, a map by its own bundle", () => {
  expect(readFigure({ data: [{ type: "choropleth" }, null, 3] })).toEqual({
    data: [{ type: "choropleth" }],
    layout: {},
    words: undefined,
    bundle: "geo",
  });
  expect(readFigure({ data: [{ type: "sankey" }] })).toBe("unknown-kind");
  expect(readFigure({ data: [{ type: "choropleth" }, { type: "bar" }] })).toBe("unknown-kind");
  expect(titleOf({ title: { text: "<b>Who</b> came" } })).toBe("Who  came");
  expect(titleOf({ title: 3 })).toBe("");
});

test("what is no figure, lies about its words, or is enormous, does no harm", () => {
  for (const value of [undefined, null, 3, [], { data: 1 }]) expect(readFigure(value)).toBeUndefined();
  const lying = { data: [], layout: { meta: { surgery: { title: 3, numbers: { rows: "no" }, plotHeight: 1e9 } } } };
  expect(readFigure(lying)).toMatchObject({ words: undefined });
  expect(readFigure({ data: [], layout: { meta: { surgery: { ...words, plotHeight: 1e9 } } } })).toMatchObject({
    words: undefined,
  });
  expect(readFigure({ data: [{ x: "1".repeat(12_000_001) }] })).toBe("too-large");
});
