import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { count, distinct, greatest, least } from "../table/aggregate.js";
import { mean, median, sum } from "../table/figures.js";
import { read } from "../table/read.js";
import type { Row } from "../row.js";
import type { Table } from "../table/table.js";
import type { LargeTable } from "./large-table.js";
import { readLarge } from "./read-large.js";

/** Invented payments with everything that a reader can get wrong: a title, a total, codes, British dates, quoted line breaks. */
const line = (at: number): string =>
  [
    at + 1,
    `0${String(at % 300).padStart(4, "0")}`,
    at % 50 === 0 ? `"Smith, Jones ""& Sons""\n${at % 977}"` : `Community group ${at % 977}`,
    `${String(1 + (at % 28)).padStart(2, "0")}/${String(1 + (at % 12)).padStart(2, "0")}/${2010 + (at % 9)}`,
    at % 100 === 0
      ? "n/a"
      : at % 3 === 0
        ? `"£${at % 7},${String(100 + (at % 900))}.50"`
        : ((at * 7919) % 100_000) / 100,
    at % 2 === 0 ? "Yes" : "No",
  ].join(",");
const rows = 30_000;
const text = `Payments of an invented council\n\nnumber,code,payee,paid,amount,grant\n${Array.from({ length: rows }, (_, at) => line(at)).join("\n")}\n\nTotal,,,,999,\nSource: made for this test\n`;

let folder = "";
let small: Table;
let large: LargeTable;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "large-"));
  await writeFile(join(folder, "payments.csv"), text);
  small = await read(join(folder, "payments.csv"));
  large = await readLarge(join(folder, "payments.csv"));
});

afterAll(async () => {
  await large.close();
  await rm(folder, { recursive: true });
});

describe("a file in pieces is read as a small one is", () => {
  test("names, types, choices, number of rows and every cell", async () => {
    expect(Buffer.byteLength(text)).toBeGreaterThan(1.5 * 1024 * 1024);
    expect([large.columns, large.length]).toEqual([small.columns, rows]);
    const types = (choices: LargeTable["choices"]): unknown =>
      choices.filter(({ about }) => about === "type" || about === "encoding" || about === "header");
    expect(types(large.choices)).toEqual(types(small.asRead?.choices ?? []));
    let at = 0;
    for await (const row of large) {
      const other = small.at(at++);
      for (const name of small.columns)
        if (row[name] !== other?.[name]) expect({ at, ...row }).toEqual({ at, ...other });
    }
    expect(at).toBe(rows);
  });

  test("an odd byte in the last row makes the whole file Windows-1252, as in a small one", async () => {
    const path = join(folder, "odd.csv");
    const body = `${Array.from({ length: 50_000 }, (_, at) => `${at + 1},plain words for a cell ${at % 7}`).join("\n")}\n`;
    await writeFile(path, Buffer.concat([Buffer.from(`place,word\n${body}1,caf`), Buffer.from([0xe9, 10])]));
    const odd = await readLarge(path);
    try {
      expect((await odd.slice(odd.length - 1, odd.length)).column("word")).toEqual(["café"]);
      expect(odd.choices[0]?.chosen).toBe("windows-1252");
    } finally {
      await odd.close();
    }
  });
});

