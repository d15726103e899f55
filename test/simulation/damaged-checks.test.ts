/** Forty damaged notebooks, really checked: an answer that is still whole gets what it gets undamaged, right or wrong. */
import { withSolution, type CodeExercise, type Lesson } from "@data-surgery/grading";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CheckBench } from "../../server/src/grading/check-bench.js";
import { readLesson, type ReadyLesson } from "../../server/src/grading/lesson-catalogue.js";
import { runCheck } from "../../server/src/grading/run-check.js";
import { openTestBench } from "../../server/src/grading/test-grading.js";
import {
  answeredNotebook,
  answersIntact,
  damageLesson,
  lessonFolders,
  rightAnswers,
  type Answers,
} from "./damaged-lesson.js";
import { Random } from "./random.js";

let bench: CheckBench;
let lessons: readonly ReadyLesson[];

beforeAll(async () => {
  bench = await openTestBench();
  bench.warm();
  const read = await Promise.all(lessonFolders.map(([folder, name]) => readLesson(folder, name)));
  lessons = read.map((one) => {
    if (one.type === "broken") throw new Error(JSON.stringify(one.faults));
    return one.ready;
  });
});
afterAll(() => bench[Symbol.asyncDispose]());

/** One exercise with a mistake that people really make, the others right. */
function oneMistake(lesson: Lesson, exercise: CodeExercise): Answers {
  const wrong = exercise.misconceptions.find((one) => one.wrong !== undefined)?.wrong;
  const source = lesson.cells.find(({ cell }) => cell.id === exercise.cellId)?.cell.source ?? "";
  const answers = new Map(rightAnswers(lesson));
  if (wrong !== undefined) answers.set(exercise.cellId, withSolution(source, wrong));
  return answers;
}

async function checkOne(seed: number): Promise<string> {
  const ready = lessons[seed % lessons.length]!;
  const { lesson } = ready;
  const draw = new Random(seed);
  const exercise = draw.pick(lesson.exercises.filter((one) => one.type === "code"))!;
  const answers = draw.chance(0.5) ? rightAnswers(lesson) : oneMistake(lesson, exercise);
  const one = damageLesson(lesson, seed, answers);
  const check = async (notebook: typeof one.damaged): Promise<unknown> => {
    const { verdict } = await runCheck({ lesson, exercise, notebook, files: ready.files, seed: 1 }, bench, 60_000);
    return [verdict.type, verdict.message, verdict.points, verdict.tests];
  };
  const got = await check(one.damaged);
  if (!answersIntact(one, exercise.id)) return "not whole";
  expect([seed, one.done, got]).toEqual([seed, one.done, await check(answeredNotebook(lesson, answers))]);
  return "same";
}

test("DN1 forty seeded damages, checked in real processes: whole answers get the same verdict, message and points", async () => {
  const waiting = Array.from({ length: 40 }, (_, index) => 2001 + index);
  const results: string[] = [];
  const work = async (): Promise<void> => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) results.push(await checkOne(seed));
  };
  await Promise.all([work(), work()]);
  expect(results).toHaveLength(40);
  expect(results.filter((result) => result === "same").length).toBeGreaterThan(20);
}, 300_000);
