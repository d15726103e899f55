/** The fourth lesson as a new learner meets it: each cell run in its turn, each exercise wrong and then right. */
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { openLesson, walkLesson, type OwnFile } from "../support/lesson-walk.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const shots = process.env["SHOTS"];
const answer = (typical: string): string =>
  `let myDate = "Week";\nlet myNumber = "Calls";\n` +
  `let byYear = mine\n  .derive("year", (row) => year(row[myDate]))\n  .groupBy("year")\n` +
  `  .summarise({ rows: count(), typical: ${typical} });`;
const own: OwnFile = {
  name: "our-calls.csv",
  text: "Week,Calls\n02/12/2024,14\n09/12/2024,\n16/12/2024,12\n06/01/2025,21\n13/01/2025,19\n",
  example: "example-own",
  reads: `let mine = await read("our-calls.csv");\nshow(mine);`,
  exercise: "own-years",
  wrong: answer("sum(myNumber)"),
  right: answer("mean(myNumber)"),
};

test(
  "a new learner goes through the fourth lesson, on a file of their own at the end",
  { timeout: 600_000 },
  async () => {
    await using learner = await openPerson(browser);
    const { page } = learner;
    await openLesson(page, server, "change-over-time", own);
    await walkLesson(page, "change-over-time", own, async (place) => {
      if (shots !== undefined) await page.screenshot({ path: join(shots, `change-${place}.png`) });
    });
    expect(learner.faults).toEqual([]);
  },
);
