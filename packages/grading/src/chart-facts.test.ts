import { expect, test } from "vitest";
import { readChart } from "./chart-facts.js";

test("CT1 a plotly bar chart: type, figures, words, and that bars start from zero", () => {
  const facts = readChart({
    data: [{ type: "bar", x: ["Abbey", "Eastbury"], y: [3, 4], marker: { color: "red" } }],
    layout: {
      title: { text: "<b>Eastbury has most</b>" },
      xaxis: { title: "Ward" },
      yaxis: { title: { text: "Fly-tips" } },
      annotations: [{ text: "Source: Barking council, OGL" }],
    },
  });
  expect(facts).toEqual({
    type: "bar",
    title: "Eastbury has most",
    axis: "Fly-tips",
    along: "Ward",
    source: "Barking council, OGL",
    from: 0,
    to: undefined,
    x: ["Abbey", "Eastbury"],
    y: [3, 4],
    series: [{ name: "", type: "bar", x: ["Abbey", "Eastbury"], y: [3, 4] }],
  });
});

test("CT1 bars that lie, lines, points and a cut axis are read as what they are", () => {
  expect(readChart({ data: [{ type: "bar", orientation: "h", x: [3], y: ["Abbey"] }] })).toMatchObject({
    x: ["Abbey"],
    y: [3],
    from: 0,
  });
  expect(readChart({ data: [{ x: [1], y: [2] }] })).toMatchObject({ type: "line", from: undefined });
  expect(readChart({ data: [{ type: "scatter", mode: "markers", x: [1], y: [2] }] })?.type).toBe("scatter");
  const cut = { data: [{ type: "bar", x: ["a"], y: [2] }], layout: { yaxis: { range: [1, 3] } } };
  expect(readChart(cut)).toMatchObject({ from: 1, to: 3 });
});

test("CT1 a map: areas and their figures", () => {
  const map = { data: [{ type: "choropleth", locations: ["AMB01", "AMB02"], z: [1, 2] }] };
  expect(readChart(map)).toMatchObject({ type: "map", x: ["AMB01", "AMB02"], y: [1, 2] });
  const own = { title: "t", data: { type: "map", series: [{ name: "", x: ["AMB01"], y: [null] }] } };
  expect(readChart(own)).toMatchObject({ type: "map", x: ["AMB01"], y: [null] });
});

test("CT1 what is no chart is none, whatever it pretends", () => {
  for (const value of [undefined, null, 3, "chart", [], {}, { data: [] }, { data: [null] }, { data: { type: 1 } }])
    expect(readChart(value)).toBeUndefined();
  expect(readChart({ data: { series: [{ x: "no list" }] }, title: {} })).toMatchObject({ x: [], title: "", type: "" });
});
