/** Under a cell: changes that somebody proposes, each with old and new text and its answer; and the editor in which one proposes. */
import { diffLines, type PeopleCommand, type PeopleReply, type Suggestion } from "@data-surgery/contract";
import { Widget } from "@lumino/widgets";
import { wordsFor } from "../models/plain-error.js";
import { element, starting, type Child } from "./element.js";

export interface SuggestionCardsOptions {
  readonly self: string;
  /** What the cell says now. */
  readonly text: () => string;
  readonly label: () => string;
  readonly ask: (command: PeopleCommand) => Promise<PeopleReply>;
  readonly cellId: string;
  readonly say: (sentence: string) => void;
}

export interface SuggestionRights {
  readonly maySuggest: boolean;
  readonly mayDecide: boolean;
}

export class SuggestionCards extends Widget {
  readonly #options: SuggestionCardsOptions;
  readonly #cards: HTMLElement = element("div", { class: "ds-suggestions" });
  readonly #bar: HTMLElement = element("div", { class: "ds-row" });
  readonly #problem: HTMLElement = element("p", { class: "ds-band-problem", role: "status" });
  readonly #open: HTMLButtonElement;
  /** Suggestions whose lines were changed meanwhile: what the cell said then. */
  readonly #clashes = new Map<string, string>();
  #suggestions: readonly Suggestion[] = [];
  #rights: SuggestionRights = { maySuggest: false, mayDecide: false };
  #base = "";
  #shown = "";

  constructor(options: SuggestionCardsOptions) {
    super();
    this.addClass("ds-suggest");
    this.#options = options;
    this.#open = element(
      "button",
      { type: "button", class: "ds-button", onclick: () => this.#edit() },
      "Suggest a change",
    );
    this.#bar.append(this.#open);
    this.node.append(this.#cards, this.#bar, this.#problem);
    this.node.addEventListener("keydown", (event) => event.stopPropagation());
  }

  present(suggestions: readonly Suggestion[], rights: SuggestionRights): void {
    this.#suggestions = suggestions;
    this.#rights = rights;
    const shown = JSON.stringify([suggestions, rights, [...this.#clashes]]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#bar.hidden = !rights.maySuggest;
    this.node.classList.toggle("is-empty", suggestions.length === 0 && !rights.maySuggest);
    const hadFocus = this.#cards.contains(document.activeElement);
    this.#cards.replaceChildren(...suggestions.map((one) => (one.state === "open" ? this.#card(one) : credit(one))));
    if (hadFocus) this.#cards.querySelector("button")?.focus({ preventScroll: true });
  }

  #card(one: Suggestion): HTMLElement {
    const isOwn = one.author.personId === this.#options.self;
    const head = isOwn ? "You suggest" : `${one.author.name} suggests`;
    const clash = this.#clashes.get(one.id);
    return element(
      "div",
      {
        class: "ds-card ds-card-suggestion",
        role: "group",
        "aria-label": `${head} a change`,
        "data-suggestion": one.id,
      },
      element("p", { class: "ds-card-head" }, element("span", { class: "ds-sign", "aria-hidden": "true" }, "✎"), head),
      clash === undefined ? difference(one.base, one.text) : this.#clash(one, clash),
      element("div", { class: "ds-row" }, ...this.#answers(one, isOwn, clash !== undefined)),
    );
  }

  #clash(one: Suggestion, now: string): HTMLElement {
    return element(
      "div",
      {},
      element("p", {}, "The cell has changed meanwhile, in the same lines. Here are both."),
      element("p", { class: "ds-note" }, "What it says now"),
      element("pre", { tabindex: 0 }, now),
      element("p", { class: "ds-note" }, `What ${one.author.name} suggests`),
      element("pre", { tabindex: 0 }, one.text),
    );
  }

  #answers(one: Suggestion, isOwn: boolean, clashes: boolean): Child[] {
    const { id } = one;
    if (!this.#rights.mayDecide) return [isOwn && this.#button("Take back", { type: "withdraw", id })];
    return [
      clashes
        ? this.#button(`Use ${one.author.name}’s`, { type: "accept", id, replace: true }, true)
        : this.#button("Accept", { type: "accept", id }, true),
      this.#button(clashes ? "Keep what is there" : "Not now", { type: "decline", id }),
    ];
  }

  #button(label: string, command: PeopleCommand, isMain = false): HTMLElement {
    const act = async (): Promise<void> => {
      const problem = await wordsFor(
        this.#options.ask(command).then((reply) => {
          if (reply.type !== "changed-meanwhile" || command.type !== "accept") return;
          this.#clashes.set(command.id, reply.now);
          this.#options.say("The cell has changed meanwhile. Both versions are shown.");
          this.present(this.#suggestions, this.#rights);
        }),
      );
      this.#problem.textContent = problem ?? "";
    };
    const look = isMain ? "ds-button ds-button-main" : "ds-button";
    return element("button", { type: "button", class: look, onclick: starting(act) }, label);
  }

  /** The cell stays as it is; one writes beside it. */
  #edit(): void {
    const { self, text, label, cellId } = this.#options;
    const own = this.#suggestions.find((one) => one.state === "open" && one.author.personId === self);
    this.#base = own?.base ?? text();
    const area = element("textarea", {
      class: "ds-suggest-editor",
      rows: Math.min(20, Math.max(3, this.#base.split("\n").length + 1)),
      spellcheck: "false",
      "aria-label": `Your suggestion for ${label()}`,
    });
    area.value = own?.text ?? this.#base;
    const close = (): void => {
      this.#bar.replaceChildren(this.#open);
      this.#open.focus({ preventScroll: true });
    };
    const send = async (): Promise<void> => {
      const command = { type: "suggest", cellId, base: this.#base, text: area.value } as const;
      const problem = await wordsFor(this.#options.ask(command));
      this.#problem.textContent = problem ?? "";
      if (problem !== undefined) return;
      close();
      this.#options.say("Your suggestion was sent.");
    };
    const main = element(
      "button",
      { type: "button", class: "ds-button ds-button-main", onclick: starting(send) },
      "Send suggestion",
    );
    this.#bar.replaceChildren(
      area,
      main,
      element("button", { type: "button", class: "ds-button", onclick: close }, "Cancel"),
    );
    area.focus();
  }
}

/** Old lines with −, new ones with +, each said in words too. */
function difference(before: string, after: string): HTMLElement {
  const signs = { same: " ", removed: "−", added: "+" } as const;
  const words = { same: "", removed: "old: ", added: "new: " } as const;
  const lines = diffLines(before, after).map(({ type, text: line }) =>
    element(
      "span",
      { class: `ds-diff-line is-${type}` },
      element("span", { class: "ds-diff-sign", "aria-hidden": "true" }, signs[type]),
      type !== "same" && element("span", { class: "ds-visually-hidden" }, words[type]),
      `${line}\n`,
    ),
  );
  return element("pre", { class: "ds-diff", tabindex: 0, "aria-label": "What would change" }, ...lines);
}

function credit({ author, decidedBy }: Suggestion): HTMLElement {
  const by = decidedBy === null ? "" : `, accepted by ${decidedBy.name}`;
  return element(
    "p",
    { class: "ds-credit" },
    element("span", { "aria-hidden": "true" }, "✓ "),
    `${author.name}’s suggestion${by}`,
  );
}
