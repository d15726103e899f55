/** The chat line of a notebook: short messages, each with a cell if wanted. */
import { longestMessage, type ChatMessage, type PeopleCommand } from "@data-surgery/contract";
import { wordsFor } from "../models/plain-error.js";
import { clockTime } from "../models/clock-time.js";
import { element, starting } from "./element.js";

export interface ChatPanelOptions {
  readonly self: string;
  readonly label: (cellId: string) => string;
  /** The cell that one is at. */
  readonly cell: () => string | null;
  readonly goToCell: (cellId: string) => void;
  readonly mayErase: (message: ChatMessage) => boolean;
  readonly ask: (command: PeopleCommand) => Promise<unknown>;
  readonly closed: () => void;
}

export class ChatPanel {
  readonly node: HTMLElement;
  readonly #options: ChatPanelOptions;
  readonly #list: HTMLElement = element("ol", { class: "ds-chat-list", tabindex: 0, "aria-label": "Messages" });
  readonly #text: HTMLInputElement;
  readonly #about: HTMLInputElement = element("input", { type: "checkbox" });
  readonly #aboutWords: HTMLElement = element("span", {});
  readonly #aboutLine: HTMLElement;
  readonly #problem: HTMLElement = element("p", { class: "ds-band-problem", role: "status" });

  constructor(options: ChatPanelOptions) {
    this.#options = options;
    this.#text = element("input", {
      type: "text",
      class: "ds-chat-text",
      maxlength: longestMessage,
      autocomplete: "off",
      "aria-label": "Your message",
    });
    this.#aboutLine = element("label", { class: "ds-chat-about" }, this.#about, " ", this.#aboutWords);
    const form = element(
      "form",
      { onsubmit: (event) => this.#submit(event) },
      this.#text,
      this.#aboutLine,
      element("button", { type: "submit", class: "ds-button ds-button-main" }, "Send"),
    );
    const head = element(
      "div",
      { class: "ds-chat-head" },
      element("h2", {}, "Chat"),
      element("button", { type: "button", class: "ds-button", onclick: () => this.close() }, "Close"),
    );
    this.node = element(
      "aside",
      { class: "ds-chat", "aria-label": "Chat", hidden: true },
      head,
      this.#list,
      form,
      this.#problem,
    );
    this.node.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close();
    });
  }

  get isOpen(): boolean {
    return !this.node.hidden;
  }

  open(): void {
    this.node.hidden = false;
    this.refreshPlace();
    this.#text.focus();
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  close(): void {
    this.node.hidden = true;
    this.#options.closed();
  }

  /** The person went to another cell. */
  refreshPlace(): void {
    const cell = this.#options.cell();
    this.#aboutLine.hidden = cell === null;
    if (cell !== null) this.#aboutWords.textContent = `about ${this.#options.label(cell)}`;
  }

  show(messages: readonly ChatMessage[]): void {
    const isAtEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 40;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["key"] : undefined;
    this.#list.replaceChildren(...messages.map((message) => this.#message(message)));
    if (focused !== undefined) this.#list.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    if (isAtEnd) this.#list.scrollTop = this.#list.scrollHeight;
  }

  #message(message: ChatMessage): HTMLElement {
    const { goToCell, label, mayErase, ask, self } = this.#options;
    const { id, cellId, author } = message;
    const name = element("b", {}, author.personId === self ? "You" : author.name);
    name.style.borderColor = message.color;
    const erase = async (): Promise<void> => {
      this.#problem.textContent = (await wordsFor(ask({ type: "erase-message", id }))) ?? "";
    };
    return element(
      "li",
      {},
      element("p", { class: "ds-chat-who" }, name, " ", element("time", {}, clockTime(message.at))),
      element("p", {}, message.text),
      cellId !== null &&
        element(
          "button",
          { type: "button", class: "ds-link", "data-key": `cell-${id}`, onclick: () => goToCell(cellId) },
          label(cellId),
        ),
      mayErase(message) &&
        element(
          "button",
          { type: "button", class: "ds-link", "data-key": `erase-${id}`, onclick: starting(erase) },
          "Erase",
          element("span", { class: "ds-visually-hidden" }, ` “${message.text.slice(0, 40)}”`),
        ),
    );
  }

  #submit(event: Event): void {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (text === "") return;
    const cellId = this.#about.checked ? this.#options.cell() : null;
    starting(async () => {
      const problem = await wordsFor(this.#options.ask({ type: "say", text, cellId }));
      this.#problem.textContent = problem ?? "";
      if (problem === undefined) this.#text.value = "";
    })();
  }
}
