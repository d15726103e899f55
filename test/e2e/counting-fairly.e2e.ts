/** The third lesson as a new learner meets it: each cell run in its turn, each exercise wrong and then right. */
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { openLesson, walkLesson, type OwnFile } from "../support/lesson-walk.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const shots = process.env["SHOTS"];
const answer = (whole: string): string =>
  `let myColumn = "Stall";\nlet myGroups = mine.groupBy(myColumn).summarise({ how_many: count() })\n` +
  `  .derive("share", (row) => row.how_many / ${whole} * 100);`;
const own: OwnFile = {
  name: "our-sales.csv",
  text: "Stall,Price\nCakes,4.50\nBooks,\nCakes,6.00\nToys,2.00\nCakes,1.20\n",
  example: "example-own",
  reads: `let mine = await read("our-sales.csv");\nshow(mine);`,
  exercise: "own-groups",
  wrong: answer("mine.columns.length"),
  right: answer("mine.length"),
};

test(
  "a new learner goes through the third lesson, on a file of their own at the end",
  { timeout: 600_000 },
  async () => {
    await using learner = await openPerson(browser);
    const { page } = learner;
    await openLesson(page, server, "counting-fairly", own);
    await walkLesson(page, "counting-fairly", own, async (place) => {
      if (shots !== undefined) await page.screenshot({ path: join(shots, `counting-${place}.png`) });
    });
    expect(learner.faults).toEqual([]);
  },
);
