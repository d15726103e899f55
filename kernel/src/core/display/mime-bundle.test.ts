import { expect, test } from "vitest";
import { bundleOf, isBundleData, jupyterDisplay, mimeBundle } from "./mime-bundle.js";
import { html, image, json, latex, markdown, svg } from "./wrappers.js";

const dataOf = (value: unknown): Readonly<Record<string, unknown>> => {
  const bundle = mimeBundle(value);
  if (bundle === undefined || bundle instanceof Promise) throw new Error("no bundle at once");
  return bundle.data;
};

const png = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 2, 128, 0, 0, 1, 224,
]);

test("nothing is shown for undefined, text for the rest", () => {
  expect(mimeBundle(undefined)).toBeUndefined();
  expect(dataOf(42)).toEqual({ "text/plain": "42" });
  expect(dataOf(null)).toEqual({ "text/plain": "null" });
  expect(dataOf([1, 2])).toEqual({ "text/plain": "[ 1, 2 ]" });
  expect(dataOf([])).toEqual({ "text/plain": "[]" });
  expect(dataOf({ data: [1], layout: {} })).toEqual({ "text/plain": "{ data: [ 1 ], layout: {} }" });
});

test("a value that says how it is shown is believed, at once or later, and falls back to text", async () => {
  const shown = { "text/html": "<p>a &amp; b</p><p>c</p>" };
  expect(dataOf({ [jupyterDisplay]: () => shown })).toEqual({ ...shown, "text/plain": "a & b\nc" });
  expect(await mimeBundle({ [jupyterDisplay]: async () => ({ "image/png": png }) })).toMatchObject({
    data: { "image/png": "iVBORw0KGgoAAAANSUhEUgAAAoAAAAHg" },
  });
  for (const wrong of [
    () => {
      throw new Error("no");
    },
    () => undefined,
    () => ({ notAType: 1 }),
    async () => {
      throw new Error("no");
    },
  ]) {
    const bundle = await mimeBundle({ a: 1, [jupyterDisplay]: wrong });
    expect(bundle?.data["text/plain"]).toMatch(/^\{ a: 1/);
  }
});

test("pictures are known by their bytes", () => {
  expect(dataOf(png)).toEqual({
    "image/png": "iVBORw0KGgoAAAANSUhEUgAAAoAAAAHg",
    "text/plain": "PNG picture, 640 × 480 pixels, 1 kB",
  });
  expect(Object.keys(dataOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0])))).toEqual(["image/jpeg", "text/plain"]);
  const drawing = `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><text>é😀</text></svg>`;
  expect(dataOf(new TextEncoder().encode(drawing))["image/svg+xml"]).toBe(drawing);
  expect(dataOf(Uint8Array.from([1, 2]))).toEqual({ "text/plain": "Uint8Array(2) [ 1, 2 ]" });
  expect(dataOf(image(png, 'A "hill"'))).toEqual({
    "text/html":
      '<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAoAAAAHg" alt="A &quot;hill&quot;" style="max-width:100%">',
    "text/plain": 'A "hill"',
  });
  expect(() => image(Uint8Array.from([1]))).toThrow("not a PNG");
});

test("wrappers show what they hold; tags of markup escape what is put into them", () => {
  expect(dataOf(html("<b>1</b>"))).toEqual({ "text/html": "<b>1</b>", "text/plain": "1" });
  expect(dataOf(html`<li>${"<script>"}${html`<i>ok</i>`}${[1, null, 2]}</li>`)["text/html"]).toBe(
    "<li>&lt;script&gt;<i>ok</i>12</li>",
  );
  expect(dataOf(markdown`# ${"<A>"}`)).toEqual({ "text/markdown": "# <A>", "text/plain": "# <A>" });
  expect(dataOf(latex("x^2"))["text/latex"]).toBe("x^2");
  expect(dataOf(svg`<svg><text>${"a<b"}</text></svg>`)["image/svg+xml"]).toBe("<svg><text>a&lt;b</text></svg>");
  expect(dataOf(json({ a: [1n, undefined] }))).toEqual({
    "application/json": { a: ["1", null] },
    "text/plain": "{ a: [ 1n, undefined ] }",
  });
});

test("figures of plotly are drawn by the front end and described in words", () => {
  const figure = {
    data: [
      { type: "bar", x: ["a", "b"], y: new Float64Array([1, Number.NaN]), name: "People" },
      { x: [1], y: [2] },
    ],
    layout: { title: { text: "Who <b>came</b>" }, xaxis: { title: "Day" }, yaxis: { title: { text: "People" } } },
  };
  const data = dataOf(figure);
  expect(data["application/vnd.plotly.v1+json"]).toEqual({
    ...figure,
    data: [{ ...figure.data[0], y: [1, null] }, figure.data[1]],
  });
  expect(data["text/plain"]).toBe("Chart: Who came. Axes: Day and People. bar “People”, 2 points; line, 1 point.");
  expect(dataOf({ data: [{ type: "pie", labels: ["a"], values: [1] }] })).toHaveProperty([
    "application/vnd.plotly.v1+json",
  ]);
  expect(dataOf({ data: [{ x: 1, y: 2 }] })).not.toHaveProperty(["application/vnd.plotly.v1+json"]);
});

test("bundles given by hand become what JSON can carry", () => {
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  expect(
    bundleOf({
      "application/json": { n: 1n, circle, no: Number.NaN, f: () => 1, when: new Date(0) },
      "image/png": png.subarray(0, 4),
    }).data,
  ).toEqual({
    "application/json": { n: "1", circle: { self: null }, no: null, when: "1970-01-01T00:00:00.000Z" },
    "image/png": "iVBORw==",
  });
  expect(isBundleData({ "text/html": "", "application/vnd.plotly.v1+json": {} })).toBe(true);
  expect(isBundleData({ "data/file.csv": 1 })).toBe(false);
  expect(isBundleData({})).toBe(false);
});
