/**
 * A lesson from its first cell to its last, as a new learner goes through it: each example is run, each exercise is answered
 * wrong, then right. What to type comes from the lesson's own source, where `surgery check` has proved both; what is tried
 * here is what people see.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { checkExercise, codeCell, exerciseCell, outlineState, outputOf, runCell, writeCell } from "./lesson.js";
import { joinAsLearner, lessonReady } from "./people.js";
import type { RunningServer } from "./running-server.js";

export interface OwnFile {
  readonly name: string;
  readonly text: string;
  /** The cell that reads it, and what to write there in place of the spare file. */
  readonly example: string;
  readonly reads: string;
  /** The exercise on it, and its two answers. */
  readonly exercise: string;
  readonly wrong: string;
  readonly right: string;
}

interface SourceCell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly metadata: {
    readonly data_surgery?: {
      readonly role: string;
      readonly title?: string;
      readonly exercise?: string;
      readonly misconceptions?: readonly { readonly wrong?: string }[];
    };
  };
}

const solution = /\/\/ ### BEGIN SOLUTION\n([\s\S]*?)\n\/\/ ### END SOLUTION/;

/** Joins, opens the lesson and puts a file of the learner's own beside it. */
export async function openLesson(page: Page, server: RunningServer, lesson: string, own?: OwnFile): Promise<void> {
  await joinAsLearner(page, server, "Ada");
  const opened = await page.request.post(`${server.url}/api/lessons/${lesson}/open`, {
    headers: { origin: server.url },
  });
  const { path } = (await opened.json()) as { path: string };
  if (own !== undefined) await writeFile(join(server.data, "files", path, "..", own.name), own.text);
  await page.goto(page.url().replaceAll("first-look", lesson));
  await lessonReady(page);
}

/** @param seen is told of each code cell when it is done, by its place */
export async function walkLesson(
  page: Page,
  lesson: string,
  own?: OwnFile,
  seen: (place: number) => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const cells = await codeCellsOf(lesson);
  for (const [place, cell] of cells.entries()) {
    const about = cell.metadata.data_surgery;
    if (about?.role === "exercise") await answerBoth(page, cell, own);
    else if (about?.role === "example") await runExample(page, place, cell, own);
    else continue;
    await seen(place);
  }
}

async function codeCellsOf(lesson: string): Promise<readonly SourceCell[]> {
  const file = join(import.meta.dirname, "..", "..", "notebooks", lesson, `${lesson}.ipynb`);
  const { cells } = JSON.parse(await readFile(file, "utf8")) as { cells: readonly SourceCell[] };
  return cells.filter((cell) => cell.cell_type === "code");
}

async function runExample(page: Page, place: number, { id }: SourceCell, own?: OwnFile): Promise<void> {
  const cell = codeCell(page, place);
  if (own?.example === id) await writeCell(cell, own.reads);
  await runToTheEnd(cell, id);
  // The first gets the tools and the files, and shows nothing.
  if (place > 0) await outputOf(cell).first().waitFor({ timeout: 120_000 });
  expect([id, (await cell.innerText()).includes("Worth a look")]).toEqual([id, false]);
}

async function answerBoth(page: Page, { source, metadata }: SourceCell, own?: OwnFile): Promise<void> {
  const { exercise: id = "", title = "", misconceptions = [] } = metadata.data_surgery ?? {};
  const text = source.join("");
  const mine = own?.exercise === id ? own : undefined;
  const answers = {
    wrong: mine?.wrong ?? misconceptions[0]?.wrong ?? "",
    right: mine?.right ?? solution.exec(text)?.[1] ?? "",
  };
  const whole = (answer: string): string => text.replace(solution, () => answer);
  const known = { id, title, ...answers };
  const cell = exerciseCell(page, known);
  await writeCell(cell, whole(answers.wrong));
  expect([id, await checkExercise(page, known)]).toEqual([id, "not-yet"]);
  await writeCell(cell, whole(answers.right));
  expect([id, await checkExercise(page, known)]).toEqual([id, "pass"]);
  await runToTheEnd(cell, id);
  await expect.poll(() => outlineState(page, known)).toBe("passed");
}

/** Each cell is run once, so the note under it tells the end of this run. */
async function runToTheEnd(cell: Locator, id: string): Promise<void> {
  await runCell(cell);
  await cell.getByText(/^You ran this/).waitFor({ timeout: 120_000 });
  expect([id, await cell.locator("[data-mime-type*=stderr], [data-mime-type*=error]").count()]).toEqual([id, 0]);
}
