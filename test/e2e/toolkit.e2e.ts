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
  await outputOf(cell).getByRole("row", { name: "Ash 150" }).waitFor({ timeout: 120_000 });
  await expect.poll(() => outputOf(cell).innerText()).toContain("2 rows, 2 columns");
});

test("a pack is opened, joined and drawn, and grid coordinates are worked out, by a learner's cell", async () => {
  await using learner = await openPerson(house.browser);
  const { page } = learner;
  await joinAsLearner(page, house.server, "Edda");
  const cell = codeCell(page, 0);
  await writeCell(
    cell,
    `import { chart, joinPlace, openPack, show, tableOf, toLatLong } from "@data-surgery/opendata";
let london = await openPack("london-boroughs");
let rates = joinPlace(tableOf([{ borough: "camden", rate: 1.5 }, { borough: "Barnet", rate: 2.5 }], "Invented for teaching"), { on: "borough", pack: london, bring: ["code"] });
show(chart.map(rates, { area: "code", value: "rate", boundaries: london.boundaries(), axis: "Visits per 1,000 people", title: "Barnet has more visits than Camden" }));
let places = await toLatLong([{ east: 651409, north: 313177 }], { easting: "east", northing: "north" });
console.log("placed", places.at(0).latitude.toFixed(3), places.at(0).longitude.toFixed(3));`,
  );
  await runCell(cell);
  await outputOf(cell)
    .getByRole("img", { name: /Barnet has more visits than Camden.*31 areas have no figure/ })
    .locator(".main-svg")
    .first()
    .waitFor({ timeout: 120_000 });
  await outputOf(cell).getByText("placed 52.658 1.716").waitFor();
});

test("a finding says its sentence above its chart and what to be careful about below it, in the last line of a learner's cell", async () => {
  await using learner = await openPerson(house.browser);
  const { page } = learner;
  await joinAsLearner(page, house.server, "Farid");
  const cell = codeCell(page, 0);
  await writeCell(
    cell,
    `import { forecast } from "@data-surgery/opendata";
let visits = Array.from({ length: 36 }, (_, at) => ({ month: \`\${2022 + Math.floor(at / 12)}-\${String((at % 12) + 1).padStart(2, "0")}\`, visits: 200 + 2 * at + ((at * 37) % 11) }));
forecast(visits, { time: "month", value: "visits", ahead: 3, source: "Invented for teaching" })`,
  );
  await runCell(cell);
  const output = outputOf(cell);
  const lead = output.locator(".ds-chart-lead", { hasText: /^If things go on as before, visits will be about 28\d/ });
  await lead.waitFor({ timeout: 120_000 });
  const drawing = output.getByRole("img", { name: /^Visits to March 2025: what may come/ });
  await drawing.locator(".main-svg").first().waitFor({ timeout: 120_000 });
  // The marks along the bottom are times, and the band is drawn.
  await expect.poll(() => drawing.locator(".xtick text").allTextContents()).toEqual(["2022", "2023", "2024", "2025"]);
  await expect.poll(() => drawing.locator("path.js-fill").count()).toBe(1);
  await output.getByText("Be careful: A forecast knows only the past.").waitFor();
  await output.getByText("The numbers as a table").click();
  await output.getByRole("row", { name: /^Forecast March 2025/ }).waitFor();
});
