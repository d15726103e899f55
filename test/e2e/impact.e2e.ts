/** The invented city, looked at: the report on a screen, on a phone, in the dark, on paper; the public pages; the 90-day question. */
import {
  composeServer,
  demoEnvironment,
  openDemo,
  parseConfig,
  type Demo,
  type RunningServer,
} from "@data-surgery/server";
import Database from "better-sqlite3";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openBrowser, openPerson, type Person } from "../support/browser.js";
import { tabTo } from "../support/keyboard.js";

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
const token = "known-to-this-test";
let browser: Browser;
let folder: string;
let server: RunningServer;
let demo: Demo;

beforeAll(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), "surgery-impact-e2e-"));
  const config = parseConfig({ port: "0", data: folder, env: demoEnvironment(process.env) });
  demo = await openDemo(config, { size: "small", seed: 2026, now: Date.now() });
  // One of those who were asked gets a link that this test knows.
  const database = new Database(join(folder, "surgery.db"));
  const open = "select id from follow_ups where sent_at is not null and answered_at is null limit 1";
  const changed = database
    .prepare(`update follow_ups set token_hash = ? where id = (${open})`)
    .run(createHash("sha256").update(token).digest("hex"));
  database.close();
  if (changed.changes !== 1) throw new Error("Nobody was asked in this city.");
  server = await composeServer(config);
});

afterAll(async () => {
  await server.close();
  await browser.close();
  await rm(folder, { recursive: true, maxRetries: 5 });
});

/** No page is wider than the phone it is read on. */
const sideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

async function organiser(options: Parameters<typeof openPerson>[1] = {}): Promise<Person> {
  const person = await openPerson(browser, options);
  await person.page.goto(`${server.url}/resume#${demo.organiserCode}`);
  // The page takes the code out of the address and puts it into the field.
  await expect.poll(() => person.page.getByLabel("Your resume code").inputValue()).not.toBe("");
  await person.page.getByRole("button", { name: "Go on" }).click();
  await person.page.waitForURL(/\/board/);
  return person;
}

test("an organiser comes to the report by keyboard alone, chooses a place and a period, and axe finds nothing", async () => {
  await using person = await organiser();
  const { page } = person;
  await page.goto(`${server.url}/surgeries/organise`);
  await tabTo(page, /^Impact report$/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Impact: All your places" }).waitFor();
  await page.getByText("Invented data.").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const all = await page.locator("#stage-activities + p").innerText();
  await page.getByLabel("Place").focus();
  await page.keyboard.press("ArrowDown");
  await tabTo(page, /^Show this$/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^Impact: Invented/ }).waitFor();
  expect(await page.locator("#stage-activities + p").innerText()).not.toBe(all);
  await expect.poll(() => page.locator("figure.bars table").count()).toBeGreaterThan(1);
  expect(person.faults).toEqual([]);
});

test("on paper the report has its figures and not its form, and is a PDF of a few pages", async () => {
  await using person = await organiser();
  const { page } = person;
  await page.goto(`${server.url}/impact/report`);
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  expect(pdf.startsWith("%PDF-")).toBe(true);
  const pages = pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(1);
  expect(pages).toBeLessThan(10);
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("button", { name: "Show this" }).isVisible()).toBe(false);
  expect(await page.getByText("In their own words, 90 days later").isVisible()).toBe(false);
  expect(await page.getByRole("heading", { name: "What happened" }).isVisible()).toBe(true);
  expect(await page.getByText("Invented data.").isVisible()).toBe(true);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`everybody's pages on a phone, ${colorScheme}, without scripts: nothing sideways, axe finds nothing`, async () => {
    await using person = await openPerson(browser, { ...phone, colorScheme });
    await using plain = await openPerson(browser, { ...phone, colorScheme, javaScriptEnabled: false });
    const { page } = person;
    await plain.page.goto(`${server.url}/surgeries`);
    const story = await plain.page.locator(".past a").nth(2).getAttribute("href");
    expect(story).toContain("/dates/");
    const paths = ["/impact", "/impact/data", "/impact/venues/invented-north-library", story!, `/later/${token}`];
    for (const path of paths) {
      await page.goto(`${server.url}${path}`);
      const seen = { path, wide: await sideways(page), axe: await axeFindings(page) };
      expect(seen).toEqual({ path, wide: false, axe: [] });
      await plain.page.goto(`${server.url}${path}`);
      await plain.page.getByText("Invented data.").waitFor();
      expect(await plain.page.getByRole("heading", { level: 1 }).innerText()).toBe(
        await page.getByRole("heading", { level: 1 }).innerText(),
      );
    }
    expect(person.faults).toEqual([]);
  });
}

test("90 days later: answered on a phone without scripts in four taps, and the organiser's report counts it", async () => {
  await using desk = await organiser();
  const answered = async (): Promise<number> => {
    await desk.page.goto(`${server.url}/impact/report`);
    return Number(/and (\d+) answered/.exec(await desk.page.locator("main").innerText())?.[1]);
  };
  const before = await answered();
  await using person = await openPerson(browser, { ...phone, javaScriptEnabled: false });
  const { page } = person;
  await page.goto(`${server.url}/later/${token}`);
  await page
    .getByRole("group", { name: /used what you made/ })
    .getByLabel("Yes")
    .check();
  await page
    .getByRole("group", { name: /decided something/ })
    .getByLabel("No")
    .check();
  await page.getByLabel("In your own words").fill("Invented words of this test.");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("Thank you. That is kept").waitFor();
  expect(await answered()).toBe(before + 1);
  await desk.page.getByText("Invented words of this test.").waitFor();
  expect(person.faults).toEqual([]);
});

test("the open data is downloaded as one zip from its page", async () => {
  await using person = await openPerson(browser);
  const { page } = person;
  await page.goto(`${server.url}/impact`);
  await page.getByRole("link", { name: "The figures as open data" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "impact.zip" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("impact.zip");
  expect(await download.failure()).toBeNull();
});
