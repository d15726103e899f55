import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CheckBench } from "./check-bench.js";
import { readLesson, type ReadyLesson } from "./lesson-catalogue.js";
import { AuthorFaultError, runCheck, type CheckRun } from "./run-check.js";
import { answered, fixtures, openTestBench } from "./test-grading.js";

let bench: CheckBench;
let folder: string;

beforeAll(async () => {
  bench = await openTestBench();
  bench.warm();
  folder = await mkdtemp(join(tmpdir(), "surgery-tests-"));
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

interface RawNotebook {
  readonly cells: {
    readonly id: string;
    source: string;
    readonly metadata: { data_surgery?: object; nbgrader?: object };
  }[];
}

/** The tiny lesson with other tests for its first exercise, worth 10 points. */
async function lessonWith(tests: string, more: object = {}): Promise<ReadyLesson> {
  await cp(join(fixtures, "tiny"), join(folder, "tiny"), { recursive: true });
  const file = join(folder, "tiny", "tiny.ipynb");
  const raw = JSON.parse(await readFile(join(fixtures, "tiny", "tiny.ipynb"), "utf8")) as RawNotebook;
  for (const cell of raw.cells) {
    if (cell.id === "ex-total") Object.assign(cell.metadata.data_surgery ?? {}, { misconceptions: [], ...more });
    if (cell.id !== "test-total") continue;
    cell.source = `// PASS: Good.\n${tests}`;
    Object.assign(cell.metadata.nbgrader ?? {}, { points: 10 });
  }
  await writeFile(file, JSON.stringify(raw));
  const read = await readLesson(folder, "tiny");
  if (read.type === "broken") throw new Error(JSON.stringify(read.faults));
  return read.ready;
}

function check(ready: ReadyLesson, source: string, seed?: number): Promise<CheckRun> {
  const exercise = ready.lesson.exercises.find(({ id }) => id === "total")!;
  const notebook = answered(ready, { "ex-total": source });
  return runCheck(
    { lesson: ready.lesson, exercise, notebook, files: ready.files, ...(seed === undefined ? {} : { seed }) },
    bench,
  );
}

describe("partial credit", () => {
  const weighted = `let total = await answer("total");
test("a number", typeof total === "number", "Make it a number.", 3);
// ### BEGIN HIDDEN TESTS
test("the sum", equal(total, 6), "Not the sum.", 7);
// ### END HIDDEN TESTS`;

  test("SC1 what holds earns its share, each visible test keeps its message, and no weight is told", async () => {
    const ready = await lessonWith(weighted);
    const { verdict } = await check(ready, "let total = 5;");
    expect(verdict).toEqual({
      type: "not-yet",
      head: "Not yet",
      message: "Not the sum.",
      tests: [{ title: "a number", passed: true }],
      points: { earned: 3, possible: 10 },
    });
    expect((await check(ready, "let total = 6;")).verdict.points).toEqual({ earned: 10, possible: 10 });
  });

  test("SC2 tests that stopped, and cells that could not run, earn nothing", async () => {
    const ready = await lessonWith(`test("there", true, "", 5);\nequal(await answer("total"), 6);`);
    expect((await check(ready, "let other = 5;")).verdict.points).toEqual({ earned: 0, possible: 10 });
    expect((await check(ready, "let total = ;")).verdict).toMatchObject({
      type: "could-not-run",
      points: { earned: 0, possible: 10 },
    });
  });

  test("SC3 a weight that is none is the author's fault", async () => {
    const ready = await lessonWith(`test("there", true, "", -1);`);
    await expect(check(ready, "let total = 6;")).rejects.toThrow(AuthorFaultError);
  });
});

describe("made-up inputs", () => {
  const generated = `const rows = generate.rows(5, { n: () => generate.int(1, 1_000_000) });
await withData({ "data/numbers.csv": generate.csv(rows) });
const sum = rows.reduce((all, { n }) => all + (n as number), 0);
test("sum", equal(await answer("total"), sum), "Try other numbers: " + sum);`;

  test("GR2 each check makes inputs of its own, and its seed brings the same verdict again", async () => {
    const ready = await lessonWith(generated);
    const first = await check(ready, "let total = 6;");
    const second = await check(ready, "let total = 6;");
    expect(first.verdict.message).not.toBe(second.verdict.message);
    const { plan } = first;
    if (plan.type !== "run" || plan.seed === undefined) throw new Error("The plan has no seed.");
    expect((await check(ready, "let total = 6;", plan.seed)).verdict).toEqual(first.verdict);
    expect((await check(ready, "let total = numbers.reduce((a, b) => a + b);")).verdict.type).toBe("pass");
  });

  test("GR2 a table of made-up rows goes through a function and is compared with a tolerance, in any order", async () => {
    const ready =
      await lessonWith(`const rows = generate.rows(200, { ward: () => generate.word(), n: () => generate.number(0, 9, 3) });
const want = rows.map(({ ward, n }) => ({ ward, n: Math.round(n as number) }));
test("table", sameTable(await call("total", rows), want, { anyOrder: true, tolerance: 0.5001, columns: ["ward", "n"] }), "No.");`);
    const right =
      "let total = (rows: any[]) => rows.toReversed().map((row) => ({ n: row.n, extra: 1, ward: row.ward }));";
    expect((await check(ready, right)).verdict.type).toBe("pass");
    expect((await check(ready, "let total = (rows: any[]) => rows.slice(1);")).verdict.type).toBe("not-yet");
  });
});

describe("charts, by what they encode", () => {
  const own = `const { type, x, y, title, axis, from, source, series } = await chart("total");
test("bars", type === "bar" && series.length === 1, "Draw bars.");
test("figures", equal(x, ["a", "b"]) && equal(y, [1, null]), "Other figures.");
test("words", title === "T" && axis === "A" && source === "S" && from === 0, "Say what it shows.");`;
  const made = `import { barChart, show } from "@data-surgery/opendata";
let total = barChart([{ n: "a", v: 1 }, { n: "b" }] as any, { label: "n", value: "v", axis: "A", title: "T", source: "S" });`;

  test("CT2 a chart of ours", async () => {
    const ready = await lessonWith(own);
    const { verdict } = await check(ready, made);
    expect([verdict.message, verdict.type]).toEqual(["Good.", "pass"]);
    expect((await check(ready, made.replace('title: "T"', 'title: "U"'))).verdict.message).toBe("Say what it shows.");
  });

  test("CT2 a figure for plotly, its numbers in a typed array", async () => {
    const ready = await lessonWith(
      `const { type, y, axis } = await chart("total");\ntest("line", type === "line" && equal(y, [1, 2]) && axis === "A", "No.");`,
    );
    const figure = `let total = { data: [{ mode: "lines", x: [1, 2], y: new Float64Array([1, 2]) }], layout: { yaxis: { title: "A" } } };`;
    expect((await check(ready, figure)).verdict.type).toBe("pass");
  });

  test("CT3 without a name, what the cell showed last counts, whichever way it was shown", async () => {
    const ready = await lessonWith(own.replace('chart("total")', "chart()"));
    for (const shows of ["show(total);", "display(total)", "total", "display('x'); total"]) {
      expect([shows, (await check(ready, `${made}\n${shows}`)).verdict.type]).toEqual([shows, "pass"]);
    }
    const { verdict } = await check(ready, made);
    expect([verdict.type, verdict.message]).toEqual([
      "not-yet",
      "This cell shows no chart yet. End it with a line such as show(chart).",
    ]);
  });

  test("CT3 what is no chart is said to be none", async () => {
    const ready = await lessonWith(own);
    const { verdict } = await check(ready, "let total = 6;");
    expect(verdict.message).toBe("“total” is not a chart yet. Make it one, for example with barChart or lineChart.");
  });
});

describe("limits", () => {
  test("LI1 an exercise's own time counts, and is said", async () => {
    const ready = await lessonWith(`test("t", true, "");`, { limits: { seconds: 1 } });
    const { verdict } = await check(ready, "for (;;);");
    expect(verdict).toMatchObject({ type: "could-not-run", points: { earned: 0, possible: 10 } });
    expect(verdict.message).toContain("longer than 1 second.");
  });

  test("LI2 an exercise may have more memory than others", async () => {
    const hungry =
      "let total = 0; const kept = []; for (let n = 0; n < 40; n++) kept.push(new Array(1e6).fill(n)); total = 6;";
    const tests = `test("t", equal(await answer("total"), 6), "No.");`;
    expect((await check(await lessonWith(tests), hungry)).verdict.type).toBe("could-not-run");
    expect((await check(await lessonWith(tests, { limits: { memoryMb: 700 } }), hungry)).verdict.type).toBe("pass");
  });

  test("LI3 an answer of 100 MB is refused in words, and the next check works as ever", async () => {
    const ready = await lessonWith(`test("t", equal(await answer("total"), 6), "No.");`);
    const huge = 'let total = "x".repeat(100_000_000);';
    const many = "let total = Array.from({ length: 300_000 }, (_, n) => n);";
    for (const source of [huge, many]) {
      const { verdict } = await check(ready, source);
      expect([verdict.type, verdict.message]).toEqual([
        "not-yet",
        "Your code stopped when it was tried: Your answer is too large to be checked. Make it smaller: the exercise asks for less.",
      ]);
    }
    expect((await check(ready, "let total = 6;")).verdict.type).toBe("pass");
  });
});
