import { expect, test } from "vitest";
import { mergeCompletions, mergeInspections } from "./merge-completions.js";

test("columns come first, then what both know, then types, then memory; nothing twice", () => {
  const merged = mergeCompletions(
    [
      { text: "filter", kind: "method", documentation: "Keeps some." },
      { text: "name", kind: "field", detail: "string" },
      { text: "year", kind: "field", detail: "number" },
    ],
    [
      { text: "extra", kind: "property" },
      { text: "name", kind: "property", detail: '"Peru"' },
      { text: "year", kind: "column", detail: "such as 1955" },
    ],
  );
  expect(merged).toEqual([
    { text: "year", kind: "column", detail: "such as 1955" },
    { text: "name", kind: "field", detail: "string" },
    { text: "filter", kind: "method", documentation: "Keeps some." },
    { text: "extra", kind: "property" },
  ]);
});

test("a type that says nothing gives way to what is in memory", () => {
  expect(
    mergeInspections({ signature: "row: any" }, { signature: "row: one row", documentation: "Columns: a, b" }),
  ).toEqual({ signature: "row: one row", documentation: "Columns: a, b" });
  expect(
    mergeInspections({ signature: "n: number", documentation: "How many." }, { signature: "n: number", value: "12" }),
  ).toEqual({ signature: "n: number", documentation: "How many.", value: "12" });
  expect(mergeInspections(undefined, undefined)).toBeUndefined();
});
