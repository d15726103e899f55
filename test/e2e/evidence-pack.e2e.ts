/** The page of an evidence pack as a commissioner meets it: opened from the zip, on a desk, on a phone, in the dark, and on paper. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { evidencePack, needByPlace, openPack, read } from "@data-surgery/opendata";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPerson } from "../support/browser.js";
import { pageFaults } from "../support/page-faults.js";
import { unpack } from "../support/unpack.js";

const shots = process.env["SHOTS"];
const browser = await openBrowser();
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evidence-page-"));
  const london = await openPack("london-boroughs");
  const boundaries = london.boundaries();
  // Invented figures for real places: one without a count, two with so few that they are hidden.
  const rows = boundaries.features.map(({ name }, at) => {
    const people = 150_000 + ((at * 7919) % 200_000);
    const count = at === 4 ? "" : at === 7 ? 3 : at === 9 ? 11 : Math.round((people / 1000) * (1 + (at % 5) * 0.4));
    return `"${name}",${count},${people}`;
  });
  await writeFile(join(folder, "referrals.csv"), `borough,referrals,people\n${rows.join("\n")}\n`);
  const table = (await read(join(folder, "referrals.csv"))).from({
    publisher: "Invented for teaching",
    licence: "CC0 1.0",
    published: "2023",
  });
  const need = needByPlace(table, {
    count: "referrals",
    population: "people",
    place: "borough",
    whole: "London",
    boundaries,
  });
  const pack = await evidencePack({
    question: "Where in London is the need for a second befriending service greatest?",
    findings: need.findings,
    limits: need.limits,
    checks: { personal: "No: only numbers for whole boroughs.", small: "Hidden.", questions: "The invented group." },
  });
  await pack.save(join(folder, "our-evidence.zip"));
  await unpack(join(folder, "our-evidence.zip"), join(folder, "taken"));
}, 600_000);
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

const address = (): string => pathToFileURL(join(folder, "taken", "evidence.html")).href;

for (const [device, options] of Object.entries({
  desk: {},
  phone: { viewport: { width: 360, height: 720 } },
  dark: { colorScheme: "dark" },
} as const)) {
  test(`it opens from the unpacked folder and keeps the rules of access: ${device}`, { timeout: 600_000 }, async () => {
    await using reader = await openPerson(browser, options);
    const { page } = reader;
    await page.goto(address());
    expect(await pageFaults(page)).toEqual([]);
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    const drawn = await page
      .locator("img")
      .evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth));
    expect(drawn).toHaveLength(2);
    expect(drawn.every((width) => width > 300)).toBe(true);
    if (shots !== undefined) await page.screenshot({ path: join(shots, `pack-${device}.png`), fullPage: true });
    expect(reader.faults).toEqual([]);
  });
}

test(
  "on paper it is a few pages: charts whole, every table of numbers there, nothing cut at the side",
  { timeout: 600_000 },
  async () => {
    await using reader = await openPerson(browser);
    const { page } = reader;
    await page.goto(address());
    // A4 without its margins, at the 96 dots an inch of a page.
    await page.setViewportSize({ width: 658, height: 987 });
    await page.emulateMedia({ media: "print" });
    const seen = await page.evaluate(() => ({
      tooWide: [...document.querySelectorAll("img, table, figure")].filter(
        (one) => one.getBoundingClientRect().right > innerWidth + 1,
      ).length,
      tooHigh: [...document.querySelectorAll("img")].filter((one) => one.getBoundingClientRect().height > 987).length,
      tables: [...document.querySelectorAll("table")].filter((one) => one.getBoundingClientRect().height > 0).length,
      screenOnly: [...document.querySelectorAll<HTMLElement>(".screen")].filter((one) => one.offsetParent !== null)
        .length,
    }));
    expect(seen).toEqual({ tooWide: 0, tooHigh: 0, tables: 2, screenOnly: 0 });
    const pdf = await page.pdf({ path: join(folder, "our-evidence.pdf"), preferCSSPageSize: true });
    // Each page of a PDF is an object of this type.
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(pages).toBeLessThanOrEqual(8);
    if (shots !== undefined) await writeFile(join(shots, "pack.pdf"), await readFile(join(folder, "our-evidence.pdf")));
  },
);
