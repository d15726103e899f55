import type { CheckResult, ExerciseProgress, ExerciseWork, LessonWork } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { ExerciseModel, type ExerciseService } from "./exercise-model.js";
import { ExerciseWorkKeeper } from "./exercise-work.js";
import { PlainError } from "./plain-error.js";

const result = (at: number, tries: number, type: CheckResult["type"] = "not-yet"): CheckResult => ({
  type,
  attemptId: `a${at}`,
  tries,
  at,
  head: "Not yet",
  message: "Look again.",
  tests: [],
});

/** A server of one exercise that remembers what it was asked. */
function openServer(): { asked: string[]; next: CheckResult; service: ExerciseService } {
  const server = {
    asked: [] as string[],
    next: result(1, 1),
    service: {
      check: () => Promise.resolve(server.next),
      hint: (_exercise: string, number: number) => {
        server.asked.push(`hint ${number}`);
        return Promise.resolve({ count: 2, text: `hint text ${number}` });
      },
      solution: () => {
        server.asked.push("solution");
        return Promise.resolve({ source: "let a = 1;", why: "So." });
      },
      tries: () => Promise.resolve({ tries: [] }),
    },
  };
  return server;
}

const facts = { exercise: "one", hintCount: 2, isReviewed: false };

test("before a try the solution is only spoken of; after one it is asked about, and shown when that is answered", async () => {
  const server = openServer();
  const model = new ExerciseModel(facts, server.service);
  model.askForSolution();
  expect(model.askedForSolution).toBe("try-first");
  server.next = result(1, 0, "not-attempted");
  await model.check();
  expect(model.askedForSolution).toBe("try-first");
  server.next = result(2, 1);
  await model.check();
  expect(model.askedForSolution).toBeUndefined();
  model.askForSolution();
  expect([model.askedForSolution, model.solution, server.asked]).toEqual(["sure", undefined, []]);
  await model.showSolution();
  expect([model.solution?.source, server.asked]).toEqual(["let a = 1;", ["solution"]]);
});

test("a trainer is asked at once", () => {
  const model = new ExerciseModel(facts, openServer().service);
  model.restore({ exercise: "one", tries: 0, hints: [] }, true);
  model.askForSolution();
  expect(model.askedForSolution).toBe("sure");
});

test("what comes back takes nothing away that shows already, and the next hint is the one after those", async () => {
  const server = openServer();
  server.next = result(20, 3, "pass");
  const model = new ExerciseModel(facts, server.service);
  await model.check();
  model.restore({ exercise: "one", tries: 2, hints: ["hint text 1"], result: result(10, 2) }, false);
  expect([model.result?.type, model.tries, model.hints]).toEqual(["pass", 3, ["hint text 1"]]);
  await model.nextHint();
  model.restore({ exercise: "one", tries: 3, hints: ["hint text 1"] }, false);
  expect([model.hints, server.asked]).toEqual([["hint text 1", "hint text 2"], ["hint 2"]]);
  await model.nextHint();
  expect(server.asked).toEqual(["hint 2"]);
});

interface Page {
  readonly keeper: ExerciseWorkKeeper;
  readonly model: ExerciseModel;
  readonly reviews: string[];
  work: ExerciseWork;
  progress: ExerciseProgress;
  readings: number;
  isDown: boolean;
}

function openPage(): Page {
  const model = new ExerciseModel({ ...facts, isReviewed: true }, openServer().service);
  const page: Page = {
    model,
    reviews: [],
    work: { exercise: "one", tries: 0, hints: [] },
    progress: { exercise: "one", state: "untouched", tries: 0, hints: 0, solutionSeen: false },
    readings: 0,
    isDown: false,
    keeper: new ExerciseWorkKeeper({
      read: (): Promise<LessonWork> => {
        page.readings += 1;
        if (page.isDown) return Promise.reject(new PlainError("no Wi-Fi"));
        return Promise.resolve({ exercises: [page.work], solutionsAtOnce: false });
      },
      models: () => [model],
      progressOf: () => page.progress,
      onJudged: ({ review, result: last }, by) =>
        page.reviews.push(by === "review" ? (review?.comment ?? "") : `judged again: ${last?.type}`),
    }),
  };
  return page;
}

test("what another page of the same person did comes here, and news of nothing new asks for nothing", async () => {
  const page = openPage();
  await page.keeper.refresh();
  await page.keeper.refreshOnNews();
  expect(page.readings).toBe(1);
  page.work = { exercise: "one", tries: 1, hints: ["hint text 1"], result: result(5, 1, "handed-in") };
  page.progress = { exercise: "one", state: "handed-in", tries: 1, hints: 1, solutionSeen: false };
  await page.keeper.refreshOnNews();
  await page.keeper.refreshOnNews();
  expect([page.readings, page.model.result?.type, page.model.hints]).toEqual([2, "handed-in", ["hint text 1"]]);
});

test("a reviewer's answer is told when it comes, once, and not told again to a page that opens later", async () => {
  const page = openPage();
  page.work = { exercise: "one", tries: 1, hints: [], result: result(5, 1, "handed-in") };
  page.progress = { exercise: "one", state: "handed-in", tries: 1, hints: 0, solutionSeen: false };
  await page.keeper.refresh();
  const points = { earned: 3, possible: 4 };
  const review = { attemptId: "a5", decision: "returned", points, comment: "Which years?", at: 9, lines: [] } as const;
  page.work = { ...page.work, review };
  page.progress = { ...page.progress, state: "tried" };
  await page.keeper.refreshOnNews();
  await page.keeper.refreshOnNews();
  expect([page.reviews, page.model.review]).toEqual([["Which years?"], review]);
  const later = openPage();
  later.work = page.work;
  await later.keeper.refresh();
  expect([later.reviews, later.model.review]).toEqual([[], review]);
});

test("a result that was judged again takes the place of the first, is told once, and goes with the next check", async () => {
  const page = openPage();
  page.work = { exercise: "one", tries: 1, hints: [], result: result(5, 1) };
  page.progress = { exercise: "one", state: "tried", tries: 1, hints: 0, solutionSeen: false };
  await page.keeper.refresh();
  page.work = { ...page.work, result: result(5, 1, "pass"), regradedAt: 9 };
  page.progress = { ...page.progress, state: "passed" };
  await page.keeper.refreshOnNews();
  await page.keeper.refreshOnNews();
  expect([page.reviews, page.model.result?.type, page.model.regradedAt]).toEqual([["judged again: pass"], "pass", 9]);
  await page.model.check();
  expect(page.model.regradedAt).toBeUndefined();
});

test("without a line nothing is shown, and the next news asks again", async () => {
  const page = openPage();
  page.work = { exercise: "one", tries: 2, hints: [], result: result(5, 2) };
  page.isDown = true;
  await expect(page.keeper.refresh()).rejects.toBeInstanceOf(PlainError);
  page.isDown = false;
  await page.keeper.refreshOnNews();
  expect([page.readings, page.model.tries]).toEqual([2, 2]);
});
