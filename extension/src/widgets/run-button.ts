/** Beside each code cell: Run, or Stop while it runs. Shows on hover, focus and touch; always there for the keyboard. */
import { Widget } from "@lumino/widgets";
import { element } from "./element.js";

export type RunState = "idle" | "waiting" | "running";

const words: Readonly<Record<RunState, { readonly label: string; readonly sign: string; readonly state: string }>> = {
  idle: { label: "Run", sign: "▶", state: "" },
  waiting: { label: "Stop", sign: "■", state: "Starting…" },
  running: { label: "Stop", sign: "■", state: "Running…" },
};

export class RunButton extends Widget {
  readonly #button: HTMLButtonElement;
  readonly #state: HTMLElement = element("span", { class: "ds-run-state" });
  #current: RunState = "idle";

  constructor(actions: { readonly run: () => void; readonly stop: () => void }) {
    super();
    this.addClass("ds-run");
    this.#button = element("button", { type: "button", onclick: () => (this.#current === "idle" ? actions.run() : actions.stop()) });
    this.node.append(this.#button, this.#state);
    this.state = "idle";
  }

  set state(state: RunState) {
    this.#current = state;
    const { label, sign, state: text } = words[state];
    this.#button.replaceChildren(element("span", { "aria-hidden": "true" }, sign), ` ${label}`);
    this.#state.textContent = text;
    this.node.dataset["state"] = state;
  }
}
