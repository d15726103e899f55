/** A group writing a bid, without writing code: a file, the notebook made from it, run from the top, and the zip taken home and proved. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Download } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { codeCell, runCell } from "../support/lesson.js";
import { joinAsLearner, lessonReady } from "../support/people.js";
import { unpack } from "../support/unpack.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());
const shots = process.env["SHOTS"];

/** Invented for this test. */
const visits = `place,month,visits\n${Array.from({ length: 24 }, (_, at) => `${at % 2 === 0 ? "Abbey Hall" : "Docks Hall"},2025-${String(1 + Math.floor(at / 2)).padStart(2, "0")},${20 + at * 3}`).join("\n")}\n`;

test(
  "from a dropped file to a zip at home, which is whole and says what is still to be said",
  { timeout: 600_000 },
  async () => {
    await using learner = await openPerson(browser);
    const { page } = learner;
    await joinAsLearner(page, server, "Ned");
    await page.getByRole("button", { name: "Add my file" }).first().click();
    const panel = page.getByRole("dialog", { name: "My data file" });
    const chooser = page.waitForEvent("filechooser");
    await panel.getByRole("button", { name: "Choose a file" }).click();
    await (await chooser).setFiles({ name: "visits.csv", mimeType: "text/csv", buffer: Buffer.from(visits) });
    await panel.getByRole("button", { name: "Make a notebook from this file" }).click({ timeout: 120_000 });
    await page.waitForURL(/learn\/tree\/.*visits.*\.ipynb/);
    await lessonReady(page);
    const last = page.locator(".jp-CodeCell", { hasText: "our-evidence.zip" });
    // Cells are drawn a few at a time.
    await last.waitFor({ state: "attached", timeout: 120_000 });
    const many = await page.locator(".jp-CodeCell").count();
    for (let at = 0; at < many; at++) {
      const cell = codeCell(page, at);
      await runCell(cell);
      await expect.poll(() => cell.locator(".jp-InputPrompt").innerText(), { timeout: 120_000 }).toMatch(/\[\d+\]/);
    }
    const link = last.getByRole("link", { name: "Download our-evidence.zip" });
    await link.waitFor({ timeout: 120_000 });
    // What nobody has said yet stands on the page.
    await codeCell(page, many - 2)
      .getByText("Not said yet")
      .first()
      .waitFor();
    if (shots !== undefined) {
      await last.scrollIntoViewIfNeeded();
      await page.screenshot({ path: join(shots, "taken-home.png") });
    }
    // The link opens a page of its own, which then is a download.
    const download = Promise.withResolvers<Download>();
    learner.context.on("page", (opened) => opened.on("download", download.resolve));
    page.on("download", download.resolve);
    await link.click();
    const patience = setTimeout(() => download.reject(new Error("Nothing was downloaded.")), 60_000);
    const zip = await (await download.promise).path();
    clearTimeout(patience);
    const home = await mkdtemp(join(tmpdir(), "taken-home-"));
    try {
      await unpack(zip, home);
      await promisify(execFile)("sha256sum", ["--strict", "--quiet", "-c", "SHA256SUMS"], { cwd: home });
      // Nobody said yet that the file may be passed on.
      expect((await readdir(home)).toSorted()).toEqual([
        "README.md",
        "SHA256SUMS",
        "data",
        "evidence.html",
        "evidence.json",
      ]);
      expect(await readFile(join(home, "README.md"), "utf8")).toContain("Nobody has said under which licence");
      expect(await readFile(join(home, "data", "notebook.ipynb"), "utf8")).toContain("evidencePack");
    } finally {
      await rm(home, { recursive: true });
    }
    expect(learner.faults).toEqual([]);
  },
);
