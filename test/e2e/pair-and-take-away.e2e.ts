/**
 * A surgery for two: a messy file becomes a shared notebook, is mended by both, and goes home as one file that opens without us. The
 * doors of a date are opened in the store, since who opens them is another room's page.
 */
import { mkdir, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { openPerson, type Person } from "../support/browser.js";
import { dropFile } from "../support/drop-file.js";
import { openHouse } from "../support/house.js";
import { cellText, codeCell, outputOf, runCell, waitSaved, writeCell } from "../support/lesson.js";
import { enterAsTrainer, joinAsLearner, lessonReady } from "../support/people.js";
import { pageFaults } from "../support/page-faults.js";
import { unpack } from "../support/unpack.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const shots = process.env["SHOTS"];
const seen = async (page: Page, name: string): Promise<void> => {
  if (shots === undefined) return;
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `pair-${name}.png`), fullPage: true });
};
const look = async (page: Page, state: string): Promise<void> =>
  expect({ [state]: await pageFaults(page, { impact: ["serious", "critical"] }) }).toEqual({ [state]: [] });

/** Invented for this test, in the manner of small organisations' files. */
const messy = [
  "Ambleford Tool Library: loans (invented for teaching)",
  "",
  "Member e-mail,Ward,Lent on,Deposit",
  "ada@example.org, Docks ,13/04/2024,£10.00",
  "ben@example.org,docks,14/04/2024,£5.50",
  "cy@example.org,Elm Park,15/04/2024,£12.00",
  "dee@example.org,Elm Park,16/04/2024,£7.00",
  "eve@example.org,Docks,17/04/2024,£8.00",
].join("\r\n");

function inStore<Result>(work: (db: DatabaseSync) => Result): Result {
  // The server writes into it, too: each waits for the other.
  const db = new DatabaseSync(join(server.data, "surgery.db"), { timeout: 60_000 });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const newSurgery = {
  kind: "surgery",
  venue: "new",
  venueName: "Invented Hall",
  address: "1 Invented Street, B5 6XX",
  mapLink: "",
  accessNotes: "Step-free from the yard",
  timeZone: "Europe/London",
  title: "Open data for lunch clubs",
  about: "Bring a spreadsheet.",
  hostGroup: "Invented Lunch Club",
  curriculum: "",
  languages: "English",
  photoPolicy: "ask",
  capacity: "9",
  firstDate: new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 10),
  starts: "18:00",
  ends: "20:00",
  repeats: "once",
  until: "",
};

/** Announced by a trainer, and its doors opened. @returns the slug and the id of the date */
async function openSurgery(trainer: Person): Promise<{ readonly slug: string; readonly date: string }> {
  const reply = await trainer.context.request.post(`${server.url}/surgeries/new`, {
    form: newSurgery,
    headers: { origin: server.url },
    maxRedirects: 0,
  });
  const slug = /surgeries\/([^/]+)\/organise/.exec(reply.headers()["location"] ?? "")?.[1] ?? "";
  expect({ status: reply.status(), slug }).toMatchObject({ status: 303, slug: expect.stringMatching(/./) as unknown });
  const date = inStore((db) => {
    const { id } = db.prepare("select id from surgery_dates").get() as { id: string };
    const workshop = db.prepare("select id from workshops").get() as { id: string };
    const insert =
      "insert into day_rooms (date_id, workshop_id, arrival_code, opened_at, closed_at) values (?, ?, ?, ?, null)";
    db.prepare(insert).run(id, workshop.id, "INVENTED", Date.now());
    return id;
  });
  return { slug, date };
}

/** What the day's page writes when two sit down. */
function sitDown(date: string, patient: string, surgeon: string): void {
  inStore((db) => {
    const contact = (name: string): string => {
      const { id } = db.prepare("select id from persons where name = ?").get(name) as { id: string };
      const known = db.prepare("select contact_id from contact_persons where person_id = ?").get(id);
      if (known !== undefined) return String(known["contact_id"]);
      const made = `contact-of-${name}`;
      db.prepare("insert into contact_persons (person_id, contact_id, linked_at) values (?, ?, 1)").run(id, made);
      db.prepare(
        "insert into contacts (id, name, email, group_name, created_at, changed_at) values (?, ?, '', '', 1, 1)",
      ).run(made, name);
      return made;
    };
    const insert =
      "insert into sittings (id, date_id, patient_id, surgeon_id, began_at, ended_at, document_id) values ('s', ?, ?, ?, 1, null, null)";
    db.prepare(insert).run(date, contact(patient), contact(surgeon));
  });
}

