/** One's own earlier tries at an exercise: when, what came of it, what is different now, and the way back. */
import type { Try, TryPage } from "@data-surgery/contract";
import { momentWords, outcomeSigns, outcomeWords } from "../models/exercise-words.js";
import { wordsFor } from "../models/plain-error.js";
import { textDifference } from "./difference-view.js";
import { element, starting } from "./element.js";

export interface TriesActions {
  /** @throws PlainError */
  page(before?: string): Promise<TryPage>;
  /** What stands in the cell now. */
  source(): string;
  /** Undefined where one may not write in the cell. */
  readonly put: ((source: string) => void) | undefined;
  say(sentence: string): void;
  now(): number;
}

export class ExerciseTriesView {
  readonly node: HTMLElement;
  readonly #actions: TriesActions;
  readonly #status: HTMLElement = element("div", { class: "ds-tries-status" });
  readonly #list: HTMLElement = element("ol", { class: "ds-tries-list" });
  readonly #more: HTMLButtonElement;
  #next: string | undefined;

  constructor(actions: TriesActions) {
    this.#actions = actions;
    this.#more = element(
      "button",
      { type: "button", class: "ds-button", onclick: starting(async () => void (await this.#load(this.#next))) },
      "Show older ones",
    );
    this.#more.hidden = true;
    this.node = element(
      "section",
      { class: "ds-card ds-card-tries", "aria-label": "Earlier tries", tabindex: -1 },
      element("p", { class: "ds-card-head" }, "Earlier tries"),
      this.#status,
      this.#list,
      this.#more,
    );
  }

  /** The newest page. @returns what went wrong, or how many there are, in words */
  async show(): Promise<string> {
    this.#list.replaceChildren();
    return this.#load(undefined);
  }

  async #load(before: string | undefined): Promise<string> {
    let page: TryPage = { tries: [] };
    const problem = await wordsFor(this.#actions.page(before).then((got) => (page = got)));
    const first = page.tries.length === 0 ? undefined : this.#list.children.length;
    if (problem !== undefined) this.#tell(problem);
    else if (before === undefined) this.#status.replaceChildren();
    this.#list.append(...page.tries.map((one) => this.#entry(one)));
    this.#next = page.next;
    const hadFocus = this.#more.contains(document.activeElement);
    this.#more.hidden = page.next === undefined;
    if (hadFocus && this.#more.hidden && first !== undefined)
      this.#list.children[first]?.querySelector<HTMLElement>("summary")?.focus();
    const count = this.#list.children.length;
    if (problem !== undefined) return problem;
    if (count === 0) return "There is no earlier try with an answer in it.";
    return `${count} earlier ${count === 1 ? "try" : "tries"}, newest first.`;
  }

  #entry(one: Try): HTMLElement {
    const when = momentWords(one.at, this.#actions.now());
    const body = element("div", {});
    const details = element(
      "details",
      { ontoggle: () => details.open && this.#compare(one, body) },
      element("summary", {}, "Show what changed", element("span", { class: "ds-visually-hidden" }, ` since ${when}`)),
      body,
    );
    const sign = element("span", { class: "ds-sign", "aria-hidden": "true" }, outcomeSigns[one.outcome]);
    return element(
      "li",
      { "data-attempt": one.attemptId },
      element("p", { class: "ds-try-head" }, sign, element("b", {}, when), ` ${outcomeWords[one.outcome]}`),
      details,
    );
  }

  /** Made anew at each opening: the cell may have been changed since. */
  #compare(one: Try, body: HTMLElement): void {
    const now = this.#actions.source();
    const { put } = this.#actions;
    const back =
      put === undefined || now === one.source
        ? undefined
        : element(
            "button",
            { type: "button", class: "ds-button", onclick: () => this.#takeBack(one, body, put) },
            "Take this one back",
          );
    body.replaceChildren(
      textDifference(one.source, now, {
        same: "This is what stands in the cell now.",
        head: () => "− stood in this try, + stands in the cell now",
        spoken: { removed: "this try: ", added: "now: " },
      }),
      ...(back === undefined ? [] : [back]),
    );
  }

  #takeBack(one: Try, body: HTMLElement, put: (source: string) => void): void {
    const before = this.#actions.source();
    put(one.source);
    const undo = element(
      "button",
      {
        type: "button",
        class: "ds-button",
        onclick: () => {
          const isUntouched = this.#actions.source() === one.source;
          if (isUntouched) put(before);
          this.#tell(
            isUntouched
              ? "The cell is as it was before."
              : "You wrote in the cell since then, so it was left as it is.",
          );
          this.#compare(one, body);
          this.node.focus({ preventScroll: true });
        },
      },
      "Undo",
    );
    this.#compare(one, body);
    this.#tell(`Your try of ${momentWords(one.at, this.#actions.now())} stands in the cell again.`, undo);
    undo.focus({ preventScroll: true });
  }

  #tell(sentence: string, button?: HTMLElement): void {
    this.#status.replaceChildren(element("p", {}, sentence), ...(button === undefined ? [] : [button]));
    this.#actions.say(sentence);
  }
}
