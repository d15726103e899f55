import type { CodeExercise, LessonFault } from "@data-surgery/grading";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CheckBench } from "./check-bench.js";
import type { ReadyLesson } from "./lesson-catalogue.js";
import { proveExercise, proveLesson } from "./prove-lesson.js";
import { openTestBench, tinyLesson } from "./test-grading.js";

let bench: CheckBench;
let ready: ReadyLesson;
beforeAll(async () => {
  bench = await openTestBench();
  ready = await tinyLesson();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** The faults of the exercise “rate” with something changed in it. */
async function changed(change: (exercise: CodeExercise) => Partial<CodeExercise>): Promise<string[]> {
  const rate = ready.lesson.exercises.find((one): one is CodeExercise => one.id === "rate" && one.type === "code")!;
  return codes(await proveExercise(ready, { ...rate, ...change(rate) }, bench));
}

const codes = (faults: readonly LessonFault[]): string[] => faults.map(({ code, level }) => `${level} ${code}`);

test("PR1 a sound lesson has nothing but advice", async () => {
  expect(codes(await proveLesson(ready, bench))).toEqual(["advice proof.other-words"]);
});

test("PR2 a solution that does not pass is a fault", async () => {
  expect(await changed(() => ({ solution: "function rate() { return 1; }" }))).toEqual(["error proof.solution-fails"]);
});

test("PR3 a known mistake that gets other words, or passes, is a fault", async () => {
  const misconceptions = [
    { when: "false", say: "Never said.", wrong: "function rate() { return 50; }" },
    { when: "true", say: "Always said.", wrong: "const rate = (part, whole) => (part / whole) * 100;" },
  ];
  expect(await changed(() => ({ misconceptions }))).toEqual(["error proof.other-words", "error proof.wrong-passes"]);
});

test("PR4 a hidden test that no wrong answer fails is a fault", async () => {
  const found = await changed(({ test }) => ({
    test: { ...test, source: test.source.replace('near(await call("rate", 1, 3), 33.3333, 0.001)', "true") },
  }));
  expect(found).toEqual(["error proof.hidden-cannot-fail"]);
});

test("PR5 tests that can't be read or that stop by themselves are the author's fault, not the learner's", async () => {
  const broken = (line: string): Promise<string[]> =>
    changed(({ test }) => ({ test: { ...test, source: `// PASS: x\n${line}` } }));
  expect(await broken("test(;")).toContain("error proof.author-error");
  expect(await broken('test("forgot", call("rate", 1, 2), "await");')).toContain("error proof.author-error");
  expect(await broken("tset(1);")).toContain("error proof.author-error");
  expect(await broken("let nothing = 1;")).toContain("error proof.author-error");
});
