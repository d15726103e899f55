/**
 * npm run bench:review: each step of reading answers, over HTTP, with a thousand that wait, on SQLite and on Postgres (PGlite, in
 * this process). With --json the last line is one JSON object.
 */
import { PGlite } from "@electric-sql/pglite";
import { PGliteDialect } from "kysely";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gradingMigrations, reviewRoutes } from "../server/dist/grading/index.js";
import { openTestDoors, type TestDoors } from "../server/dist/grading/review/test-review-app.js";
import { createReviewHouse, learner, reviewedCatalogue, trainer } from "../server/dist/grading/review/test-reviews.js";
import { progressMigrations } from "../server/dist/progress/index.js";
import { openStore, openStoreOn, postgres, type Store } from "../server/dist/store/index.js";
import { percentile, renderTable, type Row } from "./statistics.ts";

const answers = 1000;
const rounds = 100;
const target = 200;
const migrations = [...gradingMigrations, ...progressMigrations];
const words = "The club had six members in March and eleven in May, because two schools joined. ".repeat(8);
const picture = `<img alt="" src="data:image/svg+xml;base64,${"PHN2Zy8+".repeat(7500)}">`;

interface Steps {
  list: number[];
  open: number[];
  next: number[];
  save: number[];
}

async function measure(store: Store): Promise<Steps> {
  const house = createReviewHouse(store, await reviewedCatalogue());
  for (let number = 0; number < answers; number++) {
    const chart = number % 5 === 0;
    const output = { output_type: "display_data", data: { "text/html": picture }, metadata: {} } as const;
    await house.handIn(learner(number), chart ? "chart" : "finding", [
      { type: chart ? "code" : "markdown", source: `${number}: ${words}`, outputs: chart ? [output] : [] },
    ]);
  }
  await using doors = await openTestDoors([trainer], (renderPage) =>
    reviewRoutes({ reviews: house.reviews, renderPage }),
  );
  // Awaited here: the doors close when this returns.
  return await goThrough(doors);
}

/** As a trainer does: the list, the first answer, a look at the next one, back, save, and so on. */
async function goThrough(doors: TestDoors): Promise<Steps> {
  const steps: Steps = { list: [], open: [], next: [], save: [] };
  const timed = async (step: number[], ask: () => Promise<Response>): Promise<{ text: string; answer: Response }> => {
    const started = performance.now();
    const answer = await ask();
    const text = await answer.text();
    step.push(performance.now() - started);
    if (answer.status >= 400) throw new Error(`${answer.status}: ${text.slice(0, 500)}`);
    return { text, answer };
  };
  for (let round = 0; round < rounds; round++) {
    const list = await timed(steps.list, () => doors.get(trainer, "/board/review"));
    const first = /href="(\/board\/review\/attempt-\d+)"/.exec(list.text)?.[1];
    if (first === undefined) throw new Error("Nothing waits.");
    const page = await timed(steps.open, () => doors.get(trainer, first));
    const next = /id="next" href="([^"]+)"/.exec(page.text)?.[1];
    if (next === undefined) throw new Error("There is no next one.");
    await timed(steps.next, () => doors.get(trainer, next));
    const fields = { seen: "0", decision: round % 3 === 0 ? "returned" : "accepted", comment: words };
    const { answer } = await timed(steps.save, () => doors.post(trainer, first, fields));
    if (answer.status !== 303) throw new Error(`Not saved: ${answer.status}`);
  }
  return steps;
}

async function onSqlite(): Promise<Steps> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-bench-"));
  const store = await openStore({ type: "sqlite", file: join(folder, "bench.db") }, migrations);
  try {
    return await measure(store);
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

async function onPglite(): Promise<Steps> {
  const int8 = 20;
  const pglite = await PGlite.create({ parsers: { [int8]: Number } });
  const store = await openStoreOn(new PGliteDialect({ pglite }), postgres, migrations);
  try {
    return await measure(store);
  } finally {
    await store.close();
  }
}

const said: Readonly<Record<keyof Steps, string>> = {
  list: "open the list",
  open: "open an answer",
  next: "go to the next",
  save: "save a decision",
};

const rows: Row[] = [];
const figures: Record<string, number> = {};
for (const [name, run] of Object.entries({ SQLite: onSqlite, Postgres: onPglite })) {
  process.stderr.write(`Handing in ${answers} answers and reading ${rounds} of them (${name}) …\n`);
  for (const [step, times] of Object.entries(await run()) as [keyof Steps, number[]][]) {
    const p95 = percentile(times, 95);
    const note = `p50 ${percentile(times, 50).toFixed(1)} ms, slowest ${Math.max(...times).toFixed(1)} ms`;
    rows.push({ what: `${said[step]}, ${name}, p95`, value: p95, unit: "ms", target, note });
    figures[`${step}P95Ms${name}`] = Math.round(p95 * 10) / 10;
  }
}
process.stdout.write(`${renderTable(rows)}\n`);
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(figures)}\n`);
