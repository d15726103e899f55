/** A published site as a reader meets it: from a folder without any server, with and without scripts, on a phone, in the dark, on paper. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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
  test(`pages open from a folder and keep the rules of access: ${device}`, { timeout: 600_000 }, async () => {
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
  await expect.poll(() => page.getByRole("heading", { level: 1 }).textContent()).toBe("Invented: monthly-visits");
  await page.getByText("Rows: 1 new").first().waitFor();
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: /^CSV, for any program/ }).press("Enter");
  const file = await (await waiting).path();
  expect(await readFile(file, "utf8")).toBe(
    await readFile(join(folder, "site", "monthly-visits", "v2", "visits.csv"), "utf8"),
  );
  await page.getByRole("link", { name: "Version 1", exact: true }).press("Enter");
  await page.getByText("This is version 1 and it stays as it is.").waitFor();
  await page.getByRole("link", { name: "See the latest version." }).press("Enter");
  await page.waitForURL(addressOf("monthly-visits/index.html"));
});

test("on paper: chart with its numbers, tables and citation are there, nothing is cut, and addresses that lead out are written", async () => {
  await using reader = await openPerson(browser, { colorScheme: "dark", viewport: { width: 718, height: 1000 } });
  const { page } = reader;
  for (const path of ["monthly-visits/index.html", "odd-headings/index.html", "code-list/index.html"]) {
    await page.goto(addressOf(path));
    // As wide as a sheet of A4 between its margins.
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const seen = await page.evaluate(() => {
      const wide = [...document.querySelectorAll("main *")].filter(
        (one) =>
          one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && one.closest("svg") === null,
      );
      const folded = [...document.querySelectorAll("details > :not(summary)")].filter(
        (one) => one.getBoundingClientRect().height === 0,
      );
      const address = (link: Element | null): string =>
        link === null ? "" : getComputedStyle(link, "::after").content;
      return {
        wide: wide.map(({ outerHTML }) => outerHTML.slice(0, 80)),
        folded: folded.map(({ outerHTML }) => outerHTML.slice(0, 80)),
        paper: getComputedStyle(document.body).backgroundColor,
        licence: address(document.querySelector("a[href^='https://']")),
        file: address(document.querySelector("a.button")),
      };
    });
    expect({ path, ...seen }).toEqual({
      path,
      wide: [],
      folded: [],
      paper: "rgb(255, 255, 255)",
      licence: expect.stringMatching(/^" \(" attr\(href\) "\)"$|https:/) as string,
      file: expect.stringMatching(/attr\(href\)|\.csv/) as string,
    });
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    if (shots !== undefined) await writeFile(join(shots, `paper-${path.replaceAll("/", "-")}.pdf`), pdf);
    await page.emulateMedia({ media: "screen" });
  }
  expect(await page.getByRole("heading", { name: "How to cite it" }).count()).toBe(1);
});

test("a page asks for nothing but itself, and has its icon", async () => {
  const asked: string[] = [];
  const plain = createServer((request, response) => {
    asked.push(request.url ?? "");
    readFile(join(folder, "site", request.url ?? "")).then(
      (bytes) => response.writeHead(200, { "content-type": "text/html" }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
  try {
    await using reader = await openPerson(browser);
    const address = `http://127.0.0.1:${(plain.address() as AddressInfo).port}/monthly-visits/index.html`;
    await reader.page.goto(address);
    await reader.page.getByRole("heading", { name: "How to cite it" }).waitFor();
    expect(await reader.page.locator("link[rel=icon]").getAttribute("href")).toMatch(/^data:image/);
    await reader.page.reload();
    expect([...new Set(asked)]).toEqual(["/monthly-visits/index.html"]);
    expect(reader.faults).toEqual([]);
  } finally {
    plain.close();
    plain.closeAllConnections();
  }
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
