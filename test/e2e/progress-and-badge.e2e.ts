/** From the last exercise to a badge that holds anywhere: the learner's page on a phone, the choice, the file, the check. */
import type { Page } from "playwright-core";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { isWriting } from "../support/keyboard.js";
import { checkExercise, countCountries, exerciseCell, writeCell, type KnownExercise } from "../support/lesson.js";
import { pageFaults } from "../support/page-faults.js";
import { enterAsTrainer, joinAsLearner } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
const folder = await mkdtemp(join(tmpdir(), "surgery-badge-e2e-"));
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const root = join(import.meta.dirname, "..", "..");
const phone = { width: 390, height: 844 };

const others: readonly KnownExercise[] = [
  {
    id: "fell-since-1980",
    title: "Which countries fell since 1980?",
    wrong: "let fell = countries;",
    right: "let fell = countries.filter((row) => row.life_2005 < row.life_1980);",
  },
  {
    id: "change-since-1955",
    title: "Work out the change",
    wrong: "let changes = countries;",
    right: 'let changes = addColumn(countries, "change", (row) => row.life_2005 - row.life_1955);',
  },
];

async function look(page: Page, name: string): Promise<void> {
  expect({ [name]: await pageFaults(page) }).toEqual({ [name]: [] });
}

async function download(page: Page, link: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: link }).click()]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

/** As somebody does who has the file and no server. */
function verifyOffline(file: string, ...more: string[]): { readonly code: number | null; readonly text: string } {
  const surgery = join(root, "packages/cli/bin/surgery.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [surgery, "badge", "verify", file, ...more], {
    encoding: "utf8",
  });
  return { code: status, text: stdout + stderr };
}

