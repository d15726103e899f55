import type { SubmissionGrade } from "@data-surgery/server";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const lesson = join(root, "packages", "grading", "fixtures", "format-1", "tiny");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "surgery-grade-"));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Its temporary files go with the test, also when it is killed. */
function start(...words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(root, "packages/cli/bin/surgery.js"), "grade", ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TMPDIR: folder },
  });
}

async function run(...words: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = start(...words);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, "close")]);
  return { code: code as number, stdout, stderr };
}

async function submissions(name: string, count: number): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".ipynb_checkpoints"), { recursive: true });
  const source = await readFile(join(lesson, "tiny.ipynb"), "utf8");
  // The author's own notebook is a solved one.
  for (let n = 0; n < count; n++) await writeFile(join(path, `learner-${n}.ipynb`), source);
  await writeFile(join(path, ".ipynb_checkpoints", "learner-0.ipynb"), source);
  return path;
}

const parse = (lines: string): SubmissionGrade[] =>
  lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as SubmissionGrade);

test("a folder: a line a notebook with its points, exit 0; one refused, exit 1; nothing there, exit 2", async () => {
  const path = await submissions("two", 2);
  const good = await run(lesson, path, "--json", "--seed", "7");
  expect(good.code).toBe(0);
  expect(parse(good.stdout).map(({ seed, type }) => [seed, type])).toEqual([
    [7, "graded"],
    [7, "graded"],
  ]);
  await writeFile(join(path, "torn.ipynb"), '{"cells": [');
  const bad = await run(lesson, path);
  expect(bad.code).toBe(1);
  expect(bad.stdout).toContain("learner-0.ipynb  3 of 3\n");
  expect(bad.stdout).toContain("torn.ipynb       ✗ It is not a notebook: it can't be read as JSON.\n");
  expect(bad.stdout).toContain("3 of 3 looked at, 1 refused.\n");
  const none = await run(lesson, join(folder, "nowhere"));
  expect([none.code, none.stderr.split("\n")[0]]).toEqual([
    2,
    `There is no such file or folder: ${join(folder, "nowhere")}`,
  ]);
});

test("a lesson that is broken and a file for results that can't be written are said in a sentence", async () => {
  const path = await submissions("one", 1);
  const nowhere = await run(lesson, path, "--out", join(folder, "no-folder", "results.jsonl"));
  expect([nowhere.code, nowhere.stdout]).toEqual([1, ""]);
  expect(nowhere.stderr).toBe(
    `${join(folder, "no-folder", "results.jsonl")} can't be written. Name a file in a folder that is there and that you may write to.\n`,
  );
  const broken = await run("no-such-lesson", path);
  expect([broken.code, broken.stderr]).toEqual([
    1,
    "no-such-lesson: lesson.not-a-notebook: There is no notebook no-such-lesson.ipynb in the folder no-such-lesson. Add it, or remove the folder.\n",
  ]);
});

test("killed in the middle, it goes on where it was: every notebook once, nothing twice, the same inputs", async () => {
  const path = await submissions("many", 12);
  const out = join(folder, "results.jsonl");
  const child = start(lesson, path, "--out", out, "--jobs", "1");
  const closed = once(child, "close");
  const lines = async (): Promise<string> => readFile(out, "utf8").catch(() => "");
  // Looked at often: the rest must not be graded before it is killed.
  await expect.poll(async () => (await lines()).split("\n").length, { interval: 5 }).toBeGreaterThanOrEqual(4);
  child.kill("SIGKILL");
  await closed;
  const before = await lines();
  const graded = before.split("\n").length - 1;
  expect(graded).toBeGreaterThanOrEqual(3);
  expect(graded).toBeLessThan(12);
  const again = await run(lesson, path, "--out", out, "--json");
  expect(again.code).toBe(0);
  const after = await lines();
  expect(after.startsWith(before.slice(0, before.lastIndexOf("\n") + 1))).toBe(true);
  const results = parse(after);
  expect(new Set(results.map(({ file }) => file)).size).toBe(12);
  expect(results).toHaveLength(12);
  expect(new Set(results.map(({ seed }) => seed)).size).toBe(1);
  expect(parse(again.stdout)).toHaveLength(12);
});
