/**
 * The whole way of somebody who has never been here: joins, brings a messy file, mends it, publishes it, carries the folder to a plain
 * server, brings next month's file, is reminded, and turns the reminders off. What it costs them is counted.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { openBrowser, openPerson } from "../support/browser.js";
import { cellText, outputOf, runCell } from "../support/lesson.js";
import { look } from "../support/look.js";
import { Newcomer } from "../support/newcomer.js";
import { joinAsLearner } from "../support/people.js";
import { plainCopy } from "../support/plain-copy.js";
import { startAtOwnPort, startServer } from "../support/running-server.js";

const wards = ["Docks", "Elm Park"] as const;

/** Invented: a tool library that does not exist, in the manner of small organisations' files. */
function firstFile(): string {
  const rows = Array.from({ length: 12 }, (_, at) =>
    wards.map((ward, place) => {
      const month = `0${at + 1}`.slice(-2);
      const day = at < 4 ? `01/${month}/2025` : `2025-${month}-01`;
      return `${day},${place === 0 ? ` ${ward} ` : ward},${20 + at + place * 9},quill.${"abcdefghijkl"[at] ?? ""}${place === 0 ? "x" : "y"}@invented.example`;
    }),
  ).flat();
  return [
    "Ambleford Tool Library: loans (invented for a test)",
    "",
    "Month,Ward,Loans,Last member e-mail",
    ...rows,
    rows[3],
    "Total,,800,",
  ].join("\r\n");
}

/** A year on: January is missing, a ward has another name, February jumps, and a column is new. */
function nextFile(): string {
  const lines = firstFile().replaceAll(" Docks ", " Docklands ").split("\r\n");
  const rows = lines.slice(3, -1);
  const february = [
    "01/02/2026, Docklands ,410,quill.mx@invented.example,3",
    "01/02/2026,Elm Park,45,quill.my@invented.example,2",
  ];
  return [
    "Ambleford Tool Library: loans (invented for a test)",
    "",
    "Month,Ward,Loans,Last member e-mail,Returned late",
    ...rows.map((row) => `${row},1`),
    ...february,
  ].join("\r\n");
}

async function openPostOffice(): Promise<{ readonly url: string; readonly arrived: string[] } & AsyncDisposable> {
  const arrived: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: (stream, _session, answer) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        arrived.push(Buffer.concat(parts).toString("utf8"));
        answer(null);
      });
    },
  });
  await new Promise<void>((ready) => void server.listen(0, "127.0.0.1", ready));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    arrived,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** As if the promised day had come: no test waits for a month. */
function letTimePass(data: string): void {
  const db = new DatabaseSync(join(data, "surgery.db"));
  db.prepare("UPDATE data_sets SET due_at = ?").run(Date.now() - 60_000);
  db.close();
}

const set = "/data/loans-of-the-ambleford-tool-library/";

