/** A data file of one's own, from the drop onto the page to a chart in the notebook: by keyboard, with the network away while it is read. */
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openPerson } from "../support/browser.js";
import { dropFile } from "../support/drop-file.js";
import { openHouse } from "../support/house.js";
import { chooseCommand, isWriting, tabTo } from "../support/keyboard.js";
import { cellText, outputOf } from "../support/lesson.js";
import { pageFaults } from "../support/page-faults.js";
import { enterAsTrainer, joinAsLearner, lessonReady } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const shots = process.env["SHOTS"];
const seen = async (page: Page, name: string): Promise<void> => {
  if (shots === undefined) return;
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
};

/** Invented for this test, in the manner of small organisations' files. */
const messy = [
  "Ambleford Tool Library: loans (invented for teaching)",
  "Printed on 3 May 2024",
  "",
  "Member e-mail,Ward,Lent on,Deposit",
  "ada@example.org, Docks ,13/04/2024,£10.00",
  "ben@example.org,docks,14/04/2024,£5.50",
  'cy@example.org,Elm Park,15/04/2024,"£1,200.00"',
  "dee@example.org,Elm Park,2024-04-16,n/a",
  "eve@example.org,Docks,17/04/2024,£8.00",
  "fay@example.org,Elm Park,18/04/2024,£12.00",
  "gus@example.org,Castle Hill,19/04/2024,£7.50",
  "hal@example.org,Castle Hill,20/04/2024,£9.00",
  'Total,,,"£1,252.00"',
].join("\r\n");

const panelOf = (page: Page): Locator => page.getByRole("dialog", { name: "My data file" });
const faultOf = (page: Page, code: string): Locator => panelOf(page).locator(`[data-code="${code}"]`);
const spoken = (page: Page): Promise<string> => panelOf(page).locator("> [role=status]").innerText();
const look = async (page: Page, state: string): Promise<void> =>
  expect({ [state]: await pageFaults(page, { impact: ["serious", "critical"] }) }).toEqual({ [state]: [] });

/** The worker is there, and with it all that a file may need: then nothing more has to come. */
async function hasAllItNeeds(page: Page): Promise<void> {
  const loaded = (): Promise<number> => page.evaluate(() => performance.getEntriesByType("resource").length);
  await expect.poll(() => page.workers().length, { timeout: 120_000 }).toBeGreaterThan(0);
  const [worker] = page.workers();
  const inside = (): Promise<number> =>
    worker === undefined ? Promise.resolve(0) : worker.evaluate(() => performance.getEntriesByType("resource").length);
  let before = -1;
  await expect
    .poll(
      async () => {
        const now = (await loaded()) + (await inside());
        const isStill = now === before && (await inside()) >= 2;
        before = now;
        return isStill;
      },
      { interval: 1000, timeout: 120_000 },
    )
    .toBe(true);
}

