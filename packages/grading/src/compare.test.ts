import { expect, test } from "vitest";
import { equal, near, sameRows, sameTable } from "./compare.js";

test("equal forgives the last digits, tells NaN from numbers and counts 0 as −0", () => {
  expect(equal(0.1 + 0.2, 0.3)).toBe(true);
  expect(equal(Number.NaN, Number.NaN)).toBe(true);
  expect(equal(0, -0)).toBe(true);
  expect(equal(Number.NaN, 0)).toBe(false);
  expect(equal(Infinity, Number.MAX_VALUE)).toBe(false);
  expect(equal(1_000_000, 1_000_001)).toBe(false);
  expect(equal(3n, 3)).toBe(true);
  expect(equal(3n, "3")).toBe(false);
});

test("equal goes into lists, rows, dates, maps and sets, and knows an absent key from an undefined one", () => {
  expect(equal([{ a: 1, b: [1, 2] }], [{ b: [1, 2], a: 1 }])).toBe(true);
  expect(equal([1, 2], [2, 1])).toBe(false);
  expect(equal({ a: undefined }, {})).toBe(false);
  expect(equal({ a: undefined }, { b: undefined })).toBe(false);
  expect(equal(new Date(5), new Date(5))).toBe(true);
  expect(equal(new Map([["a", [1]]]), new Map([["a", [1]]]))).toBe(true);
  expect(equal(new Set([1, 2]), new Set([2, 1]))).toBe(true);
  expect(equal(new Float64Array([1, 2]), [1, 2])).toBe(true);
  expect(equal([], {})).toBe(false);
  expect(equal(null, {})).toBe(false);
  expect(equal("2", 2)).toBe(false);
});

test("equal ends on data that is deeper than any data", () => {
  const make = (): unknown => {
    let value: unknown = 1;
    for (let depth = 0; depth < 5000; depth++) value = [value];
    return value;
  };
  expect(equal(make(), make())).toBe(false);
});

test("near compares numbers only, up to and including the tolerance", () => {
  expect(near(0.3, 0.2, 0.1)).toBe(true);
  expect(near(-13.754, -13.75, 0.005)).toBe(true);
  expect(near(1, 1.1, 0.05)).toBe(false);
  expect(near("1", 1, 5)).toBe(false);
  expect(near(Number.NaN, 1, 5)).toBe(false);
  expect(near(Infinity, Infinity, 1)).toBe(true);
});

test("sameRows ignores the order and counts each row", () => {
  expect(sameRows([{ a: 1 }, { a: 2 }], [{ a: 2 }, { a: 1 }])).toBe(true);
  expect(sameRows([{ a: 1 }, { a: 1 }], [{ a: 1 }, { a: 2 }])).toBe(false);
  expect(sameRows([{ a: 1 }], [{ a: 1 }, { a: 1 }])).toBe(false);
  expect(sameRows(undefined, [])).toBe(false);
});

test("sameRows and equal find 50,000 rows in any order, last digits and all, and see one that differs", () => {
  const make = (add: number): { id: number; share: number; name: string }[] =>
    Array.from({ length: 50_000 }, (_, id) => ({ id, share: (id + 1) / 7 + add, name: `ward ${id % 50}` }));
  const [one, other] = [make(0), make(1e-12).toReversed()];
  // A look at every pair would take many minutes, and hang this test.
  expect(sameRows(one, other)).toBe(true);
  expect(equal(new Set(one), new Set(other))).toBe(true);
  other[17]!.share += 1;
  expect(sameRows(one, other)).toBe(false);
});

test("sameTable: rows in order unless told otherwise, columns in any order", () => {
  const table = [
    { ward: "Abbey", count: 3 },
    { ward: "Eastbury", count: 4 },
  ];
  expect(sameTable(table, [{ count: 3, ward: "Abbey" }, table[1]])).toBe(true);
  expect(sameTable(table, table.toReversed())).toBe(false);
  expect(sameTable(table, table.toReversed(), { anyOrder: true })).toBe(true);
  expect(sameTable(table, [...table, table[0]])).toBe(false);
  expect(sameTable(table, "no table")).toBe(false);
  expect(sameTable([1], [1])).toBe(false);
});

test("sameTable: only the columns that count, and each row must have them", () => {
  const [wide, narrow] = [[{ ward: "Abbey", count: 3, note: "x" }], [{ ward: "Abbey", count: 3 }]];
  expect(sameTable(wide, narrow)).toBe(false);
  expect(sameTable(wide, narrow, { columns: ["ward", "count"] })).toBe(true);
  expect(sameTable(narrow, wide, { columns: ["ward", "note"] })).toBe(false);
});

test("sameTable: numbers within the tolerance, and numbers as text only when asked", () => {
  expect(sameTable([{ a: 1.004 }], [{ a: 1 }])).toBe(false);
  expect(sameTable([{ a: 1.004 }], [{ a: 1 }], { tolerance: 0.005 })).toBe(true);
  expect(sameTable([{ a: 1.006 }], [{ a: 1 }], { tolerance: 0.005 })).toBe(false);
  expect(sameTable([{ a: "1,200" }], [{ a: 1200 }])).toBe(false);
  expect(sameTable([{ a: "1,200" }], [{ a: 1200 }], { numbersAsText: true })).toBe(true);
  expect(sameTable([{ a: "12 wards" }], [{ a: 12 }], { numbersAsText: true })).toBe(false);
  expect(sameTable([{ a: "" }], [{ a: 0 }], { numbersAsText: true })).toBe(false);
});

test("sameTable: in any order, a row gives way where another row needs its partner", () => {
  const rows = (...values: number[]): object[] => values.map((value) => ({ value }));
  const loose = { anyOrder: true, tolerance: 0.015 };
  expect(sameTable(rows(1.015, 1), rows(1.01, 1.02), loose)).toBe(true);
  expect(sameTable(rows(1, 1.015), rows(1.02, 1.01), loose)).toBe(true);
  expect(sameTable(rows(1, 1), rows(1.01, 1.02), loose)).toBe(false);
});
