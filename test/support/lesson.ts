/** What people do inside a lesson, found as people find it: by the words on the buttons and the place on the page. */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** An exercise of notebooks/first-look with what learners may type. */
export interface KnownExercise {
  readonly id: string;
  readonly title: string;
  readonly wrong: string;
  readonly right: string;
}

export const countCountries: KnownExercise = {
  id: "count-countries",
  title: "Count the countries",
  wrong: "let howMany = allYears.length;",
  right: "let howMany = countries.length;",
};

/** The cell that holds this exercise. */
export function exerciseCell(page: Page, exercise: KnownExercise): Locator {
  return page.locator(`.jp-CodeCell:has(.ds-strip[data-exercise="${exercise.id}"])`);
}

/** The n-th code cell of the page, from 0. */
export function codeCell(page: Page, index: number): Locator {
  return page.locator(".jp-CodeCell").nth(index);
}

/** Replaces all text of a cell, as pasting over a selection does. */
export async function writeCell(cell: Locator, text: string): Promise<void> {
  const editor = cell.locator(".cm-content");
  await editor.click();
  await editor.press("ControlOrMeta+a");
  await editor.page().keyboard.insertText(text);
}

export async function cellText(cell: Locator): Promise<string> {
  return (await cell.locator(".cm-line").allInnerTexts()).map((line) => line.replace(/\u200b|\n/g, "")).join("\n");
}

/** A lesson's cells come onto the page a few at a time; resolves when as many are there as the notebook has. */
export async function allCellsThere(page: Page): Promise<void> {
  const { origin, pathname } = new URL(page.url());
  const reply = await page.request.get(`${origin}/api/contents/${pathname.replace(/^.*\/tree\//, "")}`);
  const { content } = (await reply.json()) as { content: { cells: readonly unknown[] } };
  await expect.poll(() => page.locator(".jp-Notebook .jp-Cell").count()).toBe(content.cells.length);
}

/** Presses the cell's Run button. */
export async function runCell(cell: Locator): Promise<void> {
  await cell.scrollIntoViewIfNeeded();
  await cell.hover();
  await cell.getByRole("button", { name: /^\W*Run/ }).click();
}

export function outputOf(cell: Locator): Locator {
  return cell.locator(".jp-OutputArea-output");
}

/** Presses Check and resolves to the outcome that the card then shows. */
export async function checkExercise(page: Page, exercise: KnownExercise): Promise<string> {
  const strip = page.locator(`.ds-strip[data-exercise="${exercise.id}"]`);
  await strip.scrollIntoViewIfNeeded();
  const answered = page.waitForResponse((response) => response.url().includes(`/exercises/${exercise.id}/check`), {
    timeout: 120_000,
  });
  await strip.getByRole("button", { name: "Check" }).click();
  await answered;
  await strip.getByRole("button", { name: "Check", exact: true }).waitFor();
  return (await strip.locator("[data-outcome]").getAttribute("data-outcome")) ?? "no card";
}

/** Everything in the document is on the server's disk, as the page says. */
export async function waitSaved(page: Page): Promise<void> {
  await page.locator('.ds-saved[data-state="server"]').waitFor({ timeout: 120_000 });
}

/** The outline's entry of an exercise: `untouched`, `tried` or `passed`. */
export function outlineState(page: Page, exercise: KnownExercise): Promise<string | null> {
  return page.locator(`.ds-outline [data-exercise="${exercise.id}"]`).getAttribute("data-state");
}
