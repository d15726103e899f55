/** Beside each cell: Run, or Stop while it runs; for text, change it or be done with it. Shows on hover, focus and touch; always there for the keyboard. */
import { Widget } from "@lumino/widgets";
import { element } from "./element.js";

export interface RunButtonWords {
  readonly label: string;
  readonly sign: string;
  /** What the cell is doing, beside the button. */
  readonly state?: string;
}

export class RunButton extends Widget {
  readonly #button: HTMLButtonElement;
  readonly #state: HTMLElement = element("span", { class: "ds-run-state" });

  /** @param remove absent for cells that belong to the lesson */
  constructor(act: () => void, remove?: () => void) {
    super();
    this.addClass("ds-run");
    this.#button = element("button", { type: "button", onclick: act });
    this.node.append(this.#button);
    if (remove !== undefined)
      this.node.append(element("button", { type: "button", class: "ds-run-remove", onclick: remove }, "Remove"));
    this.node.append(this.#state);
    this.node.addEventListener("keydown", (event) => event.stopPropagation());
  }

  set words({ label, sign, state = "" }: RunButtonWords) {
    this.#button.replaceChildren(element("span", { "aria-hidden": "true" }, sign), ` ${label}`);
    this.#state.textContent = state;
    this.node.classList.toggle("is-running", state !== "");
  }
}
