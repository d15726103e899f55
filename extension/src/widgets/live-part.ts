/**
 * A part of a page that is drawn anew when what it shows is another, and only then. Focus and opened details stay: what can have them
 * carries a `data-key`.
 */
import type { Child } from "./element.js";
import { PressGuard } from "./press-guard.js";

export interface LivePartOptions {
  readonly node: HTMLElement;
  /** All that the drawing depends on, as plain data. */
  readonly facts: () => unknown;
  readonly draw: () => readonly Child[];
}

export class LivePart {
  readonly node: HTMLElement;
  readonly #options: LivePartOptions;
  readonly #press: PressGuard;
  #shown: string | undefined;

  constructor(options: LivePartOptions) {
    this.node = options.node;
    this.#press = new PressGuard(this.node, () => this.refresh());
    this.#options = options;
  }

  refresh(): void {
    if (this.#press.holds()) return;
    const facts = JSON.stringify(this.#options.facts()) ?? "";
    if (facts === this.#shown) return;
    this.#shown = facts;
    const focus = this.#focusNow();
    const open = new Set(this.#keys("details[open][data-key]"));
    const known = new Set(this.#keys("details[data-key]"));
    const children = this.#options.draw().filter((child) => child !== undefined && child !== false);
    this.node.replaceChildren(...children);
    this.node.hidden = children.length === 0;
    for (const details of this.node.querySelectorAll<HTMLDetailsElement>("details[data-key]")) {
      const key = details.dataset["key"] ?? "";
      if (known.has(key)) details.open = open.has(key);
    }
    if (focus !== undefined) this.#focusAgain(focus);
  }

  #focusNow(): { readonly key: string | undefined; readonly place: number } | undefined {
    const { activeElement } = document;
    if (!(activeElement instanceof HTMLElement) || !this.node.contains(activeElement)) return undefined;
    return { key: activeElement.dataset["key"], place: this.#stops().indexOf(activeElement) };
  }

  /** Where it was; else at what stands in that place now; else at the heading of the part. */
  #focusAgain({ key, place }: { readonly key: string | undefined; readonly place: number }): void {
    const stops = this.#stops();
    const same = stops.find((stop) => key !== undefined && stop.dataset["key"] === key);
    const heading = this.node.querySelector<HTMLElement>("[tabindex='-1']");
    (same ?? stops[Math.min(place, stops.length - 1)] ?? heading)?.focus();
  }

  #stops(): HTMLElement[] {
    return [...this.node.querySelectorAll<HTMLElement>("button, select, input, summary, [tabindex='0']")];
  }

  #keys(selector: string): string[] {
    return [...this.node.querySelectorAll<HTMLElement>(selector)].map(({ dataset }) => dataset["key"] ?? "");
  }
}
