import type { ProgressEvent, Visitor } from "@data-surgery/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgress, progressMigrations, type Progress } from "../../progress/index.js";
import { forEachDialect, type OpenTestStore } from "../../store/test-dialects.js";
import { gradingMigrations, sqlAttemptStore } from "../attempt-store.js";
import type { CheckBench } from "../check-bench.js";
import { createGrading } from "../grading.js";
import type { LessonCatalogue } from "../lesson-catalogue.js";
import { reviewedCatalogue, learner, trainer } from "../review/test-reviews.js";
import { ada, answered, openTestBench, noOwnFiles } from "../test-grading.js";
import type { OwnShelf } from "../own-files.js";
import { createLessonWork } from "../lesson-work.js";
import { sqlTriesReader } from "../tries-reader.js";
import { sqlRegradeStore } from "./regrade-store.js";
import { createRegrades, type Regrades } from "./regrades.js";

let bench: CheckBench;
/** As the lesson was, with a sum that is wrong by one; and mended. */
let old: LessonCatalogue;
let mended: LessonCatalogue;
let stopping: LessonCatalogue;
beforeAll(async () => {
  bench = await openTestBench();
  old = await reviewedCatalogue((text) =>
    text
      .replace("equal(total, 6)", "equal(total, 3)")
      .replace(`equal(await answer(\\"total\\"), 424242)`, "equal(total, 3)"),
  );
  mended = await reviewedCatalogue();
  stopping = await reviewedCatalogue((text) => text.replace("equal(total, 6)", "notThere(total)"));
});
afterAll(() => bench[Symbol.asyncDispose]());

const right = "let total = numbers.reduce((a, b) => a + b);";
const counted = "let total = numbers.length;";
const nonsense = "let total = 1;";

/** Everybody has a file "mine.csv" beside their notebook. */
const ownFiles: OwnShelf = {
  ...noOwnFiles,
  stat: (path) => (path.endsWith("/mine.csv") ? Promise.resolve({ type: "file", size: 8 }) : noOwnFiles.stat(path)),
  readFile: (path) =>
    path.endsWith("/mine.csv") ? Promise.resolve({ bytes: Buffer.from("n\n1\n6\n") }) : noOwnFiles.readFile(path),
};

interface House extends AsyncDisposable {
  readonly progress: Progress;
  /** Head of the card under the exercise when its page is opened, and whether it says that it was judged again. */
  readonly card: (who: Visitor) => Promise<readonly [string | undefined, boolean]>;
  readonly erase: (personId: string) => Promise<void>;
  check(catalogue: LessonCatalogue, who: Visitor, source: string): Promise<string>;
  regrades(catalogue: LessonCatalogue, quiet?: () => Promise<void>): Regrades;
}

