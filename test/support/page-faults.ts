/** What is wrong with a page as it stands: accessibility rules broken, and content that sticks out sideways. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface PageFaultOptions {
  /** Only faults of this weight; all of them when left out. */
  readonly impact?: readonly ("minor" | "moderate" | "serious" | "critical")[];
}

export async function pageFaults(page: Page, { impact }: PageFaultOptions = {}): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(
    async (wanted) => {
      interface Axe {
        run(): Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }>;
      }
      const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
      const found = violations
        .filter((one) => wanted === undefined || wanted.includes(one.impact))
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
      if (document.documentElement.scrollWidth > innerWidth) found.push("the page is wider than the screen");
      return found;
    },
    impact as readonly string[] | undefined,
  );
}
