/** A table below a cell in real Chromium: put in order and walked by keyboard, on a phone, in the dark, and from a saved notebook. */
import { tableMime } from "@data-surgery/contract";
import { tableView, type Showable } from "@data-surgery/opendata";
import { mkdir } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openPerson } from "../support/browser.js";
import { openHouse, type House } from "../support/house.js";
import { codeCell, outputOf, runCell, waitSaved, writeCell } from "../support/lesson.js";
import { enterAsTrainer, joinAsLearner, lessonReady } from "../support/people.js";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.[Symbol.asyncDispose]());

/** Where pictures of this go, for who wants to look at them. */
const shots = process.env["SHOTS"];
async function picture(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png` });
}

const spending = `import { tableOf } from "@data-surgery/opendata";
const wards = ["Abbey", "Brook", "Castle"];
tableOf(Array.from({ length: 4812 }, (_, at) => ({
  group: at === 1 ? "<img src=x onerror=document.title='gone'>" : "Community Group Number " + ((at * 7) % 4812),
  ward: at % 9 === 4 ? null : at % 9 === 5 ? "" : wards[at % 3],
  paid: "2024-" + String(1 + (at % 12)).padStart(2, "0") + "-01",
  amount: at % 10 === 3 ? null : (at * 7919) % 100000 / 100,
  purpose: "Payment for a service that was given in the wards",
  year: 2010 + (at % 14),
  officer: "Officer " + (at % 17),
  account: "A" + String(at % 300).padStart(5, "0"),
})), "spending.csv").from({ publisher: "Ambleford (invented for teaching)", licence: "CC0 1.0", url: "https://example.org/spending.csv", readAt: "2026-03-03T14:05:00Z" }).filter((row) => row.year > 0)`;

/** The cells of one column on the page that is shown, from 1. */
const column = (output: Locator, at: number): Promise<string[]> =>
  output.locator(`tbody tr > :nth-child(${at})`).allInnerTexts();

test("a large table is put in order and walked page by page, with keys alone", async () => {
  await using learner = await openPerson(house.browser);
  const { page } = learner;
  await joinAsLearner(page, house.server, "Cora");
  const cell = codeCell(page, 0);
  await writeCell(cell, spending);
  await runCell(cell);
  const output = outputOf(cell);
  await output.getByText("4,812 rows, 8 columns").waitFor({ timeout: 120_000 });
  const status = output.getByRole("status");
  await expect.poll(() => status.innerText()).toBe("Rows 1–25 of 4,812.");
  await expect.poll(() => output.locator("tbody tr").count()).toBe(25);
  await output.getByText("Only the first 500 of 4,812 rows stand here").waitFor();
  await picture(page, "laptop");

  // What a file holds is text; a missing cell and an empty one say which they are.
  expect(await column(output, 1)).toContain("<img src=x onerror=document.title='gone'>");
  expect(await output.locator("tbody img").count()).toBe(0);
  expect((await column(output, 2)).slice(3, 7)).toEqual(["Abbey", "missing", "empty text", "Abbey"]);

  const amount = output.getByRole("columnheader", { name: "amount" });
  await amount.getByRole("button").press("Enter");
  await expect.poll(() => amount.getAttribute("aria-sort")).toBe("ascending");
  await expect.poll(() => status.innerText()).toBe("Rows 1–25 of 4,812, in order of “amount”, lowest first.");
  await expect.poll(async () => (await column(output, 4))[0]).toBe("0.00");
  await amount.getByRole("button").press("Space");
  await expect.poll(() => amount.getAttribute("aria-sort")).toBe("descending");
  await expect.poll(() => status.innerText()).toContain("highest first");
  const highest = (await column(output, 4)).map((text) => Number(text.replaceAll(",", "")));
  expect(highest).toEqual(highest.toSorted((one, other) => other - one));
  expect(highest).not.toContain(Number.NaN);
  await picture(page, "sorted");

  // From the headings to the foot by Tab; the keyboard stays on the button that was pressed.
  const at = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.tagName);
  for (let tabs = 0; tabs < 12 && (await at()) !== "SELECT"; tabs++) await page.keyboard.press("Tab");
  expect(await at()).toBe("SELECT");
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => output.locator("tbody tr").count()).toBe(100);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Next");
  for (let pages = 0; pages < 6; pages++) await page.keyboard.press("Enter");
  await expect.poll(() => status.innerText()).toMatch(/^Rows 401–500 of 4,812/);
  expect(await output.getByRole("button", { name: "Next" }).getAttribute("aria-disabled")).toBe("true");
  expect((await column(output, 4)).at(-1)).toBe("missing");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Next");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await output.getByText("Kept the rows that fit a rule").waitFor();
  await output.getByText("3 March 2026 at").waitFor();
  await picture(page, "origin");

  // Arrows scroll it, and the headings and the first column stay in sight.
  const region = output.getByRole("region", { name: "4,812 rows, 8 columns" });
  await region.focus();
  for (let presses = 0; presses < 8; presses++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("PageDown");
  await expect.poll(() => region.evaluate((box) => box.scrollLeft > 50 && box.scrollTop > 50)).toBe(true);
  // Both at one moment: the page may still be on its way down.
  const apart = await region.evaluate((box) => {
    const [outer, corner] = [box.getBoundingClientRect(), box.querySelector("thead th")?.getBoundingClientRect()];
    return [(corner?.x ?? NaN) - outer.x, (corner?.y ?? NaN) - outer.y].map(Math.abs);
  });
  for (const distance of apart) expect(distance).toBeLessThan(3);
  expect(await axeFindings(page, { within: [".ds-table"], impact: ["serious", "critical"] })).toEqual([]);
  expect(await page.title()).not.toBe("gone");
  expect(learner.faults).toEqual([]);
});

test("a saved table is put in order without a kernel, on a phone and in the dark", async () => {
  await using learner = await openPerson(house.browser, { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  const { page } = learner;
  await joinAsLearner(page, house.server, "Dora");
  const cell = codeCell(page, 0);
  await writeCell(cell, spending);
  await runCell(cell);
  const output = outputOf(cell);
  await output.getByText("4,812 rows, 8 columns").waitFor({ timeout: 120_000 });
  await waitSaved(page);
  await page.reload();
  await lessonReady(page);
  await output.getByRole("button", { name: "ward" }).click();
  await expect.poll(() => output.getByRole("status").innerText()).toContain("in order of “ward”, A to Z");
  await output.getByRole("status").scrollIntoViewIfNeeded();
  await picture(page, "phone-dark-foot");
  await output.locator(".ds-table-caption").scrollIntoViewIfNeeded();
  await picture(page, "phone-dark");
  // The table scrolls by itself; the page does not.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const first = await output.locator("tbody th").first().boundingBox();
  expect(first?.width ?? 390).toBeLessThan(200);
  expect(await axeFindings(page, { within: [".ds-table"], impact: ["serious", "critical"] })).toEqual([]);
  expect(learner.faults).toEqual([]);
});

test("in the full lab a saved table answers to keys without a run; one that can't be read shows its HTML", async () => {
  await using trainer = await openPerson(house.browser);
  const { page } = trainer;
  await enterAsTrainer(page, house.server);
  const rows = Array.from({ length: 40 }, (_, at) => ({ ward: `Ward ${at}`, people: (at * 7) % 40 }));
  const bundle = tableView(rows)[Symbol.for("Jupyter.display") as keyof Showable]() as unknown as Record<
    string,
    unknown
  >;
  const cell = (id: string, data: Record<string, unknown>): object => ({
    id,
    cell_type: "code",
    execution_count: 1,
    metadata: {},
    source: "",
    outputs: [{ output_type: "execute_result", execution_count: 1, metadata: {}, data }],
  });
  const content = {
    cells: [cell("whole", bundle), cell("odd", { ...bundle, [tableMime]: { format: 2 } })],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  };
  const saved = await page.request.put(`${house.server.url}/api/contents/shared/saved.ipynb`, {
    headers: { origin: house.server.url },
    data: { type: "notebook", format: "json", content },
  });
  expect(saved.ok()).toBe(true);
  await page.goto(`${house.server.url}/lab/tree/shared/saved.ipynb`);
  const whole = codeCell(page, 0);
  const people = outputOf(whole).getByRole("columnheader", { name: "people" });
  await people.getByRole("button").waitFor({ timeout: 120_000 });
  await people.getByRole("button").focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => people.getAttribute("aria-sort")).toBe("ascending");
  await expect.poll(async () => (await column(outputOf(whole), 2)).slice(0, 3)).toEqual(["0", "1", "2"]);
  await outputOf(whole).getByLabel("Rows on a page").focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => outputOf(whole).locator("tbody tr").count()).toBe(40);
  await picture(page, "full-lab");
  const odd = outputOf(codeCell(page, 1));
  await odd.getByText("40 rows, 2 columns · the first 10 are shown").waitFor();
  expect(await odd.locator(".ds-table-sort").count()).toBe(0);
});
