/** The last lesson as a new learner meets it: from a register to a page of evidence, and one from a file of their own. */
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { openLesson, walkLesson, type OwnFile } from "../support/lesson-walk.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const shots = process.env["SHOTS"];
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
await ours.save("our-evidence.html", { replace: true });`;

const own: OwnFile = {
  name: "our-loans.csv",
  text: "Day,Household,Tool\n2025-05-01,H1,drill\n2025-05-02,H2,saw\n2025-05-03,H1,saw\n",
  example: "example-own",
  reads: `let mine = await read("our-loans.csv");
let ourSource = { title: "Loans of our tool library", publisher: "Us", licence: "Ours. Ask us first.", date: "May 2025" };
show(mine);`,
  exercise: "own-page",
  wrong: pageWith("None"),
  right: pageWith("Who would like to borrow and does not."),
};

test("a new learner goes through the lesson about evidence, to a page of their own", { timeout: 600_000 }, async () => {
  await using learner = await openPerson(browser);
  const { page } = learner;
  await openLesson(page, server, "evidence", own);
  await walkLesson(page, "evidence", own, async (place) => {
    if (shots !== undefined) await page.screenshot({ path: join(shots, `evidence-${place}.png`) });
  });
  const evidence = page.locator("article", { hasText: "How many households borrow tools?" }).last();
  await evidence.getByText("3 rows, and 2 different entries under Household.").waitFor();
  await evidence.getByText("Loans of our tool library: Ours. Ask us first.").waitFor();
  expect(await evidence.getByText("Not said yet").count()).toBe(0);
  const saved: string[] = [];
  const name = "files/people/*/evidence/our-evidence.html";
  for await (const found of glob(name, { cwd: server.data })) saved.push(found);
  expect(saved).toHaveLength(1);
  expect(await readFile(join(server.data, saved[0] ?? ""), "utf8")).toContain(
    "<h1>How many households borrow tools?</h1>",
  );
  expect(learner.faults).toEqual([]);
});
