/** The guide: what a word means, why progress is what it is, coming back to where one stopped, a newer version, home and back. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openBrowser, openPerson } from "../support/browser.js";
import { cellText, checkExercise, countCountries, exerciseCell, waitSaved, writeCell } from "../support/lesson.js";
import { joinAsLearner, lessonReady } from "../support/people.js";
import { openSchool } from "../support/school.js";

const browser = await openBrowser();
afterAll(() => browser.close());

const outline = (page: Page): ReturnType<Page["locator"]> => page.locator(".ds-outline");
const reading = (page: Page, words: string): ReturnType<Page["locator"]> =>
  page.locator(".jp-MarkdownCell", { hasText: words }).first();

/** Does something, and waits until the server knows that they are at this cell. */
async function placeKept(page: Page, cellId: string, act: () => Promise<unknown>): Promise<void> {
  const kept = page.waitForResponse(
    (response) =>
      new URL(response.url()).pathname.endsWith("/place") &&
      response.request().postData()?.includes(`"${cellId}"`) === true,
  );
  const [answer] = await Promise.all([kept, act()]);
  expect(answer.status()).toBe(204);
}

/** Where the top of a cell stands, in heights of the window. */
function standsAt(page: Page, title: string): Promise<number> {
  return page
    .locator(".jp-Cell", { hasText: title })
    .first()
    .evaluate((cell) => cell.getBoundingClientRect().top / window.innerHeight);
}

test("a learner sees where they are, hears why, reads a word's meaning, comes back to where they stopped, and takes in a newer version with their answer kept", async () => {
  await using school = await openSchool();
  await using closing = new AsyncDisposableStack();
  let server = await school.open();
  closing.defer(() => server.close());
  await using learner = await openPerson(browser);
  const { page } = learner;
  await joinAsLearner(page, server as never, "Ada");

  // Why: nothing was done, then one exercise is.
  const why = outline(page).locator("details", { hasText: /Why \d of 4\?/ });
  await why.locator("summary").click();
  await expect
    .poll(() => why.locator("li").allInnerTexts())
    .toEqual(Array(4).fill(expect.stringMatching(/: not started\.$/)));
  await placeKept(page, "ex-count-countries", () =>
    writeCell(exerciseCell(page, countCountries), countCountries.right),
  );
  await checkExercise(page, countCountries);
  await outline(page)
    .getByText(/Count the countries: passed on \d+ \w+ at the first try\./)
    .waitFor();
  await expect
    .poll(() => outline(page).locator('[aria-current="step"]').innerText())
    .toContain("What is in the table?");
  await outline(page).getByText("What this lesson is for").click();
  await outline(page).getByText("Are people living longer everywhere?").waitFor();
  expect(await axeFindings(page, { within: [".ds-outline"], impact: ["serious", "critical"] })).toEqual([]);

  // Words: once a cell, by pointer and by key; Escape closes.
  const table = reading(page, "2. What is in the table?");
  await table.scrollIntoViewIfNeeded();
  const word = table.locator(".ds-term", { hasText: /^rows$/ });
  await word.hover();
  const meaning = page.locator(".ds-meaning");
  await expect.poll(() => meaning.innerText()).toContain("side by side");
  expect(await table.locator(".ds-term", { hasText: /^rows?$/i }).count()).toBe(1);
  await page.keyboard.press("Escape");
  await expect.poll(() => meaning.isVisible()).toBe(false);
  await word.focus();
  await expect.poll(() => meaning.isVisible()).toBe(true);
  expect(await word.getAttribute("aria-describedby")).toBe(await meaning.getAttribute("id"));
  expect(await axeFindings(page, { within: [".jp-Notebook", ".ds-meaning"], impact: ["serious", "critical"] })).toEqual(
    [],
  );
  await page.keyboard.press("Escape");
  await outline(page).getByRole("button", { name: "Words explained" }).click();
  await page.getByRole("dialog").getByText("median", { exact: true }).waitFor();
  await page.keyboard.press("Escape");

  // Back again: where they stopped, without the focus. An address that names a cell comes first.
  const stopped = page.locator(".jp-MarkdownCell", { hasText: "6. Look again" }).first();
  await placeKept(page, "step-6", async () => {
    await outline(page).getByRole("button", { name: "Look again" }).click();
  });
  await stopped.waitFor();
  await waitSaved(page);
  await page.reload();
  await lessonReady(page);
  await page.locator(".ds-stopped-here").waitFor();
  await expect.poll(() => standsAt(page, "6. Look again")).toBeLessThan(0.6);
  expect(await page.evaluate(() => document.activeElement?.closest(".jp-Cell") === null)).toBe(true);
  await page.goto(`${page.url().split("#")[0]}#cell-id=title`);
  await page.reload();
  await lessonReady(page);
  await outline(page)
    .getByText("The course")
    .or(outline(page).getByText(/lesson 1 of \d+/))
    .waitFor();
  expect(await page.locator(".ds-stopped-here").count()).toBe(0);

  // The author mends the lesson; the same person comes back.
  const path = new URL(page.url()).pathname;
  const cookies = await learner.context.cookies();
  await page.goto("about:blank");
  await server.close();
  await school.edit("first-look", {
    title: (source) => source.replace("# First look", "# A first look"),
    "ex-count-countries": (source) => source.replace("let howMany", "// Count them.\nlet howMany"),
  });
  server = await school.open();
  await learner.context.addCookies(cookies.map((cookie) => ({ ...cookie, domain: "127.0.0.1" })));
  await page.goto(new URL(path, server.url).href);
  await lessonReady(page);
  const offer = page.getByRole("region", { name: "A newer version of this lesson" });
  await offer.getByText(/newer version: \d cells? changed/).waitFor();
  await offer.getByText("See what changed").click();
  await offer.getByText("# A first look: are people living longer everywhere?").waitFor();
  expect(await axeFindings(page, { within: [".ds-offer"], impact: ["serious", "critical"] })).toEqual([]);
  await offer.getByRole("button", { name: "Bring it in" }).click();
  await offer.getByText("The newer version is in.").waitFor();
  await reading(page, "A first look: are people").waitFor();
  await exerciseCell(page, countCountries).scrollIntoViewIfNeeded();
  await expect.poll(() => cellText(exerciseCell(page, countCountries))).toBe(countCountries.right);
  await outline(page).getByText("the lesson has changed since").waitFor({ state: "attached" });
  // Where both changed the cell, the lesson's text is beside it until its owner decides.
  const newer = exerciseCell(page, countCountries).getByRole("region", { name: "Newer text of the lesson" });
  await newer.getByText("See the difference").click();
  await newer.getByText("// Count them.").waitFor();
  expect(await axeFindings(page, { within: [".ds-newer-text"], impact: ["serious", "critical"] })).toEqual([]);
  await newer.getByRole("button", { name: "Keep mine" }).click();
  await newer.waitFor({ state: "detached" });
  await offer.getByRole("button", { name: "Undo" }).click();
  await reading(page, "First look: are people").waitFor();
  await offer.getByRole("button", { name: "Not now" }).click();

  expect(learner.faults).toEqual([]);
});

