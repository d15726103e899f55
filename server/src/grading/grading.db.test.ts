import { AppError } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgress, progressMigrations, type Progress } from "../progress/index.js";
import { forEachDialect, type OpenTestStore } from "../store/test-dialects.js";
import { gradingMigrations, sqlAttemptStore, type AttemptStore } from "./attempt-store.js";
import type { CheckBench } from "./check-bench.js";
import { createGrading, type Grading } from "./grading.js";
import { readCatalogue } from "./lesson-catalogue.js";
import { ada, answered, fixtures, openTestBench, tinyLesson, noOwnFiles } from "./test-grading.js";

let bench: CheckBench;
beforeAll(async () => {
  bench = await openTestBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

interface House extends AsyncDisposable {
  readonly grading: Grading;
  readonly progress: Progress;
  readonly attempts: AttemptStore;
  readonly logged: object[];
  notebook: Notebook;
}

async function openHouse(open: OpenTestStore): Promise<House> {
  const opened = await open([...gradingMigrations, ...progressMigrations]);
  const ready = await tinyLesson();
  const catalogue = await readCatalogue({ notebooks: fixtures, curricula: join(fixtures, "none") });
  const progress = createProgress({
    store: opened.store,
    lessons: catalogue,
    people: { learners: () => Promise.resolve([]) },
  });
  const attempts = sqlAttemptStore(opened.store);
  const logged: object[] = [];
  const front = { notebook: answered(ready, { "ex-total": "let total = numbers.length;" }) };
  return Object.assign(front, {
    progress,
    attempts,
    logged,
    grading: createGrading({
      catalogue,
      files: noOwnFiles,
      progress,
      attempts,
      bench,
      copies: { open: ({ home }, lesson) => Promise.resolve(`people/${home}/${lesson}/${lesson}.ipynb`) },
      notebooks: {
        read: (path) =>
          path === own ? Promise.resolve(front.notebook) : Promise.reject(new AppError("contents.not-found", { path })),
      },
      log: { error: (details) => logged.push(details) },
    }),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  });
}

const own = "people/ada-k7m2/tiny/tiny.ipynb";
const place = { lesson: "tiny", exercise: "total", path: own };

forEachDialect((open) => {
  test("SE1 a result is recorded with the attempt and its event before it is told, and counted", async () => {
    await using house = await openHouse(open);
    const first = await house.grading.check(ada, place);
    expect(first).toMatchObject({ type: "not-yet", tries: 1, message: "You counted them. Add them up instead." });
    house.notebook = answered(await tinyLesson(), { "ex-total": "let total = numbers.reduce((a, b) => a + b);" });
    const second = await house.grading.check(ada, place);
    expect(second).toMatchObject({ type: "pass", tries: 2 });

    const kept = await house.attempts.ofPerson(ada.personId);
    expect(kept.map(({ result }) => result)).toEqual(expect.arrayContaining([first, second]));
    expect(kept[0]).toMatchObject({ lesson: "tiny", notebook: own, plan: { type: "run", cellId: "ex-total" } });
    expect(await house.progress.mine(ada)).toMatchObject({
      lessons: [{ exercises: [{ exercise: "total", state: "passed", tries: 2 }, { state: "untouched" }] }],
    });
    expect(JSON.stringify([first, second, kept.map(({ result }) => result)])).not.toMatch(/CANARY|424242/);
  });

  test("SE2 not attempted is recorded and is not a try", async () => {
    await using house = await openHouse(open);
    house.notebook = answered(await tinyLesson(), {});
    expect(await house.grading.check(ada, place)).toMatchObject({ type: "not-attempted", tries: 0 });
    expect(await house.progress.exercise(ada, "tiny", "total")).toMatchObject({ state: "untouched", tries: 0 });
  });

  test("SE3 hints come one after the other, the solution with its reason, and both are recorded", async () => {
    await using house = await openHouse(open);
    await expect(house.grading.hint(ada, place, 2)).rejects.toMatchObject({ code: "http.bad-request" });
    expect(await house.grading.hint(ada, place, 1)).toMatchObject({ number: 1, count: 2 });
    expect(await house.grading.hint(ada, place, 2)).toMatchObject({ number: 2 });
    expect(await house.grading.hint(ada, place, 1)).toMatchObject({ number: 1 });
    await expect(house.grading.hint(ada, place, 3)).rejects.toMatchObject({ code: "http.bad-request" });
    await house.grading.check(ada, place);
    expect((await house.grading.solution(ada, place)).source).toContain("numbers.reduce");
    expect(await house.progress.exercise(ada, "tiny", "total")).toEqual({
      exercise: "total",
      state: "tried",
      tries: 1,
      hints: 2,
      solutionSeen: true,
    });
  });

  test("SE4 other people's notebooks, unknown lessons and notebooks of another lesson are refused by name", async () => {
    await using house = await openHouse(open);
    const check = (change: Partial<typeof place>): Promise<unknown> =>
      house.grading.check(ada, { ...place, ...change });
    await expect(check({ path: "people/bob-1234/tiny/tiny.ipynb" })).rejects.toMatchObject({
      code: "identity.not-allowed",
    });
    await expect(check({ path: "people/ada-k7m2/../bob-1234/tiny.ipynb" })).rejects.toMatchObject({
      code: "contents.bad-path",
    });
    await expect(check({ path: "people/ada-k7m2/gone.ipynb" })).rejects.toMatchObject({ code: "contents.not-found" });
    await expect(check({ lesson: "none" })).rejects.toMatchObject({ code: "lessons.not-found" });
    await expect(check({ exercise: "none" })).rejects.toMatchObject({ code: "lessons.exercise-not-found" });
    house.notebook = { ...house.notebook, metadata: { data_surgery: { lesson: "other" } } };
    await expect(check({})).rejects.toMatchObject({ code: "http.bad-request" });
    expect(await house.attempts.ofPerson(ada.personId)).toEqual([]);
  });

  test("SE5 what is kept about somebody can be taken out and erased", async () => {
    await using house = await openHouse(open);
    await house.grading.check(ada, place);
    expect(await house.grading.exportPerson(ada.personId)).toHaveLength(1);
    expect(await house.progress.exportPerson(ada)).toMatchObject([{ type: "check-recorded", outcome: "not-yet" }]);
    await house.grading.erasePerson(ada.personId);
    await house.progress.erasePerson(ada);
    expect(await house.grading.exportPerson(ada.personId)).toEqual([]);
    expect(await house.progress.exportPerson(ada)).toEqual([]);
    expect(await house.progress.exercise(ada, "tiny", "total")).toMatchObject({ state: "untouched" });
  });

  test("SE5 what others checked in somebody's folder is that person's work and can be erased with it", async () => {
    await using house = await openHouse(open);
    await house.grading.check(ada, place);
    expect(await house.attempts.eraseHome("nobody")).toBe(0);
    expect(await house.attempts.eraseHome(ada.home)).toBe(1);
    expect(await house.grading.exportPerson(ada.personId)).toEqual([]);
  });

  test("SE6 with the events failing, no result is told and no attempt is left", async () => {
    await using house = await openHouse(open);
    const failing = createGrading({
      ...(await failingParts(house)),
      notebooks: { read: () => Promise.resolve(house.notebook) },
    });
    await expect(failing.check(ada, place)).rejects.toThrow("disk full");
    expect(await house.attempts.ofPerson(ada.personId)).toEqual([]);
  });
});

/** The same house, with a store that fails after the attempt and before the event is committed. */
async function failingParts(house: House): Promise<Omit<Parameters<typeof createGrading>[0], "notebooks">> {
  const { progress, attempts } = house;
  return {
    catalogue: await readCatalogue({ notebooks: fixtures, curricula: join(fixtures, "none") }),
    copies: { open: () => Promise.resolve(own) },
    files: noOwnFiles,
    attempts,
    bench,
    progress: {
      exercise: (...args) => progress.exercise(...args),
      mine: (who) => progress.mine(who),
      record: (who, fact, also) =>
        progress.record(who, fact, async (inside) => {
          await also?.(inside);
          throw new Error("disk full");
        }),
    },
    log: { error: () => undefined },
  };
}