test(
  "a file that is dropped while the network is away is read, mended by keyboard, written into the notebook, run and drawn",
  { timeout: 600_000 },
  async () => {
    await using learner = await openPerson(browser);
    const { page, context } = learner;
    await joinAsLearner(page, server, "Dana");
    await hasAllItNeeds(page);
    await context.setOffline(true);
    await dropFile(page, "tool loans.csv", messy);
    const panel = panelOf(page);
    await panel.getByText(/tool loans\.csv has 8 rows and 4 columns\. 3 lines of it are not data/).waitFor();
    await panel
      .getByText(/The network is away, so the file is not beside your notebook yet/)
      .first()
      .waitFor();
    await panel.getByText("This waits until the file is beside your notebook.").waitFor();
    await seen(page, "offline");
    await look(page, "read without the network");

    // Mending goes on meanwhile, by keys alone; what may harm somebody comes first.
    await tabTo(page, /^Preview$/);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toMatch(/e-mail addresses/);
    await tabTo(page, /^Mend$/);
    await page.keyboard.press("Enter");
    await expect.poll(() => spoken(page)).toMatch(/^Left out “Member e-mail”\./);
    await faultOf(page, "personal-data").waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("dialog") !== null)).toBe(true);
    await tabTo(page, /^Preview$/);
    await page.keyboard.press("Enter");
    const cells = faultOf(page, "padded-cells").getByRole("region", { name: "Cells before and after" });
    await cells.getByRole("row", { name: /5 Ward ·Docks· Docks/ }).waitFor();
    await look(page, "a preview");
    await seen(page, "preview");
    await tabTo(page, /^Mend$/);
    await page.keyboard.press("Enter");
    await faultOf(page, "padded-cells").waitFor({ state: "detached" });
    await faultOf(page, "inconsistent-category").getByRole("button", { name: /^Mend/ }).press("Enter");
    await faultOf(page, "inconsistent-category").waitFor({ state: "detached" });

    // Taken back and done again.
    await panel.getByRole("button", { name: /^Undo: Took away the space/ }).press("Enter");
    await faultOf(page, "padded-cells").waitFor();
    await panel.getByRole("button", { name: /^Do it again: Took away the space/ }).press("Enter");
    await faultOf(page, "padded-cells").waitFor({ state: "detached" });

    await context.setOffline(false);
    await panel.getByText("“tool loans.csv” is beside your notebook now.").first().waitFor({ timeout: 120_000 });
    await seen(page, "mended");
    await tabTo(page, /^Write this into my notebook$/);
    await page.keyboard.press("Enter");
    await panel.waitFor({ state: "hidden" });
    const cell = page.locator(".jp-CodeCell.jp-mod-active");
    await expect.poll(() => cellText(cell)).toMatch(/let toolLoans = await read\("tool loans\.csv"\);/);
    await isWriting(page);
    await page.keyboard.press("Control+Enter");
    await outputOf(cell).getByRole("columnheader", { name: "Deposit" }).waitFor({ timeout: 120_000 });
    const wards = async (): Promise<unknown> =>
      (await outputOf(cell).getByRole("row").allInnerTexts()).slice(1).map((row) => row.split("\t")[0]);
    await expect
      .poll(wards)
      .toEqual(["Docks", "Docks", "Elm Park", "Elm Park", "Docks", "Elm Park", "Castle Hill", "Castle Hill"]);

    await page.keyboard.press("Escape");
    await page.keyboard.press("b");
    await page.keyboard.press("Enter");
    await isWriting(page);
    await page.keyboard.insertText(
      `import { chart, sum } from "@data-surgery/opendata";
let totals = toolLoans.groupBy("Ward").summarise({ total: sum("Deposit") });
chart.bar(totals, { label: "Ward", value: "total", axis: "Deposits in £", title: "Elm Park holds most", source: "Invented for teaching" })`,
    );
    await page.keyboard.press("Control+Enter");
    const drawn = page.locator(".jp-CodeCell.jp-mod-active .jp-OutputArea");
    await drawn.getByRole("img", { name: /Elm Park holds most/ }).waitFor({ timeout: 120_000 });
    const heard = await drawn.ariaSnapshot();
    expect(heard).toMatch(/Highest: Elm Park, .?1,212/);
    await seen(page, "drawn");
    const home = join(server.data, "files", "people");
    const [own = ""] = await readdir(home);
    const kept = (await readdir(join(home, own), { recursive: true })).filter((name) => /loans|on-its-way/.test(name));
    expect(kept.map((name) => name.split("/").at(-1))).toEqual(["tool loans.csv"]);
    expect(await readFile(join(home, own, kept[0] ?? ""), "utf8")).toBe(messy);
    // What was asked for while the network was away failed, as it had to.
    expect(learner.faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED/.test(fault))).toEqual([]);
  },
);

test(
  "on a phone, in the dark: a file is chosen by a button, read otherwise by a choice, saved mended, and made into a notebook",
  { timeout: 600_000 },
  async () => {
    await using learner = await openPerson(browser, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      colorScheme: "dark",
      reducedMotion: "reduce",
    });
    const { page } = learner;
    await joinAsLearner(page, server, "Phil");
    await page.locator(".ds-menu summary").click();
    await page.getByRole("button", { name: "Add my file" }).click();
    const panel = panelOf(page);
    await panel.getByRole("button", { name: "Choose a file" }).waitFor();
    await look(page, "which file");
    await seen(page, "phone-choose");
    const choose = async (name: string, text: string): Promise<void> => {
      const chooser = page.waitForEvent("filechooser");
      await panel.getByRole("button", { name: "Choose a file" }).click();
      await (await chooser).setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
    };
    await choose("photo.png", "x");
    await panel
      .getByText(/photo\.png is not a kind of file that can be read here/)
      .first()
      .waitFor();
    await choose('<img src=x onerror="document.title=1">.csv', messy.replace("Docks ", "<b>Docks</b> "));
    await panel.getByText(/has 8 rows and 4 columns/).waitFor();
    await panel.getByText("<b>Docks</b>").first().waitFor();
    await panel
      .getByText(/is beside your notebook now, as “img src=x onerror=-document\.title=1-\.csv”/)
      .first()
      .waitFor();
    expect(await panel.locator("img, b").count()).toBe(0);
    await look(page, "on a phone");
    await seen(page, "phone-read");
    await panel.getByText("Its 4 columns").click();
    await panel.getByText("How it was read").click();
    await look(page, "all opened");
    await panel.getByText("How it was read").scrollIntoViewIfNeeded();
    await seen(page, "phone-choices");

    await panel.getByLabel("Row with the headings").selectOption("0");
    await panel.getByText("It has no row of headings.").waitFor();
    await panel.getByLabel("Row with the headings").selectOption("");
    await panel.getByText("The headings are in row 4.").waitFor();
    await panel.getByLabel("Kind of Deposit").selectOption("text");
    await panel.getByText("Read “Deposit” as text.").first().waitFor();
    await panel.getByRole("button", { name: /^Undo: Read “Deposit” as text/ }).click();
    await faultOf(page, "padded-cells").getByRole("button", { name: /^Mend/ }).click();
    await faultOf(page, "padded-cells").waitFor({ state: "detached" });
    await panel.getByRole("button", { name: "Show the same as code" }).click();
    await panel.getByText(/= mend\(.*type: "trim-cells"/).waitFor();
    await panel.getByRole("button", { name: "Save the mended file" }).click();
    await panel
      .getByText(/Saved as “img.*\(mended\)\.csv”, beside your notebook/)
      .first()
      .waitFor();
    await panel.getByRole("button", { name: "Another file" }).click();
    await panel.getByRole("button", { name: /^Look at img.*\(mended\)\.csv/ }).click();
    await panel.getByText(/has 8 rows and 4 columns/).waitFor();
    expect(await faultOf(page, "padded-cells").count()).toBe(0);
    await panel.getByRole("button", { name: "Make a notebook from this file" }).click();
    await page.waitForURL(/learn\/tree\/.*mended.*\.ipynb/);
    await lessonReady(page);
    await expect.poll(() => page.locator(".jp-CodeCell").count()).toBeGreaterThan(3);
    expect(await page.title()).not.toBe("1");
    expect(learner.faults).toEqual([]);
  },
);

