/** What a helper sent, as a quiet card beside the notebook: it takes no focus and changes nothing until its reader says so. */
import { wordsFor } from "../models/plain-error.js";
import { element, starting } from "./element.js";

export interface PushCardContent {
  readonly head: string;
  readonly body: Node;
  readonly more: number;
  readonly buttons: readonly { readonly label: string; readonly main?: boolean; readonly act: () => Promise<void> }[];
}

export class PushCard {
  readonly node: HTMLElement = element("section", { class: "ds-push", "aria-label": "From a helper" });
  readonly #head: HTMLElement = element("h2", { tabindex: -1 });
  readonly #problem: HTMLElement = element("p", { class: "ds-note", role: "alert" });
  /** Where the focus was before it came here. */
  #from: HTMLElement | undefined;

  constructor() {
    // Keys in the card are not commands of the notebook.
    this.node.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.#goBack();
    });
  }

  show({ head, body, more, buttons }: PushCardContent, keys: string): void {
    this.#problem.textContent = "";
    this.#head.textContent = head;
    const row = element(
      "div",
      { class: "ds-row" },
      ...buttons.map(({ label, main = false, act }) => {
        const look = main ? "ds-button ds-button-main" : "ds-button";
        const work = async (): Promise<void> => {
          this.#problem.textContent = (await wordsFor(act())) ?? "";
        };
        return element("button", { type: "button", class: look, onclick: starting(work) }, label);
      }),
    );
    const behind = more === 0 ? "" : `${more} more after this. `;
    this.node.replaceChildren(
      this.#head,
      body,
      row,
      this.#problem,
      element("p", { class: "ds-push-keys" }, behind + keys),
    );
    if (!this.node.isConnected) document.body.append(this.node);
  }

  close(): void {
    const hadFocus = this.node.contains(document.activeElement);
    this.node.remove();
    if (hadFocus) this.#goBack();
  }

  /** For those who go by keyboard. False when there is nothing to go to. */
  focus(): boolean {
    if (!this.node.isConnected) return false;
    if (document.activeElement instanceof HTMLElement && !this.node.contains(document.activeElement))
      this.#from = document.activeElement;
    this.#head.focus();
    return true;
  }

  #goBack(): void {
    this.#from?.focus();
    this.#from = undefined;
  }
}
