/** Bottom right: ● I'm fine, ▲ I need help, ■ I'm done. Says what is told now, and opens to the three answers; the trainer's board shows shape and word. */
import type { HelpStatus } from "@data-surgery/contract";
import { Widget } from "@lumino/widgets";
import { element, starting } from "./element.js";

interface Choice {
  readonly status: HelpStatus;
  readonly shape: string;
  readonly label: string;
}

const choices: readonly Choice[] = [
  { status: "help", shape: "▲", label: "I need help" },
  { status: "done", shape: "■", label: "I’m done" },
  { status: "fine", shape: "●", label: "I’m fine" },
];

export class HelpButton extends Widget {
  readonly #send: (status: HelpStatus) => Promise<string | undefined>;
  readonly #open: HTMLButtonElement;
  readonly #choices: HTMLElement;
  readonly #buttons: ReadonlyMap<HelpStatus, HTMLButtonElement>;
  readonly #problem: HTMLElement = element("p", { class: "ds-help-problem", role: "status" });
  /** Spoken by the page's announcer, so no live region of its own. */
  readonly #told: HTMLElement = element("p", { class: "ds-help-told" });

  /** @param send resolves to what went wrong, in words, or to nothing */
  constructor(status: HelpStatus, send: (status: HelpStatus) => Promise<string | undefined>) {
    super({ node: element("aside", { "aria-label": "Tell the trainer how it goes" }) });
    this.addClass("ds-help");
    this.#send = send;
    const button = (choice: Choice): HTMLButtonElement =>
      element("button", { type: "button", onclick: starting(() => this.#choose(choice.status)) }, ...face(choice));
    this.#buttons = new Map(choices.map((choice) => [choice.status, button(choice)]));
    this.#choices = element("div", { class: "ds-help-choices", hidden: true }, ...this.#buttons.values());
    this.#open = element("button", {
      type: "button",
      class: "ds-help-open",
      "aria-expanded": "false",
      onclick: () => this.#setOpen(this.#choices.hasAttribute("hidden")),
    });
    this.node.append(this.#problem, this.#told, this.#choices, this.#open);
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.#choices.hasAttribute("hidden")) this.#close();
    });
    document.addEventListener("pointerdown", (event) => {
      if (event.target instanceof Node && !this.node.contains(event.target)) this.#setOpen(false);
    });
    this.status = status;
  }

  set status(status: HelpStatus) {
    for (const [own, button] of this.#buttons) button.setAttribute("aria-pressed", String(own === status));
    const now = choices.find((choice) => choice.status === status);
    if (now === undefined) return;
    this.#open.dataset["status"] = status;
    this.#open.replaceChildren(...face(now));
  }

  /** What came of the call for help; empty for nothing. */
  set told(words: string) {
    this.#told.textContent = words;
  }

  async #choose(status: HelpStatus): Promise<void> {
    this.status = status;
    this.#close();
    this.#problem.textContent = (await this.#send(status)) ?? "";
  }

  #close(): void {
    this.#setOpen(false);
    this.#open.focus();
  }

  #setOpen(open: boolean): void {
    this.#choices.hidden = !open;
    this.#open.setAttribute("aria-expanded", String(open));
  }
}

function face({ status, shape, label }: Choice): HTMLElement[] {
  return [
    element("span", { class: "ds-shape", "data-status": status, "aria-hidden": "true" }, shape),
    element("span", {}, label),
  ];
}
