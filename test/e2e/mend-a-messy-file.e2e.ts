/** The second lesson as a new learner meets it: each cell run in its turn, each exercise wrong and then right. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import {
  checkExercise,
  codeCell,
  exerciseCell,
  outlineState,
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
const own = `let filled = mine.filter((row) => row["Price"] !== undefined).length;\nlet myColumn = "Price";`;
/** Code cells in their order: those to run, and the exercises. */
const steps: readonly (KnownExercise | "run" | "own file")[] = [
  "run",
  "run",
  "run",
  "run",
  {
    id: "add-up",
    title: "Add up the grants",
    wrong: "let total = grants.length;",
    right: `let total = sum(grants, "Amount");`,
  },
  "run",
  {
    id: "average",
    title: "Work out the average",
    wrong: `let average = sum(grants, "Amount") / grants.length;`,
    right: `let average = mean(grants, "Amount");`,
  },
  "run",
  {
    id: "one-spelling",
    title: "Give each ward one spelling",
    wrong: `let tidy = mend(once, { type: "replace-values", column: "Ward", changes: [{ from: "Dock", to: "Docks" }] });`,
    right: `let tidy = mend(once, { type: "replace-values", column: "Ward", changes: [{ from: "docks", to: "Docks" }] });`,
  },
  "run",
  {
    id: "safe-to-share",
    title: "Make it safe to share",
    wrong: `let safe = mend(tidy, { type: "leave-out-columns", columns: ["Group"] });`,
    right: `let safe = mend(tidy, { type: "leave-out-columns", columns: ["Contact"] });`,
  },
  "run",
  "own file",
  {
    id: "own-column",
    title: "Count what is not missing",
    wrong: `let filled = mine.length;\nlet myColumn = "Price";`,
    right: own,
  },
];

test(
  "a new learner goes through the second lesson, on a file of their own at the end",
  { timeout: 300_000 },
  async () => {
    await using learner = await openPerson(browser);
    const { page } = learner;
    await joinAsLearner(page, server, "Ada");
    const opened = await page.request.post(`${server.url}/api/lessons/mend-a-messy-file/open`, {
      headers: { origin: server.url },
    });
    const { path } = (await opened.json()) as { path: string };
    // Beside the notebook, as somebody's own file is.
    await writeFile(
      join(server.data, "files", path, "..", "our-sales.csv"),
      "Stall,Price\nCakes,4.50\nBooks,\nPlants,6.00\nToys,2.00\n",
    );
    const here = new URL(page.url());
    await page.goto(here.href.replaceAll("first-look", "mend-a-messy-file"));
    await lessonReady(page);
    let place = 0;
    for (const step of steps) {
      if (typeof step === "string") {
        const cell = codeCell(page, place);
        if (step === "own file") {
          await writeCell(cell, `let mine = await read("our-sales.csv");\nshow(mine);`);
        }
        await runCell(cell);
        if (place > 0) await outputOf(cell).first().waitFor({ timeout: 60_000 });
        expect([place, await cell.locator(".jp-RenderedText[data-mime-type*=stderr]").count()]).toEqual([place, 0]);
        expect([place, (await cell.innerText()).includes("Worth a look")]).toEqual([place, false]);
        place += 1;
      } else {
        const cell = exerciseCell(page, step);
        await writeCell(cell, step.wrong);
        expect([step.id, await checkExercise(page, step)]).toEqual([step.id, "not-yet"]);
        await writeCell(cell, step.right);
        expect([step.id, await checkExercise(page, step)]).toEqual([step.id, "pass"]);
        await runCell(cell);
        await expect.poll(() => outlineState(page, step)).toBe("passed");
        place += 1;
        // The tests below it are a code cell too.
        if ((await codeCell(page, place).innerText()).includes("PASS:")) place += 1;
      }
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${place}.png`) });
    }
    expect(learner.faults).toEqual([]);
  },
);
