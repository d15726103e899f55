/** Looking back, and bringing back. */
import { afterAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { cellText, codeCell, runCell, waitSaved, writeCell } from "../support/lesson.js";
import { enterAnotherTrainer, joinAsLearner, lessonReady, letIn } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

test("RO31 to RO33 the history says who changed what, an earlier version comes back, and that can be undone, by keyboard alone", async () => {
  await using ada = await openPerson(browser);
  const { page } = ada;
  await joinAsLearner(page, server, "Ada");
  const cell = codeCell(page, 0);
  const before = await cellText(cell);
  await writeCell(cell, "const written = 'by Ada';");
  await waitSaved(page);

  await page.locator(".ds-menu summary").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "History", exact: true }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "History of this notebook" });
  const versions = dialog.getByRole("list", { name: /versions/i }).getByRole("button");
  await expect.poll(() => versions.count()).toBe(2);
  await expect.poll(() => versions.first().innerText()).toMatch(/Today, \d\d:\d\d[^]*Ada[^]*Changed cell \d+/);
  expect(await versions.last().innerText()).toContain("How it began");

  await versions.last().focus();
  await page.keyboard.press("Enter");
  await expect
    .poll(() => dialog.locator('[data-line="added"]').allInnerTexts())
    .toContainEqual(expect.stringContaining("by Ada"));
  expect(await axeFindings(page, { within: [".ds-history"] })).toEqual([]);

  await dialog.getByRole("button", { name: "Bring this version back" }).focus();
  await page.keyboard.press("Enter");
  await dialog.getByText("Done: the notebook is as it was then.").waitFor();
  await expect.poll(() => cellText(cell)).toBe(before);
  await dialog.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => cellText(cell)).toBe("const written = 'by Ada';");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(ada.faults).toEqual([]);
});

test("what the server has not got yet is not in the history, and the history says so", async () => {
  await using ada = await openPerson(browser);
  const { page } = ada;
  let isStuck = false;
  await page.routeWebSocket(/\/room\/json/, (line) => {
    const server = line.connectToServer();
    line.onMessage((message) => {
      if (!isStuck) server.send(message);
    });
  });
  await joinAsLearner(page, server, "Eve");
  await waitSaved(page);
  isStuck = true;
  await writeCell(codeCell(page, 0), "const stuck = true;");
  await page.locator(".ds-menu summary").click();
  await page.getByRole("button", { name: "History", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "History of this notebook" });
  await dialog.getByText("How it began").waitFor();
  await expect.poll(() => dialog.getByRole("status").innerText()).toContain("has not got your last changes yet");
});

test("RO35 undo in the page takes back one's own typing and leaves what somebody else wrote in the same cell", async () => {
  await using ada = await openPerson(browser);
  await using second = await openPerson(browser);
  await joinAsLearner(ada.page, server, "Bea");
  await enterAnotherTrainer(second.page, server);
  await second.page.goto(ada.page.url());
  await letIn(ada.page, "Trainer", "edit");
  await lessonReady(second.page);
  const [mine, theirs] = [codeCell(ada.page, 0), codeCell(second.page, 0)];
  await writeCell(mine, "// shared");
  await expect.poll(() => cellText(theirs)).toBe("// shared");
  await theirs.locator(".cm-content").click();
  await theirs.locator(".cm-content").press("End");
  await second.page.keyboard.type(" theirs");
  await expect.poll(() => cellText(mine)).toBe("// shared theirs");
  await mine.locator(".cm-content").click();
  await mine.locator(".cm-content").press("Control+z");
  await expect.poll(() => cellText(theirs)).not.toContain("// shared");
  expect(await cellText(mine)).toContain(" theirs");
});

test("RO18 who ran a cell and when stands under it, for the others too", async () => {
  await using ada = await openPerson(browser);
  await joinAsLearner(ada.page, server, "Cem");
  const cell = codeCell(ada.page, 0);
  await writeCell(cell, "console.log(6 * 7)");
  await waitSaved(ada.page);
  await runCell(cell);
  await cell.getByText(/^You ran this, \d\d:\d\d$/).waitFor({ timeout: 120_000 });
  await ada.page.reload();
  await codeCell(ada.page, 0)
    .getByText(/^You ran this, \d\d:\d\d$/)
    .waitFor({ timeout: 120_000 });
});

test("RO38 a large result is fetched and shown whole where the document has only its name", async () => {
  await using ada = await openPerson(browser);
  await joinAsLearner(ada.page, server, "Dee");
  const cell = codeCell(ada.page, 0);
  await writeCell(cell, "console.log(Array.from({ length: 5000 }, (_, line) => `line ${line} of many`).join('\\n'))");
  await waitSaved(ada.page);
  await runCell(cell);
  await cell.locator(".ds-stored-output").waitFor({ timeout: 120_000 });
  await expect.poll(() => cell.locator(".ds-stored-output").innerText()).toContain("line 4999 of many");
  expect(ada.faults).toEqual([]);
});