describe("what a large table gives is what a small one gives", () => {
  test("filter with any rule, select, sortBy with slice", async () => {
    const limit = 990;
    const kept = await large.select("number", "amount").filter((row) => [row].every((one) => one["amount"] > limit));
    expect(kept.rows()).toEqual(
      small
        .select("number", "amount")
        .filter((row) => row["amount"] > limit)
        .rows(),
    );
    // Read as text, so that no tool of the tests changes it: such a rule has only its own cells brought from the disk.
    // oxlint-disable-next-line typescript/no-implied-eval -- the rule of this test, and nobody else's
    const asks = new Function("return (row) => row.amount > 990 && row.grant === true")() as (row: Row) => boolean;
    expect((await large.filter(asks)).rows()).toEqual(small.filter(asks).rows());
    expect((await large.sortBy("code").filter(asks)).length).toBe(small.filter(asks).length);
    expect((await large.select("code").filter(() => false)).length).toBe(0);
    expect(kept.about.steps.at(-1)).toMatchObject({ rowsBefore: rows, rowsAfter: kept.length });
    const top = await large.sortBy("amount", "highest first").slice(0, 20);
    expect(top.rows()).toEqual(small.sortBy("amount", "highest first").slice(0, 20).rows());
    const last = await large.sortBy("amount").slice(rows - 3, rows);
    expect(last.column("amount")).toEqual([null, null, null]);
  });

  test("groups and figures, in order of appearance", async () => {
    const figures = {
      rows: count(),
      known: count("amount"),
      total: sum("amount"),
      mean: mean("amount"),
      middle: median("amount"),
      first: least("paid"),
      last: greatest("paid"),
      payees: distinct("payee"),
    };
    const [here, there] = [await large.groupBy("grant").summarise(figures), small.groupBy("grant").summarise(figures)];
    expect(here.columns).toEqual(there.columns);
    expect(here.column("rows")).toEqual(there.column("rows"));
    for (const name of ["known", "middle", "first", "last", "payees", "grant"])
      expect(here.column(name)).toEqual(there.column(name));
    for (const name of ["total", "mean"])
      here.column(name).forEach((cell, at) => {
        expect(cell).toBeCloseTo(there.column(name)[at] as number, 4);
      });
    expect((await large.groupBy("code").count()).rows()).toEqual(small.groupBy("code").count().rows());
  });

  test("SQL with another table, a sample that is the same again, and a look at every column", async () => {
    const words = [{ grant: true, kind: "a grant" }];
    const joined = await large.sql("select kind, count(*) as many from this join kinds using (grant) group by kind", {
      kinds: words,
    });
    expect(joined.rows()).toEqual([{ kind: "a grant", many: rows / 2 }]);
    const [one, other] = [await large.sample(50, 7), await large.sample(50, 7)];
    expect(one.rows()).toEqual(other.rows());
    expect(one.length).toBe(50);
    const looked = await large.profile();
    expect(looked.rows()[4]).toMatchObject({ column: "amount", type: "number", missing: rows / 100 });
    expect(looked.rows()[3]).toMatchObject({ column: "paid", least: "2010-01-01", different: 252 });
  });
});

describe("what does not go is said in words", () => {
  test.each([
    ["drop table stored.this", "read-only"],
    ["select * from read_csv('/etc/passwd')", "no files, no internet"],
    ["select amuont from this", 'Did you mean "amount"'],
  ])("%s", async (query, words) => {
    await expect(large.sql(query)).rejects.toThrow(words);
  });

  test("a slip in a name, a figure of one's own, words where numbers are needed, a file too large or of another kind", async () => {
    expect(() => large.select("amuont")).toThrow(/Did you mean "amount"/);
    await expect(large.groupBy("code").summarise({ own: (group) => group.length })).rejects.toThrow(
      "A figure of your own",
    );
    await expect(large.groupBy("code").summarise({ sum: sum("payee") })).rejects.toThrow("not numbers");
    const path = join(folder, "payments.csv");
    await expect(readLarge(path, { mostBytes: 1000 })).rejects.toThrow("can be read here");
    await expect(readLarge(join(folder, "payments.xlsx"))).rejects.toThrow("There is no file called");
    await expect(read(path, { mostBytes: 1000 })).rejects.toThrow('readLarge("');
  });

  test("shown under a cell it says that it is large", () => {
    expect(large.view()[Symbol.for("Jupyter.display") as never]).toBeDefined();
    expect(
      String((large as unknown as Record<symbol, () => string>)[Symbol.for("nodejs.util.inspect.custom")]?.()),
    ).toContain("Too large for memory: 30,000 rows");
  });
});

test("closing takes the rows from the disk", async () => {
  const path = join(folder, "few.csv");
  const scratch = await mkdtemp(join(folder, "scratch-"));
  const { TMPDIR } = process.env;
  process.env["TMPDIR"] = scratch;
  await writeFile(path, "a,b\n1,x\n2,y\n");
  const few = await readLarge(path).finally(() => {
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
  });
  expect((await readdir(scratch)).length).toBeLessThanOrEqual(1);
  expect((await few.slice(0)).rows()).toEqual([
    { a: 1, b: "x" },
    { a: 2, b: "y" },
  ]);
  await few.close();
  expect(await readdir(scratch)).toEqual([]);
});
