// node scripts/screenshots.ts: makes the pictures of README and docs anew, from the product itself; after `npm run build`.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openBrowser, openPerson } from "../test/support/browser.ts";
import { checkExercise, countCountries, exerciseCell, writeCell } from "../test/support/lesson.ts";
import { enterAsTrainer, joinAsLearner } from "../test/support/people.ts";
import { startServer } from "../test/support/running-server.ts";

const folder = join(import.meta.dirname, "..", "docs", "images");
await mkdir(folder, { recursive: true });
await using server = await startServer();
const browser = await openBrowser();
const viewport = { width: 1200, height: 720 };
const picture = (page: Page, name: string): Promise<Buffer> => page.screenshot({ path: join(folder, `${name}.png`) });

async function lessonAndBoard(trainer: Page, learner: Page): Promise<void> {
  const cell = exerciseCell(learner, countCountries);
  await writeCell(cell, countCountries.wrong);
  await checkExercise(learner, countCountries);
  await cell.evaluate((node) => node.scrollIntoView({ block: "center" }));
  await picture(learner, "lesson");
  await writeCell(cell, countCountries.right);
  await checkExercise(learner, countCountries);
  for (const name of ["Kit", "Robin"]) {
    const other = await openPerson(browser);
    await joinAsLearner(other.page, server, name);
    if (name === "Robin") {
      await other.page.getByRole("button", { name: "I’m fine" }).click();
      await other.page.getByRole("button", { name: "I need help" }).click();
      await trainer.getByText("needs help").first().waitFor();
    }
    await other.context.close();
  }
  await trainer.getByText("Robin").first().waitFor();
  await picture(trainer, "board");
}

/** Invented, and the page says so: a lunch club that does not exist, with a column that must not go out. */
const meals = [
  "Month,Meals,Taken home,Cook e-mail",
  ...Array.from({ length: 24 }, (_, at) => {
    const month = `${2025 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}-01`;
    return `${month},${160 + at * 3 + ((at * 7) % 23)},${30 + ((at * 5) % 14)},cook.${at + 1}@invented.example`;
  }),
].join("\n");

/** What was found in the file, and the page that readers get. */
async function publishing(page: Page): Promise<void> {
  await page.goto(`${server.url}/publish`);
  const file = { name: "meals.csv", mimeType: "text/csv", buffer: Buffer.from(meals) };
  await page.getByLabel("Or send one from this computer").setInputFiles(file);
  await page.getByRole("button", { name: "Send it" }).click();
  await page.getByLabel("Name of the data").fill("Meals of the Ambleford lunch club");
  await page
    .getByLabel("What is in it, and how it was counted")
    .fill("How many meals an invented lunch club served in each month. Made up for this picture.");
  await page.getByLabel("One row is about …").selectOption("count");
  await page.getByLabel("The group that keeps it").fill("The Invented Lunch Club");
  await page.getByLabel("How often does it change?").selectOption("monthly");
  await page.getByRole("button", { name: "Save, and go on" }).click();
  await page.getByRole("heading", { name: "What do the columns mean?" }).waitFor();
  const meanings = page.getByLabel("What it means");
  for (const [at, words] of [
    "The month, by its first day",
    "Hot meals eaten at the club in the month",
    "Meals taken home in the month",
    "Who cooked",
  ].entries())
    await meanings.nth(at).fill(words);
  await page.getByRole("button", { name: "Save, and see what stood out" }).click();
  await page.getByRole("heading", { name: "What stood out" }).waitFor();
  const remedy = page.getByRole("radio", { name: /^Leave out “Cook e-mail”/ });
  await remedy.check();
  await picture(page, "findings");
  await page.getByRole("button", { name: "Do what I chose" }).click();
  await page.getByText("✓ Left out “Cook e-mail”").waitFor();
  await page.getByRole("button", { name: "Go on to the checklist" }).click();
  await page.getByRole("heading", { name: "Before it goes out" }).waitFor();
  for (const field of await page.getByRole("textbox").all()) await field.fill("Looked at, and answered by the group.");
  await page.getByRole("radio", { name: /Creative Commons Attribution/ }).check();
  await page.getByRole("button", { name: "Save, and look at the page" }).click();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByText("✓ It is published.").waitFor();
  await page.goto(`${server.url}/data/meals-of-the-ambleford-lunch-club/`);
  await page.setViewportSize({ width: viewport.width, height: 960 });
  await picture(page, "data-set");
}

try {
  const trainer = await openPerson(browser, { viewport });
  await enterAsTrainer(trainer.page, server);
  const learner = await openPerson(browser, { viewport });
  await joinAsLearner(learner.page, server, "Sam");
  await lessonAndBoard(trainer.page, learner.page);
  await publishing(learner.page);
} finally {
  await browser.close();
}
