/** Bottom right: ● I'm fine, ▲ I need help, ■ I'm done. One tap tells the trainer; everybody's board shows shape and word. */
import type { HelpStatus } from "@data-surgery/contract";
import { Widget } from "@lumino/widgets";
import { element, starting } from "./element.js";

const choices: readonly { readonly status: HelpStatus; readonly shape: string; readonly label: string }[] = [
  { status: "fine", shape: "●", label: "I’m fine" },
  { status: "help", shape: "▲", label: "I need help" },
  { status: "done", shape: "■", label: "I’m done" },
];

export class HelpButton extends Widget {
  readonly #send: (status: HelpStatus) => Promise<string | undefined>;
  readonly #problem: HTMLElement = element("p", { class: "ds-help-problem", role: "status" });
  readonly #buttons = new Map<HelpStatus, HTMLButtonElement>();

  /** @param send resolves to what went wrong, in words, or to nothing */
  constructor(status: HelpStatus, send: (status: HelpStatus) => Promise<string | undefined>) {
    super({ node: element("div", { role: "group", "aria-label": "Tell the trainer how it goes" }) });
    this.addClass("ds-help");
    this.#send = send;
    for (const choice of choices) {
      const button = element(
        "button",
        { type: "button", class: `ds-help-${choice.status}`, onclick: starting(() => this.#choose(choice.status)) },
        element("span", { class: "ds-shape", "aria-hidden": "true" }, choice.shape),
        element("span", {}, choice.label),
      );
      this.#buttons.set(choice.status, button);
      this.node.append(button);
    }
    this.node.append(this.#problem);
    this.status = status;
  }

  set status(status: HelpStatus) {
    for (const [own, button] of this.#buttons) button.setAttribute("aria-pressed", String(own === status));
  }

  async #choose(status: HelpStatus): Promise<void> {
    this.status = status;
    this.#problem.textContent = (await this.#send(status)) ?? "";
  }
}
