/** The last lesson as a new learner meets it: from a register to a page of evidence, and one from a file of their own. */
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import type { KnownExercise } from "../support/lesson.js";
import { walkLesson } from "../support/walk-lesson.js";

const house = await openHouse();
afterAll(() => house[Symbol.asyncDispose]());

const rateOf = (population: string): string => `let need = rate(wards, { count: "alone", population: "${population}",
  label: "ward", of: "people living alone", source: invented });

show(need);`;
const pageWith = (limit: string): string => `let column = "Household";
let different = mine.distinct(column).length;
let ours = evidencePage({
  question: "How many households borrow tools?",
  findings: [{
    sentence: \`\${mine.length} rows, and \${different} different entries under \${column}.\`,
    numbers: mine,
  }],
  limits: ["${limit}"],
  sources: [ourSource],
  checks: {
    personal: "No: households have a number.",
    small: "We show one number, for all of them.",
    questions: "The tool library's keeper.",
  },
});

show(ours);
await ours.save("our-evidence.html", { replace: true });`;

const exercises: readonly KnownExercise[] = [
  {
    id: "people-helped",
    title: "Count the people",
    wrong: "let people = register.length;",
    right: `let people = register.distinct("member").length;\nconsole.log(people, "different people came.");`,
  },
  { id: "need-rate", title: "Compare the need", wrong: rateOf("people"), right: rateOf("aged_65_plus") },
  {
    id: "percentage-points",
    title: "Work out percentage points",
    wrong: "let points = ((after - before) / before) * 100;",
    right: "let points = after - before;\nconsole.log(points);",
  },
  {
    id: "defend",
    title: "Choose a sentence that holds",
    wrong: "let best = 4;",
    right: "let best = 3;\nconsole.log(claims[best - 1]);",
  },
  {
    id: "own-page",
    title: "Make your evidence page",
    wrong: pageWith("None"),
    right: pageWith("Who would like to borrow and does not."),
  },
];

test("a new learner goes through the lesson about evidence, to a page of their own", { timeout: 300_000 }, async () => {
  await using learner = await openPerson(house.browser);
  const { page } = learner;
  await walkLesson(page, house, {
    lesson: "evidence",
    exercises,
    own: {
      file: "our-loans.csv",
      text: "Day,Household,Tool\n2025-05-01,H1,drill\n2025-05-02,H2,saw\n2025-05-03,H1,saw\n",
      spare: "data/spare-visits.csv",
      cell: `let mine = await read("our-loans.csv");
let ourSource = { title: "Loans of our tool library", publisher: "Us", licence: "Ours. Ask us first.", date: "May 2025" };
show(mine);`,
    },
    shots: process.env["SHOTS"],
  });
  const own = page.locator("article", { hasText: "How many households borrow tools?" }).last();
  await own.getByText("3 rows, and 2 different entries under Household.").waitFor();
  await own.getByText("Loans of our tool library: Ours. Ask us first.").waitFor();
  expect(await own.getByText("Not said yet").count()).toBe(0);
  const saved: string[] = [];
  const name = "files/people/*/evidence/our-evidence.html";
  for await (const found of glob(name, { cwd: house.server.data })) saved.push(found);
  expect(saved).toHaveLength(1);
  expect(await readFile(join(house.server.data, saved[0] ?? ""), "utf8")).toContain(
    "<h1>How many households borrow tools?</h1>",
  );
  expect(learner.faults).toEqual([]);
});
