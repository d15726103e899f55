/** The evening, end to end: join, run, check, mend, check again, and the trainer sees it happen. */
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import {
  checkExercise,
  codeCell,
  countCountries,
  exerciseCell,
  outlineState,
  outputOf,
  runCell,
  waitSaved,
  writeCell,
} from "../support/lesson.js";
import { enterAsTrainer, joinAsLearner } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

test("join → run → check says not yet → mended → check passes → the outline ticks and the trainer's board shows it, with clean consoles", async () => {
  await using trainer = await openPerson(browser);
  await enterAsTrainer(trainer.page, server);
  await using learner = await openPerson(browser);
  await joinAsLearner(learner.page, server, "Ada");
  await trainer.page.getByText("Ada").first().waitFor();

  // The first code cell fetches tools and figures; the second draws a chart.
  await runCell(codeCell(learner.page, 0));
  await runCell(codeCell(learner.page, 1));
  await outputOf(codeCell(learner.page, 1)).first().waitFor({ timeout: 120_000 });

  expect(await checkExercise(learner.page, countCountries)).toBe("not-attempted");

  const cell = exerciseCell(learner.page, countCountries);
  await writeCell(cell, countCountries.wrong);
  expect(await checkExercise(learner.page, countCountries)).toBe("not-yet");
  expect(await cell.locator("[data-outcome]").innerText()).toMatch(/Not yet/);
  await expect.poll(() => outlineState(learner.page, countCountries)).toBe("tried");

  await writeCell(cell, countCountries.right);
  expect(await checkExercise(learner.page, countCountries)).toBe("pass");
  await expect.poll(() => outlineState(learner.page, countCountries)).toBe("passed");
  await expect.poll(() => trainer.page.locator("main").innerText()).toMatch(/Ada[\s\S]*right, tries/);

  // Coming back: what was done is still done, and the text is as it was left.
  await waitSaved(learner.page);
  await learner.page.reload();
  await expect.poll(() => outlineState(learner.page, countCountries), { timeout: 120_000 }).toBe("passed");
  // What is out of sight is not drawn, and has no text as a person reads it.
  await exerciseCell(learner.page, countCountries).scrollIntoViewIfNeeded();
  await expect.poll(() => exerciseCell(learner.page, countCountries).innerText()).toContain("countries.length");

  expect(learner.faults).toEqual([]);
  expect(trainer.faults).toEqual([]);
});

test("no byte of a hidden test, a hint that was not asked for, or a solution reaches a learner's browser", async () => {
  await using learner = await openPerson(browser);
  const bodies: string[] = [];
  learner.page.on("response", (response) => {
    if (/\/static\//.test(response.url())) return;
    response.text().then(
      (text) => bodies.push(text),
      () => undefined,
    );
  });
  learner.page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => bodies.push(payload.toString())),
  );
  await joinAsLearner(learner.page, server, "Bea");
  await checkExercise(learner.page, countCountries);
  const seen = bodies.join("\n");
  expect(seen.length).toBeGreaterThan(10_000);
  for (const secret of ["HIDDEN TESTS", "withData", "BEGIN SOLUTION", "howMany = countries.length"])
    expect([secret, seen.includes(secret)]).toEqual([secret, false]);
});
