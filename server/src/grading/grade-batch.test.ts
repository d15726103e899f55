import { lessonKey } from "@data-surgery/contract";
import { renderNotebook, type Notebook } from "@data-surgery/jupyter";
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CheckBench } from "./check-bench.js";
import { gradeBatch, openResultFile, type BatchStep } from "./grade-batch.js";
import { gradeNotebook } from "./grade-notebook.js";
import type { SubmissionGrade } from "./grade-submission.js";
import type { ReadyLesson } from "./lesson-catalogue.js";
import { answered, openTestBench, tinyLesson } from "./test-grading.js";

let bench: CheckBench;
let ready: ReadyLesson;
let folder: string;

beforeAll(async () => {
  ready = await tinyLesson();
  bench = await openTestBench();
  bench.warm();
  folder = await mkdtemp(join(tmpdir(), "surgery-batch-"));
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const total = "let total = numbers.reduce((sum, each) => sum + each, 0);";
const rate = "function rate(part, whole) { return (100 * part) / whole; }";
const solved = (): Notebook => answered(ready, { "ex-total": total, "ex-rate": rate });

async function put(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

async function run(files: readonly string[], known: readonly SubmissionGrade[] = []): Promise<BatchStep[]> {
  const steps: BatchStep[] = [];
  for await (const step of gradeBatch({ ready, bench, files, seed: 5, jobs: 3, known })) steps.push(step);
  return steps;
}

test("GB1 a whole notebook: points by exercise, what nobody tried earns nothing, and the sum", async () => {
  expect(await gradeNotebook(ready, solved(), bench, 1)).toMatchObject({ points: { earned: 3, possible: 3 } });
  const half = await gradeNotebook(ready, answered(ready, { "ex-total": "let total = 6;" }), bench, 1);
  expect(half).toEqual({
    exercises: [
      {
        exercise: "total",
        outcome: "not-yet",
        points: { earned: 0.66, possible: 1 },
        message: "It works for these numbers but not for others. Let the computer add.",
      },
      {
        exercise: "rate",
        outcome: "not-attempted",
        points: { earned: 0, possible: 2 },
        message: expect.stringContaining("____") as string,
      },
    ],
    points: { earned: 0.66, possible: 3 },
    toReview: [],
    repairs: [],
  });
});

test("GB2 what one exercise's answer did is not there when the next one is checked", async () => {
  const sly = `${total}\nglobalThis.calls = (globalThis.calls ?? 0) + 1;`;
  const once = "function rate(part, whole) { return globalThis.calls > 1 ? 0 : (100 * part) / whole; }";
  const grade = await gradeNotebook(ready, answered(ready, { "ex-total": sly, "ex-rate": once }), bench, 1);
  expect(grade.points).toEqual({ earned: 3, possible: 3 });
});

test("GB3 whatever is among the files, each has a result, and honest ones their grade", async () => {
  const other = { ...solved(), metadata: { [lessonKey]: { format: 2, lesson: "first-look" } } };
  const stranger = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] } as const;
  const endless = answered(ready, { "ex-total": total, "ex-rate": "process.exit(0);" });
  const files = {
    "empty.ipynb": "",
    "half.ipynb": renderNotebook(solved()).slice(0, 900),
    "picture.ipynb": "\u0089PNG\u0000\u0001",
    "list.ipynb": "[1, 2]",
    "deep.ipynb": "[".repeat(100_000) + "]".repeat(100_000),
    "old.ipynb": '{"nbformat":3,"nbformat_minor":0,"metadata":{},"worksheets":[]}',
    "other.ipynb": renderNotebook(other),
    "stranger.ipynb": renderNotebook(stranger),
    "huge.ipynb": " ".repeat(21 * 1024 * 1024),
    "marked.ipynb": `\uFEFF${renderNotebook(solved())}`,
    "exits.ipynb": renderNotebook(endless),
    "good.ipynb": renderNotebook(solved()),
  };
  const paths = [join(folder, "not-there.ipynb"), folder];
  for (const [name, content] of Object.entries(files)) paths.push(await put(name, content));
  const results = (await run(paths)).map(({ result }) => result);
  const said = Object.fromEntries(
    results.map((result) => [
      result.file.slice(folder.length + 1),
      result.type === "graded" ? result.points.earned : result.code,
    ]),
  );
  expect(said).toEqual({
    "": "unreadable",
    "not-there.ipynb": "unreadable",
    "empty.ipynb": "empty",
    "half.ipynb": "not-json",
    "picture.ipynb": "not-json",
    "list.ipynb": "not-a-notebook",
    "deep.ipynb": "not-a-notebook",
    "old.ipynb": "not-a-notebook",
    "other.ipynb": "other-lesson",
    "stranger.ipynb": "other-lesson",
    "huge.ipynb": "too-large",
    "marked.ipynb": 3,
    "exits.ipynb": 1,
    "good.ipynb": 3,
  });
  for (const result of results) if (result.type === "refused") expect(result.message).toMatch(/^[A-Z].+\.$/s);
});

test("GB4 results are kept: the same file is not graded again, a changed one is, half a line is cut off", async () => {
  const out = join(folder, "results.jsonl");
  const [one, other] = [
    await put("one.ipynb", renderNotebook(solved())),
    await put("other-one.ipynb", renderNotebook(solved())),
  ];
  {
    await using kept = await openResultFile(out);
    for (const { result } of await run([one, other])) await kept.add(result);
  }
  const whole = await readFile(out, "utf8");
  await appendFile(out, '{"file":"torn');
  await put("other-one.ipynb", renderNotebook(ready.released));
  {
    await using kept = await openResultFile(out);
    const steps = await run([one, other], kept.known);
    expect(Object.fromEntries(steps.map(({ result, isKnown }) => [result.file, isKnown]))).toEqual({
      [one]: true,
      [other]: false,
    });
  }
  expect(await readFile(out, "utf8")).toBe(whole);
  await truncate(out, 0);
  await appendFile(out, "name,points\nAda,3\n");
  await expect(openResultFile(out)).rejects.toThrow("holds something else");
  expect(await readFile(out, "utf8")).toBe("name,points\nAda,3\n");
});

test("OF1 a file of one's own that was handed in beside the notebook is read", async () => {
  await put("mine.csv", "n\n1\n5\n");
  const read = `import { readFileSync } from "node:fs";\nlet numbers = readFileSync("mine.csv", "utf8").trim().split("\\n").slice(1).map(Number);`;
  const notebook = answered(ready, {
    "example-read": read,
    "ex-total": "let total = numbers.reduce((a, b) => a + b);",
  });
  const file = await put("own.ipynb", renderNotebook(notebook));
  const [step] = await run([file]);
  expect(step?.result).toMatchObject({
    type: "graded",
    exercises: [{ exercise: "total", outcome: "not-yet", points: { earned: 0.66, possible: 1 } }, {}],
  });
});
