import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createProgress, progressMigrations } from "../../progress/index.js";
import { openStore } from "../../store/index.js";
import { gradingMigrations, sqlAttemptStore } from "../attempt-store.js";
import { openTestDoors, type TestDoors } from "../review/test-review-app.js";
import { learner, reviewedCatalogue, stranger, trainer } from "../review/test-reviews.js";
import { ada, openTestBench } from "../test-grading.js";
import { regradeRoutes } from "./regrade-routes.js";
import { sqlRegradeStore } from "./regrade-store.js";
import { createRegrades, type Regrades } from "./regrades.js";

interface Place extends AsyncDisposable {
  readonly doors: TestDoors;
  readonly regrades: Regrades;
}

/** Three attempts as another version judged them: a right one refused, a wrong one passed, an equal wrong one refused. */
async function openPlace(): Promise<Place> {
  await using opening = new AsyncDisposableStack();
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), "surgery-regrade-")), (path) =>
    rm(path, { recursive: true }),
  );
  const migrations = [...gradingMigrations, ...progressMigrations];
  const store = await openStore({ type: "sqlite", file: join(folder, "test.db") }, migrations);
  opening.defer(() => store.close());
  const catalogue = await reviewedCatalogue();
  const progress = createProgress({ store, lessons: catalogue, people: { learners: () => Promise.resolve([]) } });
  const attempts = sqlAttemptStore(store);
  for (const [who, outcome, source] of [
    [ada, "not-yet", "let total = numbers.reduce((a, b) => a + b);"],
    [learner(1), "pass", "let total = 1;"],
    [learner(2), "not-yet", "let total = 1;"],
  ] as const) {
    const { personId, workshopId } = who;
    const attemptId = randomUUID();
    const result = { type: outcome, attemptId, tries: 1, at: 1, head: "", message: "", tests: [] };
    const read = `import { readFileSync } from "node:fs";\nlet numbers = readFileSync("data/numbers.csv", "utf8").trim().split("\\n").slice(1).map(Number);`;
    const cells = [
      { id: "example-read", source: read, mayFail: false, restored: false },
      { id: "ex-total", source, mayFail: false, restored: false },
    ];
    const attempt = {
      personId,
      workshopId,
      lesson: "tiny",
      lessonHash: "old",
      exercise: "total",
      notebook: "",
      result,
      plan: { type: "run", cells, cellId: "ex-total", repairs: [] },
      tookMs: 1,
    } as const;
    const fact = { type: "check-recorded", lesson: "tiny", exercise: "total", attemptId, outcome } as const;
    await progress.record({ personId, workshopId }, fact, (inside) => attempts.insert(attempt, inside));
  }
  const bench = opening.use(await openTestBench());
  const regrades = opening.use(
    createRegrades({
      store: sqlRegradeStore(store),
      catalogue,
      progress,
      bench,
      quiet: () => Promise.resolve(),
      onError: (error) => {
        throw error;
      },
    }),
  );
  const titles = { lesson: () => "Tiny", exercise: () => "Add them up" };
  const names = new Map([
    ["ada", "Ada <b>bold</b>"],
    ["p1", "Bea"],
  ]);
  const doors = opening.use(
    await openTestDoors([trainer, stranger, ada], (renderPage) =>
      regradeRoutes({ regrades, titles, names: () => Promise.resolve(names), renderPage }),
    ),
  );
  const opened = opening.move();
  return { doors, regrades, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

test("judge again, see who would change, write it, take it back: by pages and forms alone", async () => {
  await using place = await openPlace();
  const { doors, regrades } = place;
  expect(await (await doors.get(trainer, "/board/regrade")).text()).toContain(
    "3 attempts were judged by another version",
  );
  const begun = await doors.post(trainer, "/board/regrade", { lesson: "tiny" });
  const path = begun.headers.get("location") ?? "";
  expect(path).toMatch(/^\/board\/regrade\/[0-9a-f-]{36}$/);
  const under = await (await doors.get(trainer, path)).text();
  expect(under).toMatch(/of 3 attempts looked at|were looked at again/);
  await regrades.settled();
  const page = await (await doors.get(trainer, path)).text();
  for (const words of [
    "3 attempts were looked at again. 2 attempts of 2 people would change:",
    "Ada &lt;b&gt;bold&lt;/b&gt;",
    "Bea",
    "1 attempt that passed would not pass now",
    `value="keep" checked`,
  ])
    expect(page).toContain(words);
  expect((await doors.post(trainer, `${path}/apply`, { passes: "keep" })).status).toBe(303);
  await regrades.settled();
  const written = await (await doors.get(trainer, path)).text();
  for (const words of ["The pass was kept.", "Take the changes back"]) expect(written).toContain(words);
  const list = await (await doors.get(trainer, "/board/regrade")).text();
  expect(list).toContain("nothing to look at again");
  expect((await doors.post(trainer, `${path}/apply`, {})).status).toBe(409);
  expect((await doors.post(trainer, `${path}/undo`, {})).status).toBe(303);
  await regrades.settled();
  expect(await (await doors.get(trainer, path)).text()).toContain("The changes were taken back");
});

test("learners are refused everywhere, and trainers of another workshop find nothing", async () => {
  await using place = await openPlace();
  const { doors, regrades } = place;
  const begun = await doors.post(trainer, "/board/regrade", { lesson: "tiny" });
  const path = begun.headers.get("location") ?? "";
  await regrades.settled();
  for (const page of ["/board/regrade", path]) expect([page, (await doors.get(ada, page)).status]).toEqual([page, 403]);
  expect((await doors.post(ada, "/board/regrade", { lesson: "tiny" })).status).toBe(403);
  expect((await doors.post(stranger, "/board/regrade", { lesson: "tiny" })).status).toBe(409);
  expect((await doors.post(trainer, "/board/regrade", { lesson: "none" })).status).toBe(404);
  expect((await doors.get(stranger, path)).status).toBe(404);
  for (const step of ["apply", "undo", "drop"]) {
    expect([step, (await doors.post(ada, `${path}/${step}`, {})).status]).toEqual([step, 403]);
    expect([step, (await doors.post(stranger, `${path}/${step}`, {})).status]).toEqual([step, 404]);
  }
  expect((await regrades.open("w1", path.split("/").at(-1) ?? "")).regrade.state).toBe("ready");
});
