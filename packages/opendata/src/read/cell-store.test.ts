import fc from "fast-check";
import { expect, test } from "vitest";
import { CellStore } from "./cell-store.js";
import { censusOf } from "./census.js";
import { readBytes } from "./read-bytes.js";
import { recordAt } from "./records.js";
import { splitRecords } from "./split-records.js";

const cell = fc.constantFrom("", " ", "a", "b", "1", '"q"');
const records = fc.array(fc.array(cell, { maxLength: 5 }), { minLength: 1, maxLength: 20 });

test("what was kept comes back, record by record and column by column, however long the records are", () => {
  fc.assert(
    fc.property(records, (made) => {
      const store = new CellStore();
      made.forEach((record) => store.endRecord([...record]));
      const kept = store.finish();
      if (Array.isArray(kept)) throw new Error("A small file is kept by column.");
      expect(kept.length).toBe(made.length);
      expect(kept.list()).toEqual(made);
      expect(recordAt(kept, 0)).toEqual([]);
      const rows = made.map((_, place) => place + 1).filter((row) => row % 3 !== 0);
      for (let at = 0; at < 6; at++) {
        const raw = rows.map((row) => made[row - 1]?.[at] ?? "");
        const column = kept.column(at, rows);
        expect(column.raw()).toEqual(raw);
        expect(column.census()).toEqual(censusOf([...raw]));
      }
    }),
    { seed: 20_261_129, numRuns: 300 },
  );
});

test("one record of a hundred thousand cells below a hundred of two makes a list, and nothing is lost", () => {
  const store = new CellStore();
  const made = Array.from({ length: 100 }, (_, at) => [`a${at}`, "b"]);
  made.push(
    Array.from({ length: 100_000 }, (_, at) => String(at)),
    ["c", "d"],
  );
  made.forEach((record) => store.endRecord([...record]));
  expect(store.finish()).toEqual(made);
});

test("records, raw cells and values that a table makes when asked are those of the file", async () => {
  const text = "A title\nward,when,amount\nAsh,01/02/2024,5\nBirch,13/02/2024,n/a\n\nAsh,,7\nTotal,,12\n";
  const table = await readBytes(new TextEncoder().encode(text), { name: "x.csv" });
  expect(table.records).toEqual(splitRecords(text, { delimiter: ",", crEnds: false }).records);
  expect(table.columns.map(({ raw }) => raw)).toEqual([
    ["Ash", "Birch", "Ash"],
    ["01/02/2024", "13/02/2024", ""],
    ["5", "n/a", "7"],
  ]);
  expect(table.columns.map(({ values }) => values)).toEqual([
    ["Ash", "Birch", "Ash"],
    ["2024-02-01", "2024-02-13", null],
    [5, null, 7],
  ]);
  expect(table.columns[0]?.raw).toBe(table.columns[0]?.raw);
});
