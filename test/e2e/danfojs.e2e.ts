/** danfojs-node in the kernel as the server closes it off: the notebook for people who come from it runs it there. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse, type House } from "../support/house.js";
import { codeCell, outputOf, runCell, writeCell } from "../support/lesson.js";
import { joinAsLearner } from "../support/people.js";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.[Symbol.asyncDispose]());

test("the notebook's cell gets danfojs in a learner's kernel, and its answer is the one that the notebook tells of", async () => {
  const file = new URL("../../notebooks/coming-from-pandas/coming-from-pandas.ipynb", import.meta.url);
  const { cells } = JSON.parse(await readFile(file, "utf8")) as { cells: { id: string; source: string[] }[] };
  const source = (id: string): string => cells.find((cell) => cell.id === id)?.source.join("") ?? "";
  const data = await readFile(new URL("data/grants.csv", file), "utf8");
  await using learner = await openPerson(house.browser);
  const { page } = learner;
  await joinAsLearner(page, house.server, "Flora");
  const cell = codeCell(page, 0);
  await writeCell(
    cell,
    `import { writeFileSync } from "node:fs";
import { showTable } from "@data-surgery/opendata";
writeFileSync("grants.csv", ${JSON.stringify(data)});
${source("danfojs").replace("data/grants.csv", "grants.csv")}
${source("average-danfojs")}`,
  );
  await runCell(cell);
  await outputOf(cell)
    .getByText("The average grant (danfojs 1.2.0, run now) · 3 rows, 2 columns")
    .waitFor({ timeout: 90_000 });
  await outputOf(cell).getByRole("row", { name: "Abbey 600" }).waitFor();
  expect(learner.faults).toEqual([]);
});
