/** The notebook for people who come from pandas or danfojs, as a learner meets it: danfojs runs in the kernel as the server closes it off. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import {
  checkExercise,
  codeCell,
  exerciseCell,
  outputOf,
  runCell,
  writeCell,
  type KnownExercise,
} from "../support/lesson.js";
import { joinAsLearner, lessonReady } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const shots = process.env["SHOTS"];
/** Code cells in their order: what stands below those to run, and the exercises. */
const steps: readonly (KnownExercise | string)[] = [
  "5 rows, 5 columns",
  "2 rows, 5 columns",
  {
    id: "small-grants",
    title: "Choose the small grants",
    wrong: "let small = grants.filter((row) => (row.Amount ?? 0) < 1000);",
    right: "let small = grants.filter((row) => row.Amount < 1000);",
  },
  "3 rows, 4 columns",
  {
    id: "ward-average",
    title: "Work out an average for each ward",
    wrong: `let averages = grants.groupBy("Ward").summarise({ average: sum("Amount") });`,
    right: `let averages = grants.groupBy("Ward").summarise({ average: mean("Amount") });`,
  },
  "5 rows, 4 columns",
  {
    id: "lost-grants",
    title: "Find rows without a partner",
    wrong: `let lost = grants.join(wards, { on: "Ward code", keep: "matched" });`,
    right: `let lost = grants.join(wards, { on: "Ward code", keep: "unmatched" });`,
  },
  "The first grant (danfojs 1.2.0, run now)",
  "The average grant (danfojs 1.2.0, run now)",
  "Grants below £1,000 (danfojs 1.2.0, run now)",
  "5 rows, 3 columns",
  "danfojs 1.2.0: [ 1201, 1, 801, 601, 2001 ]",
  "danfojs: [ 4, NaN, NaN, 2, 10 ]",
  "101,Abbey,Knit, Natter and Mend,05/01/2024,1200",
  "In all: 4600 pounds",
];

/** The places of code cells that are not tests: those are out of sight, and drawn late or never. */
async function placesToWorkAt(page: Page): Promise<number[]> {
  const path = new URL(page.url()).pathname.replace(/^.*\/tree\//, "");
  const reply = await page.request.get(`${server.url}/api/contents/${path}`);
  const { content } = (await reply.json()) as { content: { cells: readonly LessonCell[] } };
  const roles = content.cells
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ metadata }) => metadata.data_surgery?.role);
  return roles.flatMap((role, place) => (role === "test" ? [] : [place]));
}

interface LessonCell {
  readonly cell_type: string;
  readonly metadata: { readonly data_surgery?: { readonly role?: string } };
}

test("a person who comes from danfojs sees both answers in each cell", { timeout: 600_000 }, async () => {
  await using learner = await openPerson(browser);
  const { page } = learner;
  await joinAsLearner(page, server, "Flora");
  const lesson = "coming-from-pandas";
  await page.request.post(`${server.url}/api/lessons/${lesson}/open`, { headers: { origin: server.url } });
  await page.goto(page.url().replaceAll("first-look", lesson));
  await lessonReady(page);
  if (shots !== undefined) await mkdir(shots, { recursive: true });
  const places = await placesToWorkAt(page);
  expect(places).toHaveLength(steps.length);
  for (const [at, step] of steps.entries()) {
    const place = places[at] ?? 0;
    if (typeof step === "string") {
      const cell = codeCell(page, place);
      await runCell(cell);
      await outputOf(cell).getByText(step).first().waitFor({ timeout: 120_000 });
      expect([place, await cell.locator(".jp-RenderedText[data-mime-type*=stderr]").count()]).toEqual([place, 0]);
      expect(await cell.innerText()).not.toContain("Worth a look");
    } else {
      const cell = exerciseCell(page, step);
      await writeCell(cell, step.wrong);
      expect([step.id, await checkExercise(page, step)]).toEqual([step.id, "not-yet"]);
      await writeCell(cell, step.right);
      expect([step.id, await checkExercise(page, step)]).toEqual([step.id, "pass"]);
      await runCell(cell);
    }
    if (shots !== undefined) await page.screenshot({ path: join(shots, `pandas-${place}.png`) });
  }
  expect(learner.faults).toEqual([]);
});
