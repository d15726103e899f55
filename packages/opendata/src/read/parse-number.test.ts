import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseContinental, parseNumber } from "./parse-number.js";

describe("parseNumber", () => {
  test.each([
    ["12", 12],
    ["-0.5", -0.5],
    [".5", 0.5],
    ["+3", 3],
    ["£1,234.50", 1234.5],
    ["-£5", -5],
    ["£-5", -5],
    ["(1,234)", -1234],
    ["£(5.00)", -5],
    ["(£5.00)", -5],
    ["5.00-", -5],
    ["5.00CR", -5],
    ["12.5%", 12.5],
    ["1 234", 1234],
    ["1\u00A0234", 1234],
    ["−7", -7],
    ["1.2E+05", 120_000],
    ["£ 1,000,000", 1_000_000],
    ["(0)", 0],
  ])("%s is %d", (text, value) => {
    expect(parseNumber(text)?.value).toBe(value);
  });

  test.each([
    "",
    "-",
    "abc",
    "1,23",
    "12,34,56",
    "46281108_1",
    "1.2.3",
    "12 Main St",
    "£",
    "0x10",
    "Infinity",
    "1/2",
    "10-12",
    "E5",
    "()",
    "1e9999",
  ])("%j is no number", (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });

  test("however a number is dressed in the British way, it comes back", () => {
    const number = fc.integer({ min: -9_999_999, max: 9_999_999 }).map((pence) => pence / 100);
    const dress = fc.constantFrom<(value: number) => string>(
      (value) => value.toLocaleString("en-GB", { minimumFractionDigits: 2 }),
      (value) => value.toLocaleString("en-GB", { style: "currency", currency: "GBP" }),
      (value) => (value < 0 ? `(${Math.abs(value).toFixed(2)})` : value.toFixed(2)),
      (value) => (value < 0 ? `£${Math.abs(value).toFixed(2)}-` : `£${value.toFixed(2)}`),
    );
    fc.assert(
      fc.property(number, dress, (value, write) => {
        expect(parseNumber(write(value))?.value).toBe(value === 0 ? 0 : value);
      }),
      { seed: 20_261_124 },
    );
  });
});

test("1.234,56 is read only where a column asks for it", () => {
  expect(parseContinental("1.234,56")).toBe(1234.56);
  expect(parseContinental("1,234.56")).toBeUndefined();
});
