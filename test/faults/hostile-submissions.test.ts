/**
 * Two hundred dishonest answers, kept as a table in `hostile/`. None earns a pass, each ends in a verdict, what they learn from
 * it holds nothing hidden, an honest answer passes afterwards, and nothing is left behind. At the strongest level of isolation
 * that this computer offers, and at `trusted`, where those that reach for the computer itself are left out: there nothing is
 * promised against them, and every fourth of the others is tried, all of them with `npm test -- --long`.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CheckBench } from "../../server/src/grading/check-bench.js";
import type { ReadyLesson } from "../../server/src/grading/lesson-catalogue.js";
import { checkTiny, openTestBench, tinyLesson } from "../../server/src/grading/test-grading.js";
import { endless } from "./hostile/endless.js";
import { frames } from "./hostile/frames.js";
import { leaving } from "./hostile/leaving.js";
import { looking } from "./hostile/looking.js";
import { lying } from "./hostile/lying.js";
import { memory } from "./hostile/memory.js";
import { marker, outward } from "./hostile/outward.js";
import { overfitting } from "./hostile/overfitting.js";
import { patched } from "./hostile/patched.js";
import type { Submission } from "./hostile/submission.js";

const kinds = { endless, memory, frames, patched, lying, leaving, looking, outward, overfitting };

/** What decides is the same code at every level. */
const every = process.env["SURGERY_LONG_TESTS"] === undefined ? 4 : 1;

/** Several at once, as in a room. */
const atOnce = 4;
const limits = { endless: 1500, other: 8000 };

const right = "let total = numbers.reduce((sum, each) => sum + each, 0);";
const rightRate = "const rate = (part: number, whole: number) => (part / whole) * 100;";

let place: string;
let ready: ReadyLesson;
const usual = process.env["TMPDIR"];

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "surgery-hostile-"));
  await mkdir(join(place, "temporary"));
  process.env["TMPDIR"] = join(place, "temporary");
  await writeFile(join(place, "kept.txt"), "kept");
  ready = await tinyLesson();
});

afterAll(async () => {
  if (usual === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = usual;
  await rm(place, { recursive: true, force: true, maxRetries: 5 });
});

async function tryOne(
  bench: CheckBench,
  { tries, source, exercise = "total", endless: waits }: Submission,
): Promise<string> {
  const limit = waits === true ? limits.endless : limits.other;
  const started = performance.now();
  const { verdict } = await checkTiny(ready, bench, exercise, { [`ex-${exercise}`]: source }, limit);
  const said = JSON.stringify(verdict);
  const took = performance.now() - started;
  if (verdict.type !== "not-yet" && verdict.type !== "could-not-run") return `${tries}: ${said}`;
  // A part of the points may be earned: for the tests that hold.
  if (verdict.points !== undefined && verdict.points.earned >= verdict.points.possible)
    return `${tries} earned all points: ${said}`;
  if (/CANARY|31337|62674/.test(said)) return `${tries} was told something hidden: ${said}`;
  if (said.length > 5000) return `${tries} got an answer of ${said.length} characters`;
  return took > limit + 60_000 ? `${tries} took ${took} ms` : "";
}

async function tryAll(bench: CheckBench, submissions: readonly Submission[]): Promise<string[]> {
  const waiting = [...submissions];
  const wrong: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const fault = await tryOne(bench, next).catch((error: unknown) => `${next?.tries}: ${String(error)}`);
      if (fault !== "") wrong.push(fault);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return wrong;
}

/** Processes that were started by a submission and still run. */
async function leftRunning(): Promise<number> {
  let count = 0;
  for (const pid of await readdir("/proc")) {
    const line = /^\d+$/.test(pid) ? await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "") : "";
    if (line.includes(marker)) count++;
  }
  return count;
}

test("there are more than a hundred of them, each with a name of its own", () => {
  const names = Object.values(kinds).flatMap((all) => all.map(({ tries }) => tries));
  expect(names.length).toBeGreaterThan(100);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(["auto", "trusted"] as const)("at the level %s", (level) => {
  let bench: CheckBench;
  beforeAll(async () => {
    bench = await openTestBench(level);
    bench.warm();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  test.each(Object.entries(kinds))(
    "CH8 none of these earns a pass, and an honest answer does afterwards: %s",
    async (_kind, submissions) => {
      const tried =
        level === "auto"
          ? submissions
          : submissions.filter(({ outward: reaches }) => reaches !== true).filter((_one, at) => at % every === 0);
      expect(await tryAll(bench, tried)).toEqual([]);
      const honest = await checkTiny(ready, bench, "total", { "ex-total": right });
      const other = await checkTiny(ready, bench, "rate", { "ex-rate": rightRate });
      expect([honest.verdict.type, other.verdict.type]).toEqual(["pass", "pass"]);
      expect(await readFile(join(place, "kept.txt"), "utf8")).toBe("kept");
      // The lesson itself is as it was.
      expect((await tinyLesson()).lesson.hash).toBe(ready.lesson.hash);
    },
    600_000,
  );

  test("CH8 no process and no folder of theirs is left behind", async () => {
    await bench[Symbol.asyncDispose]();
    await expect.poll(() => readdir(join(place, "temporary"))).toEqual([]);
    await expect.poll(leftRunning).toBe(0);
  });
});
