/** What screen readers are told. A sentence stands there until the next one comes, which may be at once: so each is written down. */
import type { Page } from "playwright-core";

/** From now on, until the page is left. @returns all that was said so far, a sentence a line */
export async function listen(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const hear = (changes: readonly MutationRecord[]): void => {
      for (const { target } of changes)
        if (target instanceof Element && target.matches('[role="status"].ds-visually-hidden'))
          heard.push(target.textContent);
    };
    new MutationObserver(hear).observe(document.body, { childList: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard.join("\n"));
}
