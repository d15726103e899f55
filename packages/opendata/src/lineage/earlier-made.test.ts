import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { read } from "../table/read.js";
import type { Table } from "../table/table.js";
import { madeBeside } from "./earlier-made.js";
import { mostEarlier, mostLineageBytes, parseMadeBy, type MadeBy } from "./made-by.js";

const folder = await mkdtemp(join(tmpdir(), "earlier-made-"));
const ran = Symbol.for("data-surgery.ran-cells");
const place = globalThis as { [ran]?: unknown };
afterAll(async () => {
  delete place[ran];
  await rm(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What runs from now on is said to be this cell. The notebook's name is told as other Jupyters tell it. */
function inCell(notebook: string, source: string): void {
  process.env["JPY_SESSION_NAME"] = notebook;
  place[ran] = () => [{ count: 1, source }];
}
const save = (table: Table, name: string): Promise<void> => table.save(at(name), { replace: true });
const besideOf = async (name: string): Promise<MadeBy> => {
  const made = await madeBeside(at(name));
  if (made === undefined) throw new Error(`There is nothing beside ${name}.`);
  return made;
};

beforeEach(async () => {
  await writeFile(at("raw.csv"), "place,n\nAbbey,4\nDocks,\nDocks,9\n");
  inCell("one.ipynb", "first");
  await save((await read(at("raw.csv"))).withoutMissing("n"), "clean.csv");
});

test("what a notebook read that another wrote leads on to that one, and so back to the raw file", async () => {
  inCell("two.ipynb", "second");
  await save((await read(at("clean.csv"))).sortBy("n"), "sorted.csv");
  inCell("three.ipynb", "third");
  await save(
    (await read(at("sorted.csv"))).filter(({ n }) => Number(n) > 4),
    "large.csv",
  );
  const { notebook, from, earlier } = await besideOf("large.csv");
  expect(notebook).toBe("three.ipynb");
  expect(earlier?.map((one) => [one.file, one.notebook, one.cells.map(({ source }) => source)])).toEqual([
    ["clean.csv", "one.ipynb", ["first"]],
    ["sorted.csv", "two.ipynb", ["second"]],
  ]);
  expect(from[0]?.sha256).toBe(earlier?.[1]?.sha256);
  expect(earlier?.[1]?.from[0]?.sha256).toBe(earlier?.[0]?.sha256);
  expect(earlier?.[0]?.from).toMatchObject([{ name: "raw.csv", sha256: hash("place,n\nAbbey,4\nDocks,\nDocks,9\n") }]);
  expect(JSON.stringify(await besideOf("large.csv"))).not.toContain(folder);
});

test("two files from one are told with it once", async () => {
  inCell("two.ipynb", "second");
  const clean = await read(at("clean.csv"));
  await save(clean.sortBy("n"), "a.csv");
  await save(
    clean.filter(({ n }) => Number(n) > 4),
    "b.csv",
  );
  const b = await read(at("b.csv"));
  inCell("three.ipynb", "third");
  await save((await read(at("a.csv"))).join(b, { on: "place" }), "both.csv");
  expect((await besideOf("both.csv")).earlier?.map(({ file }) => file)).toEqual(["clean.csv", "a.csv", "b.csv"]);
});

test("of a file that was changed by hand it is said, and what its notebook noted is not believed", async () => {
  await writeFile(at("clean.csv"), "place,n\nAbbey,400\n");
  inCell("two.ipynb", "second");
  await save(await read(at("clean.csv")), "after.csv");
  const { from, earlier } = await besideOf("after.csv");
  expect(from).toMatchObject([{ name: "clean.csv", changedSince: "one.ipynb" }]);
  expect(earlier).toBeUndefined();
});

test("a first notebook that ran again meanwhile is no change by hand", async () => {
  inCell("two.ipynb", "second");
  const clean = await read(at("clean.csv"));
  inCell("one.ipynb", "first");
  await save(
    (await read(at("raw.csv"))).filter(({ n }) => n === 4),
    "clean.csv",
  );
  inCell("two.ipynb", "second");
  await save(clean, "after.csv");
  const { from, earlier } = await besideOf("after.csv");
  expect(from).toMatchObject([{ name: "clean.csv", madeAnewSince: "one.ipynb" }]);
  expect(from[0]?.changedSince).toBeUndefined();
  expect(earlier).toBeUndefined();
});

test("a file that is saved over itself, again and again, and two that are made from each other, end by themselves", async () => {
  for (let time = 0; time < 4; time++) {
    inCell("two.ipynb", "second");
    await save((await read(at("clean.csv"))).sortBy("n"), "clean.csv");
  }
  expect((await besideOf("clean.csv")).earlier?.map(({ notebook }) => notebook)).toEqual(["one.ipynb"]);
  for (let time = 0; time < 4; time++) {
    inCell("two.ipynb", "there");
    await save(await read(at("clean.csv")), "other.csv");
    inCell("three.ipynb", "back");
    await save(await read(at("other.csv")), "clean.csv");
  }
  const { earlier = [] } = await besideOf("clean.csv");
  expect(earlier.length).toBeLessThan(6);
  expect(new Set(earlier.map(({ cells }) => cells[0]?.source)).size).toBe(earlier.length);
});

test("of a long line the newest are kept, within the size that is read again, and it is said that more came before", async () => {
  const long = `// ${"x".repeat(150_000)}`;
  for (let step = 1; step <= mostEarlier + 3; step++) {
    inCell(`step-${step}.ipynb`, `${step} ${long}`);
    const before = await read(at(step === 1 ? "clean.csv" : "line.csv"));
    await save(
      before.derive(`n${step}`, () => step),
      "line.csv",
    );
  }
  const made = await besideOf("line.csv");
  expect(made.earlierCut).toBe(true);
  expect(JSON.stringify(made).length).toBeLessThan(mostLineageBytes);
  expect(made.cells.at(-1)?.source).toContain(`${mostEarlier + 3} `);
});

test.each([
  ["a file without a name", { earlier: [{ sha256: "0".repeat(64), from: [], steps: [], cells: [] }] }],
  ["a checksum that is none", { earlier: [{ file: "a.csv", sha256: "../..", from: [], steps: [], cells: [] }] }],
  ["a cell without its checksum", { earlier: [{ file: "a.csv", sha256: "0".repeat(64), cells: [{ name: "1" }] }] }],
])("a line with a hole in it is none: %s", (_what, more) => {
  const given = { format: "data-surgery-lineage/1", sha256: "0".repeat(64), from: [], steps: [], cells: [], ...more };
  expect(parseMadeBy(JSON.stringify(given))).toBeUndefined();
});
