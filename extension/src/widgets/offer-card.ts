/** A card over the notebook that offers something: a sentence, what it would do, and what to do about it. One at a time. */
import { wordsFor } from "../models/plain-error.js";
import { element, starting, type Child } from "./element.js";

export interface OfferButton {
  readonly label: string;
  readonly main?: boolean;
  /** Undefined: the card goes. */
  readonly act?: () => Promise<void>;
}

export class OfferCard {
  readonly node: HTMLElement;
  readonly #problem: HTMLElement = element("p", { class: "ds-note", role: "alert" });

  constructor(name: string) {
    this.node = element("section", { class: "ds-kept-copy ds-offer", "aria-label": name });
    // Keys in the card are not commands of the notebook.
    this.node.addEventListener("keydown", (event) => event.stopPropagation());
  }

  show(sentence: string, body: readonly Child[], buttons: readonly OfferButton[]): void {
    this.#problem.textContent = "";
    const row = element("p", { class: "ds-row" }, ...buttons.map((button) => this.#button(button)));
    this.node.replaceChildren(element("h2", {}, sentence), ...body.filter(isShown), row, this.#problem);
    if (!this.node.isConnected) document.body.append(this.node);
  }

  close(): void {
    this.node.remove();
  }

  #button({ label, main = false, act }: OfferButton): HTMLElement {
    const work = async (): Promise<void> => {
      if (act === undefined) this.close();
      else this.#problem.textContent = (await wordsFor(act())) ?? "";
    };
    const look = main ? "ds-button ds-button-main" : "ds-button";
    return element("button", { type: "button", class: look, onclick: starting(work) }, label);
  }
}

const isShown = (child: Child): child is Node | string => child !== undefined && child !== false;
