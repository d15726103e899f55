/** Somebody who has never been here, with what it costs them: clicks, typed words, and the words on each screen that they read. */
import type { Locator, Page } from "playwright-core";

export interface Effort {
  readonly clicks: number;
  readonly typedWords: number;
  readonly readWords: number;
  readonly screens: number;
  /** By the rates below. */
  readonly minutes: number;
}

/** Slow for both: 3 seconds to find and press something, 30 words a minute typed, 180 read. */
const secondsAClick = 3;
const typedAMinute = 30;
const readAMinute = 180;

export class Newcomer {
  readonly page: Page;
  #clicks = 0;
  #typed = 0;
  #read = 0;
  #screens = 0;
  readonly #known = new Set<string>();

  constructor(page: Page) {
    this.page = page;
  }

  get effort(): Effort {
    const minutes = (this.#clicks * secondsAClick) / 60 + this.#typed / typedAMinute + this.#read / readAMinute;
    return {
      clicks: this.#clicks,
      typedWords: this.#typed,
      readWords: this.#read,
      screens: this.#screens,
      minutes: Math.round(minutes * 10) / 10,
    };
  }

  /** Every word that can be seen there is read. A line that stood on a screen before, such as the list of steps, is not read again. */
  async reads(part: Locator | Page = this.page): Promise<void> {
    const root = "goto" in part ? part.locator("body") : part;
    for (const line of (await root.innerText()).split("\n")) {
      if (this.#known.has(line.trim())) continue;
      this.#known.add(line.trim());
      this.#read += wordsIn(line);
    }
    this.#screens += 1;
  }

  async clicks(target: Locator): Promise<void> {
    await target.click();
    this.#clicks += 1;
  }

  /** The same as a click; playwright waits until it is so. */
  async ticks(target: Locator): Promise<void> {
    await target.check();
    this.#clicks += 1;
  }

  async types(target: Locator, text: string): Promise<void> {
    await target.fill(text);
    this.#clicks += 1;
    this.#typed += wordsIn(text);
  }

  /** Opened, and chosen. */
  async chooses(target: Locator, option: string): Promise<void> {
    await target.selectOption(option);
    this.#clicks += 2;
  }

  /** The button, the file in the window that comes up, and "Open". */
  async brings(target: Locator, name: string, text: string): Promise<void> {
    await target.setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
    this.#clicks += 3;
  }
}

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== "").length;
