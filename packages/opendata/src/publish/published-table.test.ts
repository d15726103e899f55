import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainNumber } from "./published-table.js";
import { tableOfText } from "./test-set.js";

describe("a table to publish", () => {
  test("writes numbers plainly, dates year first, and promises a type only where every cell keeps it", async () => {
    const table = await tableOfText(
      `amount,day,mixed,tiny\n${Array.from({ length: 12 }, (_, at) => `"£1,${100 + at}.50",${13 + at}/02/2025,${at === 5 ? "?" : at},${at === 2 ? "0.00000012" : at}`).join("\n")}`,
    );
    expect(table.columns.map(({ name, type, texts }) => [name, type, texts[2]])).toEqual([
      ["amount", "number", "1102.5"],
      ["day", "date", "2025-02-15"],
      ["mixed", "integer", "2"],
      ["tiny", "number", "0.00000012"],
    ]);
  });

  test("disarms what a spreadsheet program would run, and counts it", async () => {
    const table = await tableOfText('=x,n\n"=1+1",1\n@sum,2\n-5,3\n=1+1,4\nplain,5\n');
    expect(table.columns[0]?.name).toBe("'=x");
    expect(table.columns[0]?.texts).toEqual(["'=1+1", "'@sum", "-5", "plain"]);
    expect(table.disarmed).toBe(3);
  });

  test("the plain way of writing a number is the same number, for any", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const plain = plainNumber(String(value));
        expect(plain).not.toContain("e");
        expect(Number(plain)).toBe(value === 0 ? 0 : value);
      }),
      { seed: 20_261_129, numRuns: 1000 },
    );
  });
});
