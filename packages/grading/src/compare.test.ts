import { expect, test } from "vitest";
import { equal, near, sameRows } from "./compare.js";

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
