// node scripts/screenshots.ts: makes the pictures of the README anew, from the product itself.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openBrowser, openPerson } from "../test/support/browser.ts";
import { checkExercise, countCountries, exerciseCell, writeCell } from "../test/support/lesson.ts";
import { enterAsTrainer, joinAsLearner } from "../test/support/people.ts";
import { startServer } from "../test/support/running-server.ts";

const folder = join(import.meta.dirname, "..", "docs", "images");
await mkdir(folder, { recursive: true });
await using server = await startServer();
const browser = await openBrowser();
try {
  const trainer = await openPerson(browser, { viewport: { width: 1200, height: 720 } });
  await enterAsTrainer(trainer.page, server);
  const learner = await openPerson(browser, { viewport: { width: 1200, height: 720 } });
  await joinAsLearner(learner.page, server, "Sam");
  const cell = exerciseCell(learner.page, countCountries);
  await writeCell(cell, countCountries.wrong);
  await checkExercise(learner.page, countCountries);
  await cell.evaluate((node) => node.scrollIntoView({ block: "center" }));
  await learner.page.screenshot({ path: join(folder, "lesson.png") });
  await writeCell(cell, countCountries.right);
  await checkExercise(learner.page, countCountries);
  for (const name of ["Kit", "Robin"]) {
    const other = await openPerson(browser);
    await joinAsLearner(other.page, server, name);
    if (name === "Robin") {
      await other.page.getByRole("button", { name: "I’m fine" }).click();
      await other.page.getByRole("button", { name: "I need help" }).click();
    }
    await other.context.close();
  }
  await trainer.page.getByText("Robin").first().waitFor();
  await trainer.page.screenshot({ path: join(folder, "board.png") });
} finally {
  await browser.close();
}
