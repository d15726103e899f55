/** Going about a page as people do who have no pointer. */
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Goes on by Tab until something with this name has the focus, as a person does, and not for ever. That it has, must be seen. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const words = await page.evaluate(() => document.activeElement?.textContent ?? "");
    if (!name.test(words.trim())) continue;
    const outline = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement ?? document.body);
      return `${style.outlineStyle} ${Number.parseFloat(style.outlineWidth) >= 2}`;
    });
    expect(outline).toBe("solid true");
    return;
  }
  throw new Error(`Tab does not come to ${name}.`);
}

/** Replaces all that stands in the field or the cell that has the focus. */
export async function typeOver(page: Page, text: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}
