/** The accessibility rules of axe-core, run in the page that is open now. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Axe {
  run(within: string): Promise<{ violations: { id: string; impact: string | null; nodes: { html: string }[] }[] }>;
}

/** @param within a selector. @returns serious and critical findings, as text */
export async function seriousFindings(page: Page, within: string): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async (selector) => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(selector);
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
  }, within);
}
