import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CheckBench } from "./check-bench.js";
import type { ReadyLesson } from "./lesson-catalogue.js";
import { answered, checkTiny, openTestBench, tinyLesson } from "./test-grading.js";

let bench: CheckBench;
let ready: ReadyLesson;

beforeAll(async () => {
  ready = await tinyLesson();
  bench = await openTestBench();
  bench.warm();
});
afterAll(() => bench[Symbol.asyncDispose]());

const total = (source: string, more: Record<string, string> = {}, timeLimit?: number): ReturnType<typeof checkTiny> =>
  checkTiny(ready, bench, "total", { "ex-total": source, ...more }, timeLimit);

const right = "let total = numbers.reduce((sum, each) => sum + each, 0);";

describe("what a learner hears", () => {
  test("CH1 a right answer passes with the author's sentence; only visible tests are listed", async () => {
    const { verdict } = await total(right);
    expect(verdict).toEqual({
      type: "pass",
      head: "That's right",
      message: "All the numbers are in it.",
      tests: [{ title: "total is a number", passed: true }],
      points: { earned: 1, possible: 1 },
    });
  });

  test("CH1 another way of getting there passes as well", async () => {
    const other = "var total = 0\nfor (const each of numbers) total += each\nconst shown: string = `${total}`";
    expect((await total(other)).verdict.type).toBe("pass");
  });

  test("CH2 a known mistake gets the words for it", async () => {
    const { verdict } = await total("let total = numbers.length;");
    expect([verdict.type, verdict.message]).toEqual(["not-yet", "You counted them. Add them up instead."]);
  });

  test("CH3 a typed-in answer is caught by other inputs, with the author's message and without the hidden title", async () => {
    const { verdict } = await total("let total = 6;");
    expect([verdict.type, verdict.message]).toEqual([
      "not-yet",
      "It works for these numbers but not for others. Let the computer add.",
    ]);
    expect(verdict.tests.map(({ title }) => title)).toEqual(["total is a number"]);
  });

  test("CH3 a failed visible test says what to look at", async () => {
    const { verdict } = await total('let total = "six";');
    expect(verdict.message).toBe("total should be a number.");
    expect(verdict.tests).toEqual([
      { title: "total is a number", passed: false, message: "total should be a number." },
    ]);
  });

  test("CH4 an untouched exercise is not attempted, and no process is started for it", async () => {
    const { verdict, plan } = await total("let total = ____;");
    expect([verdict.type, plan.type]).toEqual(["not-attempted", "not-attempted"]);
    expect(verdict.message).toContain("let total = ____;");
  });

  test("CH5 a cell above that stops is named, with its line and in plain words", async () => {
    const { verdict } = await total(right, { "example-read": "let numbers = [1];\nnumbres.push(2);" });
    expect(verdict).toMatchObject({
      type: "could-not-run",
      head: "Your notebook stopped before this",
      failure: { cellId: "example-read", line: 2 },
    });
    expect(verdict.message).toContain("Nothing is called “numbres”");
  });

  test("CH5 code that can't be read is said of the exercise's own cell", async () => {
    const { verdict } = await total("let total = numbers.reduce(;");
    expect(verdict).toMatchObject({ type: "could-not-run", failure: { cellId: "ex-total" } });
    expect(verdict.head).toBe("This cell stopped before it was done");
  });

  test("CH5 a loop without end is ended, and said", async () => {
    const { verdict } = await total("let total = 0;\nwhile (true) total += 0;", {}, 1500);
    expect(verdict.type).toBe("could-not-run");
    expect(verdict.message).toContain("Is there a loop that never ends");
  });

  test("CH6 a name that is not there is asked for by name", async () => {
    const { verdict } = await total("let sum = 6;");
    expect([verdict.type, verdict.message]).toEqual([
      "not-yet",
      "There is nothing called “total” yet. Keep that name in your line.",
    ]);
  });

  test("CH6 an error of the learner's function in a hidden test is not told, for it could tell the inputs", async () => {
    const source =
      "function rate(part, whole) {\n  if (part > 9) throw new Error(`saw ${part} ${whole}`);\n  return 50;\n}";
    const { verdict } = await checkTiny(ready, bench, "rate", { "ex-rate": source });
    expect(verdict.type).toBe("not-yet");
    expect(JSON.stringify(verdict)).not.toMatch(/31337|62674|saw/);
  });

  test("CH7 learners' own broken cells do not stop a check", async () => {
    const notebook = answered(ready, { "ex-total": right });
    const own = {
      cell_type: "code",
      id: "mine",
      source: "oh no(",
      metadata: {},
      execution_count: null,
      outputs: [],
    } as const;
    const { runCheck } = await import("./run-check.js");
    const input = { lesson: ready.lesson, exercise: ready.lesson.exercises[0]!, files: ready.files };
    const { verdict } = await runCheck({ ...input, notebook: { ...notebook, cells: [own, ...notebook.cells] } }, bench);
    expect(verdict.type).toBe("pass");
  });
});

