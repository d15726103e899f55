/** A trainer makes a lesson of an empty notebook, by keyboard; a learner takes it. */
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { isWriting } from "../support/keyboard.js";
import {
  checkExercise,
  codeCell,
  exerciseCell,
  outputOf,
  runCell,
  writeCell,
  type KnownExercise,
} from "../support/lesson.js";
import { enterAnotherTrainer, enterAsTrainer, joinAsLearner, lessonReady } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const addThem: KnownExercise = {
  id: "add-the-visits",
  title: "Add the visits",
  wrong: "let total = visits.length;",
  right: "let total = visits[0] + visits[1] + visits[2];",
};

const panel = (page: Page): Locator => page.getByRole("region", { name: "Write a lesson" });
const field = (page: Page, label: string | RegExp): Locator => panel(page).getByLabel(label, { exact: true });

async function press(button: Locator): Promise<void> {
  await button.focus();
  await button.press("Enter");
}

const pressIn = (page: Page, name: string): Promise<void> =>
  press(panel(page).getByRole("button", { name, exact: true }));

async function fill(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
  await expect.poll(() => field(page, label).inputValue()).toBe(text);
  await page.keyboard.press("Tab");
  expect(await field(page, label).inputValue()).toBe(text);
}

async function choose(page: Page, label: string, words: string): Promise<void> {
  await field(page, label).focus();
  await field(page, label).selectOption({ label: words });
}

async function openPanel(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Lesson" }).waitFor();
  await page.locator(".jp-Notebook .jp-Cell").first().focus();
  await page.keyboard.press("Control+Alt+l");
  await panel(page).waitFor();
}

async function emptyNotebook(page: Page, path: string): Promise<void> {
  const cells = [{ cell_type: "code", id: "first", metadata: {}, source: "", outputs: [], execution_count: null }];
  const content = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec: { name: "surgery" } }, cells };
  const made = await page.request.put(`${server.url}/api/contents/${path}`, {
    headers: { origin: server.url },
    data: { type: "notebook", format: "json", content },
  });
  expect(made.ok()).toBe(true);
}

/** A new cell below the one in front, with this in it; the notebook is left in command mode. */
async function addCell(page: Page, source: string): Promise<void> {
  await page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell.jp-mod-active").focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await page.keyboard.press("Enter");
  await isWriting(page);
  await page.keyboard.insertText(source);
  await page.keyboard.press("Escape");
}

