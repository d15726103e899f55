/** The fifth lesson as a new learner meets it: maps of real boroughs, and a file of their own at the end. */
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import type { KnownExercise } from "../support/lesson.js";
import { walkLesson } from "../support/walk-lesson.js";

const house = await openHouse();
afterAll(() => house[Symbol.asyncDispose]());

const mapOf = (column: string): string => `let fairMap = chart.map(rates, {
  area: "code", value: "${column}",
  boundaries: london.boundaries(),
  axis: "People aged 80 and over per 1,000 people",
  title: "The edge of London has more people over 80 for every 1,000",
  says: "Dark is many, light is few. The middle of London is lightest.",
  source: ons,
});

show(fairMap);`;
const smallIn = (column: string): string => `let placeColumn = "${column}";
let byPlace = mine.groupBy(placeColumn).count();
let small = byPlace.filter((row) => row.count < 5);

console.log(small.length, "of", byPlace.length);`;

const exercises: readonly KnownExercise[] = [
  {
    id: "find-by-code",
    title: "Find a place by its code",
    wrong: "let code = 9000023;",
    right: `let code = "E09000023";\nlet home = placed.filter((row) => row.code === code);\nshow(home);`,
  },
  {
    id: "bring-the-code",
    title: "Give each place its code",
    wrong: `let coded = joinPlace(ours, { on: "Borough", pack: london, bring: ["name"] });`,
    right: `let coded = joinPlace(ours, { on: "Borough", pack: london, bring: ["code"] });\nshow(coded);`,
  },
  {
    id: "rate-per-1000",
    title: "Work out a rate",
    wrong: `let rates = placed.derive("per_1000", (row) => (row.aged_80_plus / row.people) * 100);`,
    right: `let rates = placed.derive("per_1000", (row) => (row.aged_80_plus / row.people) * 1000);\nshow(rates.sortBy("per_1000", "highest first"));`,
  },
  { id: "fair-map", title: "Draw a fair map", wrong: mapOf("aged_80_plus"), right: mapOf("per_1000") },
  {
    id: "small-numbers",
    title: "Find the numbers that are too small",
    wrong: "let tooSmall = coded.filter((row) => row.People <= 5);",
    right: "let tooSmall = coded.filter((row) => row.People < 5);\nshow(tooSmall);",
  },
  {
    id: "own-places",
    title: "Find the small places in your file",
    wrong: smallIn("Reference"),
    right: smallIn("Ward"),
  },
];

test(
  "a new learner goes through the lesson about places, on a file of their own at the end",
  { timeout: 300_000 },
  async () => {
    await using learner = await openPerson(house.browser);
    await walkLesson(learner.page, house, {
      lesson: "places",
      exercises,
      own: {
        file: "our-repairs.csv",
        text: "Reference,Ward\nR1,Abbey\nR2,Abbey\nR3,Docks\nR4,Abbey\nR5,Abbey\nR6,Abbey\n",
        spare: "data/spare-club.csv",
        cell: `let mine = await read("our-repairs.csv");\nshow(mine);`,
      },
      shots: process.env["SHOTS"],
    });
    expect(learner.faults).toEqual([]);
  },
);
