/** The server-rendered pages in a real browser: accessibility rules, keyboard alone, phone and 400 % zoom, live changes. */
import type { Board } from "@data-surgery/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyBoard, openTestApp, type TestApp } from "../../server/src/workshops/test-app.js";
import { openBrowser, openPerson, type Person } from "../support/browser.js";
import { pageFaults } from "../support/page-faults.js";

/** Devices that people bring: a laptop, a phone, a laptop in the dark, and a laptop at 400 % (1280 × 1024 there). */
const devices: Readonly<Record<string, Parameters<Browser["newContext"]>[0]>> = {
  laptop: {},
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  dark: { colorScheme: "dark" },
  zoomed: { viewport: { width: 320, height: 256 } },
};

let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  app = await openTestApp();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  await app[Symbol.asyncDispose]();
});

const trainerPath = async (): Promise<string> => `/trainer/${await app.identity.createTrainerLink(app.workshop.id)}`;

async function openBoard(person: Person, query = ""): Promise<Page> {
  await person.page.goto(app.url + (await trainerPath()));
  await person.page.getByRole("button", { name: "Open the board" }).click();
  await person.page.waitForURL(/\/board$/);
  if (query !== "") await person.page.goto(`${app.url}/board${query}`);
  await person.page.getByText("Live", { exact: true }).waitFor();
  return person.page;
}

function boardOf(names: readonly string[], waiting: readonly string[]): Board {
  const column = { lesson: "first-look", lessonTitle: "First look" };
  const rows = names.map((name) => ({
    personId: `id-${name}`,
    name,
    color: "#0f766e",
    help: waiting.includes(name) ? ("help" as const) : ("fine" as const),
    ...(waiting.includes(name) ? { needs: "asked for help just now" } : {}),
    notebook: `people/${name.toLowerCase()}-k7m2/first-look/first-look.ipynb`,
    cells: (["passed", "tried", "untouched"] as const).map((state) => ({
      lesson: "first-look",
      exercise: state,
      state,
      tries: state === "untouched" ? 0 : 2,
      hints: 0,
      solutionSeen: false,
    })),
  }));
  return {
    ...emptyBoard,
    columns: ["Count the rows", "Find the median", "Draw the change"].map((title, at) => ({
      ...column,
      exercise: title,
      title,
      label: String(at + 1),
    })),
    rows,
    counts: { joined: names.length, working: names.length - waiting.length, waiting: waiting.length },
  };
}

for (const [device, options] of Object.entries(devices)) {
  test(`every page keeps the accessibility rules and fits the screen: ${device}`, async () => {
    await using learner = await openPerson(browser, options);
    const { page } = learner;
    const look = async (name: string, at: Page): Promise<void> => {
      expect({ [name]: await pageFaults(at) }).toEqual({ [name]: [] });
    };
    await page.goto(app.url);
    await look("join", page);
    await page.getByLabel("Code from the board").fill(app.workshop.joinCode.toLowerCase());
    await page.getByLabel("What shall we call you?").fill(`Zoë at a ${device}`);
    await page.getByRole("button", { name: "Join" }).click();
    await page.waitForURL(/\/me\/card$/);
    await page.getByText("Show as a QR picture").click();
    await look("card", page);
    await using visitor = await openPerson(browser, options);
    await visitor.page.goto(`${app.url}/resume`);
    await look("resume", visitor.page);
    await using trainer = await openPerson(browser, options);
    app.setBoard(boardOf(["Amira", "Bartholomew-Christopherson", "李雷"], ["Amira"]));
    const board = await openBoard(trainer);
    await look("board", board);
    await board.goto(`${app.url}/board?projector=1`);
    await look("projector", board);
    expect([...learner.faults, ...visitor.faults, ...trainer.faults]).toEqual([]);
  });
}