test("a learner finishes the lesson, sees on a phone what that means and why, makes a badge with chosen evidence, and it holds wherever it is checked", async () => {
  await using learner = await openPerson(browser);
  const { page } = learner;
  await joinAsLearner(page, server, "Ada");
  for (const exercise of [countCountries, ...others]) {
    await writeCell(exerciseCell(page, exercise), exercise.right);
    expect([exercise.id, await checkExercise(page, exercise)]).toEqual([exercise.id, "pass"]);
  }

  // The last one is words, which a trainer will read; it counts as done until then.
  const question = page.locator('.jp-MarkdownCell:has(.ds-strip[data-exercise="finding"])');
  await question.locator(".jp-MarkdownOutput").dblclick();
  // The first gap is marked by the page, which must not happen in the middle of the writing.
  await isWriting(page);
  await writeCell(question, "**Our finding:** it rose in 61 of the 62 countries. **It can't say** why.");
  await page.keyboard.press("Alt+Shift+C");
  await question.locator('[data-outcome="handed-in"]').waitFor({ timeout: 120_000 });

  // From the lab, under the name.
  await page.getByText("Ada", { exact: true }).last().click();
  await page.getByRole("link", { name: "My progress" }).click();
  await page.waitForURL(/\/me\/progress$/);
  await page.setViewportSize(phone);
  const main = page.locator("main");
  expect(await main.innerText()).toMatch(/You have 4 of \d+ exercises done and shown 3 of \d+ skills/);
  expect(await main.innerText()).toMatch(/You have 1 of 1\. This level is yours/);
  expect((await main.innerText()).match(/ahead of you/g)).toHaveLength(2);
  await look(page, "my progress");

  await page.getByRole("link", { name: /^Make my badge/ }).click();
  await look(page, "choose");
  await page.getByLabel("My answer to “Count the countries”").waitFor();
  expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(0);
  await page.getByLabel("My answer to “Count the countries”").check();
  await page.getByRole("button", { name: "Make my badge" }).click();
  await page.getByRole("heading", { name: "Your badge is ready" }).waitFor();
  expect(await main.innerText()).toMatch(/Answer to “Count the countries”/);
  expect(
    await page.locator(".badge-made img").evaluate((image: HTMLImageElement) => image.naturalWidth),
  ).toBeGreaterThan(0);
  await look(page, "badge");

  const files: string[] = [];
  // One after the other: a page tells of its downloads, not which link they came from.
  for (const link of ["Picture (SVG)", "Picture (PNG)", "Data (JSON)", "Data (JWT)"]) {
    files.push(await download(page, link));
  }
  const issuer = (await (await fetch(`${server.url}/badges/issuer.json`)).json()) as { id: string };
  for (const file of files) {
    expect([file, verifyOffline(file, "--issuer", issuer.id)]).toEqual([
      file,
      { code: 0, text: expect.stringMatching(/✓ valid[\s\S]*shows: Answer to “Count the countries”/) },
    ]);
  }
  const [svg = "", png = ""] = files;
  const changed = join(folder, "changed.svg");
  const text = await readFile(svg, "utf8");
  await writeFile(
    changed,
    text.replace(/verify="(.{400})./, (_all, kept: string) => `verify="${kept}!`),
  );
  expect(verifyOffline(changed)).toMatchObject({ code: 1, text: expect.stringContaining("✗ changed") as string });

  // Somebody who never joined gets the file, and checks it here.
  await using stranger = await openPerson(browser, { viewport: phone });
  await stranger.page.goto(`${server.url}/badges/verify`);
  await look(stranger.page, "check");
  for (const [file, head] of [
    [png, "This badge holds"],
    [changed, "This badge was changed"],
  ] as const) {
    // The script that reads the file comes after the words of the page.
    await stranger.page.waitForLoadState();
    await stranger.page.getByLabel("Badge file").setInputFiles(file);
    await expect.poll(() => stranger.page.locator("#badge").inputValue()).not.toBe("");
    await stranger.page.getByRole("button", { name: "Check it" }).click();
    await stranger.page.getByRole("heading", { name: head }).waitFor();
    await look(stranger.page, head);
  }
  // Behind a badge in a PNG stands a checksum, whose bytes are letters now and then: they are no part of the badge.
  const letter = join(folder, "letter.png");
  const picture = await readFile(png);
  picture.write("A", picture.indexOf("IDAT") - 8, "latin1");
  await writeFile(letter, picture);
  // And keeps the check as a file, which needs no server.
  const checker = await download(stranger.page, "keep this check as a file");
  await stranger.context.setOffline(true);
  for (const [file, head] of [
    ...[...files, letter].map((file) => [file, "This badge is unchanged"] as const),
    [changed, "This badge was changed"],
    [checker, "No badge found"],
  ] as const) {
    // Opened anew, so that no answer of before is taken for the next one's.
    await stranger.page.goto(`file://${checker}`);
    await stranger.page.getByLabel("Badge file").setInputFiles(file);
    await stranger.page.getByRole("heading", { name: head }).waitFor();
  }
  await look(stranger.page, "check in one file");
  expect([learner.faults, stranger.faults]).toEqual([[], []]);
});

test("the trainer sees that learner's page and how the lesson went; with scripts off the badge's text can be checked and one's progress read", async () => {
  await using trainer = await openPerson(browser);
  await enterAsTrainer(trainer.page, server);
  await trainer.page.locator("summary", { hasText: "More for Ada" }).click();
  await trainer.page.getByRole("link", { name: "See their progress" }).click();
  await trainer.page.getByRole("heading", { name: "Progress of Ada" }).waitFor();
  await look(trainer.page, "a learner's page");
  await trainer.page.goto(`${server.url}/board/lessons`);
  await trainer.page.getByText("1 started, 1 finished").waitFor();
  await look(trainer.page, "how the lessons go");

  await using plain = await openPerson(browser, { viewport: phone, javaScriptEnabled: false });
  await plain.page.goto(`${server.url}/badges/verify`);
  await plain.page.getByLabel("Or the text of the badge").fill(await readFile(join(folder, "explorer.svg"), "utf8"));
  await plain.page.getByRole("button", { name: "Check it" }).click();
  await plain.page.getByRole("heading", { name: "This badge holds" }).waitFor();
  await plain.page.goto(server.url);
  await plain.page.getByLabel(/code/i).first().fill(server.joinCode);
  await plain.page.getByLabel("What shall we call you?").fill("Bea");
  await plain.page.getByRole("button", { name: /^join/i }).click();
  await plain.page.getByRole("link", { name: "See my progress" }).click();
  await plain.page.getByText("Nothing is done yet").waitFor();
  expect([trainer.faults, plain.faults]).toEqual([[], []]);
});
