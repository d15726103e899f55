/** What somebody wrote without a line while the notebook's history was replaced. */
import Database from "better-sqlite3";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { cellText, codeCell, waitSaved, writeCell } from "../support/lesson.js";
import { joinAsLearner, lessonReady } from "../support/people.js";

const house = await openHouse();
const { browser } = house;
afterAll(() => house[Symbol.asyncDispose]());

/**
 * Whether this browser keeps these words, and as what. Rows are not counted: what the server wrote comes after its word that it has
 * everything, and is not confirmed until somebody writes again.
 */
async function keptAs(page: Page, words: string): Promise<"confirmed" | "unconfirmed" | "nowhere"> {
  return page.evaluate(async (sought) => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(new Error("The copy can't be read.")));
      });
    const name = (await indexedDB.databases()).find((one) => one.name?.startsWith("data-surgery "))?.name;
    if (name === undefined) return "nowhere";
    const database = await settled(indexedDB.open(name));
    const inside = database.transaction(["updates", "marks"]);
    const [keys, rows, confirmed] = await Promise.all([
      settled(inside.objectStore("updates").getAllKeys()),
      settled(inside.objectStore("updates").getAll() as IDBRequest<Uint8Array[]>),
      settled(inside.objectStore("marks").get("confirmed")),
    ]);
    database.close();
    const at = rows.findIndex((row) => new TextDecoder("latin1").decode(row).includes(sought));
    if (at === -1) return "nowhere";
    return Number(keys[at]) > Number(confirmed ?? 0) ? "unconfirmed" : "confirmed";
  }, words);
}

test("RO40 it is offered by cell, put in beside what is there, taken out again, and discarded with a way back", async () => {
  await using ada = await openPerson(browser);
  const { page } = ada;
  await joinAsLearner(page, house.server, "Ada");
  await writeCell(codeCell(page, 0), "// confirmed");
  await waitSaved(page);
  // "Saved" shows at once; the server's own word that it has it comes a moment later.
  await expect.poll(() => keptAs(page, "confirmed")).toBe("confirmed");
  // The line breaks, she goes on, and meanwhile the document gets another history.
  await house.server.stop();
  await page.locator('.ds-saved[data-state="device"]').waitFor();
  await writeCell(codeCell(page, 0), "// written without a line");
  await expect.poll(() => keptAs(page, "written without")).toBe("unconfirmed");
  const database = new Database(join(house.server.data, "surgery.db"));
  database.prepare("update documents set path = null").run();
  database.close();
  // Closed before the server is back: a page that is open could bring it what was written.
  const address = page.url();
  await page.goto("about:blank");
  await house.startAgain();
  await page.goto(address);
  await lessonReady(page);

  const card = page.getByRole("region", { name: "Kept on this device" });
  await card.getByText("You wrote this on this device while the notebook was replaced.").waitFor();
  await expect.poll(() => cellText(codeCell(page, 0))).toBe("// confirmed");
  await card.getByText(/Show it/).click();
  await expect
    .poll(() => card.locator('[data-line="added"]').allInnerTexts())
    .toContainEqual(expect.stringContaining("without a line"));
  expect(await axeFindings(page, { within: [".ds-kept-copy"], impact: ["serious", "critical"] })).toEqual([]);
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
