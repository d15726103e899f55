/** The second lesson as a new learner meets it: each cell run in its turn, each exercise wrong and then right. */
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { openLesson, walkLesson, type OwnFile } from "../support/lesson-walk.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const shots = process.env["SHOTS"];
const own: OwnFile = {
  name: "our-sales.csv",
  text: "Stall,Price\nCakes,4.50\nBooks,\nPlants,6.00\nToys,2.00\n",
  example: "example-own",
  reads: `let mine = await read("our-sales.csv");\nshow(mine);`,
  exercise: "own-column",
  wrong: `let filled = mine.length;\nlet myColumn = "Price";`,
  right: `let filled = mine.filter((row) => row["Price"] !== undefined).length;\nlet myColumn = "Price";`,
};

test(
  "a new learner goes through the second lesson, on a file of their own at the end",
  { timeout: 600_000 },
  async () => {
    await using learner = await openPerson(browser);
    const { page } = learner;
    await openLesson(page, server, "mend-a-messy-file", own);
    await walkLesson(page, "mend-a-messy-file", own, async (place) => {
      if (shots !== undefined) await page.screenshot({ path: join(shots, `mend-${place}.png`) });
    });
    expect(learner.faults).toEqual([]);
  },
);
