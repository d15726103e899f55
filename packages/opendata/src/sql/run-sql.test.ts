import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { read } from "../table/read.js";
import { tableOf } from "../table/table.js";

const grants = tableOf(
  [
    { ward: "Ash", amount: 100, given: "2023-04-05", "paid out": true },
    { ward: "Ash", amount: null, given: "2024-01-31", "paid out": false },
    { ward: 'O\'Dell "Park"', amount: 300.5, given: null, "paid out": null },
  ],
  "grants",
);

describe("a question in SQL", () => {
  test("counts what is there and leaves out what is missing; counts and sums are numbers", async () => {
    const byWard = await grants.sql(
      "select ward, count(*) as rows, count(amount) as known, avg(amount) as mean from this group by ward order by ward",
    );
    expect(byWard.rows()).toEqual([
      { ward: "Ash", rows: 2, known: 1, mean: 100 },
      { ward: 'O\'Dell "Park"', rows: 1, known: 1, mean: 300.5 },
    ]);
    expect(byWard.about.steps.at(-1)?.words).toContain("select ward, count(*)");
  });

  test("asks several tables, names with spaces, dates as dates and yes or no", async () => {
    const wards = [{ ward: "Ash", people: 50 }];
    const answer = await grants.sql(
      'select people, year(given::date) as year, "paid out" as paid from this join wards using (ward) order by given',
      { wards },
    );
    expect(answer.rows()).toEqual([
      { people: 50, year: 2023, paid: true },
      { people: 50, year: 2024, paid: false },
    ]);
  });

  test("every cell comes back as it went in", async () => {
    const cell = fc.option(fc.string(), { nil: null });
    const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null });
    const rows = fc.array(fc.record({ words: cell, number }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const back = await tableOf(given).sql("select * from this");
        // DuckDB does not tell a nought below nought from nought.
        expect(back.rows()).toEqual(
          given.map(({ words, number: n }) => ({ words, number: n === null ? null : n + 0 })),
        );
      }),
      { numRuns: 25, seed: 6 },
    );
  });

  test.each([
    ["select wrad, amount from this", 'Did you mean "ward"?'],
    ["select * from grant", "You can ask: this."],
    ["selekt * from this", 'SQL stopped understanding at "selekt"'],
    ["select * from read_csv('/etc/passwd')", "no files, no internet"],
    ["copy this to 'stolen.csv'", "no files, no internet"],
    ["attach 'other.db'", "no files, no internet"],
    ["install httpfs", "no files, no internet"],
    ["set enable_external_access = true", "no files, no internet"],
  ])("%s is answered in words", async (query, words) => {
    await expect(grants.sql(query)).rejects.toThrow(words);
  });
});

describe("a table as a file", () => {
  test("read(save(t)) = t, a file that is there stays, and formulas are disarmed when asked", async () => {
    const folder = await mkdtemp(join(tmpdir(), "save-"));
    try {
      const path = join(folder, "grants.csv");
      const table = tableOf([
        { note: "=1+1", code: "007", amount: -5.5 },
        { note: 'a "b", c\nd', code: "012", amount: null },
        { note: "-", code: "110", amount: 3 },
      ]);
      await table.save(path);
      const back = await read(path);
      expect(back.column("code")).toEqual(["007", "012", "110"]);
      expect(back.column("amount")).toEqual([-5.5, null, 3]);
      expect(back.at(1)?.["note"]).toBe('a "b", c\nd');
      await expect(table.save(path)).rejects.toThrow("There is a file called");
      await table.save(path, { replace: true, forSpreadsheets: true });
      expect(await readFile(path, "utf8")).toContain("'=1+1,007,-5.5");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
