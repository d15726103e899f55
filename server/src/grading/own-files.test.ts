import type { PlannedCell } from "@data-surgery/grading";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fileContents } from "../jupyter/index.js";
import type { CheckBench } from "./check-bench.js";
import type { ReadyLesson } from "./lesson-catalogue.js";
import { takeOwnFiles, type OwnFiles, type OwnFilesPlace } from "./own-files.js";
import type { RunnerFiles } from "./runner-pool.js";
import { runCheck, type CheckRun } from "./run-check.js";
import { answered, openTestBench, tinyLesson } from "./test-grading.js";

const folder = "people/ada-k7m2/tiny";
let root: string;
let ready: ReadyLesson;
let bench: CheckBench;

beforeAll(async () => {
  ready = await tinyLesson();
  bench = await openTestBench();
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

beforeEach(async () => {
  if (root !== undefined) await rm(root, { recursive: true });
  root = await mkdtemp(join(tmpdir(), "surgery-own-"));
  await mkdir(join(root, folder, "data"), { recursive: true });
  await mkdir(join(root, "people", "bob-1234"));
  await writeFile(join(root, "people", "bob-1234", "secret.csv"), "n\n99\n");
});

const put = (name: string, text: string): Promise<void> => writeFile(join(root, folder, name), text);
const place = (): OwnFilesPlace => ({
  folder,
  shelf: fileContents({ root }),
  may: (path) => path.startsWith("people/ada-k7m2/"),
});

const cell = (source: string): PlannedCell => ({ id: "c", source, mayFail: false, restored: false });
const take = (source: string, lesson: RunnerFiles = ready.files): Promise<OwnFiles> =>
  takeOwnFiles([cell(source)], lesson, place());
const taken = async (source: string, lesson?: RunnerFiles): Promise<string[]> => [
  ...(await take(source, lesson)).files.keys(),
];

/** The exercise "total", with the numbers read from this file. */
function check(file: string, source = "let total = numbers.reduce((a, b) => a + b);"): Promise<CheckRun> {
  const read = `import { readFileSync } from "node:fs";\nlet numbers = readFileSync("${file}", "utf8").trim().split("\\n").slice(1).map(Number);`;
  const notebook = answered(ready, { "example-read": read, "ex-total": source });
  const exercise = ready.lesson.exercises.find(({ id }) => id === "total")!;
  return runCheck({ lesson: ready.lesson, exercise, notebook, files: ready.files, own: place() }, bench);
}

test("OF1 a check can read the learner's own file by the name in the notebook, and says which it read", async () => {
  await put("mine.csv", "n\n1\n5\n");
  const { plan, report } = await check("mine.csv");
  // It adds up to what the lesson's figures come to; with the hidden figures in their place, the learner's own are still there.
  expect(report?.tests.map(({ passed }) => passed)).toEqual([true, true, false]);
  expect(plan).toMatchObject({ type: "run", ownFiles: ["mine.csv"] });
});

test("OF2 a file of one's own takes the place of neither the lesson's data nor the inputs of hidden tests", async () => {
  await put("data/numbers.csv", "n\n999\n");
  const { verdict, plan } = await check("data/numbers.csv");
  expect([verdict.type, "ownFiles" in plan]).toEqual(["pass", false]);
  await put("data/NUMBERS.csv", "n\n999\n");
  await put("data/other.csv", "n\n1\n");
  await mkdir(join(root, folder, "data", "deep.csv"));
  await put("data/deep.csv/in.csv", "n\n1\n");
  const lesson: RunnerFiles = new Map<string, Uint8Array | string>([...ready.files, ["data/deep.csv", "n\n"]]);
  const source = `["data/numbers.csv", "./data/numbers.csv", "data/NUMBERS.csv", "data/deep.csv/in.csv", "data/other.csv"]`;
  expect(await taken(source, lesson)).toEqual(["data/other.csv"]);
});

test("OF3 what climbs, leads out by a link, waits for ever or belongs to somebody else does not come along", async () => {
  await put("mine.csv", "n\n1\n");
  await put("package.json", "{}");
  await put(".hidden.csv", "n\n");
  await mkdir(join(root, folder, "node_modules"));
  await put("node_modules/a.json", "{}");
  await mkdir(join(root, folder, "folder.csv"));
  await symlink(join(root, "people", "bob-1234", "secret.csv"), join(root, folder, "link.csv"));
  await symlink(join(root, "people", "bob-1234"), join(root, folder, "away"));
  execFileSync("mkfifo", [join(root, folder, "pipe.csv")]);
  const hostile = [
    "../../bob-1234/secret.csv",
    "data/../../../bob-1234/secret.csv",
    "/people/bob-1234/secret.csv",
    "people/bob-1234/secret.csv",
    "file:///etc/hosts.csv",
    "https://example.org/a.csv",
    "C:\\\\a.csv",
    "a\\u0000b.csv",
    "%2e%2e/secret.csv",
    "con.csv",
    "mine.csv/in.csv",
    "package.json",
    ".hidden.csv",
    "node_modules/a.json",
    "folder.csv",
    "link.csv",
    "away/secret.csv",
    "pipe.csv",
    "gone.csv",
  ];
  expect(await taken(hostile.map((name) => `read("${name}")`).join("\n"))).toEqual([]);
  expect(await taken(`read('mine.csv'); read("./mine.csv"); read(\`mine.csv\`)`)).toEqual(["mine.csv"]);
  const nowhere = { ...place(), may: () => false };
  expect((await takeOwnFiles([cell(`read("mine.csv")`)], ready.files, nowhere)).files.size).toBe(0);
});

test("OF4 a file that is too large is said to be, in the cell that asks for it, and to nobody who does not", async () => {
  await put("large.csv", "n\n1\n");
  await truncate(join(root, folder, "large.csv"), 11 * 1024 * 1024);
  const { verdict } = await check("large.csv");
  expect(verdict).toMatchObject({ type: "could-not-run", failure: { cellId: "example-read" } });
  expect(verdict.message).toContain("“large.csv” has 11 MB. A check takes up to 10 MB of your own files.");
  const other = await check("data/numbers.csv", `let total = numbers.reduce((a, b) => a + b); let note = "large.csv";`);
  expect(other.verdict.type).toBe("pass");
});

test("OF5 so many own files come along and no more, and names without end are not looked for", async () => {
  const names = Array.from({ length: 10 }, (_, at) => `f${at}.csv`);
  for (const name of names) await put(name, "n\n1\n");
  const { files, leftOut } = await take(names.map((name) => `read("${name}")`).join("\n"));
  expect([...files.keys()]).toEqual(names.slice(0, 8));
  expect(leftOut.get("f9.csv")).toContain("a check takes up to 8 of your own files");
  const many = Array.from({ length: 5000 }, (_, at) => `"no${at}.csv"`).join(",");
  expect(await taken(`[${many}, "f1.csv"]`)).toEqual([]);
});

test("OF6 what a check does to an own file does not reach the learner's folder", async () => {
  await put("mine.csv", "n\n1\n5\n");
  const change = `(await import("node:fs")).writeFileSync("mine.csv", "gone"); let total = 6;`;
  await check("mine.csv", change);
  const { bytes } = await fileContents({ root }).readFile(`${folder}/mine.csv`);
  expect(Buffer.from(bytes).toString()).toBe("n\n1\n5\n");
});
