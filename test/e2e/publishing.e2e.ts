/** From a messy file to open data that lasts: mended in the panel, published in five pages, opened from a plain folder, updated, kept. */
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { dropFile } from "../support/drop-file.js";
import { openHouse } from "../support/house.js";
import { tabTo } from "../support/keyboard.js";
import { look } from "../support/look.js";
import { joinAsLearner } from "../support/people.js";
import { plainCopy } from "../support/plain-copy.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

/** Invented for this test, in the manner of small organisations' files. */
const messy = (months: number): string =>
  [
    "Ambleford Tool Library: loans (invented for teaching)",
    "",
    "Month,Ward,Loans,Member e-mail",
    ...Array.from({ length: months }, (_, at) => {
      const month = `0${(at % 12) + 1}`.slice(-2);
      return `01/${month}/${2025 + Math.floor(at / 12)}, Docks ,${20 + at},quill.${"abcdefghijklmno"[at] ?? "z"}x@invented.example`;
    }),
  ].join("\r\n");

test(
  "a messy file is mended, published by keyboard, opened from a plain server, updated next month, and reminders are turned off",
  { timeout: 600_000 },
  async () => {
    await using learner = await openPerson(browser);
    const { page, context } = learner;
    await joinAsLearner(page, server, "Dana");
    await dropFile(page, "tool loans.csv", messy(12));
    const panel = page.getByRole("dialog", { name: "My data file" });
    await panel.getByText("“tool loans.csv” is beside your notebook now.").first().waitFor({ timeout: 120_000 });
    await panel.locator('[data-code="padded-cells"]').getByRole("button", { name: /^Mend/ }).click();
    await panel.locator('[data-code="padded-cells"]').waitFor({ state: "detached" });
    await panel.getByRole("button", { name: "Publish as open data" }).click();

    // What it is: by keys alone.
    await page.getByRole("heading", { name: "What is this data?" }).waitFor();
    await look(page, "about");
    await page.getByLabel("Name of the data").focus();
    const type = async (text: string): Promise<void> => {
      await page.keyboard.insertText(text);
      await page.keyboard.press("Tab");
    };
    await type("Loans of the Ambleford tool library");
    await type("How many tools the invented library lent out in each month, counted at the desk.");
    await page.keyboard.press("a"); // a count
    await page.keyboard.press("Tab");
    await type("The Invented Tool Library");
    await type("data@invented.example");
    await page.keyboard.press("e");
    await page.getByLabel("How often does it change?").selectOption("monthly");
    await page.keyboard.press("Tab");
    await type("dana@invented.example");
    await tabTo(page, /^Save, and go on$/);
    await page.keyboard.press("Enter");

    // What the panel mended is not asked again; in which way dates are to be read, nobody else can know.
    await page.getByRole("heading", { name: "Mend the file" }).waitFor({ timeout: 120_000 });
    await page.getByText("✓ Took away the space at both ends of cells in “Ward”.").waitFor();
    await look(page, "mend");
    await tabTo(page, /^Mend what is ticked, and go on$/);
    await page.keyboard.press("Enter");

    await page.getByRole("heading", { name: "What do the columns mean?" }).waitFor({ timeout: 120_000 });
    const meanings = page.getByLabel("What it means");
    for (const [at, words] of ["The month", "The ward of the library", "Tools lent out", "Who lent it"].entries())
      await meanings.nth(at).fill(words);
    await look(page, "columns");
    await tabTo(page, /^Save, and see what stood out$/);
    await page.keyboard.press("Enter");

    await page.getByRole("heading", { name: "What stood out" }).waitFor({ timeout: 120_000 });
    await page.getByText("Stops this").first().waitFor();
    await look(page, "findings");
    await page.getByRole("radio", { name: /^Leave out “Member e-mail”/ }).check();
    await page.getByRole("button", { name: "Do what I chose" }).click();
    await page.getByText("✓ Left out “Member e-mail”").waitFor({ timeout: 120_000 });
    await page.getByRole("button", { name: "Go on to the checklist" }).click();

    await page.getByRole("heading", { name: "Before it goes out" }).waitFor();
    await page.waitForLoadState();
    for (const field of await page.getByRole("textbox").all())
      await field.fill("Looked at, and answered by the group.");
    await page.getByRole("radio", { name: /Creative Commons Attribution/ }).check();
    await look(page, "checklist");
    await page.getByRole("button", { name: "Save, and look at the page" }).click();

    await page.getByRole("button", { name: "Publish" }).waitFor({ timeout: 120_000 });
    await look(page, "ready");
    await page.getByRole("button", { name: "Publish" }).click();
    await page.getByText("✓ It is published.").waitFor({ timeout: 120_000 });
    await look(page, "published");

    const set = "/data/loans-of-the-ambleford-tool-library/";
    await page.goto(server.url + set);
    await page.getByRole("heading", { name: "Loans of the Ambleford tool library", level: 1 }).waitFor();
    await look(page, "data-page");

    // The folder, carried away.
    {
      await using plain = await plainCopy(join(server.data, "open-data"));
      await page.goto(`${plain.url}/index.html`);
      await page.getByRole("link", { name: "Loans of the Ambleford tool library" }).click();
      await page.getByText("Version 1,").first().waitFor();
      const href = await page.getByRole("link", { name: /^CSV/ }).getAttribute("href");
      const csv = await (await fetch(new URL(href ?? "", page.url()))).text();
      expect(csv.split("\r\n")[1]).toBe("2025-01-01,Docks,20");
      expect(csv).not.toContain("@invented.example");
    }

    // Next month's file, from this computer.
    await page.goto(`${server.url}/publish`);
    await page.getByRole("link", { name: "Loans of the Ambleford tool library" }).click();
    await page
      .getByLabel("Or send it from this computer")
      .setInputFiles({ name: "tool loans 2.csv", mimeType: "text/csv", buffer: Buffer.from(messy(13)) });
    await page.getByRole("button", { name: "Send it", exact: true }).click();
    await page.getByText("13 rows now, 12 rows before.").waitFor({ timeout: 120_000 });
    await page.getByText("✓ Left out “Member e-mail”").waitFor();
    await look(page, "difference");
    await page.getByRole("button", { name: "Go on to the checklist" }).click();
    await page.getByRole("button", { name: "Save, and look at the page" }).click();
    await page.getByRole("button", { name: "Publish" }).click({ timeout: 120_000 });
    await page.getByText("✓ It is published.").waitFor({ timeout: 120_000 });

    await page.getByText("● Reminders are on.").waitFor();
    await page.getByRole("button", { name: "Turn reminders off" }).click();
    await page.getByText("○ Reminders are off.").waitFor();

    // A reader asks, on a phone in the dark, and is answered.
    await using reader = await openPerson(browser, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      colorScheme: "dark",
    });
    const phone = reader.page;
    await phone.goto(server.url + set);
    await phone.getByText("Version 2,").first().waitFor();
    await look(phone, "phone-data-page");
    await phone.getByRole("link", { name: /^Ask the keeper/ }).click();
    await phone.getByLabel("Your message").fill("Are lawn mowers counted?");
    await look(phone, "phone-question");
    await phone.getByRole("button", { name: "Send it", exact: true }).click();
    await phone.getByText("✓ It is sent.").waitFor();
    await page.reload();
    await page.getByLabel("Your answer").fill("Yes, all tools.");
    await page.getByRole("button", { name: "Show it with my answer" }).click();
    await page.getByText("● public").waitFor();
    await phone.reload();
    await phone.getByText("Yes, all tools.").waitFor();

    // The keeper's own pages, on a phone in the dark.
    await using pocket = await openPerson(browser, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      colorScheme: "dark",
    });
    await pocket.context.addCookies(await context.cookies());
    await pocket.page.goto(`${server.url}/publish`);
    await look(pocket.page, "phone-own");
    await pocket.page.getByRole("link", { name: "Loans of the Ambleford tool library" }).click();
    await pocket.page.getByRole("heading", { name: "The next version" }).waitFor();
    await look(pocket.page, "phone-keeper");
    await pocket.page.goto(`${server.url}/data/`);
    await look(pocket.page, "phone-catalogue");
    expect([...learner.faults, ...reader.faults, ...pocket.faults]).toEqual([]);
  },
);
