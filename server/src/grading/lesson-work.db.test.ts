import type { AnswerReview, LessonWork, Visitor } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgress, progressMigrations } from "../progress/index.js";
import { forEachDialect, type OpenTestStore } from "../store/test-dialects.js";
import { gradingMigrations, sqlAttemptStore } from "./attempt-store.js";
import type { CheckBench } from "./check-bench.js";
import { createGrading, type Grading } from "./grading.js";
import { readCatalogue } from "./lesson-catalogue.js";
import { createLessonWork, type LessonWorks } from "./lesson-work.js";
import { sqlRegradeStore } from "./regrade/regrade-store.js";
import { createRegrades } from "./regrade/regrades.js";
import { reviewedCatalogue } from "./review/test-reviews.js";
import type { ReviewOfExercise } from "./review-reader.js";
import { ada, answered, fixtures, openTestBench, tinyLesson, noOwnFiles } from "./test-grading.js";
import { sqlTriesReader, triesOnPage } from "./tries-reader.js";

let bench: CheckBench;
beforeAll(async () => {
  bench = await openTestBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

const bea: Visitor = { ...ada, personId: "bea", name: "Bea", home: "bea-2222" };
const trainer: Visitor = { ...ada, personId: "tom", name: "Tom", role: "trainer", home: "tom-3333" };

interface House extends AsyncDisposable {
  readonly grading: Grading;
  readonly work: LessonWorks;
  readonly reviews: ReviewOfExercise[];
  notebook: Notebook;
}

async function openHouse(open: OpenTestStore): Promise<House> {
  const opened = await open([...gradingMigrations, ...progressMigrations]);
  const catalogue = await readCatalogue({ notebooks: fixtures, curricula: join(fixtures, "none") });
  let now = 1_700_000_000_000;
  // Seconds apart, so that the throttle of checks is not what is tested.
  const clock = (): number => (now += 5000);
  const { store } = opened;
  const progress = createProgress({
    store,
    lessons: catalogue,
    people: { learners: () => Promise.resolve([]) },
    clock,
  });
  const reviews: ReviewOfExercise[] = [];
  const front = { notebook: answered(await tinyLesson(), {}) };
  return Object.assign(front, {
    reviews,
    work: createLessonWork({
      catalogue,
      progress,
      tries: sqlTriesReader(store),
      reviews: {
        ofPerson: (personId: string) => Promise.resolve(personId === ada.personId ? reviews : []),
      },
    }),
    grading: createGrading({
      catalogue,
      files: noOwnFiles,
      progress,
      attempts: sqlAttemptStore(store),
      bench,
      copies: { open: ({ home }, lesson) => Promise.resolve(`people/${home}/${lesson}/${lesson}.ipynb`) },
      notebooks: { read: () => Promise.resolve(front.notebook) },
      log: { error: () => undefined },
      clock,
    }),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  });
}

const placeOf = ({ home }: Visitor) => ({
  lesson: "tiny",
  exercise: "total",
  path: `people/${home}/tiny/tiny.ipynb`,
});
const total = (work: LessonWork) => work.exercises.find(({ exercise }) => exercise === "total");

async function write(house: House, source: string): Promise<void> {
  house.notebook = answered(await tinyLesson(), { "ex-total": source });
}

forEachDialect((open) => {
  test("SE7 the solution is refused before a try, given after one, and given to a trainer at once", async () => {
    await using house = await openHouse(open);
    const { grading, work } = house;
    await expect(grading.solution(ada, placeOf(ada))).rejects.toMatchObject({ code: "checks.try-first" });
    expect(await grading.check(ada, placeOf(ada))).toMatchObject({ type: "not-attempted" });
    await grading.hint(ada, placeOf(ada), 1);
    await expect(grading.solution(ada, placeOf(ada))).rejects.toMatchObject({ code: "checks.try-first" });
    expect(total(await work.of(ada, "tiny"))?.solution).toBeUndefined();
    await write(house, "let total = 1;");
    await grading.check(ada, placeOf(ada));
    expect((await grading.solution(ada, placeOf(ada))).source).toContain("numbers.reduce");
    expect((await grading.solution(trainer, placeOf(trainer))).source).toContain("numbers.reduce");
    expect((await work.of(ada, "tiny")).solutionsAtOnce).toBe(false);
    expect((await work.of(trainer, "tiny")).solutionsAtOnce).toBe(true);
  });

  test("LW1 the last result, the opened hints and a solution that was seen come back; LW2 nothing else does", async () => {
    await using house = await openHouse(open);
    const { grading, work } = house;
    const untouched = JSON.stringify(await work.of(ada, "tiny"));
    expect(untouched).not.toMatch(/CANARY|reduce|PASS/);
    await write(house, "let total = numbers.length;");
    const result = await grading.check(ada, placeOf(ada));
    await grading.hint(ada, placeOf(ada), 1);
    const before = await work.of(ada, "tiny");
    expect(total(before)).toEqual({
      exercise: "total",
      tries: 1,
      result,
      hints: ["CANARY-hint-one: go through all of them."],
    });
    expect(JSON.stringify(before)).not.toMatch(/CANARY-hint-two|CANARY-title|424242|reduce/);
    const { source, why } = await grading.solution(ada, placeOf(ada));
    expect(total(await work.of(ada, "tiny"))?.solution).toEqual({ source, why });
    expect(before.exercises.map(({ exercise }) => exercise)).toEqual(["total", "rate"]);
  });

  test("LW3 everybody sees their own alone", async () => {
    await using house = await openHouse(open);
    await write(house, "let total = numbers.length;");
    const { attemptId } = await house.grading.check(ada, placeOf(ada));
    house.reviews.push({ exercise: "total", ...review(attemptId, "returned", 1) });
    expect(total(await house.work.of(bea, "tiny"))).toEqual({ exercise: "total", tries: 0, hints: [] });
    expect(await house.work.tries(bea, "tiny", "total")).toEqual({ tries: [] });
    expect(await house.work.tries(bea, "tiny", "total", attemptId)).toEqual({ tries: [] });
    await expect(house.work.of(ada, "none")).rejects.toMatchObject({ code: "lessons.not-found" });
    expect(() => house.work.tries(ada, "tiny", "none")).toThrow(/no exercise called none/);
  });

  test("LW4 earlier tries come newest first and by pages, with what stood in the cell; an untouched cell is none", async () => {
    await using house = await openHouse(open);
    await house.grading.check(ada, placeOf(ada));
    const sources = Array.from({ length: triesOnPage + 2 }, (_, index) => `let total = ${index + 100};`);
    for (const source of sources) {
      await write(house, source);
      expect(await house.grading.check(ada, placeOf(ada))).toMatchObject({ type: "not-yet" });
    }
    const first = await house.work.tries(ada, "tiny", "total");
    const second = await house.work.tries(ada, "tiny", "total", first.next);
    expect(first.tries).toHaveLength(triesOnPage);
    expect(second.next).toBeUndefined();
    const all = [...first.tries, ...second.tries];
    expect(all.map(({ source }) => source.split("\n").at(-1))).toEqual(sources.toReversed());
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((one, other) => other - one));
    expect(JSON.stringify(all)).not.toMatch(/CANARY|424242/);
  });

  test("LW5 of several reviews the latest is shown", async () => {
    await using house = await openHouse(open);
    const [first, second] = [review("a", "returned", 1), review("b", "accepted", 2)];
    house.reviews.push(
      { exercise: "total", ...first },
      { exercise: "rate", ...first },
      { exercise: "total", ...second },
    );
    expect(total(await house.work.of(ada, "tiny"))?.review).toMatchObject(second);
  });
});

forEachDialect((open) => {
  test("LW6 a result that was judged again after a test was mended stands in the place of the first, until that is undone", async () => {
    await using opened = await open([...gradingMigrations, ...progressMigrations]);
    const { store } = opened;
    const wrong = await reviewedCatalogue((text) => text.replace("equal(total, 6)", "equal(total, 7)"));
    const mended = await reviewedCatalogue();
    const progress = createProgress({ store, lessons: wrong, people: { learners: () => Promise.resolve([]) } });
    const right = { "ex-total": "let total = numbers.reduce((a, b) => a + b);" };
    const grading = createGrading({
      catalogue: wrong,
      files: noOwnFiles,
      progress,
      attempts: sqlAttemptStore(store),
      bench,
      copies: { open: () => Promise.resolve("") },
      notebooks: { read: () => Promise.resolve(answered(wrong.get("tiny"), right)) },
      log: { error: () => undefined },
    });
    const noReviews = { ofPerson: () => Promise.resolve([]) };
    const work = createLessonWork({ catalogue: mended, progress, tries: sqlTriesReader(store), reviews: noReviews });
    const first = await grading.check(ada, placeOf(ada));
    expect(first.type).toBe("not-yet");
    await using regrades = createRegrades({
      store: sqlRegradeStore(store),
      catalogue: mended,
      progress,
      bench,
      quiet: () => Promise.resolve(),
      onError: (error) => {
        throw error;
      },
    });
    const id = await regrades.begin(trainer, "tiny");
    await regrades.settled();
    expect(total(await work.of(ada, "tiny"))?.result).toEqual(first);
    await regrades.apply("w1", id, true);
    await regrades.settled();
    const { attemptId, at } = first;
    expect(total(await work.of(ada, "tiny"))).toMatchObject({
      result: { type: "pass", attemptId, at, tries: 1 },
      regradedAt: expect.any(Number) as number,
    });
    await regrades.undo("w1", id);
    await regrades.settled();
    expect(total(await work.of(ada, "tiny"))).toEqual({ exercise: "total", tries: 1, result: first, hints: [] });
  });
});

function review(attemptId: string, decision: AnswerReview["decision"], at: number): AnswerReview {
  return { attemptId, decision, at, points: { earned: 1, possible: 2 }, comment: "Say which years.", lines: [] };
}
