/** What a cell says after its end: a note on types, and what a timer prints. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPerson } from "../support/browser.js";
import { codeCell, outputOf, runCell, writeCell } from "../support/lesson.js";
import { joinAsLearner } from "../support/people.js";
import { startServer, type RunningServer } from "../support/running-server.js";

let browser: Browser;
let server: RunningServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startServer()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

test("a cell with a type error runs and has a note under it; what a timer prints later comes to its cell", async () => {
  await using ada = await openPerson(browser);
  await joinAsLearner(ada.page, server, "Ada");
  const [first, second] = [codeCell(ada.page, 0), codeCell(ada.page, 1)];
  const textOf = async (cell: typeof first): Promise<string> => (await outputOf(cell).allInnerTexts()).join("\n");
  await writeCell(first, "let years: number = 'ten';\nsetTimeout(() => console.log('later'), 1500);\nyears");
  await runCell(first);
  await writeCell(second, "6 * 7");
  await runCell(second);
  await expect.poll(() => textOf(second)).toContain("42");
  await expect.poll(() => textOf(first)).toMatch(/line 1/i);
  await expect.poll(() => textOf(first)).toContain("later");
  expect(await textOf(first)).toContain("'ten'");
  expect(await textOf(second)).not.toContain("later");
  expect(ada.faults).toEqual([]);
});
