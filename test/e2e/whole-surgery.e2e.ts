/**
 * One surgery from nothing to its report, by the words on the screens alone: announced, signed up for on phones, matched, arrived,
 * worked on at a messy file by two, told, taken home, counted. What each part does besides stands in the tests of its own.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { dropFile } from "../support/drop-file.js";
import { openHouse } from "../support/house.js";
import { codeCell, outputOf, runCell, waitSaved } from "../support/lesson.js";
import { enterAsTrainer, joinAsLearner, lessonReady } from "../support/people.js";
import { unpack } from "../support/unpack.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const phone = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  javaScriptEnabled: false,
} as const;
const minute = 60_000;

/** Invented for this test, in the manner of small organisations' files. */
const messy = [
  "Ambleford Lunch Club: visits (invented for teaching)",
  "",
  "Member e-mail,Ward,Came on,Paid",
  "ada@example.org, Docks ,13/04/2024,£3.00",
  "ben@example.org,docks,14/04/2024,£3.50",
  "cy@example.org,Elm Park,15/04/2024,£4.00",
  "dee@example.org,Elm Park,16/04/2024,£3.00",
].join("\r\n");

const inLondon = (at: number): { readonly day: string; readonly clock: string } => {
  const [day = "", clock = ""] = new Date(at).toLocaleString("sv-SE", { timeZone: "Europe/London" }).split(" ");
  return { day, clock: clock.slice(0, 5) };
};

async function announce(desk: Page): Promise<void> {
  // Begins while people sit together: a date counts once it has begun.
  const [from, to] = [inLondon(Date.now() + 1.5 * minute), inLondon(Date.now() + 121.5 * minute)];
  await desk.getByRole("link", { name: "Surgeries" }).click();
  await desk.getByRole("link", { name: "Announce a surgery" }).click();
  await desk.getByLabel("Name", { exact: true }).fill("Open data for lunch clubs");
  await desk.getByLabel("Who invites").fill("Invented Lunch Club");
  await desk.getByLabel("Day").fill(from.day);
  await desk.getByLabel("From").fill(from.clock);
  await desk.getByLabel("To", { exact: true }).fill(to.clock);
  await desk.getByLabel("Name of the place").fill("Invented Hall");
  await desk.getByLabel("Street and postcode").fill("1 Invented Street, B5 6XX");
  await desk.getByRole("button", { name: "Announce it" }).click();
  await desk.getByText("It is announced").waitFor();
}

async function signUp(page: Page, how: string, name: string, field: string, words: string): Promise<void> {
  await page.goto(`${server.url}/surgeries`);
  await page.getByRole("link", { name: "Open data for lunch clubs" }).click();
  await page.getByRole("link", { name: "Come along" }).click();
  await page.getByLabel(how).check();
  await page.getByLabel("What shall we call you?").fill(name);
  await page.getByLabel(field).fill(words);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByRole("heading", { name: "See you there" }).waitFor();
}

/** At the laptop where they work: the code on the wall, their name, and that this is them. */
async function arrive(page: Page, code: string, name: string): Promise<void> {
  await page.goto(`${server.url}/arrive`);
  await page.getByLabel("Code from the board").fill(code);
  await page.getByRole("button", { name: "Go on" }).click();
  const form = page.getByRole("region", { name: "I signed up" });
  await form.getByLabel("Your name, as you gave it").fill(name);
  await form.getByRole("checkbox").check();
  await form.getByRole("button", { name: "I’m here" }).click();
  await page.getByRole("heading", { name: `Good to see you, ${name}` }).waitFor();
}

async function saved(page: Page, press: () => Promise<void>, as: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  const path = join(server.data, as);
  await download.saveAs(path);
  return path;
}

interface FieldOf {
  readonly name: string;
}
interface ResourceOf {
  readonly path: string;
  readonly schema: { readonly fields: readonly FieldOf[] };
}

