/** Two people, one notebook. */
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { cellText, codeCell, outputOf, runCell, waitSaved, writeCell } from "../support/lesson.js";
import { enterAnotherTrainer, enterAsTrainer, joinAsLearner, lessonReady, letIn } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

/** The trainer opens what the learner has open, and is let in. */
async function sitDownBeside(trainer: Page, learner: Page, name: string): Promise<void> {
  await trainer.goto(learner.url());
  await letIn(learner, name, "run");
  await lessonReady(trainer);
}

test("two pages write in one cell at the same time, see each other's names, and end with the same text", async () => {
  await using ada = await openPerson(browser);
  await using bob = await openPerson(browser);
  await joinAsLearner(ada.page, server, "Ada");
  await enterAsTrainer(bob.page, server);
  await sitDownBeside(bob.page, ada.page, "Trainer");
  await ada.page
    .getByRole("list", { name: /people/i })
    .getByRole("listitem")
    .first()
    .waitFor();

  const mine = codeCell(ada.page, 0);
  const yours = codeCell(bob.page, 0);
  await writeCell(mine, "// ");
  await expect.poll(() => cellText(yours)).toBe("// ");
  await mine.locator(".cm-content").press("End");
  await yours.locator(".cm-content").click();
  await yours.locator(".cm-content").press("End");
  await Promise.all([
    ada.page.keyboard.type("aaaaaaaaaaaaaaaaaaaa", { delay: 20 }),
    bob.page.keyboard.type("bbbbbbbbbbbbbbbbbbbb", { delay: 20 }),
  ]);
  await expect.poll(async () => (await cellText(mine)) === (await cellText(yours))).toBe(true);
  const text = await cellText(mine);
  expect(text.match(/a/g) ?? []).toHaveLength(20);
  expect(text.match(/b/g) ?? []).toHaveLength(20);
  expect(ada.faults).toEqual([]);
  expect(bob.faults).toEqual([]);
});

test("one runs a cell and both see its output; closing the page that pressed Run in the middle loses none of it", async () => {
  await using ada = await openPerson(browser);
  await using bob = await openPerson(browser);
  await joinAsLearner(ada.page, server, "Cem");
  await enterAnotherTrainer(bob.page, server);
  await sitDownBeside(bob.page, ada.page, "Trainer 2");

  const mine = codeCell(ada.page, 0);
  const yours = codeCell(bob.page, 0);
  await writeCell(
    mine,
    "for (let tick = 1; tick <= 5; tick++) { console.log('tick', tick); await new Promise((r) => setTimeout(r, 500)); }\nconsole.log('over');",
  );
  await waitSaved(ada.page);
  await runCell(mine);
  await expect
    .poll(
      () =>
        outputOf(yours)
          .allInnerTexts()
          .then((texts) => texts.join("")),
      { timeout: 120_000 },
    )
    .toContain("tick 2");
  await ada.page.close();
  await expect
    .poll(
      () =>
        outputOf(yours)
          .allInnerTexts()
          .then((texts) => texts.join("")),
      { timeout: 120_000 },
    )
    .toContain("over");
  const output = (await outputOf(yours).allInnerTexts()).join("");
  for (let tick = 1; tick <= 5; tick++) expect(output.split(`tick ${tick}`)).toHaveLength(2);
  expect(bob.faults).toEqual([]);
});