/** The text of the cell in front, as the document has it. */
const activeSource = async (page: Page): Promise<string> =>
  (await page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-mod-active .cm-line").allInnerTexts()).join("\n");

test("by keyboard alone: start, mark, check, mend what is told, undo, preview, publish; then a learner opens and passes it", async () => {
  await using trainer = await openPerson(browser);
  const { page } = trainer;
  await enterAsTrainer(page, server);
  await emptyNotebook(page, "shared/empty.ipynb");
  await page.goto(`${server.url}/lab/tree/shared/empty.ipynb`);
  await page.locator(".jp-Notebook .jp-Cell .cm-content").first().waitFor({ timeout: 120_000 });
  await openPanel(page);

  await fill(page, "Title of the lesson", "Our visits");
  await expect.poll(() => field(page, "Short name, of a-z, 0-9 and -").inputValue()).toBe("our-visits");
  await pressIn(page, "Start a lesson from this notebook");
  await panel(page).getByText("About the lesson").waitFor();
  await page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell .cm-content").first().waitFor();
  await press(panel(page).locator("summary", { hasText: "About the lesson" }));
  await fill(page, "Question", "How many people came?");

  await choose(page, "This cell is", "Reading");
  await fill(page, "Title", "The question");
  await addCell(page, "let visits = [3, 5, 4];");
  await choose(page, "This cell is", "Example to run");
  await fill(page, "Step", "1");
  await addCell(page, "let total = visits.reduce((sum, each) => sum + each, 0);");
  await choose(page, "This cell is", "Exercise (checked)");
  await pressIn(page, "Mark as solution");
  await expect
    .poll(() => activeSource(page))
    .toBe("// ### BEGIN SOLUTION\nlet total = visits.reduce((sum, each) => sum + each, 0);\n// ### END SOLUTION");
  await fill(page, "Title", "Add the visits");
  await fill(page, "Short name", "add-the-visits");
  await fill(page, "Objective", "Add");
  await fill(page, "Step", "1");
  await fill(page, "Skill", "sum");
  await fill(page, "Starter", "let total = ____;");
  await pressIn(page, "Add hint");
  await fill(page, "Hint 2", "A plus sign adds.");
  await pressIn(page, "Move Hint 2 up");
  await expect.poll(() => field(page, "Hint 1").inputValue()).toBe("A plus sign adds.");
  await pressIn(page, "Add wrong answer");
  await fill(page, "What they write instead of the starter (wrong answer 1)", "let total = visits.length;");
  await fill(page, "Recognised by (wrong answer 1)", '(await answer("total")) === 3');
  await fill(page, "Say to them (wrong answer 1)", "Those are the days. Add what stands in them.");
  await fill(page, "Why the solution is right", "Adding goes through each day once.");
  await addCell(
    page,
    '// PASS: Every day is in it.\ntest("a number", typeof (await answer("total")) === "number", "Let total be a number.");\ntest("all of it", equal(await answer("total"), 12), "That is not all of them.");',
  );
  await choose(page, "This cell is", "Tests of an exercise");
  await fill(page, "Points", "2");
  await pressIn(page, "Mark as hidden tests");
  await expect
    .poll(() => activeSource(page))
    .toMatch(/BEGIN HIDDEN TESTS\ntest\("all of it".*\n\/\/ ### END HIDDEN TESTS$/);

  // The second hint was left empty: the check says so, leads there, and is content when it is mended.
  await pressIn(page, "Check this lesson");
  await expect
    .poll(() => panel(page).getByRole("status").innerText(), { timeout: 120_000 })
    .toContain("1 mistake to mend.");
  const fault = panel(page).locator('[data-code="cell.bad-metadata"]');
  expect(await fault.innerText()).toMatch(/Cell 3: Exercise · 2 points[\s\S]*“hints\.1” is empty/);
  await press(fault.getByRole("button", { name: "Go there: Cell 3: Exercise · 2 points" }));
  await expect.poll(() => field(page, "Hint 2").count()).toBe(1);
  await fill(page, "Hint 2", "visits[0] is the first day.");
  await pressIn(page, "Undo");
  await expect.poll(() => field(page, "Hint 2").inputValue()).toBe("");
  await pressIn(page, "Redo");
  await expect.poll(() => field(page, "Hint 2").inputValue()).toBe("visits[0] is the first day.");
  await pressIn(page, "Check this lesson");
  await panel(page)
    .getByText(/The lesson holds/)
    .waitFor({ timeout: 120_000 });
  expect(await axeFindings(page, { within: [".ds-author"] })).toEqual([]);

  const opening = trainer.context.waitForEvent("page");
  await pressIn(page, "Preview as learner");
  const preview = await opening;
  await lessonReady(preview);
  await preview.getByText("Preview: Our visits").first().waitFor();
  const shown = (): Promise<string> => preview.locator(".jp-Notebook").innerText();
  // Cells are drawn one after the other.
  await expect.poll(shown).toContain("____");
  expect(await shown()).not.toMatch(/SOLUTION|HIDDEN|reduce/);
  await writeCell(exerciseCell(preview, addThem), addThem.wrong);
  expect(await checkExercise(preview, addThem)).toBe("not-yet");
  await preview.close();

  await pressIn(page, "Publish to learners");
  await panel(page)
    .getByText(/Published as version 1/)
    .waitFor({ timeout: 120_000 });

  await using learner = await openPerson(browser);
  await joinAsLearner(learner.page, server, "Ada");
  // Where lessons are written is no place for learners.
  for (const path of ["lessons", "lessons/our-visits", "lessons/our-visits/our-visits.ipynb"]) {
    const asked = await learner.page.request.get(`${server.url}/api/contents/${path}`);
    expect([path, asked.status()]).toEqual([path, 403]);
  }
  const opened = await learner.page.request.post(`${server.url}/api/lessons/our-visits/open`, {
    headers: { origin: server.url },
    data: {},
  });
  const { path } = (await opened.json()) as { path: string };
  await learner.page.goto(`${server.url}/learn/tree/${path}`);
  await lessonReady(learner.page);
  await writeCell(exerciseCell(learner.page, addThem), addThem.wrong);
  expect(await checkExercise(learner.page, addThem)).toBe("not-yet");
  expect(await exerciseCell(learner.page, addThem).locator("[data-outcome]").innerText()).toContain(
    "Those are the days",
  );
  await writeCell(exerciseCell(learner.page, addThem), addThem.right);
  expect(await checkExercise(learner.page, addThem)).toBe("pass");

  // Nor can a learner's kernel read them, drafted or published.
  await writeCell(
    codeCell(learner.page, 0),
    [
      'const { readFileSync } = await import("node:fs");',
      `const seen = [${[
        "files/lessons/our-visits/our-visits.ipynb",
        "published/our-visits/1/our-visits/our-visits.ipynb",
      ]
        .map((file) => JSON.stringify(join(server.data, file)))
        .join(", ")}].map((file) => {`,
      '  try { return readFileSync(file, "utf8").length > 0; } catch { return false; }',
      "});",
      'console.log("read: " + seen.join(" and "));',
    ].join("\n"),
  );
  await runCell(codeCell(learner.page, 0));
  await expect
    .poll(async () => (await outputOf(codeCell(learner.page, 0)).allInnerTexts()).join(""))
    .toContain("read: false and false");

  // The trainer's tries in the preview are on nobody's board.
  await page.goto(`${server.url}/board`);
  await page.getByText("Ada").first().waitFor();
  expect(await page.locator("main").innerText()).not.toContain("Preview");
  expect(trainer.faults).toEqual([]);
  expect(learner.faults).toEqual([]);
});

test("two trainers write one lesson: each sees at once what the other says of a cell, and undo takes back only one's own", async () => {
  await using tom = await openPerson(browser);
  await using tia = await openPerson(browser);
  await enterAnotherTrainer(tom.page, server);
  await enterAnotherTrainer(tia.page, server);
  await emptyNotebook(tom.page, "shared/pair.ipynb");
  const started = await tom.page.request.post(`${server.url}/api/author/start`, {
    headers: { origin: server.url },
    data: { path: "shared/pair.ipynb", lesson: "pair", title: "Pair" },
  });
  expect(started.ok()).toBe(true);
  for (const { page } of [tom, tia]) {
    await page.goto(`${server.url}/lab/tree/lessons/pair/pair.ipynb`);
    await page.locator(".jp-Notebook .jp-Cell .cm-content").first().waitFor({ timeout: 120_000 });
    await openPanel(page);
    await panel(page).getByRole("button", { name: "Check this lesson" }).waitFor();
  }
  await choose(tom.page, "This cell is", "Example to run");
  await expect.poll(() => field(tia.page, "This cell is").inputValue()).toBe("example");
  await tia.page.locator('.jp-Cell[data-author-mark="Example"]').first().waitFor();
  // Also in the field where somebody is, as long as they write nothing in it.
  await field(tia.page, "Step").focus();
  await fill(tom.page, "Step", "2");
  await expect.poll(() => field(tia.page, "Step").inputValue()).toBe("2");
  await fill(tia.page, "Title", "Shown first");
  await expect.poll(() => field(tom.page, "Title").inputValue()).toBe("Shown first");
  await press(panel(tom.page).locator("summary", { hasText: "About the lesson" }));
  await fill(tom.page, "Question", "Who comes?");
  await pressIn(tia.page, "Undo");
  await expect.poll(() => field(tom.page, "Title").inputValue()).toBe("");
  expect(await field(tom.page, "Step").inputValue()).toBe("2");
  expect(await field(tom.page, "Question").inputValue()).toBe("Who comes?");
  expect(tom.faults).toEqual([]);
  expect(tia.faults).toEqual([]);
});