test(
  "a surgery from nothing: announced, come to, worked on, told, taken home, and in the report",
  { timeout: 600_000 },
  async () => {
    await using organiser = await openPerson(browser);
    const desk = organiser.page;
    await enterAsTrainer(desk, server);
    await announce(desk);

    await using adasPhone = await openPerson(browser, phone);
    await using miasPhone = await openPerson(browser, phone);
    const need = "A chart of who comes to lunch";
    await signUp(adasPhone.page, "I want help with something", "Ada", "What do you want help with?", need);
    await signUp(miasPhone.page, "I want to help others", "Mia", "What can you help with?", "Charts and spreadsheets");

    await desk.reload();
    await desk.getByRole("link", { name: "Who sits with whom" }).click();
    await desk.getByRole("listitem").filter({ hasText: "Ada" }).filter({ hasText: "Mia" }).waitFor();
    await desk.getByRole("link", { name: "Back" }).click();
    await desk.getByRole("link", { name: "The day: doors, list and wall" }).click();
    await desk.getByRole("button", { name: "Open the doors" }).click();
    await desk.getByRole("heading", { name: "Expected" }).waitFor();
    const wall = await organiser.context.newPage();
    await wall.goto(`${desk.url()}?projector=1`);
    const code = (await wall.locator(".arrival-code").innerText()).trim();

    // Each at a laptop: into the notebooks, then on the list.
    await using ada = await openPerson(browser);
    await using mia = await openPerson(browser);
    await joinAsLearner(ada.page, server, "Ada");
    const lesson = ada.page.url();
    await arrive(ada.page, code, "Ada");
    await joinAsLearner(mia.page, server, "Mia");
    await arrive(mia.page, code, "Mia");
    await desk.getByRole("button", { name: /^Sits with Mia/ }).click();
    await desk.getByText("Ada sits with Mia.").waitFor();

    // How sure before, the messy file, one thing mended, and both at one notebook.
    const { page } = ada;
    await page.goto(lesson);
    await lessonReady(page);
    await waitSaved(page);
    const question = page.getByRole("region", { name: "A question for you" });
    await question.getByLabel("2: a little").check({ timeout: 120_000 });
    await question.getByRole("button", { name: "Say it" }).click();
    await question.getByRole("button", { name: "Close" }).click();
    await dropFile(page, "visits.csv", messy);
    const panel = page.getByRole("dialog", { name: "My data file" });
    await panel.getByText("“visits.csv” is beside your notebook now.").first().waitFor({ timeout: 120_000 });
    await panel.locator('[data-code="personal-data"]').getByRole("button", { name: /^Mend/ }).first().click();
    await panel.locator('[data-code="personal-data"]').waitFor({ state: "detached" });
    await panel.getByRole("button", { name: "Work on this together" }).click();
    const share = await page.locator("#pair-code").innerText();
    await page.getByRole("link", { name: "Open the notebook" }).last().click();
    await lessonReady(page);
    await waitSaved(page);
    await mia.page.goto(`${server.url}/together`);
    await mia.page.getByLabel("Their code").fill(share);
    await mia.page.getByRole("button", { name: "Join" }).click();
    await lessonReady(mia.page);
    for (const at of [0, 1, 4]) await runCell(codeCell(page, at));
    await runCell(codeCell(page, 5));
    await outputOf(codeCell(mia.page, 5)).getByRole("img").first().waitFor({ timeout: 180_000 });
    await waitSaved(page);

    // What came of it, and how sure after.
    await page.getByRole("button", { name: "Finish" }).first().click();
    await page.getByRole("heading", { name: "What came of it" }).waitFor();
    await page.getByLabel("What did you get done?").fill("A chart of visits by ward");
    await page.getByLabel("What comes next?").fill("Show it to the committee");
    await page
      .getByLabel("The story, as you would tell it to others")
      .fill("Invented story: a lunch club saw who comes.");
    await page.getByLabel("You may tell this story to the public.").check();
    await page.getByRole("button", { name: "Keep this" }).click();
    await page.getByText("It is kept.").waitFor();
    await page.getByLabel("4: quite").check();
    await page.getByRole("button", { name: "Say it" }).click();
    await page.getByRole("heading", { name: "Thank you" }).waitFor();

    // Home, and open there without us.
    await page.goto(`${server.url}/me/take-aways`);
    const taken = await saved(page, () => page.getByRole("link", { name: /Take it home/ }).click(), "taken.zip");
    const home = join(server.data, "taken");
    await unpack(taken, home);
    expect(await readdir(home)).toContain("visits.ipynb");
    await using elsewhere = await openPerson(browser);
    await elsewhere.context.setOffline(true);
    await elsewhere.page.goto(pathToFileURL(join(home, "summary.html")).href);
    await elsewhere.page.getByText("A chart of visits by ward").waitFor();

    // Closed, and counted.
    await desk.locator("#close-tools summary").click();
    await desk.getByRole("button", { name: "Close the doors" }).click();
    await desk.getByText("2 people were here.").waitFor();
    await desk.goto(`${server.url}/surgeries/organise`);
    await desk.getByRole("link", { name: "Impact report" }).click();
    const report = async (): Promise<string> => {
      await desk.reload();
      return desk.locator("main").innerText();
    };
    await expect
      .poll(report, { timeout: 240_000, interval: 2000 })
      .toContain("Invented story: a lunch club saw who comes.");
    expect(await report()).toMatch(/Outcome cards?\s+1\b/i);
    await adasPhone.page.goto(`${server.url}/impact`);
    await adasPhone.page.getByText("Invented story: a lunch club saw who comes.").waitFor();

    // Its open data holds together: every file of the package is there, with the columns that it says, and no small number.
    await desk.goto(`${server.url}/impact/data`);
    const zip = await saved(desk, () => desk.getByRole("link", { name: "impact.zip" }).click(), "impact.zip");
    const data = join(server.data, "impact");
    await unpack(zip, data);
    const { resources } = JSON.parse(await readFile(join(data, "datapackage.json"), "utf8")) as {
      readonly resources: readonly ResourceOf[];
    };
    expect(resources.length).toBeGreaterThan(0);
    for (const { path, schema } of resources) {
      const [head = ""] = (await readFile(join(data, path), "utf8")).replace(/^\uFEFF/, "").split(/\r?\n/);
      expect([path, head.split(",")]).toEqual([path, schema.fields.map(({ name }) => name)]);
    }
    for (const { faults } of [organiser, ada, mia]) expect(faults).toEqual([]);
  },
);