test(
  "a newcomer publishes a messy file in under fifteen minutes, brings the next month's, is reminded and turns that off",
  { timeout: 900_000 },
  async () => {
    await using office = await openPostOffice();
    await using browser = { it: await openBrowser(), [Symbol.asyncDispose]: (): Promise<void> => browser.it.close() };
    const env = { SURGERY_SMTP: office.url, SURGERY_MAIL_FROM: "Surgeries <surgeries@invented.example>" };
    await using stack = new AsyncDisposableStack();
    const data = stack.adopt(await mkdtemp(join(tmpdir(), "newcomer-")), (folder) =>
      rm(folder, { recursive: true, force: true, maxRetries: 5 }),
    );
    const server = stack.use(await startAtOwnPort({ data, env }));
    await using person = await openPerson(browser.it);
    const { page } = person;
    const dana = new Newcomer(page);

    // In.
    await page.goto(server.url);
    await dana.reads();
    await dana.types(page.getByLabel(/code/i).first(), server.joinCode.toLowerCase());
    await dana.types(page.getByLabel("What shall we call you?"), "Dana");
    await dana.clicks(page.getByRole("button", { name: /^join/i }));
    await page.getByRole("link", { name: /open the first lesson/i }).waitFor();
    await dana.reads();
    await dana.clicks(page.getByRole("link", { name: /open the first lesson/i }));
    await page.locator(".jp-Notebook .jp-CodeCell .cm-content").first().waitFor({ timeout: 120_000 });

    // The file, in the panel.
    await dana.clicks(page.getByRole("button", { name: "Add my file" }).first());
    const panel = page.getByRole("dialog", { name: "My data file" });
    await panel.getByRole("button", { name: "Choose a file" }).waitFor({ timeout: 120_000 });
    await dana.reads(panel);
    await dana.brings(panel.locator("input[type=file]"), "tool loans.csv", firstFile());
    await panel.getByText("“tool loans.csv” is beside your notebook now.").first().waitFor({ timeout: 120_000 });
    await dana.reads(panel);
    await look(page, "01-panel");
    await dana.clicks(panel.getByRole("button", { name: "Publish as open data" }));

    // What it is.
    await page.getByRole("heading", { name: "What is this data?" }).waitFor({ timeout: 120_000 });
    await dana.reads();
    await look(page, "02-about");
    await dana.types(page.getByLabel("Name of the data"), "Loans of the Ambleford tool library");
    await dana.types(
      page.getByLabel("What is in it, and how it was counted"),
      "How many tools the invented library lent out in each month, counted at the desk.",
    );
    await dana.chooses(page.getByLabel("One row is about …"), "count");
    await dana.types(page.getByLabel("The group that keeps it"), "The Invented Tool Library");
    await dana.types(page.getByLabel("Public e-mail address for questions"), "data@invented.example");
    await dana.chooses(page.getByLabel("How often does it change?"), "monthly");
    await dana.types(page.getByLabel(/^Your e-mail address/), "dana@invented.example");
    await dana.clicks(page.getByRole("button", { name: "Save, and go on" }));

    // Mended.
    await page.getByRole("heading", { name: "Mend the file" }).waitFor({ timeout: 120_000 });
    await dana.reads();
    await look(page, "03-mend");
    await dana.ticks(page.getByRole("checkbox", { name: /^Leave the repeats out/ }));
    await dana.clicks(page.getByRole("button", { name: "Mend what is ticked, and go on" }));

    await page.getByRole("heading", { name: "What do the columns mean?" }).waitFor({ timeout: 120_000 });
    await dana.reads();
    await look(page, "04-columns");
    const meanings = page.getByLabel("What it means");
    const words = ["The month of the loans", "The ward of the desk", "Tools lent out in that month", "Who lent last"];
    for (const [at, text] of words.entries()) await dana.types(meanings.nth(at), text);
    await dana.clicks(page.getByRole("button", { name: "Save, and see what stood out" }));

    await page.getByRole("heading", { name: "What stood out" }).waitFor({ timeout: 120_000 });
    await dana.reads();
    await look(page, "05-findings");
    await dana.ticks(page.getByRole("radio", { name: /^Leave out “Last member e-mail”/ }));
    await dana.clicks(page.getByRole("button", { name: "Do what I chose" }));
    await page.getByText("✓ Left out “Last member e-mail”").waitFor({ timeout: 120_000 });
    await dana.reads(page.locator("main"));
    await dana.clicks(page.getByRole("button", { name: "Go on to the checklist" }));

    await page.getByRole("heading", { name: "Before it goes out" }).waitFor();
    await dana.reads();
    await dana.types(page.getByLabel("Are we allowed to share this?"), "Yes, our committee agreed in May.");
    await dana.types(page.getByLabel("Whose data is it?"), "It is our own, counted at our desk.");
    await dana.types(page.getByLabel("Are there small numbers in it?"), "No, and nobody could be guessed from them.");
    // What follows from the pages before is there already, to be changed.
    expect(await page.getByLabel("Could anybody be named in it?").inputValue()).toBe(
      "We left out: Last member e-mail.",
    );
    expect(await page.getByRole("radio", { name: /Creative Commons Attribution/ }).isChecked()).toBe(true);
    await look(page, "06-checklist");
    await dana.clicks(page.getByRole("button", { name: "Save, and look at the page" }));

    await page.getByRole("button", { name: "Publish" }).waitFor({ timeout: 120_000 });
    await dana.reads();
    await look(page, "07-ready");
    await dana.clicks(page.getByRole("button", { name: "Publish" }));
    await page.getByText("✓ It is published.").waitFor({ timeout: 120_000 });
    await dana.reads();
    await look(page, "08-published");
    const first = dana.effort;

    // Carried away, with everything else off.
    const csvOf = async (version: string): Promise<Buffer> =>
      readFile(join(data, "open-data", "loans-of-the-ambleford-tool-library", version, `${set.split("/")[2]}.csv`));
    const before = await csvOf("v1");
    expect(before.toString("utf8").split("\r\n").slice(0, 3)).toEqual([
      "Month,Ward,Loans",
      "2025-01-01,Docks,20",
      "2025-01-01,Elm Park,29",
    ]);
    {
      await using plain = await plainCopy(join(data, "open-data"));
      await using reader = await openPerson(browser.it);
      const elsewhere: string[] = [];
      await reader.context.route("**/*", (route) => {
        if (route.request().url().startsWith(plain.url)) return route.continue();
        elsewhere.push(route.request().url());
        return route.abort();
      });
      await reader.page.goto(`${plain.url}/index.html`);
      await reader.page.getByRole("link", { name: "Loans of the Ambleford tool library" }).click();
      await reader.page.getByText("Version 1,").first().waitFor();
      await look(reader.page, "09-plain-server");
      // Each mending step stands on the page, in words and as code, from the raw file on.
      const text = await reader.page.content();
      expect(text).toContain("tool loans.csv");
      expect(text).toContain("Took away the space at both ends of cells in “Ward”.");
      expect(elsewhere).toEqual([]);
    }

    // A month on: the letter, and by its link to the page.
    await server.stop();
    letTimePass(data);
    const again = stack.use(await startServer({ data, env, port: Number(new URL(server.url).port) }));
    await expect.poll(() => office.arrived.length, { timeout: 120_000 }).toBeGreaterThan(0);
    const letter = (office.arrived[0] ?? "").replaceAll("=\r\n", "").replaceAll("=3D", "=");
    expect(letter).toContain("An update is due: Loans of the Ambleford tool library");
    const links = [...letter.matchAll(/https?:\/\/[^\s>]+/g)].map(([link]) => new URL(link));
    const linkTo = (part: RegExp): string => {
      const found = links.find(({ pathname }) => part.test(pathname));
      return `${again.url}${found?.pathname ?? "/none-in-the-letter"}${found?.search ?? ""}`;
    };

    await page.goto(linkTo(/^\/publish\//));
    const update = new Newcomer(page);
    await page.getByRole("heading", { name: "The next version" }).waitFor();
    await look(page, "10-keeper");
    await update.brings(page.getByLabel("Or send it from this computer"), "tool loans next.csv", nextFile());
    await update.clicks(page.getByRole("button", { name: "Send it", exact: true }));
    await page.getByRole("heading", { name: "What stood out" }).waitFor({ timeout: 120_000 });
    await update.reads();
    await look(page, "11-difference");
    await page.waitForLoadState();
    const changes = await page.locator("main").innerText();
    // A new column, a renamed code, a jump, a missing month: in words.
    expect(changes).toMatch(/Returned late/);
    expect(changes).toMatch(/Docklands/);
    expect(changes).toMatch(/410/);
    expect(changes).toMatch(/January 2026|2026-01/);
    await update.clicks(page.getByRole("link", { name: "Say what they mean" }));
    await update.types(page.getByLabel("What it means").nth(4), "Loans of that month that came back late");
    await update.clicks(page.getByRole("button", { name: "Save, and see what stood out" }));
    await update.clicks(page.getByRole("button", { name: "Go on to the checklist" }));
    await update.clicks(page.getByRole("button", { name: "Save, and look at the page" }));
    await page.getByRole("button", { name: "Publish" }).waitFor({ timeout: 120_000 });
    await update.reads(page.locator("main"));
    await look(page, "12-ready-again");
    await update.clicks(page.getByRole("button", { name: "Publish" }));
    await page.getByText("✓ It is published.").waitFor({ timeout: 120_000 });
    expect((await csvOf("v1")).equals(before)).toBe(true);
    const overTheNet = await fetch(`${again.url}${set}v1/${set.split("/")[2]}.csv`);
    expect(Buffer.from(await overTheNet.arrayBuffer()).equals(before)).toBe(true);
    // The repeat and the spaces of the new file were mended without a word.
    const second = (await csvOf("v2")).toString("utf8").trimEnd().split("\r\n");
    expect(second).toHaveLength(1 + 24 + 2);
    expect(second.at(-1)).toBe("2026-02-01,Elm Park,45,2");
    expect(second.at(-2)).toBe("2026-02-01,Docklands,410,3");

    // Enough of letters: from the letter, without signing in.
    await using inbox = await openPerson(browser.it);
    await inbox.page.goto(linkTo(/^\/data-reminders\//));
    await look(inbox.page, "13-reminders");
    await inbox.page.getByRole("button", { name: /^Turn (?:them|reminders) off$/ }).click();
    await inbox.page.getByText("You get no more reminders for this data set").waitFor();
    await page.reload();
    await page.getByText("○ Reminders are off.").waitFor();

    // The same pages on a small phone in the dark.
    await using pocket = await openPerson(browser.it, {
      viewport: { width: 360, height: 780 },
      isMobile: true,
      hasTouch: true,
      colorScheme: "dark",
    });
    await pocket.context.addCookies(await person.context.cookies());
    await pocket.page.goto(`${again.url}${set}`);
    await pocket.page.getByRole("link", { name: /^All open data of The Invented Tool Library/ }).click();
    await pocket.page.getByText(/^● Up to date: last on/).waitFor();
    await look(pocket.page, "30-phone-group");
    await pocket.page.goto(linkTo(/^\/data-reminders\//));
    await look(pocket.page, "31-phone-letters");
    await pocket.page.goto(`${again.url}/publish`);
    await pocket.page.getByRole("button", { name: "Make the address" }).click();
    await pocket.page.getByText(/reminders\.ics$/).waitFor();
    await look(pocket.page, "32-phone-calendar");
    await pocket.page.goto(page.url().replace(/\?.*$/, ""));
    await new Newcomer(pocket.page).brings(
      pocket.page.getByLabel("Or send it from this computer"),
      "renamed.csv",
      nextFile().replace("Ward", "Area"),
    );
    await pocket.page.getByRole("button", { name: "Send it", exact: true }).click();
    await pocket.page.getByText("There is no column “Ward” in this file.").waitFor({ timeout: 120_000 });
    await look(pocket.page, "33-phone-lost-mend");

    process.stdout.write(
      `newcomer: first version ${JSON.stringify(first)}, next version ${JSON.stringify(update.effort)}\n`,
    );
    expect(first.minutes).toBeLessThan(15);
  },
);

test(
  "the notebook that works on a data set is run on the new file in one press, as a copy, and leads back to the next version",
  { timeout: 600_000 },
  async () => {
    await using browser = { it: await openBrowser(), [Symbol.asyncDispose]: (): Promise<void> => browser.it.close() };
    await using server = await startServer();
    await using person = await openPerson(browser.it);
    const { page, context } = person;
    await joinAsLearner(page, server, "Dana");
    await page.getByRole("button", { name: "Add my file" }).first().click();
    const panel = page.getByRole("dialog", { name: "My data file" });
    await new Newcomer(page).brings(panel.locator("input[type=file]"), "tool loans.csv", firstFile());
    await panel.getByText("“tool loans.csv” is beside your notebook now.").first().waitFor({ timeout: 120_000 });
    await panel.locator('[data-code="padded-cells"]').getByRole("button", { name: /^Mend/ }).click();
    await panel.locator('[data-code="padded-cells"]').waitFor({ state: "detached" });
    await panel.getByRole("button", { name: "Make a notebook from this file" }).click();
    await page.waitForURL(/tool%20loans\.ipynb/, { timeout: 120_000 });
    await page.locator(".jp-Notebook .jp-CodeCell .cm-content").first().waitFor({ timeout: 120_000 });

    // Published in the wizard alone; the notebook beside the file is found.
    await page.goto(`${server.url}/publish`);
    await page.getByLabel("A data file of mine").selectOption({ label: "first-look/tool loans.csv" });
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByLabel("Name of the data").fill("Loans of the Ambleford tool library");
    await page.getByLabel("What is in it, and how it was counted").fill("Loans of an invented tool library by month.");
    await page.getByLabel("One row is about …").selectOption("count");
    await page.getByLabel("The group that keeps it").fill("The Invented Tool Library");
    await page.getByLabel("How often does it change?").selectOption("monthly");
    await page.getByRole("button", { name: "Save, and go on" }).click();
    await page.getByRole("button", { name: "Mend what is ticked, and go on" }).click({ timeout: 120_000 });
    await page.getByRole("heading", { name: "What do the columns mean?" }).waitFor({ timeout: 120_000 });
    await page.waitForLoadState();
    for (const field of await page.getByLabel("What it means").all()) await field.fill("What the heading says.");
    await page.getByRole("button", { name: "Save, and see what stood out" }).click();
    await page.getByRole("radio", { name: /^Leave out “Last member e-mail”/ }).check({ timeout: 120_000 });
    await page.getByRole("button", { name: "Do what I chose" }).click();
    await page.getByRole("button", { name: "Go on to the checklist" }).click({ timeout: 120_000 });
    await page.getByRole("heading", { name: "Before it goes out" }).waitFor();
    await page.waitForLoadState();
    for (const field of await page.getByRole("textbox").all())
      if ((await field.inputValue()) === "") await field.fill("Our group looked at it.");
    await page.getByRole("button", { name: "Save, and look at the page" }).click();
    await page.getByRole("button", { name: "Publish" }).click({ timeout: 120_000 });
    await page.getByText("✓ It is published.").waitFor({ timeout: 120_000 });
    await look(page, "20-with-notebook");

    const keeper = page.url();
    await new Newcomer(page).brings(page.getByLabel("Or send it from this computer"), "june loans.csv", nextFile());
    await page.getByRole("button", { name: "Send it, and run my notebook on it" }).click();
    await page.waitForURL(/tool%20loans%20\d{4}-\d{2}-\d{2}\.ipynb/, { timeout: 120_000 });
    await page.locator("strong", { hasText: "This is a copy of “tool loans”" }).waitFor({ timeout: 120_000 });
    await look(page, "21-copy");
    const reading = page.locator(".jp-CodeCell", { hasText: "read(" }).first();
    await expect.poll(() => cellText(reading)).toContain('await read("june loans.csv")');
    await runCell(reading);
    // It reads and mends, and shows nothing; an error would stand there.
    await reading.getByText(/^You ran this/).waitFor({ timeout: 120_000 });
    expect(await outputOf(reading).allInnerTexts()).toEqual([]);
    const [back] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("link", { name: "Publish the new version" }).click(),
    ]);
    await back.getByRole("heading", { name: "The next version" }).waitFor();
    expect(new URL(back.url()).pathname).toBe(new URL(keeper).pathname);
    expect(await back.getByLabel("A data file of mine").inputValue()).toMatch(/june loans\.csv$/);
    await back.getByRole("button", { name: "Make a new version" }).click();
    await back.getByText("New column: “Returned late”.").waitFor({ timeout: 120_000 });
  },
);
