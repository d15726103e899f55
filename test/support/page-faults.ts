/** What is wrong with a page as it stands: accessibility rules broken, and content that sticks out sideways. */
import type { Page } from "playwright-core";
import { axeFindings, type Impact } from "./axe.js";

export interface PageFaultOptions {
  /** Only faults of this weight; all of them when left out. */
  readonly impact?: readonly Impact[];
}

export async function pageFaults(page: Page, options: PageFaultOptions = {}): Promise<string[]> {
  const found = await axeFindings(page, options);
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return isTooWide ? [...found, "the page is wider than the screen"] : found;
}