async function openHouse(open: OpenTestStore): Promise<House> {
  const opened = await open([...gradingMigrations, ...progressMigrations]);
  const attempts = sqlAttemptStore(opened.store);
  const people = { learners: () => Promise.resolve([]) };
  const progress = createProgress({ store: opened.store, lessons: old, people });
  const work = createLessonWork({
    catalogue: mended,
    progress,
    tries: sqlTriesReader(opened.store),
    reviews: { ofPerson: () => Promise.resolve([]) },
  });
  const house: House = {
    progress,
    card: async (who) => {
      const [first] = (await work.of(who, "tiny")).exercises;
      return [first?.result?.head, first?.regradedAt !== undefined];
    },
    erase: (personId) => attempts.erase(personId),
    check: async (catalogue, who, source) => {
      const notebook = answered(catalogue.get("tiny"), { "ex-total": source });
      const grading = createGrading({
        catalogue,
        files: ownFiles,
        progress,
        attempts,
        bench,
        copies: { open: () => Promise.resolve("") },
        notebooks: { read: () => Promise.resolve(notebook) },
        log: { error: () => undefined },
      });
      const path = `people/${who.home}/tiny/tiny.ipynb`;
      return (await grading.check(who, { lesson: "tiny", exercise: "total", path })).type;
    },
    regrades: (catalogue, quiet = () => Promise.resolve()) =>
      createRegrades({
        store: sqlRegradeStore(opened.store),
        catalogue,
        progress,
        bench,
        quiet,
        onError: (error) => {
          throw error;
        },
      }),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
  return house;
}

const state = async (house: House, who: Visitor): Promise<string> =>
  (await house.progress.exercise(who, "tiny", "total")).state;

const [bea, cem] = [learner(1), learner(2)];

/** Under the test that was wrong: Ada's right answer was refused, Bea's wrong one passed, Cem's was and stays wrong. */
async function checkAll(house: House): Promise<void> {
  expect(await house.check(old, ada, right)).toBe("not-yet");
  expect(await house.check(old, bea, counted)).toBe("pass");
  expect(await house.check(old, cem, nonsense)).toBe("not-yet");
}

forEachDialect((open) => {
  test("RG1 attempts of another version are judged again, and who would change is known before anything is written", async () => {
    await using house = await openHouse(open);
    await checkAll(house);
    await using same = house.regrades(old);
    expect(await same.offers("w1")).toEqual([]);
    await expect(same.begin(trainer, "tiny")).rejects.toMatchObject({ code: "regrades.nothing" });
    await using regrades = house.regrades(mended);
    expect(await regrades.offers("w1")).toEqual([{ lesson: "tiny", attempts: 3 }]);
    expect(await regrades.offers("w2")).toEqual([]);
    const id = await regrades.begin(trainer, "tiny");
    expect(await regrades.begin(trainer, "tiny")).toBe(id);
    await regrades.settled();
    const { regrade, progress, changes } = await regrades.open("w1", id);
    expect([regrade.state, progress]).toEqual(["ready", { judged: 3, all: 3 }]);
    expect(changes.map(({ personId, before, after }) => [personId, before.outcome, after.type])).toEqual([
      ["ada", "not-yet", "pass"],
      ["p1", "pass", "not-yet"],
    ]);
    expect(changes[0]).toMatchObject({
      before: { points: { possible: 1 } },
      after: { points: { earned: 1 } },
    });
    expect(await state(house, ada)).toBe("tried");
    expect(await state(house, bea)).toBe("passed");
    await expect(regrades.open("w2", id)).rejects.toMatchObject({ code: "http.not-found" });
    await expect(regrades.apply("w2", id, false)).rejects.toMatchObject({ code: "http.not-found" });
  });

  test("RG2 applied, each change is one event that its learner hears, and no pass is taken away; undone, all is as before", async () => {
    await using house = await openHouse(open);
    await checkAll(house);
    await using regrades = house.regrades(mended);
    const id = await regrades.begin(trainer, "tiny");
    await regrades.settled();
    const heard: ProgressEvent[] = [];
    using _hearing = house.progress.onEvent("w1", (event) => heard.push(event));
    await regrades.apply("w1", id, true);
    await expect(regrades.apply("w1", id, true)).rejects.toMatchObject({ code: "regrades.moved-on" });
    await regrades.settled();
    expect(heard).toMatchObject([
      { type: "attempt-regraded", personId: "ada", outcome: "pass", points: { earned: 1 } },
    ]);
    expect([await state(house, ada), await state(house, bea)]).toEqual(["passed", "passed"]);
    expect(await regrades.offers("w1")).toEqual([]);
    await regrades.undo("w1", id);
    await regrades.settled();
    expect(heard).toHaveLength(2);
    expect([await state(house, ada), await state(house, bea)]).toEqual(["tried", "passed"]);
    expect((await regrades.open("w1", id)).regrade.state).toBe("undone");
    expect(await house.card(ada)).toEqual(["Not yet", false]);
    expect(await regrades.offers("w1")).toEqual([{ lesson: "tiny", attempts: 3 }]);
  });

  test("RG3 a pass is taken back where the trainer says so, and given again when that is undone", async () => {
    await using house = await openHouse(open);
    await checkAll(house);
    await using regrades = house.regrades(mended);
    const id = await regrades.begin(trainer, "tiny");
    await regrades.settled();
    await regrades.apply("w1", id, false);
    await regrades.settled();
    expect([await state(house, ada), await state(house, bea)]).toEqual(["passed", "tried"]);
    await regrades.undo("w1", id);
    await regrades.settled();
    expect([await state(house, ada), await state(house, bea)]).toEqual(["tried", "passed"]);
  });

  test("RG4 a server that stopped in the middle goes on where it was, judging and writing", async () => {
    await using house = await openHouse(open);
    await checkAll(house);
    let asked = 0;
    const gate = Promise.withResolvers<void>();
    const first = house.regrades(mended, () => (++asked === 2 ? gate.promise : Promise.resolve()));
    const id = await first.begin(trainer, "tiny");
    await expect.poll(() => asked).toBe(2);
    const closed = first[Symbol.asyncDispose]();
    gate.resolve();
    await closed;
    await using second = house.regrades(mended);
    const half = await second.open("w1", id);
    expect(half.regrade.state).toBe("judging");
    expect(half.progress.judged).toBeLessThan(3);
    await second.resume();
    await second.settled();
    expect((await second.open("w1", id)).changes).toHaveLength(2);
    const third = house.regrades(mended);
    await third.apply("w1", id, false);
    await third[Symbol.asyncDispose]();
    await using fourth = house.regrades(mended);
    await fourth.resume();
    await fourth.settled();
    expect((await fourth.open("w1", id)).regrade.state).toBe("applied");
    const events = [...(await house.progress.exportPerson(ada)), ...(await house.progress.exportPerson(bea))];
    expect(events.filter(({ type }) => type === "attempt-regraded")).toHaveLength(2);
  });

  test("RG5 while somebody waits for a check, nothing is judged again", async () => {
    await using house = await openHouse(open);
    await checkAll(house);
    const busy = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    await using regrades = house.regrades(mended, () => {
      asked.resolve();
      return busy.promise;
    });
    const id = await regrades.begin(trainer, "tiny");
    await asked.promise;
    expect((await regrades.open("w1", id)).progress.judged).toBe(0);
    busy.resolve();
    await regrades.settled();
    expect((await regrades.open("w1", id)).progress.judged).toBe(3);
  });

  test("RG6 tests that stop by themselves change nothing and say where; another mended lesson begins anew", async () => {
    await using house = await openHouse(open);
    await checkAll(house);
    await using broken = house.regrades(stopping);
    const id = await broken.begin(trainer, "tiny");
    await broken.settled();
    expect((await broken.open("w1", id)).regrade).toMatchObject({
      state: "failed",
      problem: expect.stringContaining("test-total") as string,
    });
    await expect(broken.apply("w1", id, false)).rejects.toMatchObject({ code: "regrades.moved-on" });
    await using regrades = house.regrades(mended);
    const next = await regrades.begin(trainer, "tiny");
    expect(next).not.toBe(id);
    await regrades.settled();
    await regrades.drop("w1", next);
    expect((await regrades.open("w1", next)).regrade.state).toBe("dropped");
    expect(await state(house, ada)).toBe("tried");
  });

  test("RG7 of an erased person nothing is left, and nothing is written about them afterwards", async () => {
    await using house = await openHouse(open);
    await checkAll(house);
    await using regrades = house.regrades(mended);
    const id = await regrades.begin(trainer, "tiny");
    await regrades.settled();
    await house.erase("ada");
    await house.progress.erasePerson(ada);
    await regrades.apply("w1", id, false);
    await regrades.settled();
    expect((await regrades.open("w1", id)).changes.map(({ personId }) => personId)).toEqual(["p1"]);
    expect(await house.progress.exportPerson(ada)).toEqual([]);
    await house.erase("eva");
    expect((await regrades.open("w1", id)).regrade.by).toBe("");
  });

  test("RG8 what ran on a file of the learner's own, which nobody kept, keeps its result, and equal answers theirs", async () => {
    await using house = await openHouse(open);
    const source = `${nonsense} let text = (await import("node:fs")).readFileSync("mine.csv", "utf8");`;
    expect(await house.check(old, ada, source)).toBe("not-yet");
    expect(await house.check(old, bea, `${counted} // "mine.csv"`)).toBe("pass");
    expect(await house.check(old, cem, counted)).toBe("pass");
    await using regrades = house.regrades(mended);
    const id = await regrades.begin(trainer, "tiny");
    await regrades.settled();
    const { regrade, progress, changes } = await regrades.open("w1", id);
    expect([regrade.state, progress]).toEqual(["ready", { judged: 3, all: 3 }]);
    expect(changes.map(({ personId }) => personId)).toEqual(["p2"]);
  });
});