describe("answers that would rather not be computed: none earns a pass", () => {
  const hostile: Record<string, string> = {
    "leaving early": "process.exit(0);",
    "leaving politely": "let total = 6; process.exitCode = 0; setTimeout(() => process.exit(0), 1);",
    "a promise that never comes": "let total = new Promise(() => undefined);",
    "waiting forever": "await new Promise(() => undefined); let total = 6;",
    "very much output": 'for (let i = 0; i < 3e5; i++) console.log("x".repeat(100)); let total = 6;',
    "a very large answer": 'let total = "x".repeat(50_000_000);',
    "all of the memory": "const kept = []; for (;;) kept.push(new Array(1e6).fill(kept.length)); let total = 6;",
    "memory outside the heap": "const kept = []; for (;;) kept.push(Buffer.alloc(5e7, 1)); let total = 6;",
    "another Object.is": "Object.is = () => true; Number.prototype.valueOf = () => 424242; let total = 6;",
    "other prototypes":
      "for (const name of ['filter', 'every', 'map', 'some']) Array.prototype[name] = () => true; Object.prototype.passed = true; let total = 6;",
    "a value that lies": "let total = { valueOf: () => 424242, toJSON: () => 6 };",
    "a proxy that lies": "let calls = 0; let total = new Proxy({}, { get: () => ++calls, ownKeys: () => [] });",
    "a forged verdict on standard output": 'console.log(JSON.stringify({ type: "pass" })); let total = 6;',
    "forged frames":
      'const v8 = await import("node:v8"); const fs = await import("node:fs"); for (let id = 0; id < 50; id++) { const body = v8.serialize({ id, nonce: "", type: "value", value: 424242 }); const head = Buffer.alloc(4); head.writeUInt32BE(body.length); fs.writeSync(4, Buffer.concat([head, body])); } let total = 6;',
    "a frame without end": 'const fs = await import("node:fs"); fs.writeSync(4, Buffer.alloc(64, 255)); let total = 6;',
    "reading the questions":
      'const fs = await import("node:fs"); const seen = Buffer.alloc(9); fs.readSync(3, seen); let total = 6;',
    "closing the channel": 'const fs = await import("node:fs"); fs.closeSync(4); let total = 6;',
    "another serialiser":
      'const v8 = (await import("node:module")).createRequire("/")("node:v8"); v8.serialize = () => Buffer.from([255]); let total = 6;',
    "its own result name":
      'Object.defineProperty(globalThis, "__surgeryResult", { value: () => undefined }); let total = 6;',
    "its own environment":
      "let total = Number(Object.values(process.env).concat(process.argv).join('').match(/424242/)?.[0] ?? 6);",
    "looking for the tests":
      'const fs = await import("node:fs"); let total = 6; for (const folder of [".", "..", "data", "/proc/self/cwd"]) for (const name of fs.readdirSync(folder)) { try { if (fs.readFileSync(`${folder}/${name}`, "utf8").includes("CANARY")) total = 424242; } catch { continue; } }',
  };

  test.each(Object.entries(hostile))("CH8 %s", async (_what, source) => {
    const { verdict } = await total(source, {}, 4000);
    expect(["not-yet", "could-not-run"]).toContain(verdict.type);
    expect(JSON.stringify(verdict)).not.toMatch(/CANARY|424242/);
  });

  test("CH8 after all of them an honest answer still passes", async () => {
    expect((await total(right)).verdict.type).toBe("pass");
  });
});
