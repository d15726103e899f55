/** A workbook whose table stands in its second sheet: chosen in the panel, published, and next month's is read the same way. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  inventedHalls,
  inventedVisits,
  testWorkbook,
  type TestSheets,
} from "../../server/src/publishing/test-workbook.js";
import { openBrowser, openPerson } from "../support/browser.js";
import { look } from "../support/look.js";
import { joinAsLearner } from "../support/people.js";
import { startServer } from "../support/running-server.js";

const file = (name: string, sheets: TestSheets): { name: string; mimeType: string; buffer: Buffer } => ({
  name,
  mimeType: "application/vnd.ms-excel",
  buffer: Buffer.from(testWorkbook(sheets)),
});

test(
  "the sheet that was chosen in the panel is published, and found in next month's workbook whatever the order of its sheets",
  { timeout: 600_000 },
  async () => {
    await using browser = { it: await openBrowser(), [Symbol.asyncDispose]: (): Promise<void> => browser.it.close() };
    await using stack = new AsyncDisposableStack();
    const data = stack.adopt(await mkdtemp(join(tmpdir(), "reading-")), (folder) =>
      rm(folder, { recursive: true, force: true, maxRetries: 5 }),
    );
    const server = stack.use(await startServer({ data }));
    await using person = await openPerson(browser.it);
    const { page } = person;
    await joinAsLearner(page, server, "Dana");

    await page.getByRole("button", { name: "Add my file" }).first().click();
    const panel = page.getByRole("dialog", { name: "My data file" });
    await panel.getByRole("button", { name: "Choose a file" }).waitFor({ timeout: 60_000 });
    await panel
      .locator("input[type=file]")
      .setInputFiles(file("march.xls", { Halls: inventedHalls, "Visits 2026": inventedVisits(3) }));
    await panel.getByText("“march.xls” is beside your notebook now.").first().waitFor({ timeout: 60_000 });
    await panel.getByText("How it was read").click();
    await panel.getByLabel("Sheet", { exact: true }).selectOption("Visits 2026");
    await panel.getByText("march.xls has 8 rows and 3 columns.").waitFor({ timeout: 60_000 });
    await panel.getByRole("button", { name: "Publish as open data" }).click();

    await page.getByRole("heading", { name: "What is this data?" }).waitFor({ timeout: 60_000 });
    await page.getByText("march.xls", { exact: true }).waitFor();
    await page.getByLabel("Name of the data").fill("Visits to the invented halls");
    await page
      .getByLabel("What is in it, and how it was counted")
      .fill("How many visits the invented halls had each day, counted at the door.");
    await page.getByLabel("One row is about …").selectOption("count");
    await page.getByLabel("The group that keeps it").fill("The Invented Halls");
    await page.getByLabel("Public e-mail address for questions").fill("data@invented.example");
    await page.getByLabel("How often does it change?").selectOption("monthly");
    await page.getByRole("button", { name: "Save, and go on" }).click();

    // What was seen in the panel is not asked again; it is told, and can be chosen otherwise.
    await page.getByRole("heading", { name: "What do the columns mean?" }).waitFor({ timeout: 60_000 });
    await page.getByText("I read the sheet “Visits 2026”, headings in row 1.").waitFor();
    await look(page, "1-columns");
    await page.getByRole("link", { name: "Read it otherwise" }).click();
    await page.getByText("That gives 8 rows with 3 columns").waitFor({ timeout: 60_000 });
    await page.getByText("Read it otherwise").click();
    await look(page, "2-mend");
    await page.goBack();

    const meanings = page.getByLabel("What it means");
    for (const at of [0, 1, 2]) await meanings.nth(at).fill("What stands there, in a sentence");
    await page.getByRole("button", { name: "Save, and see what stood out" }).click();
    await page.getByRole("heading", { name: "What stood out" }).waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Go on to the checklist" }).click();
    await page.getByLabel("Are we allowed to share this?").fill("Yes, our committee agreed in May.");
    await page.getByLabel("Whose data is it?").fill("It is our own, counted at our door.");
    await page.getByLabel("Could anybody be named in it?").fill("No, these are counts.");
    await page.getByLabel("Are there small numbers in it?").fill("No, and nobody could be guessed from them.");
    await page.getByRole("radio", { name: /Creative Commons Attribution/ }).check();
    await page.getByRole("button", { name: "Save, and look at the page" }).click();
    await page.getByRole("button", { name: "Publish" }).click({ timeout: 60_000 });
    await page.getByText("✓ It is published.").waitFor({ timeout: 60_000 });
    const keeper = page.url().replace(/\?.*$/, "");
    const csv = (version: string): Promise<string> =>
      readFile(
        join(data, `open-data/visits-to-the-invented-halls/${version}/visits-to-the-invented-halls.csv`),
        "utf8",
      );
    expect((await csv("v1")).split("\r\n")[1]).toBe("2026-03-01,Docks,23");

    // Next month: the sheets stand the other way round, with a title above the headings. Nothing is asked.
    await page.getByLabel("Or send it from this computer").setInputFiles(
      file("april.xls", {
        "Visits 2026": [["Printed in May", "", ""], ["", "", ""], ...inventedVisits(4)],
        Halls: inventedHalls,
      }),
    );
    await page.getByRole("button", { name: "Send it", exact: true }).click();
    await page.getByRole("heading", { name: "What stood out" }).waitFor({ timeout: 60_000 });
    await page.goto(`${keeper}/ready`);
    await page.getByRole("button", { name: "Publish" }).click({ timeout: 60_000 });
    await page.getByText("✓ It is published.").waitFor({ timeout: 60_000 });
    expect((await csv("v2")).split("\r\n")[1]).toBe("2026-04-01,Docks,24");

    // Then the sheet has another name: on a small phone in the dark.
    await using pocket = await openPerson(browser.it, {
      viewport: { width: 360, height: 780 },
      isMobile: true,
      hasTouch: true,
      colorScheme: "dark",
    });
    await pocket.context.addCookies(await person.context.cookies());
    await pocket.page.goto(keeper);
    await pocket.page.getByLabel("Or send it from this computer").setInputFiles(
      file("may.xls", {
        Halls: inventedHalls,
        "Visits of this year": inventedVisits(5),
        "Last year": inventedVisits(1),
      }),
    );
    await pocket.page.getByRole("button", { name: "Send it", exact: true }).click();
    await pocket.page
      .getByText("Its sheets are “Halls”, “Visits of this year” and “Last year”.")
      .waitFor({ timeout: 60_000 });
    await look(pocket.page, "3-phone-lost-sheet");
    await pocket.page.getByLabel("Sheet", { exact: true }).selectOption("Last year");
    await pocket.page.getByRole("button", { name: "Read it like this" }).click();
    await pocket.page.getByText("I read the sheet “Last year”, headings in row 1.").waitFor({ timeout: 60_000 });
    expect(await pocket.page.getByText("Its sheets are").count()).toBe(0);
    await look(pocket.page, "4-phone-chosen");
  },
);
