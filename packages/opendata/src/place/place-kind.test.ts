import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeChanges } from "./code-changes.js";
import { placeKindOf, plainPostcode } from "./place-kind.js";

describe("what kind of place a column names", () => {
  test.each([
    [["B4 7YG", "sw1a1aa", "", "M1 1AA"], "postcode"],
    [["E05011151", "W05000993", "S13002843", "N08000101"], "ward"],
    [["E01033620", "W01000001", "S01006506"], "lsoa"],
    [["E06000063", "E07000026", "E08000025", "E09000007", "W06000015", "S12000033", "N09000003"], "local-authority"],
    [["E05011151", "E08000025"], undefined],
    [["Abbey", "Castle"], undefined],
    [["", " "], undefined],
  ])("%j: %s", (cells, kind) => {
    expect(placeKindOf(cells)).toBe(kind);
  });

  test("one slip in ten does not hide it, two do", () => {
    const codes = Array.from({ length: 9 }, (_, at) => `E0501115${at}`);
    expect(placeKindOf([...codes, "n/a"])).toBe("ward");
    expect(placeKindOf([...codes, "n/a", "?"])).toBeUndefined();
  });

  test("a postcode is the same however it is spaced and written", () => {
    expect([" b4  7yg ", "B47YG", "B4 7Y"].map((words) => plainPostcode(words))).toEqual(["B47YG", "B47YG", undefined]);
  });
});

describe("codes that were replaced", () => {
  test("lead to the last of them; what was divided, and a list that leads round in a circle, to none", () => {
    const of = codeChanges([
      ["A", "B"],
      ["B", "C"],
      ["D", "B"],
      ["X", "Y"],
      ["X", "Z"],
      ["P", "Q"],
      ["Q", "P"],
      ["S", "S"],
      ["", "T"],
    ]);
    const expected = { A: "C", B: "C", C: undefined, D: "C", X: null, P: null, S: undefined, T: undefined };
    for (const [code, now] of Object.entries(expected)) expect([code, of(code)?.code]).toEqual([code, now]);
  });

  test("whatever the list, an answer is a code that nothing replaces, or none", () => {
    const code = fc.constantFrom("A", "B", "C", "D", "E", "F");
    fc.assert(
      fc.property(fc.array(fc.tuple(code, code)), code, (pairs, asked) => {
        const found = codeChanges(pairs)(asked);
        const replaced = new Set(pairs.filter(([old, now]) => old !== now).map(([old]) => old));
        expect(found === undefined).toBe(!replaced.has(asked));
        if (found !== undefined && found.code !== null) expect(replaced.has(found.code as typeof asked)).toBe(false);
      }),
      { seed: 9, numRuns: 500 },
    );
  });
});