test("a lesson is taken away as one file and brought back on another device by somebody new, answers and all", async () => {
  await using school = await openSchool();
  await using closing = new AsyncDisposableStack();
  const server = await school.open();
  closing.defer(() => server.close());
  await using ada = await openPerson(browser);
  await joinAsLearner(ada.page, server as never, "Ada");
  await writeCell(exerciseCell(ada.page, countCountries), countCountries.right);
  await ada.page.locator(".ds-menu summary").click();
  const saving = ada.page.waitForEvent("download");
  await ada.page.getByRole("button", { name: "Take this lesson away" }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe("first-look.ipynb");
  const text = await readFile(await download.path(), "utf8");
  expect(text).toContain("countries.length");

  await using bea = await openPerson(browser);
  await joinAsLearner(bea.page, server as never, "Bea");
  await bea.page.locator(".ds-menu summary").click();
  const choosing = bea.page.waitForEvent("filechooser");
  await bea.page.getByRole("button", { name: "Bring a lesson back" }).click();
  const name = "first-look.ipynb";
  await (await choosing).setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  await bea.page.getByRole("heading", { name: /1 cell came from the file/ }).waitFor();
  await exerciseCell(bea.page, countCountries).scrollIntoViewIfNeeded();
  await expect.poll(() => cellText(exerciseCell(bea.page, countCountries))).toBe(countCountries.right);
  expect(await checkExercise(bea.page, countCountries)).toBe("pass");
  expect([...ada.faults, ...bea.faults]).toEqual([]);
});
