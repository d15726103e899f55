import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/**
 * The first lesson in the kernel that people have until ours is there. tslab checks types with a TypeScript of its
 * own (5.0) and refuses a cell on any error, resolves modules in the old way, and loads them by `require`: what
 * our package promises must hold there too. Uses the built package, as a learner does.
 */
const root = resolve(import.meta.dirname, "../..");
const lesson = join(root, "notebooks/first-look");

interface Cell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly metadata: { readonly data_surgery: { readonly role: string } };
}
interface Result {
  readonly id: string;
  readonly ok: boolean;
  readonly html: readonly string[];
  readonly errors: readonly string[];
}

let folder = "";
beforeAll(() => {
  if (!existsSync(join(root, "packages/opendata/dist/index.js"))) throw new Error("Build first: npm run build");
  folder = mkdtempSync(join(tmpdir(), "lesson-"));
  mkdirSync(join(folder, "people/somebody/first-look"), { recursive: true });
  cpSync(join(lesson, "data"), join(folder, "people/somebody/first-look/data"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runInTslab(cells: readonly { id: string; source: string }[]): Result[] {
  const output = execFileSync(process.execPath, [join(import.meta.dirname, "run-in-tslab.ts")], {
    cwd: join(folder, "people/somebody/first-look"),
    input: JSON.stringify(cells),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(output) as Result[];
}

function lessonCells(): { id: string; source: string }[] {
  const notebook = JSON.parse(readFileSync(join(lesson, "first-look.ipynb"), "utf8")) as {
    readonly cells: readonly Cell[];
  };
  return notebook.cells
    .filter((cell) => cell.cell_type === "code" && cell.metadata.data_surgery.role !== "test")
    .map((cell) => ({ id: cell.id, source: cell.source.join("") }));
}

describe("the first lesson under tslab", () => {
  test("every cell runs from the first to the last, and shows what it should", () => {
    const results = runInTslab(lessonCells());
    expect(results.filter((result) => !result.ok)).toEqual([]);
    const shown = Object.fromEntries(results.map((result) => [result.id, result.html.join("")]));
    expect(shown["example-one-country"]).toContain("United Kingdom rose from 70.46 in 1955 to 79.33 in 2005.");
    expect(shown["ex-fell-since-1980"]).toMatch(/>Kenya<.*>South Africa</);
    expect(shown["example-bar-chart"]).toContain("Highest: Peru, 33.49.");
  });

  test("a slip in a column's name is answered with the name that was meant", () => {
    const first = lessonCells().slice(0, 3);
    const results = runInTslab([...first, { id: "slip", source: "countries.filter((row) => row.life2005 < 50)" }]);
    expect(results.at(-1)?.ok).toBe(false);
    expect(results.at(-1)?.errors.join("")).toContain('Did you mean "life_2005"?');
  });
});
