/** The accessibility rules of axe-core, run in the page that is open now. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export type Impact = "minor" | "moderate" | "serious" | "critical";

interface Axe {
  run(
    context: object,
    options: object,
  ): Promise<{ violations: { id: string; impact: Impact; nodes: { target: string[] }[] }[] }>;
}

export interface AxeOptions {
  /** Selectors; what is not there now is left out. The whole page when left out. */
  readonly within?: readonly string[];
  /** Only findings of this weight; all of them when left out. */
  readonly impact?: readonly Impact[];
}

/** What breaks a rule, as text: the rule, and where. */
export async function axeFindings(page: Page, { within, impact }: AxeOptions = {}): Promise<string[]> {
  await hasComeToRest(page);
  await page.evaluate(source);
  return page.evaluate(
    async ({ parts, wanted }) => {
      const there = parts?.filter((part) => document.querySelector(part) !== null);
      const context = there === undefined ? document : { include: there.map((part) => [part]) };
      // Writing down what passed, too, takes most of the time on a long page.
      const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(context, {
        resultTypes: ["violations"],
      });
      return violations
        .filter((one) => wanted === undefined || wanted.includes(one.impact))
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
    },
    { parts: within, wanted: impact },
  );
}

/** A page that still comes in lacks what it will have, and a colour on its way from one to another is neither. */
async function hasComeToRest(page: Page): Promise<void> {
  await page.waitForLoadState();
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ playState, effect }) => playState === "running" && effect?.getComputedTiming().endTime !== Infinity);
    // What is taken away in the middle of its movement is at rest too; what is out of sight may not move at all.
    const late = new Promise((resolve) => setTimeout(resolve, 3000));
    await Promise.race([Promise.allSettled(ending.map(({ finished }) => finished)), late]);
  });
}
