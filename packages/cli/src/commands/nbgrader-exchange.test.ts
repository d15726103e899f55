import { Command } from "commander";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { registerExport } from "./export.js";
import { registerImport } from "./import.js";

const fixtures = join(import.meta.dirname, "../../../grading/fixtures");
const course = join(fixtures, "nbgrader-course");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "exchange-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
});

interface Printed {
  readonly ok: boolean;
  readonly files?: string[];
  readonly lessons?: { readonly lesson: string; readonly ok: boolean; readonly faults: { readonly code: string }[] }[];
  readonly faults?: { readonly code: string; readonly level: string }[];
}

/** Runs one command in this process, with --json. */
async function run(...args: string[]): Promise<Printed> {
  let printed = "";
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const program = new Command().exitOverride();
  registerImport(program);
  registerExport(program);
  await program.parseAsync(["node", "surgery", ...args, "--json"]);
  spy.mockRestore();
  return JSON.parse(printed) as Printed;
}

/** Path → bytes of everything below. */
function filesBelow(root: string): Map<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((file) => [file.slice(root.length + 1), readFileSync(file, "base64")]),
  );
}

test("a course is imported, and exported again to the same bytes, with everything that it brought", async () => {
  const notebooks = join(folder, "notebooks");
  const imported = await run("import", course, "--out", notebooks);
  expect(imported.lessons?.map(({ lesson, ok }) => [lesson, ok])).toEqual([
    ["old-sums-sums-more", true],
    ["old-sums-second", true],
    ["fair-shares", true],
  ]);
  expect(imported.lessons?.[2]?.faults.map(({ code }) => code)).toEqual([
    "lesson.other-language",
    "import.other-files",
  ]);
  const back = join(folder, "course");
  for (const { lesson } of imported.lessons ?? []) {
    expect((await run("export", lesson, "--notebooks", notebooks, "--out", back)).ok).toBe(true);
  }
  expect(filesBelow(back)).toEqual(filesBelow(course));
});

test("a lesson that is there already is not written over, and the others are still imported", async () => {
  mkdirSync(join(folder, "fair-shares"));
  writeFileSync(join(folder, "fair-shares", "mine.txt"), "mine");
  const imported = await run("import", course, "--out", folder);
  expect(imported.ok).toBe(false);
  expect(imported.lessons?.map(({ ok, faults }) => ok || faults[0]?.code)).toEqual([true, true, "import.exists"]);
  expect(readdirSync(join(folder, "fair-shares"))).toEqual(["mine.txt"]);
});

test("what somebody changed in the course meanwhile is not written over, unless it is asked for", async () => {
  const copy = join(folder, "course");
  cpSync(course, copy, { recursive: true });
  const notebooks = join(folder, "notebooks");
  await run("import", copy, "--out", notebooks);
  const file = join(copy, "source/fair-shares/shares.ipynb");
  const before = readFileSync(file, "utf8");
  writeFileSync(file, before.replace("Part B", "Part Two"));
  const refused = await run("export", "fair-shares", "--notebooks", notebooks, "--out", copy);
  expect([refused.ok, refused.faults?.map(({ code }) => code)]).toEqual([false, ["export.course-changed"]]);
  expect(readFileSync(file, "utf8")).toContain("Part Two");
  expect((await run("export", "fair-shares", "--notebooks", notebooks, "--out", copy, "--force")).ok).toBe(true);
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("a folder that holds no course, and a lesson that is not there, are named", async () => {
  await expect(run("import", folder, "--out", folder)).rejects.toThrow("no folder “source”");
  mkdirSync(join(folder, "source"));
  await expect(run("import", folder, "--out", folder)).rejects.toThrow("no assignment");
  await expect(run("export", "gone", "--notebooks", folder, "--out", folder)).rejects.toThrow("no lesson gone");
});

test("a link out of the course is not followed", async () => {
  const copy = join(folder, "course");
  cpSync(course, copy, { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  symlinkSync(join(folder, "secret.txt"), join(copy, "source/fair-shares/link.txt"));
  await run("import", copy, "--out", join(folder, "notebooks"));
  expect([...filesBelow(join(folder, "notebooks")).keys()].filter((path) => path.includes("link"))).toEqual([]);
});

test("a lesson of ours becomes an assignment with the settings that nbgrader needs, and says what is different there", async () => {
  const notebooks = join(fixtures, "format-2");
  const exported = await run("export", "every-role", "--notebooks", notebooks, "--out", folder);
  expect([...filesBelow(folder).keys()]).toEqual([
    "nbgrader_config.py",
    "source/every-role/data/numbers.csv",
    "source/every-role/every-role.ipynb",
  ]);
  expect(exported.faults?.map(({ code, level }) => `${level} ${code}`)).toEqual(["advice export.data-tests"]);
});
