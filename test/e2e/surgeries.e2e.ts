/** A surgery from nothing: announced on a laptop, signed up for on phones, paired, moved; with the network of the venue alone. */
import { composeServer, parseConfig } from "@data-surgery/server";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openBrowser, openPerson } from "../support/browser.js";

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), "surgery-e2e-"));
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, maxRetries: 5 });
});

const serious = (page: Page): Promise<string[]> => axeFindings(page, { impact: ["serious", "critical"] });

/** No page is wider than the phone it is read on. */
async function sideways(page: Page): Promise<boolean> {
  await page.waitForLoadState();
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/** `2027-01-14`: far enough ahead on any day on which this is run. */
function inSixWeeks(): string {
  return new Date(Date.now() + 42 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

async function signUp(
  page: Page,
  url: string,
  words: { readonly how: string; readonly name: string; readonly need?: string; readonly skills?: string },
): Promise<void> {
  await page.goto(url);
  await page.getByRole("link", { name: "Come along" }).click();
  await page.getByLabel(words.how).check();
  await page.getByLabel("What shall we call you?").fill(words.name);
  if (words.need !== undefined) await page.getByLabel("What do you want help with?").fill(words.need);
  if (words.skills !== undefined) await page.getByLabel("What can you help with?").fill(words.skills);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByRole("heading", { name: "See you there" }).waitFor();
}

test(
  "announced with the keyboard alone, signed up for on phones, paired with the reason, moved, and everybody's page shows it",
  { timeout: 600_000 },
  async () => {
    const server = await composeServer(parseConfig({ port: "0", data: folder, env: {} }));
    try {
      await using trainer = await openPerson(browser);
      const desk = trainer.page;
      await desk.goto(server.trainerUrl);
      await desk.getByRole("button").click();
      await desk.waitForURL(/\/board/);
      await desk.getByRole("link", { name: "Surgeries" }).click();
      await desk.getByRole("link", { name: "Announce a surgery" }).click();
      await desk.getByRole("button", { name: "Announce it" }).waitFor();
      expect(await serious(desk)).toEqual([]);
      // A slip first: the form comes back, says what is missing, and has kept the rest.
      await desk.getByLabel("Name", { exact: true }).fill("Open data for lunch clubs");
      await desk.getByLabel("Day").fill(inSixWeeks());
      await desk.getByLabel("Who invites").fill("Invented Lunch Club");
      await desk.getByRole("button", { name: "Announce it" }).focus();
      await desk.keyboard.press("Enter");
      await desk.getByRole("alert").getByText("2 things are missing or wrong.").waitFor();
      expect(await desk.getByLabel("Who invites").inputValue()).toBe("Invented Lunch Club");
      await desk.getByLabel("Name of the place").fill("Invented Hall");
      await desk.getByLabel("Street and postcode").fill("1 Invented Street, B5 6XX");
      await desk.getByLabel("Getting in").fill("Step-free from the yard");
      await desk.getByRole("button", { name: "Announce it" }).focus();
      await desk.keyboard.press("Enter");
      await desk.getByText("It is announced").waitFor();
      expect(await serious(desk)).toEqual([]);

      const url = `${server.url}/surgeries/open-data-for-lunch-clubs`;
      await using patient = await openPerson(browser, { ...phone, javaScriptEnabled: false });
      await using surgeon = await openPerson(browser, phone);
      await patient.page.goto(`${server.url}/surgeries`);
      expect(await sideways(patient.page)).toBe(false);
      await patient.page.getByRole("link", { name: "Open data for lunch clubs" }).click();
      await signUp(patient.page, url, {
        how: "I want help with something",
        name: "Ada",
        need: "A map of where our members live",
      });
      await signUp(surgeon.page, url, { how: "I want to help others", name: "Mia", skills: "I make maps" });
      expect(await serious(surgeon.page)).toEqual([]);
      expect(await sideways(surgeon.page)).toBe(false);
      const mine = (await patient.page.locator("#private-link").getAttribute("href")) ?? "";

      await desk.reload();
      await desk.getByRole("link", { name: "Who sits with whom" }).click();
      await desk.getByText("Mia").first().waitFor();
      expect(await desk.getByRole("listitem").filter({ hasText: "Ada" }).innerText()).toContain(
        "both about maps and places",
      );
      expect(await serious(desk)).toEqual([]);

      await desk.getByRole("link", { name: "Back" }).click();
      await desk.getByText("Move it, or call it off").click();
      await desk.getByLabel("From").first().fill("17:00");
      await desk.getByLabel("Why, in a sentence").first().fill("The hall is taken.");
      await desk.getByRole("button", { name: "Move it, and tell everybody" }).click();
      await desk.getByText("It is moved.").waitFor();
      await patient.page.goto(mine);
      expect(await patient.page.locator(".when").innerText()).toContain("17:00 to 20:00");
      await patient.page.getByRole("button", { name: "I can’t come" }).click();
      await patient.page.getByText("Your place goes to the next in line.").waitFor();
      await patient.page.goto(url);
      await patient.page.getByText("The hall is taken.").waitFor();
      for (const { faults } of [trainer, surgeon, patient])
        expect(faults.filter((fault) => !fault.includes("422"))).toEqual([]);
    } finally {
      await server.close();
    }
  },
);
