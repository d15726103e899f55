import type { TableCell, TableDisplay } from "@data-surgery/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cellWriter,
  choosePageRows,
  firstState,
  lastPage,
  pageChoices,
  pageOf,
  partWords,
  pressHeading,
  readTable,
  sizeWords,
  stepWords,
  turnPage,
  whereWords,
  type TableState,
} from "./table-display.js";

const wards: TableDisplay = {
  format: 1,
  caption: "Wards",
  columns: [
    { name: "ward", type: "text" },
    { name: "people", type: "whole number", number: { decimals: 0, grouping: true } },
    { name: "opened", type: "date" },
  ],
  rows: [
    ["Ash 10", 1200, "2024-05-01"],
    ["", null, null],
    ["Ash 9", -0.4, "2023-01-31"],
    [null, 7, "2025-01-01"],
  ],
  total: 4,
};
const many: TableDisplay = {
  ...wards,
  rows: Array.from({ length: 60 }, (_, at) => [`Ward ${at}`, at, null]),
  total: 4812,
};

const column = (table: TableDisplay, state: TableState, at: number): TableCell[] =>
  pageOf(table, state).map((row) => row[at] ?? null);

describe("a table that is walked through", () => {
  test("a heading puts it in order, then the other way round, then as it was; missing comes last both times", () => {
    const up = pressHeading(firstState(wards), 1);
    expect(column(wards, up, 1)).toEqual([-0.4, 7, 1200, null]);
    const down = pressHeading(up, 1);
    expect(column(wards, down, 1)).toEqual([1200, 7, -0.4, null]);
    expect(pressHeading(down, 1)).toEqual(firstState(wards));
    expect(column(wards, pressHeading(down, 0), 0)).toEqual(["", "Ash 9", "Ash 10", null]);
  });

  test("where one is stands in words, with the order", () => {
    let state = firstState(many);
    expect(whereWords(many, state)).toBe("Rows 1–25 of 4,812.");
    state = turnPage(many, pressHeading(state, 1), 1);
    expect(whereWords(many, state)).toBe("Rows 26–50 of 4,812, in order of “people”, lowest first.");
    expect(whereWords(wards, firstState(wards))).toBe("");
    expect(whereWords(wards, pressHeading(firstState(wards), 0))).toBe("In order of “ward”, A to Z.");
    expect(whereWords(wards, pressHeading(firstState(wards), 2))).toContain("earliest first");
    expect(whereWords({ ...wards, rows: [], total: 0 }, firstState(wards))).toBe("This table has no rows.");
  });

  test("pages end where the rows end, and a longer page keeps the row at its top", () => {
    let state = firstState(many);
    state = turnPage(many, turnPage(many, turnPage(many, state, 1), 1), 1);
    expect([state.page, lastPage(many, state)]).toEqual([2, 2]);
    expect(column(many, state, 1)).toHaveLength(10);
    expect(choosePageRows(state, 100).page).toBe(0);
    expect(turnPage(many, firstState(many), -1).page).toBe(0);
  });

  test("how many rows a page may have: as many as the cell asked for too, and no choice where there is nothing to choose", () => {
    expect(pageChoices(many)).toEqual([25, 100]);
    expect(pageChoices({ ...many, pageRows: 12 })).toEqual([12, 25, 100]);
    expect(pageChoices(wards)).toEqual([25]);
  });

  test("what is not the whole table says so", () => {
    expect(partWords(many)).toMatch(/^Only the first 60 of 4,812 rows stand here/);
    expect(partWords(wards)).toBe("");
    expect(sizeWords({ ...wards, total: 1 })).toBe("1 row, 3 columns");
  });

  test("missing, empty text and the word “missing” are three things", () => {
    const write = cellWriter({ name: "ward", type: "text" });
    expect([null, "", "missing"].map((cell) => write(cell))).toEqual([
      { text: "missing", kind: "missing" },
      { text: "empty text", kind: "empty" },
      { text: "missing", kind: "text" },
    ]);
  });

  test("numbers of a column stand alike", () => {
    const write = cellWriter({ name: "n", type: "number", number: { decimals: 2, grouping: true } });
    expect([1234.5, -3, -0.001].map((cell) => write(cell).text)).toEqual(["1,234.50", "−3.00", "0.00"]);
    expect(cellWriter({ name: "y", type: "whole number", number: { decimals: 0, grouping: false } })(1955).text).toBe(
      "1955",
    );
    expect(write(true).text).toBe("true");
  });

  test("a step says what became of the rows", () => {
    expect(stepWords({ words: "Kept some", rowsBefore: 1200, rowsAfter: 1 })).toBe("Kept some: 1,200 rows became 1");
    expect(stepWords({ words: "Renamed a", rowsBefore: 3, rowsAfter: 3 })).toBe("Renamed a");
  });

  test("what is no table of ours is not read", () => {
    expect(readTable(wards)).toEqual(wards);
    const odd: readonly unknown[] = [
      null,
      "table",
      { ...wards, format: 2 },
      { ...wards, rows: [["too short"]] },
      { ...wards, rows: [[{}, 1, 1]] },
      { ...wards, total: 2 },
      { ...wards, columns: [{ name: 3 }] },
    ];
    for (const value of odd) expect(readTable(value)).toBeUndefined();
  });

  test("no order loses a row or has one twice, whatever stands in the cells", () => {
    const cell = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
    const table = fc.array(fc.tuple(cell, cell, cell), { maxLength: 80 });
    fc.assert(
      fc.property(table, fc.nat(2), fc.boolean(), (rows, at, down) => {
        const one = { ...wards, rows, total: rows.length };
        let state = pressHeading({ ...firstState(one), pageRows: 7 }, at);
        if (down) state = pressHeading(state, at);
        const seen: (readonly TableCell[])[] = [];
        for (let page = 0; page <= lastPage(one, state); page++) seen.push(...pageOf(one, { ...state, page }));
        expect(new Set(seen)).toEqual(new Set(rows));
        expect(seen).toHaveLength(rows.length);
        const gaps = seen.map((row) => row[at] === null);
        expect(gaps.lastIndexOf(false)).toBe(gaps.filter((gap) => !gap).length - 1);
      }),
      { seed: 20_260_304, numRuns: 200 },
    );
  });
});
