import { expect, test } from "vitest";
import { completeInMemory } from "./complete-in-memory.js";
import { inspectInMemory } from "./inspect-in-memory.js";
import type { LiveScope } from "./live-scope.js";
import { memberValue } from "./own-members.js";

/** A scope over these values; like the real one it reads no getter. */
function scopeOf(values: Readonly<Record<string, unknown>>): LiveScope & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    names: () => Object.keys(values),
    evaluateSafely: (expression) => {
      asked.push(expression);
      const [root = "", ...path] = expression.split(/\.|\["|"\]\.?|\[|\]\.?/).filter((part) => part !== "");
      return path.reduce<unknown>((value, key) => memberValue(value, key, undefined), values[root]);
    },
  };
}

const countries = [
  { country: "Kenya", region: "Africa", "life 1955": 42.3 },
  { country: "Peru", region: "Americas", "life 1955": 46.1, extra: "only here" },
];
const scope = scopeOf({
  countries,
  answer: {
    parts: [{ deep: { deeper: 1 } }],
    "two words": 1,
    get danger() {
      throw new Error("read");
    },
  },
  total: 12,
  addColumn: (_rows: unknown, _name: string) => undefined,
  Polygon: class {
    sides = 3;
    area(): number {
      return this.sides;
    }
  },
  when: new Date(0),
});

/** `|` is the cursor. */
function complete(code: string, from: LiveScope = scope): string[] {
  const offset = code.indexOf("|");
  return completeInMemory(from, code.replace("|", ""), offset).map((one) => one.text);
}

test("names in memory are offered, whatever their case, with what they hold", () => {
  expect(complete("cou|")).toEqual(["countries"]);
  expect(complete("poly|")).toEqual(["Polygon"]);
  expect(completeInMemory(scope, "tot", 3)).toEqual([{ text: "total", kind: "variable", detail: "12" }]);
});

test("the keys of an object are offered after its dot; one with a blank takes the dot's place with brackets", () => {
  expect(complete("answer.|")).toEqual(["parts", '["two words"]', "danger"]);
  expect(completeInMemory(scope, "answer.two", 10)).toEqual([
    { text: '["two words"]', start: 6, kind: "property", detail: "1" },
  ]);
  expect(complete("answer?.parts[0].deep.|")).toEqual(["deeper"]);
  expect(complete('answer["parts"][0].|')).toEqual(["deep"]);
});

test("methods of a class are offered, and those of lists and text", () => {
  expect(complete("countries.fil|")).toEqual(["fill", "filter"]);
  expect(complete("when.getFull|")).toEqual(["getFullYear"]);
});

test("a getter is named but never read, and a call is never made", () => {
  const watched = scopeOf({
    make: () => countries,
    answer: {
      get danger(): number {
        throw new Error("read");
      },
    },
  });
  expect(complete("answer.danger.|", watched)).toEqual([]);
  expect(complete("make().|", watched)).toEqual([]);
  expect(complete("make()[0].|", watched)).toEqual([]);
  expect(watched.asked.some((expression) => expression.includes("("))).toBe(false);
});

test.each([
  ["countries.filter((row) => row.|"],
  ["countries.filter(row => row.|"],
  ["countries.filter(function (row) { return row.|"],
  ["countries.map((row, index) => { let x = index; return row.|"],
  ["countries.toSorted((a, row) => row.|"],
  ["countries.reduce((sum, row) => sum + row.|"],
  ['addColumn(countries, "change", (row) => row.|'],
  ["countries.filter((row) => row.region === 'Africa' && row.|"],
  ["for (const row of countries) { console.log(row.|"],
  ["countries.map((row) => `${row.|"],
])("columns are offered after a row's dot: %s", (code) => {
  expect(complete(code)).toEqual(["country", "region", '["life 1955"]', "extra"]);
});

test("a name that is a row's in one call is nothing in the next", () => {
  expect(complete("countries.filter((row) => true); row.|")).toEqual([]);
  expect(complete("countries.reduce((sum, row) => sum.|")).toEqual([]);
  expect(complete("countries.map((row) => ro|")).toEqual(["row"]);
});

