import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Row } from "../row.js";
import { sortBy } from "../sort-by.js";
import { csvText } from "../write/csv-text.js";
import { cellText } from "../cell-text.js";
import { count, distinct, greatest, least } from "./aggregate.js";
import { median, sum } from "./figures.js";
import { read } from "./read.js";
import { tableOf, type Table } from "./table.js";

/** What a plain list of rows would give is the measure: columns must say the same, however they are kept. */
const rows = fc.array(
  fc.record({
    word: fc.option(fc.constantFrom("ash", "Ash", "élan", "elan", "item 10", "item 9", ""), { nil: null }),
    number: fc.option(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 5)), {
      nil: null,
    }),
    mixed: fc.option(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom("a", "b"), fc.boolean()), { nil: null }),
  }),
  { minLength: 1, maxLength: 25 },
);
const settings = { seed: 20_261_129, numRuns: 200 };
const names = ["word", "number", "mixed"] as const;

/** The same rows as they stand, and behind two selections that together change nothing but how the cells are found. */
const ways = (made: readonly Row[]): Table[] => {
  const table = tableOf(made);
  const twice = table
    .append(table)
    .slice(made.length)
    .filter(() => true);
  return [table, twice];
};

describe("a table in columns does what a list of rows does", () => {
  test("in order of any column, both ways, rows that are alike as they stood", () => {
    fc.assert(
      fc.property(rows, (made) => {
        for (const table of ways(made))
          for (const name of names)
            for (const order of ["lowest first", "highest first"] as const)
              expect(table.sortBy(name, order).rows()).toEqual(sortBy(table.rows(), name, order));
      }),
      settings,
    );
  });

  test("groups by one column or several, in order of appearance, with the same figures", () => {
    fc.assert(
      fc.property(rows, (made) => {
        for (const table of ways(made))
          for (const by of [["word"], ["mixed"], ["word", "mixed"], ["number", "word", "mixed"]]) {
            const groups = Map.groupBy(made, (row) => JSON.stringify(by.map((name) => (row as Row)[name] as unknown)));
            const figures = {
              rows: count(),
              known: count("number"),
              kinds: distinct("mixed"),
              least: least("number"),
              greatest: greatest("word"),
              middle: median("number"),
              total: sum("number"),
            };
            const summed = table.groupBy(...by).summarise(figures);
            expect(table.groupBy(...by).groups).toEqual([...groups.values()]);
            expect(summed.rows()).toEqual(
              [...groups.values()].map((group) => ({
                ...Object.fromEntries(by.map((name) => [name, (group[0] as Row)[name]])),
                ...Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, figure(group)])),
              })),
            );
          }
      }),
      // A nought below nought is a group with nought, as in any list of JavaScript.
      { ...settings, numRuns: 60, examples: [[[{ word: null, number: 0, mixed: null }]]] },
    );
  });

  test("joins as row by row, with repeats and rows without a partner", () => {
    fc.assert(
      fc.property(rows, rows, (made, others) => {
        const right = others.map(({ word, number }) => ({ word, other: number }));
        for (const table of ways(made)) {
          const expected = made.flatMap((row) => {
            const partners = right.filter(({ word }) => word !== null && word === row.word);
            return partners.length === 0 ? [{ ...row, other: null }] : partners.map(({ other }) => ({ ...row, other }));
          });
          expect(table.join(right, { on: "word" }).rows()).toEqual(expected);
        }
      }),
      settings,
    );
  });

  test("is written as its rows would be", () => {
    fc.assert(
      fc.property(rows, (made) => {
        for (const table of ways(made)) {
          const written = table
            .rows()
            .map((row) => names.map((name) => (row[name] === null ? "" : cellText(row[name]))));
          expect(table.toCsv()).toBe(csvText(names, written));
        }
      }),
      settings,
    );
  });
});

test("six thousand numbers, below and above nought, stand in order digit by digit as compared", () => {
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -9, max: 9 }));
  const made = fc.sample(fc.option(number, { nil: null }), { numRuns: 6000, seed: 20_261_129 });
  const table = tableOf(made.map((cell, at) => ({ number: cell, at })));
  for (const order of ["lowest first", "highest first"] as const)
    expect(table.sortBy("number", order).rows()).toEqual(sortBy(table.rows(), "number", order));
});

test("cut at any place, as a list is", () => {
  const cells = Array.from({ length: 7 }, (_, at) => ({ at }));
  const place = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(1.7, -1.7, Infinity, -Infinity, Number.NaN));
  fc.assert(
    fc.property(place, fc.option(place, { nil: undefined }), (from, to) => {
      expect(tableOf(cells).slice(from, to).rows()).toEqual(cells.slice(from, to));
    }),
    settings,
  );
});

test("a file of many alike and a file of all different cells read as the same kinds of cells", async () => {
  const lines = Array.from({ length: 40 }, (_, at) => `${at}.5,${at % 2},2024-01-0${1 + (at % 3)},w${at}`);
  const table = await read({
    name: "x.csv",
    bytes: new TextEncoder().encode(["n,few,date,word", ...lines].join("\n")),
  });
  expect(table.at(7)).toEqual({ n: 7.5, few: 1, date: "2024-01-02", word: "w7" });
  expect(table.filter((row) => row["few"] === 1 && row["n"] > 30).column("word")).toEqual(
    [31, 33, 35, 37, 39].map((at) => `w${at}`),
  );
  expect(table.select("few", "date").distinct().length).toBe(6);
});
