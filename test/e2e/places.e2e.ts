/** The fifth lesson as a new learner meets it: maps of real boroughs, and a file of their own at the end. */
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { openLesson, walkLesson, type OwnFile } from "../support/lesson-walk.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const shots = process.env["SHOTS"];
const smallIn = (column: string): string =>
  `let placeColumn = "${column}";\nlet byPlace = mine.groupBy(placeColumn).count();\n` +
  `let small = byPlace.filter((row) => row.count < 5);`;
const own: OwnFile = {
  name: "our-repairs.csv",
  text: "Reference,Ward\nR1,Abbey\nR2,Abbey\nR3,Docks\nR4,Abbey\nR5,Abbey\nR6,Abbey\n",
  example: "example-own",
  reads: `let mine = await read("our-repairs.csv");\nshow(mine);`,
  exercise: "own-places",
  wrong: smallIn("Reference"),
  right: smallIn("Ward"),
};

test(
  "a new learner goes through the lesson about places, on a file of their own at the end",
  { timeout: 600_000 },
  async () => {
    await using learner = await openPerson(browser);
    const { page } = learner;
    await openLesson(page, server, "places", own);
    await walkLesson(page, "places", own, async (place) => {
      if (shots !== undefined) await page.screenshot({ path: join(shots, `places-${place}.png`) });
    });
    expect(learner.faults).toEqual([]);
  },
);
