/** A lesson from its first cell to its last, as a new learner goes through it: examples run, each exercise is wrong and then right. */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { House } from "./house.js";
import {
  checkExercise,
  codeCell,
  exerciseCell,
  outlineState,
  outputOf,
  runCell,
  writeCell,
  type KnownExercise,
} from "./lesson.js";
import { joinAsLearner, lessonReady } from "./people.js";

export interface LessonWalk {
  readonly lesson: string;
  /** In the lesson's order; every exercise that the computer checks. */
  readonly exercises: readonly KnownExercise[];
  /** A file of the learner's own, put beside the notebook, and what they write in the cell that reads the lesson's spare one. */
  readonly own: { readonly file: string; readonly text: string; readonly spare: string; readonly cell: string };
  /** A folder for a picture after each cell. */
  readonly shots?: string | undefined;
}

interface NotebookCell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
}

/** Joins, opens the lesson and goes through it. Every example must run without an error, every exercise end as passed. */
export async function walkLesson(page: Page, { server }: House, walk: LessonWalk): Promise<void> {
  const { lesson, own } = walk;
  await joinAsLearner(page, server, "Ada");
  const opened = await page.request.post(`${server.url}/api/lessons/${lesson}/open`, {
    headers: { origin: server.url },
  });
  const { path } = (await opened.json()) as { path: string };
  const file = join(server.data, "files", path);
  await writeFile(join(dirname(file), own.file), own.text);
  await page.goto(page.url().replaceAll("first-look", lesson));
  await lessonReady(page);
  const notebook = JSON.parse(await readFile(file, "utf8")) as { readonly cells: readonly NotebookCell[] };
  const cells = notebook.cells
    .filter((cell) => cell.cell_type === "code")
    .map(({ source }) => [source].flat().join(""));
  // The page draws a long notebook bit by bit.
  await expect.poll(() => page.locator(".jp-CodeCell").count(), { timeout: 30_000 }).toBe(cells.length);
  const met: string[] = [];
  for (const [place, text] of cells.entries()) {
    const cell = codeCell(page, place);
    if (text.includes("PASS:")) continue;
    const strip = cell.locator(".ds-strip[data-exercise]");
    const id = (await strip.count()) === 0 ? undefined : await strip.getAttribute("data-exercise");
    const exercise = walk.exercises.find((known) => known.id === id);
    if (exercise === undefined) {
      expect([place, id]).toEqual([place, undefined]);
      if (text.includes(own.spare)) await writeCell(cell, own.cell);
      await runCell(cell);
      if (place > 0) await outputOf(cell).first().waitFor({ timeout: 60_000 });
    } else {
      met.push(exercise.id);
      await writeCell(cell, exercise.wrong);
      expect([exercise.id, await checkExercise(page, exercise)]).toEqual([exercise.id, "not-yet"]);
      if (walk.shots !== undefined) await page.screenshot({ path: join(walk.shots, `${lesson}-${place}-not-yet.png`) });
      await writeCell(cell, exercise.right);
      expect([exercise.id, await checkExercise(page, exercise)]).toEqual([exercise.id, "pass"]);
      await runCell(exerciseCell(page, exercise));
      await expect.poll(() => outlineState(page, exercise)).toBe("passed");
      await outputOf(cell).first().waitFor({ timeout: 60_000 });
    }
    expect([place, await cell.locator(".jp-RenderedText[data-mime-type*=stderr]").count()]).toEqual([place, 0]);
    expect([place, /Worth a look.*/s.exec(await cell.innerText())?.[0]]).toEqual([place, undefined]);
    if (walk.shots === undefined) continue;
    await cell.evaluate((element) => element.scrollIntoView({ block: "end" }));
    await page.screenshot({ path: join(walk.shots, `${lesson}-${place}.png`) });
  }
  expect(met).toEqual(walk.exercises.map(({ id }) => id));
}
