/**
 * The whole first lesson by somebody who has no pointer: run and read from the top, each exercise by keys, a wrong try, a hint, an answer
 * that a person reads. Then the same person at another computer, who finds everything as it was left.
 */
import type { Locator, Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { chooseCommand, tabTo, typeOver } from "../support/keyboard.js";
import {
  cellText,
  codeCell,
  countCountries,
  outlineState,
  outputOf,
  waitSaved,
  type KnownExercise,
} from "../support/lesson.js";
import { listen } from "../support/listen.js";
import { pageFaults } from "../support/page-faults.js";
import { enterAnotherTrainer, enterAsTrainer, joinAsLearner, lessonReady } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const exercises: readonly KnownExercise[] = [
  countCountries,
  {
    id: "fell-since-1980",
    title: "Which countries fell since 1980?",
    wrong: "let fell = countries.filter((row) => row.life_2005 > row.life_1980);",
    right: "let fell = countries.filter((row) => row.life_2005 < row.life_1980);",
  },
  {
    id: "change-since-1955",
    title: "Work out the change",
    wrong: 'let changes = addColumn(countries, "change", (row) => row.life_1955 - row.life_2005);',
    right: 'let changes = addColumn(countries, "change", (row) => row.life_2005 - row.life_1955);',
  },
];
const finding = "**Our finding:** Between 1955 and 2005 it rose in 61 of the 62 countries. **It can't say** why.";

const cellOf = (page: Page, exercise: string): Locator =>
  page.locator(`.jp-Cell:has(> .ds-strip[data-exercise="${exercise}"])`);

/** Shift+Enter, cell by cell, until the one that one stands at is this exercise's. */
async function runOnTo(page: Page, exercise: string): Promise<Locator> {
  const place = await placeOf(page, exercise);
  for (let presses = 0; presses < 40; presses += 1) {
    const before = await activeIndex(page);
    if (before === place) {
      // The strip comes with the drawing of its cell.
      await page.locator(`.jp-Cell.jp-mod-active > .ds-strip[data-exercise="${exercise}"]`).waitFor();
      return cellOf(page, exercise);
    }
    await page.keyboard.press("Shift+Enter");
    await expect.poll(() => activeIndex(page)).toBeGreaterThan(before);
  }
  throw new Error(`Shift+Enter does not come to ${exercise}.`);
}

/** Which cell of this person's notebook, from 0, holds the exercise. */
async function placeOf(page: Page, exercise: string): Promise<number> {
  const path = new URL(page.url()).pathname.replace(/^.*\/tree\//, "");
  const reply = await page.request.get(`${server.url}/api/contents/${path}`);
  const { content } = (await reply.json()) as { content: { cells: readonly LessonCell[] } };
  // Its tests name it, too.
  const isIt = ({ data_surgery: about }: LessonCell["metadata"]): boolean =>
    about?.exercise === exercise && (about.role === "exercise" || about.role === "question");
  return content.cells.findIndex(({ metadata }) => isIt(metadata));
}

interface LessonCell {
  readonly metadata: { readonly data_surgery?: { readonly role?: string; readonly exercise?: string } };
}

const activeIndex = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Number(document.querySelector(".jp-Cell.jp-mod-active")?.getAttribute("data-windowed-list-index") ?? -1),
  );

/** By key, from inside the editor; the cursor stays where it is. */
async function checkByKey(page: Page, cell: Locator, outcome: string): Promise<void> {
  await page.keyboard.press("Alt+Shift+C");
  await cell.locator(`[data-outcome="${outcome}"]`).waitFor({ timeout: 120_000 });
  expect(await cell.evaluate((node) => node.querySelector(".cm-content") === document.activeElement)).toBe(true);
}

test(
  "keyboard alone: the whole lesson with a wrong try, a hint and a pass; and with the resume code on another computer all is as it was",
  {
    timeout: 600_000,
  },
  async () => {
    await using learner = await openPerson(browser);
    const { page } = learner;
    await page.goto(server.url);
    const code = page.getByLabel("Code from the board");
    await expect.poll(() => code.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type(server.joinCode.toLowerCase());
    await page.keyboard.press("Tab");
    await page.keyboard.type("Keyboard Kim");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/me\/card$/);
    const resumeCode = (await page.locator("#resume-code").textContent())?.trim() ?? "";
    await tabTo(page, /^Open the first lesson/);
    await page.keyboard.press("Enter");
    await lessonReady(page);
    const spoken = await listen(page);
    const look = async (state: string): Promise<void> =>
      expect({ [state]: await pageFaults(page, { impact: ["serious", "critical"] }) }).toEqual({ [state]: [] });

    await tabTo(page, /^Skip to the notebook$/);
    await page.keyboard.press("Enter");
    const isAtCell = (): Promise<boolean> => page.evaluate(() => document.activeElement?.matches(".jp-Cell") === true);
    for (let presses = 0; presses < 5 && !(await isAtCell()); presses += 1) await page.keyboard.press("Tab");
    await expect.poll(isAtCell).toBe(true);
    let cell = await runOnTo(page, countCountries.id);
    await page.keyboard.press("Alt+Shift+S");
    await cell.getByText("Try once first; then the solution is here.").waitFor();
    await page.keyboard.press("Enter");
    await checkByKey(page, cell, "not-attempted");
    await typeOver(page, countCountries.wrong);
    await checkByKey(page, cell, "not-yet");
    await expect.poll(spoken).toMatch(/^Not yet\. /m);
    await look("not yet");
    await page.keyboard.press("Alt+Shift+H");
    await cell.getByText("Hint 1 of 3").waitFor();
    await expect.poll(spoken).toMatch(/^Hint 1: Look at the last line/m);
    await page.keyboard.press("Alt+Shift+S");
    await cell.getByText("Show the solution?").waitFor();
    await page.keyboard.press("Alt+Shift+S");
    await cell.getByText("One way to do it").waitFor();
    expect(await cell.evaluate((node) => node.querySelector(".cm-content") === document.activeElement)).toBe(true);
    await look("hint and solution");
    await typeOver(page, countCountries.right);
    await checkByKey(page, cell, "pass");
    await look("pass");

    for (const exercise of exercises.slice(1)) {
      await page.keyboard.press("Escape");
      cell = await runOnTo(page, exercise.id);
      await page.keyboard.press("Enter");
      await typeOver(page, exercise.wrong);
      await checkByKey(page, cell, "not-yet");
      await typeOver(page, exercise.right);
      await checkByKey(page, cell, "pass");
    }
    await page.keyboard.press("Escape");
    cell = await runOnTo(page, "finding");
    await page.keyboard.press("Enter");
    // The first gap is marked, so that the next key fills it.
    await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe("____");
    await typeOver(page, finding);
    await checkByKey(page, cell, "handed-in");
    await look("handed in");
    for (const { id } of exercises)
      await expect.poll(() => outlineState(page, { ...countCountries, id })).toBe("passed");
    await expect.poll(() => outlineState(page, { ...countCountries, id: "finding" })).toBe("handed-in");

    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await waitSaved(page);
    await page.goto(`${server.url}/me/card`);
    expect((await page.locator("#resume-code").textContent())?.trim()).toBe(resumeCode);

    await using elsewhere = await openPerson(browser);
    const { page: other } = elsewhere;
    await other.goto(`${server.url}/resume`);
    await other.getByLabel("Your resume code").focus();
    await other.keyboard.type(resumeCode);
    await other.keyboard.press("Enter");
    await other.waitForURL((url) => url.pathname !== "/resume");
    if (!/\/learn\//.test(other.url())) {
      await tabTo(other, /^(Open|Go on).* lesson/);
      await other.keyboard.press("Enter");
    }
    await lessonReady(other);
    // This lesson is finished, so the page opens the next one; the list of the course leads back.
    await tabTo(other, /^Open data champion: lesson 2/);
    await other.keyboard.press("Enter");
    await tabTo(other, /^First look$/);
    await other.keyboard.press("Enter");
    await other.waitForURL(/first-look/);
    await lessonReady(other);
    await tabTo(other, /Count the countries/);
    await other.keyboard.press("Enter");
    const first = cellOf(other, countCountries.id);
    await first.locator('[data-outcome="pass"]').waitFor();
    await first.getByText("Hint 1 of 3").waitFor();
    await first.getByText("One way to do it").waitFor();
    expect(await first.getByText("Hint 2 of 3").count()).toBe(0);
    await expect.poll(() => cellText(first)).toContain(countCountries.right);
    for (const { id, right } of exercises.slice(1)) {
      const one = cellOf(other, id);
      await one.scrollIntoViewIfNeeded();
      await one.locator('[data-outcome="pass"]').waitFor();
      expect(await one.getByText("One way to do it").count()).toBe(0);
      await expect.poll(() => cellText(one)).toContain(right);
    }
    const question = cellOf(other, "finding");
    await question.scrollIntoViewIfNeeded();
    await question.locator('[data-outcome="handed-in"]').waitFor();
    await expect
      .poll(() => question.locator(".jp-MarkdownOutput").innerText())
      .toContain("rose in 61 of the 62 countries");

    const spokenThere = await listen(other);
    // What was tried before can be seen and taken back, and that can be taken back too.
    await other.keyboard.press("Alt+Shift+E");
    const tries = first.getByRole("region", { name: "Earlier tries" });
    await expect
      .poll(() =>
        tries
          .getByRole("listitem")
          .filter({ has: other.locator("summary") })
          .count(),
      )
      .toBe(2);
    await expect.poll(spokenThere).toMatch(/^2 earlier tries, newest first\.$/m);
    await other.keyboard.press("Escape");
    await tabTo(other, /^Show what changed/);
    await tabTo(other, /^Show what changed/);
    await other.keyboard.press("Enter");
    await tries.getByText(countCountries.wrong).waitFor();
    await tabTo(other, /^Take this one back$/);
    await other.keyboard.press("Enter");
    await expect.poll(() => cellText(first)).toContain(countCountries.wrong);
    await other.keyboard.press("Enter");
    await expect.poll(() => cellText(first)).toContain(countCountries.right);
    expect(await pageFaults(other, { impact: ["serious", "critical"] })).toEqual([]);
    const chart = codeCell(other, 1);
    await chart.scrollIntoViewIfNeeded();
    await outputOf(chart).first().waitFor();
    expect([...learner.faults, ...elsewhere.faults]).toEqual([]);
  },
);

test("an answer that was given back is told to the page that is open, with the reader's words, and can be handed in again", async () => {
  await using learner = await openPerson(browser);
  const { page } = learner;
  await joinAsLearner(page, server, "Reader Rae");
  const spoken = await listen(page);
  await page.getByRole("button", { name: /Write our finding/ }).click();
  const question = cellOf(page, "finding");
  // One press on text with a gap is enough to write in it.
  await question.locator(".jp-MarkdownOutput").click();
  await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe("____");
  await typeOver(page, "**Our finding:** It rose everywhere.");
  await question.getByRole("button", { name: "Hand in" }).click();
  await question.locator('[data-outcome="handed-in"]').waitFor({ timeout: 120_000 });

  await using trainer = await openPerson(browser);
  await enterAsTrainer(trainer.page, server);
  await trainer.page.goto(`${server.url}/board/review`);
  await trainer.page.getByRole("link", { name: "Reader Rae" }).click();
  await trainer.page.getByLabel("What they will read").fill("Which years do you compare?");
  await trainer.page.getByLabel(/Says what happened, with a number/).check();
  await trainer.page.getByRole("button", { name: "Give back" }).click();

  const card = question.locator('[data-review="returned"]');
  await card.getByText("Which years do you compare?").waitFor({ timeout: 120_000 });
  await expect.poll(spoken).toMatch(/back with you\. Which years do you compare\?/);
  expect(await card.innerText()).toMatch(/1 of 4 points/);
  expect(await pageFaults(page, { impact: ["serious", "critical"] })).toEqual([]);
  await question.locator(".cm-content").click();
  await typeOver(page, finding);
  await question.getByRole("button", { name: /^Hand in/ }).click();
  await question.locator('[data-outcome="handed-in"]').waitFor({ timeout: 120_000 });
  await question.getByText("What was said of your answer before").waitFor();
  expect([...learner.faults, ...trainer.faults]).toEqual([]);
});

test("in the full lab the commands stand in the list of commands, and a trainer sees a solution at once", async () => {
  await using trainer = await openPerson(browser);
  const { page } = trainer;
  await enterAnotherTrainer(page, server);
  const path = await page.evaluate(async () => {
    const reply = await fetch("/api/lessons/first-look/open", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
    return ((await reply.json()) as { path: string }).path;
  });
  await page.goto(`${server.url}/lab/tree/${path}`);
  await lessonReady(page);
  const cell = cellOf(page, countCountries.id);
  await page.locator('.jp-CodeCell[data-role="exercise"] .cm-content').first().click();
  await chooseCommand(page, "Next Hint for This Exercise");
  await cell.getByText("Hint 1 of 3").waitFor();
  await page.locator('.jp-CodeCell[data-role="exercise"] .cm-content').first().click();
  await page.keyboard.press("Alt+Shift+S");
  await cell.getByText("Show the solution?").waitFor();
  await page.keyboard.press("Alt+Shift+S");
  await cell.getByText("One way to do it").waitFor();
  expect(trainer.faults).toEqual([]);
});