const value = (sql: string): unknown => inStore((db) => Object.values(db.prepare(sql).get() ?? {})[0]);

test(
  "a patient's messy file: worked on together by a code, what came of it kept, taken home and opened elsewhere",
  { timeout: 600_000 },
  async () => {
    await using trainer = await openPerson(browser);
    await enterAsTrainer(trainer.page, server);
    const { slug, date } = await openSurgery(trainer);
    await using dana = await openPerson(browser);
    await using sam = await openPerson(browser, { viewport: { width: 1100, height: 800 } });
    await joinAsLearner(dana.page, server, "Dana");
    const resumeCode = await codeOnCard(dana);
    const { page } = dana;
    await waitSaved(page);

    // How sure: a quiet card that takes no focus.
    const question = page.getByRole("region", { name: "A question for you" });
    await question.waitFor({ timeout: 120_000 });
    await look(page, "the question");
    await seen(page, "question");
    await question.getByRole("button", { name: "Say it" }).click();
    await question.getByText("Choose one of the five").waitFor();
    await question.getByLabel("2: a little").check();
    await question.getByRole("button", { name: "Say it" }).click();
    await question.getByText("Thank you.").waitFor();
    await question.getByRole("button", { name: "Close" }).click();
    expect(value("select score from confidence_answers where moment = 'before'")).toBe(2);

    // The file, one step mended, and one button.
    await dropFile(page, "tool loans.csv", messy);
    const panel = page.getByRole("dialog", { name: "My data file" });
    await panel.getByText("“tool loans.csv” is beside your notebook now.").first().waitFor({ timeout: 120_000 });
    await panel.locator('[data-code="personal-data"]').getByRole("button", { name: /^Mend/ }).first().click();
    await panel.locator('[data-code="personal-data"]').waitFor({ state: "detached" });
    await seen(page, "panel");
    await panel.getByRole("button", { name: "Work on this together" }).click();
    await page.getByRole("heading", { name: "Work on tool loans together" }).waitFor({ timeout: 120_000 });
    await look(page, "the code");
    await seen(page, "code");
    const code = await page.locator("#pair-code").innerText();
    await page.getByRole("link", { name: "Open the notebook" }).last().click();
    await lessonReady(page);
    await waitSaved(page);
    const address = page.url();

    // The one who helps comes by the code; somebody else comes nowhere.
    await joinAsLearner(sam.page, server, "Sam");
    sitDown(date, "Dana", "Sam");
    const closed = await sam.context.request.get(address, { headers: { accept: "text/html" } });
    expect(closed.status()).toBe(403);
    await sam.page.goto(`${server.url}/together`);
    await look(sam.page, "where a code is typed");
    await sam.page.getByLabel("Their code").fill(code.toLowerCase());
    await sam.page.getByRole("button", { name: "Join" }).click();
    await lessonReady(sam.page);
    expect(value("select document_id from sittings")).toMatch(/^[0-9a-f]{32}$/);
    const band = page.getByRole("region", { name: "People in this notebook" });
    await band.getByRole("list", { name: "People here" }).getByText("Sam").first().waitFor();

    // Both mend: Sam writes, Dana runs.
    const own = "// Sam and Dana, together";
    const reading = await cellText(codeCell(page, 0));
    await writeCell(codeCell(sam.page, 0), `${reading}\n${own}`);
    await expect.poll(() => cellText(codeCell(page, 0))).toContain(own);
    for (const at of [0, 1, 4]) await runCell(codeCell(page, at));
    await runCell(codeCell(page, 5));
    await outputOf(codeCell(page, 5)).getByRole("img").first().waitFor({ timeout: 180_000 });
    await outputOf(codeCell(sam.page, 5)).getByRole("img").first().waitFor();
    await waitSaved(page);
    await seen(sam.page, "together");
    expect(sam.faults).toEqual([]);

    // What came of it.
    await page.getByRole("button", { name: "Finish" }).first().click();
    await page.getByRole("heading", { name: "What came of it" }).waitFor();
    expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(0);
    await dana.context.setOffline(true);
    await page.getByLabel("What did you get done?").fill("A chart of loans by ward");
    await page.getByText("The network is away.").waitFor();
    await dana.context.setOffline(false);
    await page.getByText("Your words are saved.").waitFor();
    expect(value("select done from outcome_cards")).toBe("A chart of loans by ward");
    await page.getByLabel("What comes next?").fill("Show it to the board");
    await page.getByLabel("What was it about most?").selectOption("chart");
    await page.getByLabel("The story, as you would tell it to others").fill("We saw where tools are borrowed.");
    await page.getByLabel("You may tell this story to the public.").check();
    await look(page, "the card");
    await seen(page, "card");
    await page.getByRole("button", { name: "Keep this" }).click();
    await page.getByText("It is kept.").waitFor();
    await page.getByLabel("4: quite").check();
    await page.getByRole("button", { name: "Say it" }).click();
    await page.getByRole("heading", { name: "Thank you" }).waitFor();
    expect(value("select count(*) from outcome_cards")).toBe(1);
    expect(value("select given from consents where purpose = 'story'")).toBe(1);
    expect(value("select score from confidence_answers where moment = 'after'")).toBe(4);
    expect(value("select surgeon_id from outcome_cards")).toBe("contact-of-Sam");

    // On another device, by the resume code; nobody else's.
    await using phone = await openPerson(browser, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      colorScheme: "dark",
    });
    await phone.page.goto(`${server.url}/resume`);
    await phone.page.getByLabel(/code/i).first().fill(resumeCode);
    await phone.page.getByRole("button").first().click();
    await phone.page.waitForURL((url) => !url.pathname.startsWith("/resume"));
    await phone.page.goto(`${server.url}/me/take-aways`);
    await phone.page.getByRole("heading", { name: "tool loans" }).waitFor();
    await look(phone.page, "take-aways on a phone, in the dark");
    await seen(phone.page, "take-aways-phone");
    await phone.page.getByRole("link", { name: /What came of it/ }).click();
    expect(await phone.page.getByLabel("You may tell this story to the public.").isChecked()).toBe(true);
    await look(phone.page, "the card on a phone, in the dark");
    await seen(phone.page, "card-phone");
    await phone.page.goto(`${server.url}/me/take-aways`);
    await sam.page.goto(`${server.url}/me/take-aways`);
    await sam.page.getByText("Nothing is here yet.").waitFor();

    // The organiser's list, on a phone too.
    await trainer.page.setViewportSize({ width: 390, height: 844 });
    await trainer.page.goto(`${server.url}/surgeries/${slug}/dates/${date}/outcomes`);
    await trainer.page.getByText("1 of 1 have said what came of it.").waitFor();
    await trainer.page.getByText("Dana", { exact: true }).waitFor();
    await look(trainer.page, "what came of a date");
    await seen(trainer.page, "outcomes-phone");

    // Home: unpacked by a program of its own, opened from the disk with the network away.
    const download = phone.page.waitForEvent("download");
    await phone.page.getByRole("link", { name: /Take it home/ }).click();
    const zip = join(server.data, "taken.zip");
    await (await download).saveAs(zip);
    expect((await download).suggestedFilename()).toBe("tool loans.zip");
    const home = join(server.data, "taken");
    await unpack(zip, home);
    const names = await readdir(home);
    expect(names.toSorted((one, other) => (one < other ? -1 : 1))).toEqual([
      "README.txt",
      "charts",
      "summary.html",
      "tool loans (mended).csv",
      "tool loans.csv",
      "tool loans.ipynb",
    ]);
    expect(await readFile(join(home, "tool loans.csv"), "utf8")).toBe(messy);
    expect(await readFile(join(home, "tool loans (mended).csv"), "utf8")).not.toContain("@example.org");
    expect(await readFile(join(home, "tool loans.ipynb"), "utf8")).toContain(own);
    await using elsewhere = await openPerson(browser, { viewport: { width: 900, height: 1200 } });
    await elsewhere.context.setOffline(true);
    await elsewhere.page.goto(pathToFileURL(join(home, "summary.html")).href);
    await elsewhere.page.getByText("A chart of loans by ward").waitFor();
    const widths = await elsewhere.page
      .locator("img")
      .evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth));
    expect(widths.length).toBeGreaterThan(0);
    expect(widths.every((width) => width > 0)).toBe(true);
    await seen(elsewhere.page, "summary");
    await elsewhere.page.goto(pathToFileURL(join(home, "charts", "chart-1.svg")).href);
    expect(elsewhere.faults).toEqual([]);
    // What was asked for while the network was away failed, as it had to.
    const faults = [...dana.faults, ...phone.faults].filter((fault) => !/ERR_INTERNET_DISCONNECTED/.test(fault));
    expect(faults).toEqual([]);
  },
);

/** The card that was shown on joining can be opened again for a while. */
async function codeOnCard({ context }: Person): Promise<string> {
  const page = await context.newPage();
  await page.goto(`${server.url}/me/card`);
  const code = await page.locator("#resume-code").innerText();
  await page.close();
  return code;
}
