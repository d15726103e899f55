/** The toolkit in the kernel as the server closes it off: what needs a native library or a file has to work in there too. */
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

test("a table is read, asked in SQL, saved and read again by a learner's cell", async () => {
  await using learner = await openPerson(house.browser);
  const { page } = learner;
  await joinAsLearner(page, house.server, "Dina");
  const cell = codeCell(page, 0);
  await writeCell(
    cell,
    `import { read } from "@data-surgery/opendata";
let grants = await read({ name: "grants.csv", bytes: new TextEncoder().encode("ward,amount\\nAsh,100\\nBirch,250\\nAsh,50\\n") });
let totals = await grants.sql("select ward, sum(amount) as total from this group by ward order by ward");
await totals.save("totals.csv");
await read("totals.csv")`,
  );
  await runCell(cell);
  await outputOf(cell).getByRole("row", { name: "Ash 150" }).waitFor({ timeout: 60_000 });
  await expect.poll(() => outputOf(cell).innerText()).toContain("2 rows, 2 columns");
});
