/** A published site as a reader meets it: from a folder without any server, with and without scripts, on a phone, in the dark, on paper. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPerson } from "../support/browser.js";
import { pageFaults } from "../support/page-faults.js";

const root = join(import.meta.dirname, "..", "..");
const shots = process.env["SHOTS"];
const browser = await openBrowser();
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "published-site-"));
  await promisify(execFile)(process.execPath, [join(root, "test/interop/publish-sets.mjs"), folder]);
}, 600_000);
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

const addressOf = (path: string): string => pathToFileURL(join(folder, "site", path)).href;

for (const [device, options] of Object.entries({
  desk: {},
  phone: { viewport: { width: 375, height: 720 } },
  dark: { colorScheme: "dark" },
  "a narrow phone": { viewport: { width: 320, height: 640 } },
} as const)) {
  test(`pages open from a folder and keep the rules of access: ${device}`, { timeout: 300_000 }, async () => {
    await using reader = await openPerson(browser, options);
    const { page } = reader;
    for (const path of [
      "index.html",
      "monthly-visits/index.html",
      "monthly-visits/v1/index.html",
      "hostile-text/index.html",
      "odd-headings/index.html",
      "two-tables/index.html",
    ]) {
      await page.goto(addressOf(path));
      expect({ path, faults: await pageFaults(page) }).toEqual({ path, faults: [] });
      if (shots !== undefined)
        await page.screenshot({
          path: join(shots, `published-${device}-${path.replaceAll("/", "-")}.png`),
          fullPage: true,
        });
    }
    expect(reader.faults).toEqual([]);
  });
}

test("from the catalogue to the data, by keyboard alone, and what is downloaded is the file of the checksum", async () => {
  await using reader = await openPerson(browser, { javaScriptEnabled: false });
  const { page } = reader;
  await page.goto(addressOf("index.html"));
  await page.getByRole("link", { name: "Invented: monthly-visits" }).press("Enter");
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Invented: monthly-visits");
  expect(await page.getByText("Rows: 1 new").count()).toBeGreaterThan(0);
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: /^CSV, for any program/ }).press("Enter");
  const file = await (await waiting).path();
  expect(await readFile(file, "utf8")).toBe(
    await readFile(join(folder, "site", "monthly-visits", "v2", "visits.csv"), "utf8"),
  );
  await page.getByRole("link", { name: "Version 1", exact: true }).press("Enter");
  expect(await page.getByText("This is version 1 and it stays as it is.").count()).toBe(1);
  await page.getByRole("link", { name: "See the latest version." }).press("Enter");
  expect(page.url()).toBe(addressOf("monthly-visits/index.html"));
});

test("hostile text from titles and cells is text on the page", async () => {
  await using reader = await openPerson(browser);
  const { page } = reader;
  const alerts: string[] = [];
  page.on("dialog", (dialog) => {
    alerts.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(addressOf("hostile-text/index.html"));
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("<script>alert(1)</script>");
  expect(await page.getByText('<script>alert("x")</script>').count()).toBeGreaterThan(0);
  expect(alerts).toEqual([]);
});
