/** Going about a page as people do who have no pointer. */
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Goes on by Tab until something with this name has the focus, as a person does, and not for ever. That it has, must be seen. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  await isThere(page, name);
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    // At the end of the page the focus is nowhere, and the text of nowhere is that of the whole page.
    const words = await page.evaluate(() =>
      document.activeElement === document.body ? "" : (document.activeElement?.textContent ?? ""),
    );
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

/** Nobody looks for what has not come yet; whoever passes its place before it comes never finds it. */
async function isThere(page: Page, name: RegExp): Promise<void> {
  const names = (): Promise<string[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex]")].map((one) =>
        one.textContent.trim(),
      ),
    );
  await expect.poll(async () => (await names()).some((words) => name.test(words))).toBe(true);
}

/** Resolves when keys go into the cell in front: it may be drawn a moment after the key that leads into it. */
export async function isWriting(page: Page): Promise<void> {
  const isInside = (): Promise<boolean> =>
    page.evaluate(() => document.activeElement?.matches(".jp-Cell.jp-mod-active .cm-content") === true);
  await expect.poll(isInside).toBe(true);
}

/** From the list of commands of the full lab. It is searched a moment after the letters come. */
export async function chooseCommand(page: Page, label: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+Shift+C");
  await page.getByPlaceholder("SEARCH", { exact: false }).fill(label);
  await page.locator(".lm-CommandPalette-item.lm-mod-active", { hasText: label }).waitFor();
  await page.keyboard.press("Enter");
}

/** Replaces all that stands in the field or the cell that has the focus. */
export async function typeOver(page: Page, text: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}
