import { mostTableRows, tableMime as agreedMime, TableDisplay } from "@data-surgery/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { read } from "./table/read.js";
import { tableOf } from "./table/table.js";
import { jupyterDisplay } from "./show.js";
import { tableMime } from "./table-display.js";
import { tableView } from "./table-view.js";

function displayOf(...given: Parameters<typeof tableView>): TableDisplay {
  const bundle = JSON.parse(JSON.stringify(tableView(...given)[jupyterDisplay]())) as Record<string, unknown>;
  return TableDisplay.parse(bundle[agreedMime]);
}

describe("a table for our own page", () => {
  test("stands in the output under the agreed name, beside the HTML and the words", () => {
    expect(tableMime).toBe(agreedMime);
    expect(Object.keys(tableView([{ a: 1 }])[jupyterDisplay]())).toEqual([agreedMime, "text/html", "text/plain"]);
  });

  test("says what each column holds, and keeps missing apart from empty text", () => {
    const rows = [
      { ward: "Ash", people: 1200, year: 1955, on: "2024-05-01", share: 0.5, open: true, gap: null, odd: "a" },
      { ward: "", people: null, year: 2005, on: null, share: 1, open: false, gap: Number.NaN, odd: 1 },
    ];
    const display = displayOf(rows, { caption: "Wards" });
    expect(display.columns).toEqual([
      { name: "ward", type: "text" },
      { name: "people", type: "whole number", number: { decimals: 0, grouping: true } },
      { name: "year", type: "whole number", number: { decimals: 0, grouping: false } },
      { name: "on", type: "date" },
      { name: "share", type: "number", number: { decimals: 1, grouping: true } },
      { name: "open", type: "true or false" },
      { name: "gap", type: "nothing" },
      { name: "odd", type: "mixed", number: { decimals: 0, grouping: true } },
    ]);
    expect(display.rows[1]).toEqual(["", null, 2005, null, 1, false, null, 1]);
    expect(display).toMatchObject({ caption: "Wards", total: 2 });
  });

  test("holds the first 500 rows of a large table and says how many there are", () => {
    const display = displayOf(Array.from({ length: 100_000 }, (_, n) => ({ n })));
    expect([display.rows.length, display.total]).toEqual([mostTableRows, 100_000]);
  });

  test("long texts mean fewer rows, and a very long one is cut and says so", () => {
    const display = displayOf(Array.from({ length: 500 }, () => ({ text: "x".repeat(12_000) })));
    expect(display.rows.length).toBeLessThan(mostTableRows);
    expect(display.rows.length).toBeGreaterThan(24);
    expect(display.rows[0]?.[0]).toMatch(/^x{2000}… \(10,000 more letters\)$/);
  });

  test("a page starts with as many rows as the cell asks for", () => {
    expect(displayOf([{ a: 1 }], { rows: 12 }).pageRows).toBe(12);
    expect(displayOf([{ a: 1 }]).pageRows).toBeUndefined();
  });

  test("a table brings its columns also without rows, and where it came from", () => {
    const grants = tableOf([{ ward: "Ash", pounds: 3 }], "grants.csv").from({ publisher: "Ambleford", licence: "CC0" });
    const none = grants.filter((row) => row["pounds"] > 5);
    const display = displayOf(none);
    expect(display.columns.map(({ name }) => name)).toEqual(["ward", "pounds"]);
    expect(display.origin).toEqual({
      source: "Ambleford, grants.csv, CC0",
      steps: [{ words: "Kept the rows that fit a rule", rowsBefore: 1, rowsAfter: 0 }],
      leftOut: [],
    });
    expect(tableView(none)[jupyterDisplay]()["text/html"]).toContain("This table has no rows");
    expect(displayOf(tableOf([{ a: 1 }])).origin).toBeUndefined();
  });

  test("a file brings the types that its whole columns have, and counts what is not data", async () => {
    const text = "Grants of Ambleford,\n\nward,amount\nAsh,£100\nBirch,£250.50\nTotal,£350.50\n";
    const grants = await read({ name: "grants.csv", bytes: new TextEncoder().encode(text) });
    const { columns, origin } = displayOf(grants);
    expect(columns.map(({ type }) => type)).toEqual(["text", "money"]);
    expect(origin?.leftOut).toContainEqual({ reason: "totals", rows: 1 });
    expect(origin?.readAt).toMatch(/^\d{4}-/);
  });

  test("whatever a learner's rows hold, the page can read it", () => {
    const cell = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.constant(undefined),
      fc.bigInt(),
      fc.date({ noInvalidDate: true }),
      fc.array(fc.string()),
      fc.object(),
    );
    const rows = fc.array(fc.dictionary(fc.string(), cell, { maxKeys: 5 }), { maxLength: 20 });
    fc.assert(
      fc.property(rows, (given) => {
        expect(displayOf(given).total).toBe(given.length);
      }),
      { seed: 20_260_303, numRuns: 200 },
    );
  });
});