test("where the part that looks at files does not come, the page says so, and goes on when it does", async () => {
  await using learner = await openPerson(browser);
  const { page, context } = learner;
  // Whoever pays by the megabyte gets that part when they ask for it; to others it may have come by itself already.
  await context.addInitScript(() =>
    Object.defineProperty(navigator, "connection", { get: () => ({ saveData: true }), configurable: true }),
  );
  await joinAsLearner(page, server, "Ned");
  const parts = /\/static\/learner\/.*\.js$/;
  await context.route(parts, (route) => route.abort());
  await page.getByRole("button", { name: "Add my file" }).first().click();
  const card = page.getByRole("region", { name: "My data file" });
  await card.getByText(/could not be fetched\. Check the Wi-Fi/).waitFor();
  await context.unroute(parts);
  await page.getByRole("button", { name: "Add my file" }).first().click();
  await panelOf(page).getByRole("button", { name: "Choose a file" }).waitFor();
  expect(await card.count()).toBe(0);
  await page.keyboard.press("Escape");
  await panelOf(page).waitFor({ state: "hidden" });
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Add my file");
});

test("in the full lab: from the list of commands, and from the list of files", { timeout: 600_000 }, async () => {
  await using trainer = await openPerson(browser);
  const { page } = trainer;
  await enterAsTrainer(page, server);
  const path = await page.evaluate(async () => {
    const reply = await fetch("/api/lessons/first-look/open", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
    return ((await reply.json()) as { path: string }).path;
  });
  await page.goto(`${server.url}/lab/tree/${path}`);
  await lessonReady(page);
  await page.locator(".jp-CodeCell .cm-content").first().click();
  await chooseCommand(page, "Add My Data File");
  const panel = panelOf(page);
  const chooser = page.waitForEvent("filechooser");
  await panel.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles({ name: "loans.csv", mimeType: "text/csv", buffer: Buffer.from(messy) });
  await panel.getByText("“loans.csv” is beside your notebook now.").first().waitFor({ timeout: 120_000 });
  expect(await axeFindings(page, { within: [".ds-data"], impact: ["serious", "critical"] })).toEqual([]);
  await seen(page, "lab");
  expect((await stat(join(server.data, "files", path, "..", "loans.csv"))).size).toBe(Buffer.byteLength(messy));
  await panel.getByRole("button", { name: "Close" }).click();

  const file = page.locator(".jp-DirListing-item", { hasText: "loans.csv" });
  // The tab would put away a list that is open already. A new file comes into the list by and by.
  if (!(await page.locator(".jp-DirListing-content").isVisible()))
    await page.getByRole("tab", { name: /File Browser/ }).click();
  await file.click({ button: "right" });
  await page.getByText("Look at This Data File").click();
  await panel.getByText(/loans\.csv has 8 rows and 4 columns/).waitFor();
  await panel.getByRole("button", { name: "Write this into my notebook" }).click();
  await panel.waitFor({ state: "hidden" });
  await expect
    .poll(() => cellText(page.locator(".jp-CodeCell.jp-mod-active")))
    .toMatch(/let loans = await read\("loans\.csv"\);/);
  expect(trainer.faults).toEqual([]);
});
