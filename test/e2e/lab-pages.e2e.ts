/** The two notebook pages in real Chromium: load, open, run, complete, restart, change the theme, and not one error on the way. */
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPerson } from "../support/browser.js";
import { buildLabextension } from "../support/build-labextension.js";
import { cellText, codeCell, outputOf, runCell, writeCell } from "../support/lesson.js";
import { listen } from "../support/listen.js";
import { enterAsTrainer, joinAsLearner, lessonReady, letIn } from "../support/people.js";
import { startServer, type RunningServer } from "../support/running-server.js";

const root = join(import.meta.dirname, "..", "..");

let browser: Browser;
let server: RunningServer;
let data: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "surgery-e2e-"));
  buildLabextension(
    join(root, "test", "fixtures", "greeting-extension"),
    join(data, "labextensions", "@civic", "greeting"),
  );
  [browser, server] = await Promise.all([openBrowser(), startServer({ data })]);
});

afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  await rm(data, { recursive: true, force: true, maxRetries: 5 });
});

/** Types the beginning of a name and presses Tab; resolves when the page offers the rest or has written it. */
async function complete(page: Page): Promise<void> {
  const cell = codeCell(page, 0);
  await writeCell(cell, "conso");
  const offered = async (): Promise<boolean> =>
    (await page.locator(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-item").count()) > 0 ||
    (await cellText(cell)).startsWith("console");
  // Where nothing comes for a while, people press it again.
  const pressed = async (): Promise<boolean> => {
    if (await offered()) return true;
    await page.keyboard.press("Tab");
    return false;
  };
  await expect.poll(pressed, { interval: 6000, timeout: 120_000 }).toBe(true);
  await page.keyboard.press("Escape");
}

/** What came out under a cell, as one text. */
async function printed(page: Page): Promise<string> {
  return (await outputOf(codeCell(page, 0)).allInnerTexts()).join("").trim();
}

async function backgroundOf(page: Page, selector: string): Promise<string> {
  return page.locator(selector).evaluate((node) => getComputedStyle(node).backgroundColor);
}

/** Name and icon of the browser's tab. */
async function expectOwnName(page: Page): Promise<void> {
  await expect.poll(() => page.title()).toMatch(/Data Surgery$/);
  expect(await page.title()).not.toMatch(/Jupyter/);
  const icons = await page.locator('link[rel~="icon"]').evaluateAll((links) => links.map((link) => link.outerHTML));
  expect(icons).toHaveLength(1);
  expect(icons[0]).toMatch(/icon\.[^"]*svg/);
}

const keep = "(globalThis as any).kept = 41; console.log('kept', (globalThis as any).kept);";
const recall = "console.log('still', (globalThis as any).kept);";

test("the learner's page: load, run, complete, restart, light and dark, without an error", async () => {
  await using learner = await openPerson(browser);
  const { page } = learner;
  await joinAsLearner(page, server, "Lena");
  await expectOwnName(page);
  const cell = codeCell(page, 0);
  await writeCell(cell, keep);
  await runCell(cell);
  await expect.poll(() => printed(page)).toBe("kept 41");

  await complete(page);

  await page.locator(".ds-menu summary").click();
  const spoken = await listen(page);
  await page.getByRole("button", { name: "Start the notebook afresh" }).click();
  await expect.poll(spoken).toContain("The notebook started afresh.");
  await writeCell(cell, recall);
  await runCell(cell);
  await expect.poll(() => printed(page)).toBe("still undefined");

  const light = await backgroundOf(page, "#main");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => page.locator("body").getAttribute("data-jp-theme-light")).toBe("false");
  await expect.poll(() => backgroundOf(page, "#main")).not.toBe(light);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => backgroundOf(page, "#main")).toBe(light);
  expect(learner.faults).toEqual([]);
});

test("the full lab: load, open, run, complete, restart, another theme, somebody else's extension, without an error", async () => {
  await using learner = await openPerson(browser);
  await joinAsLearner(learner.page, server, "Luca");
  await using trainer = await openPerson(browser);
  const { page } = trainer;
  await enterAsTrainer(page, server);
  await page.goto(learner.page.url().replace("/learn/tree/", "/lab/tree/"));
  await letIn(learner.page, "Trainer", "run");
  await lessonReady(page);
  await expectOwnName(page);
  expect(await page.locator("#jp-MainLogo").count()).toBe(0);

  const greeting = page.locator("#civic-greeting");
  await greeting.waitFor();
  expect(await greeting.textContent()).toBe("Hello from elsewhere");
  expect(await greeting.evaluate((node) => getComputedStyle(node).fontStyle)).toBe("italic");

  const cell = codeCell(page, 0);
  await writeCell(cell, keep);
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => printed(page)).toBe("kept 41");
  // The same room: the learner sees what the trainer ran.
  await expect.poll(() => printed(learner.page)).toBe("kept 41");

  await complete(page);

  const choose = async (...labels: RegExp[]): Promise<void> => {
    for (const label of labels)
      await page.locator(".lm-MenuBar-item, .lm-Menu-item").filter({ hasText: label }).click();
  };
  await choose(/^Kernel$/, /^Restart Kernel…/);
  const dialog = page.getByRole("dialog");
  // Before that, a cell would still run in the kernel that ends.
  const restarted = page.waitForResponse((response) => /\/api\/kernels\/[^/]+\/restart/.test(response.url()));
  await dialog.getByRole("button", { name: "Confirm Kernel Restart" }).click();
  await dialog.waitFor({ state: "detached" });
  await restarted;
  await writeCell(cell, recall);
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => printed(page)).toBe("still undefined");

  const light = await backgroundOf(page, "#main");
  await choose(/^Settings$/, /^Theme$/, /^JupyterLab Dark$/);
  await expect.poll(() => page.locator("body").getAttribute("data-jp-theme-light")).toBe("false");
  await expect.poll(() => backgroundOf(page, "#main")).not.toBe(light);
  expect([...trainer.faults, ...learner.faults]).toEqual([]);
});

test("our own extension stands ready for any other JupyterLab", () => {
  const folder = join(root, "extension", "labextension");
  const { name, jupyterlab } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string;
    jupyterlab: { _build: { load: string; extension: string; style: string } };
  };
  expect(name).toBe("@data-surgery/extension");
  expect(jupyterlab._build).toMatchObject({ extension: "./extension", style: "./style" });
  expect(existsSync(join(folder, jupyterlab._build.load))).toBe(true);
});
