import { expect, test } from "vitest";
import { mimeBundle, type MimeBundle } from "./mime-bundle.js";

const show = (rows: unknown): { html: string; text: string } => {
  const { data } = mimeBundle(rows) as MimeBundle;
  return { html: (data["text/html"] ?? "") as string, text: data["text/plain"] as string };
};

test("rows become a table with a caption, headings for columns and rows, and numbers to the right", () => {
  const { html, text } = show([
    { place: "Leeds <b>", people: 12, "share of all": 0.1 + 0.2 },
    { place: "York", people: null, extra: new Date(0) },
  ]);
  expect(html).toContain('<caption style="text-align:left;padding:4px 0">2 rows, 4 columns</caption>');
  expect(html).toContain(
    '<th scope="col" style="padding:3px 10px 3px 0;text-align:right;font-variant-numeric:tabular-nums">people</th>',
  );
  expect(html).toContain(">Leeds &lt;b&gt;</th>");
  expect(html).toMatch(/<th scope="row"[^>]*>York<\/th>/);
  expect(html).toMatch(
    /<td[^>]*><span aria-hidden="true">–<\/span><span style="position:absolute[^"]*">missing<\/span><\/td>/,
  );
  expect(html).toContain(">0.3</td>");
  expect(html).toContain(">1970-01-01</td>");
  expect(html).toMatch(/^<div role="region" aria-label="Table" tabindex="0"/);
  expect(text.split("\n")).toEqual([
    "place      people  share of all  extra",
    "Leeds <b>      12           0.3  –",
    "York            –             –  1970-01-01",
    "2 rows, 4 columns",
  ]);
});

test("of many rows the first twenty are shown and the rest is counted", () => {
  const { html } = show(Array.from({ length: 1234 }, (_, id) => ({ id })));
  expect(html.match(/<tr>/g)).toHaveLength(21);
  expect(html).toContain("1,234 rows, 1 column · the first 20 rows are shown, 1,214 more are not");
  const wide = show([Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${i}`, i]))]);
  expect(wide.html).toContain("1 row, 40 columns · the first 30 columns are shown, 10 more are not");
});

test("rows that guard against misspelt columns, as those of our own tables do, are rows", () => {
  const guard = new Proxy(Object.create(Object.prototype) as object, {
    get: (target, key, receiver): unknown => {
      if (typeof key === "symbol" || key in target) return Reflect.get(target, key, receiver) as unknown;
      throw new Error(`There is no column called "${key}".`);
    },
  });
  const row = Object.freeze(Object.assign(Object.create(guard) as object, { country: "Chad" }));
  expect(show([row]).text).toBe("country\nChad\n1 row, 1 column");
});

test.each([
  ["numbers", [1, 2]],
  ["mixed", [{ a: 1 }, 2]],
  [
    "instances of classes",
    [
      new (class Person {
        name = "A";
      })(),
    ],
  ],
  ["dates", [new Date(0)]],
  ["lists", [[1], [2]]],
  ["empty objects", [{}, {}]],
  ["a hole", Object.assign([{ a: 1 }], { 2: { a: 2 } })],
])("a list of %s is no table", (_title, value) => {
  expect(show(value).html).toBe("");
});

test("getters in rows are not run, and nested values are short", () => {
  const row = {
    get now(): number {
      throw new Error("ran");
    },
    inner: { list: [1, 2, { deep: true }], text: "x".repeat(500) },
  };
  const { html } = show([row]);
  expect(html).toContain("[Getter]");
  expect(html).toMatch(/\{ list: \[Array\], text: &#39;x+/);
  expect(html.length).toBeLessThan(1500);
});

test("a million rows show at once, twenty of them", () => {
  expect(show(Array.from({ length: 1_000_000 }, (_, id) => ({ id }))).text).toContain("1,000,000 rows");
});
