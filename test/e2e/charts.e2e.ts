/** Charts in real Chromium, with everything but this server cut off: drawn, named, read as a table by keyboard, saved. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openPerson } from "../support/browser.js";
import { openHouse, type House } from "../support/house.js";
import { codeCell, outputOf, runCell, writeCell } from "../support/lesson.js";
import { joinAsLearner } from "../support/people.js";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.[Symbol.asyncDispose]());

const bars = `import { chart } from "@data-surgery/opendata";
chart.bar([{ ward: "Abbey", n: 3 }, { ward: "Brook", n: 7 }], { label: "ward", value: "n", axis: "Grants", title: "Brook had most grants", source: "Invented for teaching" })`;
const map = `const ring = (x: number): [number, number][] => [[x, 52], [x + 0.1, 52], [x + 0.1, 52.1], [x, 52.1], [x, 52]];
const boundaries = { name: "Ambleford wards (invented)", publisher: "", licence: "", date: "", features: ["Abbey", "Brook"].map((name, at) => ({ code: "AMB0" + (at + 1), name, polygons: [[ring(at / 10)]] })) };
chart.map([{ ward: "Abbey", rate: 1.5 }], { area: "ward", value: "rate", boundaries, axis: "Grants per 1,000 people", title: "Abbey on the map", source: "Invented for teaching" })`;
const hostile = `({ data: [{ type: "bar", x: ["a"], y: [1] }], layout: { title: { text: '<a href="javascript:document.title=1">Press</a>' } } })`;

test("a chart is drawn without the network, has a name, its numbers open by keyboard, and it is saved as a picture", async () => {
  await using learner = await openPerson(house.browser, { acceptDownloads: true });
  const { page, context } = learner;
  const outside: string[] = [];
  await context.route(
    (url) => url.origin !== new URL(house.server.url).origin && url.protocol.startsWith("http"),
    (route) => {
      outside.push(route.request().url());
      return route.abort();
    },
  );
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await joinAsLearner(page, house.server, "Cora");
  const before = asked.length;
  const cell = codeCell(page, 0);
  await writeCell(cell, bars);
  await runCell(cell);
  const picture = outputOf(cell).getByRole("img", {
    name: /Brook had most grants\. Bar chart of 2 bars: Grants\. Highest: Brook, 7/,
  });
  await picture.locator(".main-svg").first().waitFor();
  expect(asked.length).toBeGreaterThan(before);
  await expect.poll(() => outputOf(cell).locator("img").count()).toBe(0);

  const summary = outputOf(cell).getByText("The numbers as a table");
  await summary.focus();
  await page.keyboard.press("Enter");
  await outputOf(cell).getByRole("row", { name: "Brook 7" }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    outputOf(cell).getByRole("button", { name: "Save as picture (PNG)" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("Brook-had-most-grants.png");
  expect((await readFile(await download.path())).subarray(1, 4).toString()).toBe("PNG");
  expect(await axeFindings(page, { within: [".ds-chart"], impact: ["serious", "critical"] })).toEqual([]);

  await writeCell(cell, `import { chart } from "@data-surgery/opendata";\n${map}`);
  await runCell(cell);
  const drawn = outputOf(cell).getByRole("img", { name: /Abbey on the map\. Map of 2 areas/ });
  await drawn.locator(".choroplethlayer path").first().waitFor();
  await expect.poll(() => drawn.locator(".choroplethlayer path").count()).toBe(2);

  await writeCell(cell, hostile);
  await runCell(cell);
  await outputOf(cell).locator(".ds-chart-plot .gtitle").waitFor();
  const links = await outputOf(cell)
    .locator("a")
    .evaluateAll((all) => all.map((link) => link.getAttributeNames().filter((name) => name.endsWith("href"))));
  expect(links.flat()).toEqual([]);
  expect(outside).toEqual([]);
  expect(learner.faults).toEqual([]);
});

test("where the part that draws does not come, the picture stays with its words, and the next run draws it", async () => {
  await using learner = await openPerson(house.browser);
  const { page, context } = learner;
  await joinAsLearner(page, house.server, "Dora");
  await context.route(/\/static\/learner\/.*\.js$/, (route) => route.abort());
  const cell = codeCell(page, 0);
  await writeCell(cell, bars);
  await runCell(cell);
  await outputOf(cell).getByText("The part of the page that draws charts didn't come.").waitFor();
  await outputOf(cell)
    .getByRole("img", { name: /Brook had most grants/ })
    .waitFor();
  await context.unroute(/\/static\/learner\/.*\.js$/);
  await runCell(cell);
  await outputOf(cell).locator(".main-svg").first().waitFor();
  await expect.poll(() => outputOf(cell).locator("img").count()).toBe(0);
});
