/** The day of a surgery: doors opened, arrivals by phone without scripts, the list by keyboard alone, the wall, cards, the record. */
import { composeServer, parseConfig } from "@data-surgery/server";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openBrowser, openPerson } from "../support/browser.js";
import { tabTo } from "../support/keyboard.js";

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
const minute = 60_000;
/** Where pictures of the screens are wanted, a folder for them. */
const pictures = process.env["DAY_PICTURES"];
let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), "surgery-day-"));
  if (pictures !== undefined) await mkdir(pictures, { recursive: true });
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, maxRetries: 5 });
});

/** Needs a page that may run scripts. */
const serious = (page: Page): Promise<string[]> => axeFindings(page, { impact: ["serious", "critical"] });

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

async function sideways(page: Page): Promise<boolean> {
  await page.waitForLoadState();
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

const inLondon = (at: number): { date: string; clock: string } => {
  const [date = "", clock = ""] = new Date(at).toLocaleString("sv-SE", { timeZone: "Europe/London" }).split(" ");
  return { date, clock: clock.slice(0, 5) };
};

/** Sends a form as a browser would that belongs to this person. */
async function send(context: BrowserContext, url: string, form: Record<string, string>): Promise<string> {
  const answer = await context.request.post(url, { form, headers: { origin: new URL(url).origin } });
  expect([answer.status(), answer.url()]).toEqual([200, expect.any(String)]);
  return answer.url();
}

async function announceToday(context: BrowserContext, url: string): Promise<string> {
  const [from, to] = [inLondon(Date.now() + 15 * minute), inLondon(Date.now() + 135 * minute)];
  const page = await send(context, `${url}/surgeries/new`, {
    kind: "surgery",
    venue: "new",
    venueName: "Invented Hall",
    address: "1 Invented Street, B5 6XX",
    timeZone: "Europe/London",
    title: "Open data for lunch clubs",
    about: "Bring a spreadsheet.",
    hostGroup: "Invented Lunch Club",
    curriculum: "",
    languages: "English, Urdu",
    photoPolicy: "ask",
    capacity: "20",
    firstDate: from.date,
    starts: from.clock,
    ends: to.clock,
    repeats: "once",
  });
  return /surgeries\/([^/]+)\/organise/.exec(page)?.[1] ?? "";
}

async function signUp(page: Page, url: string, slug: string, name: string, how: string, words: string): Promise<void> {
  await page.goto(`${url}/surgeries/${slug}/sign-up`);
  await page.getByLabel(how).check();
  await page.getByLabel("What shall we call you?").fill(name);
  await page
    .getByLabel(how === "I want to help others" ? "What can you help with?" : "What do you want help with?")
    .fill(words);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByRole("heading", { name: "See you there" }).waitFor();
}

test(
  "doors opened; people arrive by phone without scripts; the list by keyboard alone; the wall without names; the record",
  { timeout: 600_000 },
  async () => {
    const server = await composeServer(parseConfig({ port: "0", data: folder, env: {} }));
    try {
      await using trainer = await openPerson(browser);
      const desk = trainer.page;
      await desk.goto(server.trainerUrl);
      await desk.getByRole("button").click();
      await desk.waitForURL(/\/board/);
      const slug = await announceToday(trainer.context, server.url);
      await using ada = await openPerson(browser, { ...phone, javaScriptEnabled: false });
      await using walker = await openPerson(browser, phone);
      await signUp(ada.page, server.url, slug, "Ada Lovelace", "I want help with something", "A map of our members");
      const mine = (await ada.page.locator("#private-link").getAttribute("href")) ?? "";
      await signUp(walker.page, server.url, slug, "Mia", "I want to help others", "I make maps");

      // The doors, by keyboard.
      await desk.goto(`${server.url}/surgeries/${slug}/organise`);
      expect(await serious(desk)).toEqual([]);
      await desk.getByRole("link", { name: "The day: doors, list and wall" }).click();
      await desk.getByRole("heading", { name: "The doors are not open yet" }).waitFor();
      expect(await serious(desk)).toEqual([]);
      await picture(desk, "closed");
      await tabTo(desk, /^Open the doors$/);
      await desk.keyboard.press("Enter");
      await desk.getByRole("heading", { name: "Expected" }).waitFor();
      await desk.getByText("Live", { exact: true }).waitFor();
      expect(await serious(desk)).toEqual([]);

      // The wall.
      const wall = await trainer.context.newPage();
      await wall.setViewportSize({ width: 1280, height: 720 });
      await wall.goto(`${desk.url()}?projector=1`);
      const code = (await wall.locator(".arrival-code").innerText()).trim();
      expect(code).toMatch(/^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}$/);
      expect(await serious(wall)).toEqual([]);
      await picture(wall, "wall");

      // Ada's phone, without scripts: the code typed small, her first name only.
      await ada.page.goto(`${server.url}/arrive`);
      await ada.page.getByLabel("Code from the board").fill("zzz-zzz");
      await ada.page.getByRole("button", { name: "Go on" }).click();
      await ada.page.getByText("isn’t open now").waitFor();
      await ada.page.getByLabel("Code from the board").fill(code.toLowerCase());
      await ada.page.getByRole("button", { name: "Go on" }).click();
      await ada.page.getByRole("heading", { name: "I signed up" }).waitFor();
      expect(await sideways(ada.page)).toBe(false);
      await picture(ada.page, "arrive-phone");
      await ada.page.getByLabel("Your name, as you gave it").fill("ada");
      await ada.page.getByRole("button", { name: "I’m here" }).click();
      await ada.page.getByRole("heading", { name: "Good to see you, ada" }).waitFor();
      await picture(ada.page, "arrived-phone");
      await ada.page.goto(mine);
      await ada.page.getByText("You are on the list of those who are here.").waitFor();

      // Desk and wall know without being asked.
      await desk.getByRole("heading", { name: /Waits for somebody/ }).waitFor();
      await wall.getByText("1 person is here").waitFor();
      expect(await wall.locator("main").innerText()).not.toMatch(/ada/i);

      // A walk-in, whose name is not on the list at first.
      await walker.page.goto(`${server.url}/arrive`);
      expect(await serious(walker.page)).toEqual([]);
      await walker.page.goto(`${server.url}/arrive/${code.replace("-", "")}`);
      expect(await serious(walker.page)).toEqual([]);
      await walker.page.getByLabel("Your name, as you gave it").fill("Bo");
      await walker.page.getByRole("button", { name: "I’m here" }).click();
      await walker.page.getByText("We can’t find that name").waitFor();
      expect(await serious(walker.page)).toEqual([]);
      await walker.page.getByLabel("I want help with something").check();
      await walker.page.getByLabel("Your group").fill("Invented Allotments");
      await walker.page.getByRole("button", { name: "Come in" }).click();
      await walker.page.getByRole("heading", { name: "Good to see you, Bo" }).waitFor();
      expect(await serious(walker.page)).toEqual([]);
      await desk.getByText("Bo", { exact: true }).waitFor();

      // The list by keyboard alone: here, together, undone, together again.
      await tabTo(desk, /^Is here\s*:\s*Mia$/);
      await desk.keyboard.press("Enter");
      await desk.getByText("Mia is here.").waitFor();
      await tabTo(desk, /^Sits with Mia\s*:\s*Ada Lovelace$/);
      await desk.keyboard.press("Enter");
      await desk.getByText("Ada Lovelace sits with Mia.").waitFor();
      await picture(desk, "desk");
      await desk.evaluate(() => {
        document.getElementById("main")?.focus();
      });
      await tabTo(desk, /^Undo$/);
      await desk.keyboard.press("Enter");
      await desk.getByText("sits with whom it was before").waitFor();
      await desk.evaluate(() => {
        document.getElementById("main")?.focus();
      });
      await tabTo(desk, /^Sits with Mia\s*:\s*Ada Lovelace$/);
      await desk.keyboard.press("Enter");
      await desk.getByRole("heading", { name: /Sitting together/ }).waitFor();
      expect(await serious(desk)).toEqual([]);

      // A helper's phone without scripts sees the same after a reload, and taps.
      const state = await trainer.context.storageState();
      await using hand = await openPerson(browser, { ...phone, javaScriptEnabled: false, storageState: state });
      await hand.page.goto(desk.url().replace(/[?#].*/, ""));
      expect(await sideways(hand.page)).toBe(false);
      await picture(hand.page, "desk-phone");
      for (const button of await hand.page.locator(".taps button").all()) {
        if (await button.isVisible()) expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      }
      await hand.page.getByRole("button", { name: /^Has left\s*: Bo$/ }).click();
      await hand.page.getByText("Bo has left.").waitFor();
      await hand.page.getByRole("button", { name: "Undo" }).click();
      await hand.page.getByText("Bo is still here.").waitFor();

      // The timer runs by the server's clock on the wall.
      await desk.locator("#timer-tools summary").click();
      await desk.getByRole("button", { name: "5 minutes", exact: true }).click();
      await wall.getByText(/^[45]:\d\d$/).waitFor();
      await wall.getByText(/left, until \d\d:\d\d/).waitFor();
      await wall.emulateMedia({ colorScheme: "dark" });
      expect(await serious(wall)).toEqual([]);
      await picture(wall, "wall-dark");

      // A card without a name.
      await walker.page.getByRole("link", { name: "one thing that was good" }).click();
      await walker.page.getByLabel("One thing that was good").waitFor();
      expect(await serious(walker.page)).toEqual([]);
      await picture(walker.page, "card-phone");
      await walker.page.getByLabel("One thing that was good").fill("The tea");
      await walker.page.getByRole("button", { name: "Send" }).click();
      await walker.page.getByRole("heading", { name: "Thank you" }).waitFor();
      await desk.getByText("The tea").waitFor();

      // Whoever joins the notebooks is offered the same with one tap.
      await using learner = await openPerson(browser, phone);
      await learner.page.goto(`${server.url}/join/${server.joinCode.replace("-", "")}`);
      await learner.page.getByLabel("What shall we call you?").fill("Cy");
      await learner.page.getByRole("button", { name: "Join" }).click();
      await learner.page.getByRole("button", { name: /I’m here, at Open data/ }).click();
      await learner.page.getByRole("heading", { name: "Good to see you, Cy" }).waitFor();

      // Closed, and put right afterwards.
      await desk.locator("#close-tools summary").click();
      await desk.getByRole("button", { name: "Close the doors" }).click();
      await desk.getByRole("heading", { name: "The doors are closed" }).waitFor();
      await desk.getByText("4 people were here.").waitFor();
      await desk.getByRole("link", { name: "Who was here" }).click();
      expect(await serious(desk)).toEqual([]);
      await picture(desk, "record");
      await desk.emulateMedia({ colorScheme: "dark" });
      // Colours that are on their way from light to dark are neither.
      await desk.reload();
      expect(await serious(desk)).toEqual([]);
      await desk.emulateMedia({ colorScheme: "light" });
      const csv = await trainer.context.request.get(`${desk.url()}.csv`);
      expect(await csv.text()).toContain("Ada Lovelace");
      await walker.page.goto(`${server.url}/arrive/${code}`);
      await walker.page.getByText("isn’t open now").waitFor();
      for (const { faults } of [trainer, hand, learner]) expect(faults).toEqual([]);
      for (const { faults } of [ada, walker]) expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
    } finally {
      await server.close();
    }
  },
);