test.each([
  ['sortBy(countries, "|'],
  ["median(countries, '|"],
  ["median(countries, `|"],
  ['barChart(countries, { label: "|'],
  ['barChart(countries.slice(0, 3), countries, { label: "|'],
  ['rate(countries, { count: "|'],
  ['trend(countries, { time: "country", value: "|'],
  ['countries.map((row) => row["|'],
])("columns are offered inside text: %s", (code) => {
  expect(complete(code)).toEqual(["country", "region", "life 1955", "extra"]);
});

test("keys are offered in square brackets, from behind the quote on", () => {
  expect(completeInMemory(scope, 'answer["tw', 10)).toEqual([{ text: "two words", kind: "column", start: 8 }]);
});

test("columns come with a sample, and a quote in a name is escaped", () => {
  const quoted = scopeOf({ rows: [{ 'say "hi"': 1, it: undefined }, { it: "late" }] });
  expect(completeInMemory(quoted, 'f(rows, "', 9)).toEqual([
    { text: 'say \\"hi\\"', kind: "column", start: 9, detail: "such as 1" },
    { text: "it", kind: "column", start: 9, detail: 'such as "late"' },
  ]);
});

test("tables of other makes have columns, too: columns, columnNames() and rows", () => {
  class ArrowTable {
    columnNames(): string[] {
      return ["year", "rate"];
    }
  }
  class Frame {
    get columns(): string[] {
      return ["a", "b"];
    }
  }
  const tables = scopeOf({
    arrow: new ArrowTable(),
    frame: new Frame(),
    own: { rows: [{ x: 1 }] },
    given: { columns: ["q"] },
  });
  expect(complete('f(arrow, "|', tables)).toEqual(["year", "rate"]);
  expect(complete("arrow.filter((d) => d.|", tables)).toEqual(["year", "rate"]);
  expect(complete('frame.groupby(["|', tables)).toEqual(["a", "b"]);
  expect(complete('f(own, "|', tables)).toEqual(["x"]);
  expect(complete('f(given, "|', tables)).toEqual(["q"]);
});

test.each(["// countries.|", "/* countries.|", "let cou|", "function cou|", "'countries.|", "5.|", "(countries).|"])(
  "nothing is offered where nothing from memory belongs: %s",
  (code) => {
    expect(complete(code)).toEqual([]);
  },
);

test("a proxy is never looked into", () => {
  const trap = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error("asked");
      },
    },
  );
  const guarded: LiveScope = { ...scopeOf({ trap, list: [trap] }), isProxy: (value) => value === trap };
  expect(complete("trap.|", guarded)).toEqual([]);
  expect(complete("list.map((row) => row.|", guarded)).toEqual([]);
});

test("a list of a million is looked at as fast as one of ten", () => {
  const big = scopeOf({ big: Array.from({ length: 1_000_000 }, (_, index) => ({ index })) });
  expect(complete("big.map((row) => row.|", big)).toEqual(["index"]);
  expect(complete("big.toSor|", big)).toEqual(["toSorted"]);
});

test("hover tells columns, keys, values and parameters", () => {
  const inspect = (code: string) => inspectInMemory(scope, code.replace("|", ""), code.indexOf("|"));
  expect(inspect("countr|ies")).toEqual({
    signature: "countries: table",
    value: "list of 2",
    documentation:
      'Columns: country (such as "Kenya"), region (such as "Africa"), life 1955 (such as 42.3), extra (such as "only here")',
  });
  expect(inspect("total|")).toEqual({ signature: "total: number", value: "12" });
  expect(inspect("answer|")).toMatchObject({ documentation: "Keys: parts, two words, danger" });
  expect(inspect("addColumn(|")).toEqual({ signature: "addColumn(_rows, _name)" });
  expect(inspect("countries.map((row) => ro|w)")?.signature).toBe("row: one row");
  expect(inspect("nothing|")).toBeUndefined();
});
