import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTable } from "./read-table.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "opendata-"));
  writeFileSync(join(folder, "good.csv"), "name,people\nCafé,3\n");
  writeFileSync(join(folder, "old.csv"), Buffer.from("name\nCaf\xe9\n", "latin1"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("readTable", () => {
  test("reads a file", () => {
    expect(readTable(join(folder, "good.csv"))).toEqual([{ name: "Café", people: 3 }]);
  });

  test("a file that is not UTF-8 is refused, rather than read with wrong letters", () => {
    expect(() => readTable(join(folder, "old.csv"))).toThrow(/not written in UTF-8.*save it as "CSV UTF-8"/);
  });

  test("a wrong name says which files are there", () => {
    expect(() => readTable(join(folder, "goods.csv"))).toThrow(/no file called .*goods\.csv\. .*good\.csv, old\.csv/);
  });

  test("a wrong folder says so", () => {
    expect(() => readTable(join(folder, "nowhere", "good.csv"))).toThrow(/There is no folder called/);
  });

  test("a folder is not a table", () => {
    expect(() => readTable(folder)).toThrow(/could not be opened/);
  });
});

// Real files as public bodies publish them are not shipped; whoever has them puts them beside the project or names their folder.
const beside = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data");
const realFiles = process.env["OPEN_DATA_FILES"] ?? (existsSync(beside) ? beside : undefined);
describe.runIf(realFiles !== undefined)("readTable on files as published", () => {
  test("a clean file has all its rows and keeps its codes as text", () => {
    const rows = readTable(join(realFiles ?? "", "bsol-ward-to-locality.csv"));
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) for (const cell of Object.values(row)) expect(typeof cell).toBe("string");
  });

  test.each(["ons-mye24.csv", "trafford-grants.csv", "uk-local-authorities.csv"])(
    "%s has as many rows as its truth says",
    async (name) => {
      const { readFileSync } = await import("node:fs");
      const truth = JSON.parse(readFileSync(join(realFiles ?? "", "expected.json"), "utf8")) as Record<
        string,
        { dataRows?: number }
      >;
      const expected = (truth[name] ?? (truth["files"] as unknown as Record<string, { dataRows: number }>)[name])
        ?.dataRows;
      expect(readTable(join(realFiles ?? "", name))).toHaveLength(expected ?? -1);
    },
  );
});