test("a learner joins with the keyboard alone, is told what is wrong at the field, and copies the code", async () => {
  await using person = await openPerson(browser);
  const { page } = person;
  await page.goto(app.url);
  const code = page.getByLabel("Code from the board");
  const isAtCode = (): Promise<boolean> => code.evaluate((field) => field === document.activeElement);
  await expect.poll(isAtCode).toBe(true);
  await page.keyboard.type("abcd efgh");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Keyboard Kim");
  await page.keyboard.press("Enter");
  await page.getByText("That code isn't open now.").waitFor();
  await expect.poll(isAtCode).toBe(true);
  expect(await code.getAttribute("aria-describedby")).toContain("code-error");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(app.workshop.joinCode.toLowerCase());
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/me\/card$/);
  const shown = await page.locator("#resume-code").textContent();
  const copy = page.getByRole("button", { name: "Copy" });
  await copy.focus();
  // As on plain http in a venue, where browsers offer no clipboard to pages.
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.keyboard.press("Enter");
  await page.getByText("Copied").waitFor();
  await page.getByRole("link", { name: "Open the first lesson" }).waitFor();
  await page.goto(`${app.url}/resume`);
  await page.getByLabel("Your resume code").focus();
  await page.keyboard.press("ControlOrMeta+v");
  await expect.poll(() => page.getByLabel("Your resume code").inputValue()).toBe(shown?.trim());
});

test("a card's QR picture opens the page with the code filled in and takes it out of the address", async () => {
  await using person = await openPerson(browser);
  await person.page.goto(`${app.url}/resume#K7MP2QRTAAAA`);
  await expect.poll(() => person.page.getByLabel("Your resume code").inputValue()).toBe("K7MP-2QRT-AAAA");
  await expect.poll(() => person.page.url()).toBe(`${app.url}/resume`);
  expect(person.faults).toEqual([]);
});

test("the board changes as things happen, keeps the keyboard's place, and says who asks for help", async () => {
  await using person = await openPerson(browser);
  app.setBoard(boardOf(["Amira", "Bob"], []));
  const page = await openBoard(person);
  const bob = page.getByRole("rowheader", { name: /Bob/ }).getByRole("link");
  await bob.focus();
  const board = boardOf(["Bob", "Amira", "Chidi"], ["Bob"]);
  const personId = board.rows.find(({ name }) => name === "Bob")?.personId ?? "";
  await app.queue.signal({ personId, workshopId: app.workshop.id }, "help");
  app.setBoard(board);
  await page.getByRole("rowheader", { name: /Chidi/ }).waitFor();
  await expect.poll(() => bob.evaluate((link) => link === document.activeElement)).toBe(true);
  await expect.poll(() => page.locator("#board-spoken").textContent()).toBe("Asking for help: Bob");
  expect(await page.getByRole("region", { name: "Waiting for help" }).getByRole("link").allTextContents()).toEqual([
    "Bob",
  ]);
  expect(await page.getByRole("row", { name: /^Bob/ }).textContent()).toMatch(/needs help/);
  expect(person.faults).toEqual([]);
});

test("the board does not change under a press", async () => {
  await using person = await openPerson(browser);
  app.setBoard(boardOf(["Amira", "Bob"], []));
  const page = await openBoard(person);
  const more = page.locator("summary", { hasText: "More for Bob" });
  await more.hover();
  await page.mouse.down();
  const told = page.waitForResponse(
    async (response) => response.url().endsWith("/board/now") && (await response.text()).includes("Chidi"),
  );
  app.setBoard(boardOf(["Amira", "Bob", "Chidi"], []));
  await told;
  await page.mouse.up();
  await page.getByRole("rowheader", { name: /Chidi/ }).waitFor();
  expect(await more.evaluate((summary) => summary.closest("details")?.open)).toBe(true);
  expect(person.faults).toEqual([]);
});

test("without scripts the join page, the card and the board still do their work", async () => {
  await using person = await openPerson(browser, { javaScriptEnabled: false });
  const { page } = person;
  app.setBoard(boardOf(["Amira"], []));
  await page.goto(app.url);
  await page.getByLabel("Code from the board").fill(app.workshop.joinCode);
  await page.getByLabel("What shall we call you?").fill("No Script");
  await page.getByRole("button", { name: "Join" }).click();
  await page.locator("#resume-code").waitFor();
  expect(await page.getByRole("button", { name: "Copy" }).count()).toBe(0);
  await page.goto(app.url + (await trainerPath()));
  await page.getByRole("button", { name: "Open the board" }).click();
  await page.getByRole("rowheader", { name: /Amira/ }).waitFor();
  await page.getByText("Not live: reload to see changes").waitFor();
});
