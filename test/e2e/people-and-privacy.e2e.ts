/** Two organisers, somebody on a phone without scripts, and what is kept about them: seen, taken back, erased. With the keyboard, and read by axe. */
import { composeServer, migrations, parseConfig } from "@data-surgery/server";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../../server/src/store/index.js";
import type { SurgeryTables } from "../../server/src/surgeries/tables.js";
import { leaveTraces } from "../../server/src/surgeries/test-canary-contact.js";
import { axeFindings } from "../support/axe.js";
import { openBrowser, openPerson } from "../support/browser.js";

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), "surgery-people-e2e-"));
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, maxRetries: 5 });
});

const isNarrow = async (page: Page): Promise<void> => {
  await page.waitForLoadState();
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect([page.url(), sideways]).toEqual([page.url(), false]);
};

/** No serious finding, and not wider than the screen. @param reader who looks at the same address with scripts, which axe needs */
async function isGood(page: Page, reader: Page = page): Promise<void> {
  await isNarrow(page);
  if (reader !== page) await reader.goto(page.url());
  expect([page.url(), await axeFindings(reader, { impact: ["serious", "critical"] })]).toEqual([page.url(), []]);
}

test(
  "a second organiser joins by the keyboard; somebody on a phone sees, takes back and erases what is kept; no page asks a third party",
  { timeout: 600_000 },
  async () => {
    const server = await composeServer(parseConfig({ port: "0", data: folder, env: {} }));
    const asked = new Set<string>();
    const watch = (page: Page): void => {
      page.on("request", (one) => asked.add(new URL(one.url()).origin));
    };
    try {
      await using trainer = await openPerson(browser);
      const desk = trainer.page;
      watch(desk);
      await desk.goto(server.trainerUrl);
      await desk.getByRole("button").click();
      await desk.waitForURL(/\/board/);
      await desk.goto(`${server.url}/surgeries/new`);
      const day = new Date(Date.now() + 42 * 86_400_000).toISOString().slice(0, 10);
      for (const [label, value] of [
        ["Name of the place", "Invented Hall"],
        ["Street and postcode", "1 Invented Street, B5 6XX"],
        ["Day", day],
        ["Who invites", "Invented Lunch Club"],
      ] as const) {
        await desk.getByLabel(label).fill(value);
      }
      await desk.getByLabel("Name", { exact: true }).fill("Open data for lunch clubs");
      await desk.getByLabel("In two sentences").fill("Bring a spreadsheet. Somebody sits beside you.");
      await desk.getByRole("button", { name: "Announce it" }).click();
      await desk.getByRole("link", { name: "The place, and who organises" }).click();
      await desk.getByRole("button", { name: "Invite an organiser" }).waitFor();
      await isGood(desk);
      await desk.getByRole("button", { name: "Invite an organiser" }).focus();
      await desk.keyboard.press("Enter");
      const invitation = (await desk.locator("#private-link").getAttribute("href")) ?? "";
      await isGood(desk);

      await using second = await openPerson(browser, { ...phone, javaScriptEnabled: false });
      watch(second.page);
      await second.page.goto(invitation);
      await using scripted = await openPerson(browser, phone);
      const reader = scripted.page;
      await isGood(second.page, reader);
      await second.page.getByLabel("What shall the others call you?").fill("Bea");
      await second.page.keyboard.press("Enter");
      await second.page.getByText("Bea").first().waitFor();
      await isNarrow(second.page);

      await using patient = await openPerson(browser, { ...phone, javaScriptEnabled: false });
      const page = patient.page;
      watch(page);
      await page.goto(`${server.url}/surgeries/open-data-for-lunch-clubs/sign-up`);
      await page.getByLabel("I want help with something").check();
      await page.getByLabel("What shall we call you?").fill("Quillonda");
      await page.getByLabel("What do you want help with?").fill("A map of our wards");
      await page.getByRole("button", { name: "Sign up" }).click();
      const link = (await page.locator("#private-link").getAttribute("href")) ?? "";
      await haveCome(join(folder, "surgery.db"));

      await page.goto(link);
      await page.getByRole("heading", { name: "What you have done, and what could come next" }).waitFor();
      await isGood(page, reader);
      await page.getByRole("button", { name: /Take it back ?: Photos/ }).click();
      await page.getByText("No photo of you is shown from now on.").first().waitFor();
      await page.getByRole("link", { name: "Everything kept about me" }).click();
      await page.getByRole("heading", { name: "When you were there" }).waitFor();
      await isGood(page, reader);
      await page.getByRole("link", { name: "How long, and why" }).click();
      await page.getByRole("heading", { name: "What is kept about you, and for how long" }).waitFor();
      await isGood(page, reader);

      await page.goto(`${link}/connections`);
      await page.getByLabel("We are looking for something").check();
      await page.getByLabel("In a few words").fill("A map of our wards");
      await page.getByLabel("In two sentences").fill("We look for somebody who makes maps.");
      await page.getByLabel("It may stand in the public list").check();
      await page.getByRole("button", { name: "Send it to the organisers" }).click();
      await page.getByText("An organiser looks at it").waitFor();
      await isGood(page, reader);
      await desk.goto(`${server.url}/surgeries/venues/invented-hall/organise`);
      await isGood(desk);
      await desk.getByRole("button", { name: "Put it on the list" }).first().click();
      await page.goto(`${server.url}/connections`);
      await page.getByRole("heading", { name: "A map of our wards" }).waitFor();
      await isGood(page, reader);

      await page.goto(link);
      await page.getByText("Have it all erased").click();
      await page.getByRole("button", { name: "Erase everything about me" }).click();
      await page.getByRole("heading", { name: "It is gone" }).waitFor();
      await isNarrow(page);
      await page.goto(`${server.url}/connections`);
      expect(await page.getByText("A map of our wards").count()).toBe(0);
      expect([...asked]).toEqual([new URL(server.url).origin]);
    } finally {
      await server.close();
    }
  },
);

test(
  "a learner erases themselves in two steps, and is asked for their name so that nobody does it by mistake",
  { timeout: 600_000 },
  async () => {
    const server = await composeServer(parseConfig({ port: "0", data: folder, env: {} }));
    try {
      await using learner = await openPerson(browser, phone);
      const { page } = learner;
      await page.goto(server.joinUrl);
      await page.getByLabel("What shall we call you?").fill("Tarragonia");
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: "What is kept about me" }).click();
      await isGood(page);
      await page.getByRole("link", { name: "Have it all erased" }).click();
      await isGood(page);
      await page.getByLabel("To be sure that it is you").fill("Somebody");
      await page.keyboard.press("Enter");
      await page.getByText("That is not the name. Nothing was erased.").waitFor();
      await isGood(page);
      await page.getByLabel("To be sure that it is you").fill("Tarragonia");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "You are signed out for good" }).waitFor();
      await page.goto(`${server.url}/me/privacy`);
      expect(await page.getByText("Tarragonia").count()).toBe(0);
    } finally {
      await server.close();
    }
  },
);

/** As a day's records would have it: nobody waits for that day here. */
async function haveCome(file: string): Promise<void> {
  const store = await openStore({ type: "sqlite", file }, migrations);
  const db = store.tables<SurgeryTables>();
  const { id: contactId } = await db
    .selectFrom("contacts")
    .select("id")
    .where("name", "=", "Quillonda")
    .executeTakeFirstOrThrow();
  const { id: dateId } = await db.selectFrom("surgery_dates").select("id").executeTakeFirstOrThrow();
  const who = { contactId, dateId, otherId: "somebody-else", personId: "" };
  await leaveTraces(db, who, "Quillonda", Date.now());
  await store.close();
}
