/** What somebody wrote without a line while the notebook's history was replaced. */
import Database from "better-sqlite3";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seriousFindings } from "../support/axe.js";
import { openBrowser, openPerson } from "../support/browser.js";
import { cellText, codeCell, waitSaved, writeCell } from "../support/lesson.js";
import { joinAsLearner, lessonReady } from "../support/people.js";
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

test("RO40 it is offered by cell, put in beside what is there, taken out again, and discarded with a way back", async () => {
  await using ada = await openPerson(browser);
  const { page } = ada;
  await joinAsLearner(page, server, "Ada");
  await writeCell(codeCell(page, 0), "// confirmed");
  await waitSaved(page);
  // "Saved" shows at once; the server's own word that it has it comes a moment later.
  await page.waitForTimeout(2000);
  // The line breaks, she goes on, and meanwhile the document gets another history.
  const { port } = new URL(server.url);
  await server.stop();
  await page.locator('.ds-saved[data-state="device"]').waitFor();
  await writeCell(codeCell(page, 0), "// written without a line");
  await page.waitForTimeout(500);
  const database = new Database(join(server.data, "surgery.db"));
  database.prepare("update documents set path = null").run();
  database.close();
  const { data } = server;
  server = await startServer({ data, port: Number(port) });
  await page.reload();
  await lessonReady(page);

  const card = page.getByRole("region", { name: "Kept on this device" });
  await card.getByText("You wrote this on this device while the notebook was replaced.").waitFor();
  expect(await cellText(codeCell(page, 0))).toBe("// confirmed");
  await card.getByText(/Show it/).click();
  await expect
    .poll(() => card.locator('[data-line="added"]').allInnerTexts())
    .toContainEqual(expect.stringContaining("without a line"));
  expect(await seriousFindings(page, ".ds-kept-copy")).toEqual([]);
  await card.getByRole("button", { name: "Put it in" }).click();
  await card.getByText("It is in the notebook now.").waitFor();
  await expect.poll(() => cellText(codeCell(page, 0))).toBe("// written without a line");
  await card.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => cellText(codeCell(page, 0))).toBe("// confirmed");

  await card.getByRole("button", { name: "Discard" }).click();
  await card.getByText(/For a day you can bring it back/).waitFor();
  await page.reload();
  await lessonReady(page);
  await waitSaved(page);
  expect(await card.count()).toBe(0);
  await page.locator(".ds-menu summary").click();
  await page.getByRole("button", { name: "History", exact: true }).click();
  await page.getByRole("button", { name: /discarded on this device/ }).click();
  await card.getByRole("button", { name: "Keep as a copy" }).click();
  await card.getByText(/It is a notebook of its own now: .*from this device/).waitFor();
});
