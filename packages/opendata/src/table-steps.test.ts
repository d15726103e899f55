import { describe, expect, test } from "vitest";
import { addColumn } from "./add-column.js";
import { median } from "./median.js";
import { parseTable } from "./parse-table.js";
import { sortBy } from "./sort-by.js";

const towns = parseTable("town,before,after\nAlder,10,14\nBirch,,9\nCedar,30,20\n", "towns.csv");

describe("addColumn", () => {
  test("works out each row and leaves the old table alone", () => {
    const changed = addColumn(towns, "change", (row) => Number(row["after"]) - Number(row["before"]));
    expect(changed.map((row) => row["change"] as unknown)).toEqual([4, null, -10]);
    expect(Object.keys(towns[0] ?? {})).toEqual(["town", "before", "after"]);
  });

  test("a missing figure gives a missing result, not one as if it were nought", () => {
    const changed = addColumn(towns, "change", (row) => row["after"] - row["before"]);
    expect(changed[1]).toEqual({ town: "Birch", before: null, after: 9, change: null });
  });

  test("a division by nought is missing", () => {
    expect(addColumn([{ a: 1 }], "b", (row) => row["a"] / 0)).toEqual([{ a: 1, b: null }]);
  });

  test("a slip in the rule is answered with the name that was meant", () => {
    expect(() => addColumn(towns, "x", (row) => row["befor"])).toThrow(/Did you mean "before"/);
  });

  test("a column of the same name is replaced in its place", () => {
    expect(Object.entries(addColumn(towns, "before", () => 1)[0] ?? {})[1]).toEqual(["before", 1]);
  });
});

describe("sortBy", () => {
  test("missing cells come last in both orders, and the old table keeps its order", () => {
    const names = (rows: typeof towns): unknown[] => rows.map((row) => row["town"] as unknown);
    expect(names(sortBy(towns, "before", "highest first"))).toEqual(["Cedar", "Alder", "Birch"]);
    expect(names(sortBy(towns, "before", "lowest first"))).toEqual(["Alder", "Cedar", "Birch"]);
    expect(names(towns)).toEqual(["Alder", "Birch", "Cedar"]);
  });

  test("words go by the alphabet, whatever their capitals and accents", () => {
    const rows = [{ n: "Zoe" }, { n: "émile" }, { n: "adam" }, { n: "Eve" }];
    expect(sortBy(rows, "n").map((row) => row["n"] as unknown)).toEqual(["adam", "émile", "Eve", "Zoe"]);
  });

  test("a column that is not there is named", () => {
    expect(() => sortBy(towns, "Town")).toThrow(/Did you mean "town"/);
  });
});

describe("median", () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[5, null], 5],
    [[null], null],
    [[-2, -10, 0], -2],
  ])("of %j is %j", (numbers, expected) => {
    expect(
      median(
        numbers.map((n) => ({ n })),
        "n",
      ),
    ).toBe(expected);
  });

  test("text among the numbers is an error with its place, not a guess", () => {
    expect(() => median([{ n: 1 }, { n: "two" }], "n")).toThrow(/^Row 2 has "two" under "n", and that is not a number/);
  });
});
