/** The lesson for everybody: accessibility rules on each device, and the first exercise by keyboard alone. */
import type { Browser, Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { tabTo } from "../support/keyboard.js";
import {
  checkExercise,
  codeCell,
  countCountries,
  exerciseCell,
  outputOf,
  runCell,
  writeCell,
} from "../support/lesson.js";
import { pageFaults } from "../support/page-faults.js";
import { joinAsLearner } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

/** How the page is seen: after the way through the exercise, the same page again. */
const desk: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  laptop: () => Promise.resolve(),
  dark: (page) => become(page, "dark"),
  // 1280 × 1024 at 400 %
  zoomed: async (page) => {
    await become(page, "light");
    await page.setViewportSize({ width: 320, height: 256 });
  },
};
/** The theme is fetched before it shows. */
async function become(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect.poll(() => page.locator("body").getAttribute("data-jp-theme-light")).toBe(`${colorScheme === "light"}`);
}

const phone: Parameters<Browser["newContext"]>[0] = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

/** Cells whose content sticks out at the right, where nobody can scroll to. */
async function cutOff(page: Page): Promise<string[]> {
  return page
    .locator(".jp-Notebook .jp-Cell")
    .evaluateAll((cells) =>
      cells
        .filter((cell) => cell.getBoundingClientRect().right > innerWidth)
        .map((cell) => cell.textContent.slice(0, 40)),
    );
}

async function look(page: Page, name: string): Promise<void> {
  const found = await pageFaults(page, { impact: ["serious", "critical"] });
  expect({ [name]: [...found, ...(await cutOff(page))] }).toEqual({ [name]: [] });
}

/** Until the exercise shows a card, a hint, a solution beside one's own text, earlier tries and what changed since. */
async function fillExercise(page: Page): Promise<void> {
  await page.locator(`.ds-strip[data-exercise="${countCountries.id}"]`).waitFor();
  await look(page, "lesson as it comes");
  await runCell(codeCell(page, 0));
  await runCell(codeCell(page, 1));
  await outputOf(codeCell(page, 1)).first().waitFor();
  const cell = exerciseCell(page, countCountries);
  expect(await checkExercise(page, countCountries)).toBe("not-attempted");
  await cell.getByRole("button", { name: /^Hint/ }).click();
  await cell.getByText("Hint 1 of 3").waitFor();
  await writeCell(cell, countCountries.wrong);
  expect(await checkExercise(page, countCountries)).toBe("not-yet");
  await cell.getByRole("button", { name: "Solution" }).click();
  await cell.getByRole("button", { name: "Show it" }).click();
  await cell.getByText("Compare with yours").click();
  await cell.getByRole("button", { name: "Earlier tries (1)" }).click();
  await writeCell(cell, "let howMany = 5;");
  await cell.getByText("Show what changed").click();
  await cell.getByRole("button", { name: "Take this one back" }).waitFor();
}

async function lookAround(page: Page, device: string): Promise<void> {
  const cell = exerciseCell(page, countCountries);
  await cell.scrollIntoViewIfNeeded();
  await look(page, `exercise, ${device}`);
  // What is asked, then what one writes, then Run, then Check: on the screen as for those who listen to it.
  const order = await cell.evaluate((node) =>
    [".jp-Cell-inputWrapper", ".ds-run", ".ds-strip"].map((one) =>
      [...node.children].indexOf(node.querySelector(`:scope > ${one}`) ?? node),
    ),
  );
  expect(order).toEqual(order.toSorted((one, other) => one - other));
  await page.locator(".ds-menu summary").click();
  await look(page, `name menu, ${device}`);
  await page.keyboard.press("Escape");
  await page.locator(".ds-help-open").click();
  await look(page, `help menu, ${device}`);
  await page.keyboard.press("Escape");
  const steps = page.getByRole("button", { name: "Steps" });
  if ((await steps.getAttribute("aria-expanded")) === "false") await steps.click();
  await look(page, `steps, ${device}`);
}

test("a lesson keeps the accessibility rules and fits the screen: laptop, dark, zoomed", async () => {
  await using learner = await openPerson(browser);
  const { page } = learner;
  await joinAsLearner(page, server, "Zoë at a desk");
  await fillExercise(page);
  for (const [device, change] of Object.entries(desk)) {
    await change(page);
    await lookAround(page, device);
  }
  expect(learner.faults).toEqual([]);
});

test("a lesson keeps the accessibility rules and fits the screen: phone", async () => {
  await using learner = await openPerson(browser, phone);
  const { page } = learner;
  await joinAsLearner(page, server, "Zoë at a phone");
  await fillExercise(page);
  await lookAround(page, "phone");
  expect(learner.faults).toEqual([]);
});

test("the first exercise by keyboard alone: there, written, left, run, checked, a hint, checked again", async () => {
  await using learner = await openPerson(browser);
  const { page } = learner;
  await joinAsLearner(page, server, "Keyboard Kim");
  const cell = exerciseCell(page, countCountries);
  await cell.waitFor({ state: "attached" });
  await page.reload();
  await cell.waitFor({ state: "attached" });
  const tip = page.locator(".ds-keys");

  await tabTo(page, /^Skip to the notebook$/);
  await tabTo(page, /Count the countries/);
  await page.keyboard.press("Enter");
  const isWriting = (): Promise<boolean> =>
    cell.evaluate((node) => node.querySelector(".cm-content") === document.activeElement);
  await expect.poll(isWriting).toBe(true);
  await expect
    .poll(() => tip.textContent())
    .toMatch(/^To leave this cell press Escape, then Tab\. Alt\+Shift with C: check/);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText('let howMany = 1;\nconsole.log("counted", howMany);');
  await page.keyboard.press("Escape");
  await expect.poll(() => tip.textContent()).toContain("Enter: write in this one");

  await tabTo(page, /Run$/);
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await outputOf(cell).allInnerTexts()).join("").trim()).toBe("counted 1");
  await tabTo(page, /^Check$/);
  await page.keyboard.press("Enter");
  await cell.locator('[data-outcome="not-yet"]').waitFor({ timeout: 120_000 });
  await tabTo(page, /^Hint/);
  await page.keyboard.press("Enter");
  await cell.getByText("Hint 1 of 3").waitFor();
  await page.keyboard.press("Shift+Tab");
  const checked = page.waitForResponse((response) => response.url().includes(`/${countCountries.id}/check`));
  await page.keyboard.press("Enter");
  await checked;
  await cell.getByRole("button", { name: "Check", exact: true }).waitFor();
  await cell.locator('[data-outcome="not-yet"]').waitFor();
  expect(await cell.evaluate((node) => node.contains(document.activeElement))).toBe(true);
  expect(learner.faults).toEqual([]);
});
