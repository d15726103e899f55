/** A page as people see it: nothing serious for those who can't see it, nothing wider than the window, and a picture for who wants one. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { axeFindings } from "./axe.js";

/** Where pictures go, for who wants to look at them. */
const shots = process.env["SHOTS"];

export async function picture(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

export async function look(page: Page, name: string): Promise<void> {
  await picture(page, name);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1,
  );
  expect({ name, faults: await axeFindings(page, { impact: ["serious", "critical"] }), wide }).toEqual({
    name,
    faults: [],
    wide: false,
  });
}
