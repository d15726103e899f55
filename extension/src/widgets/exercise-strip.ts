/** Under each exercise: Check, Hint, Solution, and the cards. Buttons are made once, so that focus stays where it is when something changes. */
import type { ExerciseProgress } from "@data-surgery/contract";
import type { ISignal } from "@lumino/signaling";
import { Widget } from "@lumino/widgets";
import { keyName, shortcutOf, type ExerciseAction } from "../models/exercise-keys.js";
import type { ExerciseModel } from "../models/exercise-model.js";
import { resultSentence } from "../models/exercise-words.js";
import type { Announcer } from "./announcer.js";
import { renderCards, tryFirstWords } from "./check-card.js";
import { element, starting } from "./element.js";
import { ExerciseTriesView } from "./exercise-tries-view.js";

export interface ExerciseStripOptions {
  readonly model: ExerciseModel;
  readonly title: string;
  readonly progress: () => ExerciseProgress;
  readonly progressChanged: ISignal<unknown, void>;
  readonly cellId: string;
  readonly goToCell: (cellId: string) => void;
  readonly announcer: Announcer;
  /** What stands in the exercise's cell; undefined where the answer stands in the cells below it. */
  readonly source: (() => string) | undefined;
  /** Undefined while one may not write in the cell. */
  readonly put: () => ((source: string) => void) | undefined;
  /** Keys are called as on this person's keyboard. */
  readonly isMac: boolean;
}

export class ExerciseStrip extends Widget {
  readonly #options: ExerciseStripOptions;
  readonly #check: HTMLButtonElement;
  readonly #hint: HTMLButtonElement;
  readonly #solution: HTMLButtonElement;
  readonly #tries: HTMLButtonElement;
  readonly #state: HTMLElement = element("p", { class: "ds-strip-state" });
  readonly #cards: HTMLElement = element("div", { class: "ds-cards", tabindex: -1 });
  readonly #comparing = { isOpen: false };
  #earlier: ExerciseTriesView | undefined;

  constructor(options: ExerciseStripOptions) {
    super();
    this.addClass("ds-strip");
    this.#options = options;
    const { model, title, progressChanged } = options;
    this.#check = this.#button("check", "ds-button-main", () => this.check());
    this.#hint = this.#button("hint", "", () => this.hint());
    this.#solution = this.#button("solution", "", () => Promise.resolve(this.#askForSolution()));
    this.#solution.textContent = "Solution";
    this.#tries = this.#button("tries", "ds-button-quiet", () => this.toggleTries());
    this.node.setAttribute("role", "group");
    this.node.setAttribute("aria-label", `Exercise: ${title}`);
    this.node.dataset["exercise"] = model.exercise;
    this.node.append(
      element("div", { class: "ds-row" }, this.#check, this.#hint, this.#solution, this.#tries, this.#state),
      this.#cards,
    );
    // In a notebook Enter and letters are commands; on these buttons only the keys of the exercise are.
    this.node.addEventListener("keydown", (event) => {
      if (!event.altKey || !event.shiftKey) event.stopPropagation();
    });
    model.changed.connect(this.#render);
    progressChanged.connect(this.#renderState);
    this.#render();
    this.#renderState();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#options.model.changed.disconnect(this.#render);
    this.#options.progressChanged.disconnect(this.#renderState);
    super.dispose();
  }

  async check(): Promise<void> {
    const { model, announcer } = this.#options;
    announcer.say(model.isReviewed ? "Handing in" : "Checking");
    await model.check();
    announcer.say(model.problem ?? (model.result === undefined ? "" : resultSentence(model.result)));
    await this.#earlier?.show();
  }

  async hint(): Promise<void> {
    const { model, announcer } = this.#options;
    const before = model.hints.length;
    await model.nextHint();
    const hint = model.hints.at(-1);
    const words = hint === undefined ? "There are no hints here." : `Hint ${model.hints.length}: ${hint}`;
    const isNew = model.hints.length > before;
    announcer.say(model.problem ?? (isNew || hint === undefined ? words : `There are no more hints. ${words}`));
  }

  /** The key does at its second press what the button in the card does: the focus stays in the cell. */
  async solution(): Promise<void> {
    const { model, announcer } = this.#options;
    if (model.solution === undefined && model.askedForSolution === "sure") await this.#showSolution();
    else if (model.solution === undefined) this.#askForSolution();
    else announcer.say(`The solution stands below the cell: ${model.solution.source}`);
  }

  async toggleTries(): Promise<void> {
    const { model, announcer, source, put } = this.#options;
    if (this.#earlier !== undefined) {
      if (this.#earlier.node.contains(document.activeElement)) this.#tries.focus();
      this.#earlier.node.remove();
      this.#earlier = undefined;
      this.#renderState();
      return;
    }
    if (source === undefined || this.#tries.hidden) {
      announcer.say("There are no earlier tries at this exercise.");
      return;
    }
    const view = new ExerciseTriesView({
      page: (before) => model.earlierTries(before),
      source,
      put: put(),
      say: (sentence) => announcer.say(sentence),
      now: Date.now,
    });
    this.#earlier = view;
    this.node.append(view.node);
    this.#renderState();
    announcer.say(await view.show());
  }

  #button(action: ExerciseAction, kind: string, work: () => Promise<void>): HTMLButtonElement {
    return element("button", {
      type: "button",
      class: `ds-button ${kind}`,
      title: keyName(action, this.#options.isMac),
      "aria-keyshortcuts": shortcutOf(action),
      onclick: starting(work),
    });
  }

  #askForSolution(): void {
    const { model, announcer, isMac } = this.#options;
    model.askForSolution();
    announcer.say(
      model.askedForSolution === "try-first"
        ? tryFirstWords(model.isReviewed)
        : `Show the solution? You can still try again. To see it press ${keyName("solution", isMac)} once more.`,
    );
  }

  async #showSolution(): Promise<void> {
    const { model, announcer } = this.#options;
    await model.showSolution();
    announcer.say(model.problem ?? "The solution stands below the cell.");
  }

  readonly #render = (): void => {
    const { model, cellId, goToCell, source } = this.#options;
    const { busy, hints, hintCount, solution, isReviewed, result } = model;
    const [act, acting] = isReviewed
      ? [result?.type === "handed-in" ? "Hand in again" : "Hand in", "Handing in…"]
      : ["Check", "Checking…"];
    this.#check.textContent = busy === "check" ? acting : act;
    // Not the attribute `disabled`: that would throw the focus out of the strip.
    this.#check.setAttribute("aria-disabled", String(busy === "check"));
    const isLast = hints.length >= hintCount;
    this.#hint.textContent = isLast ? "No more hints" : `Hint (${hints.length + 1} of ${hintCount})`;
    this.#hint.setAttribute("aria-disabled", String(isLast));
    this.#hint.hidden = hintCount === 0;
    const isLost = solution !== undefined && document.activeElement === this.#solution;
    this.#solution.hidden = solution !== undefined;
    const hadFocus = isLost || this.#cards.contains(document.activeElement);
    this.#cards.replaceChildren(...renderCards(model, { cellId, goToCell, source, comparing: this.#comparing }));
    if (hadFocus) this.#cards.focus({ preventScroll: true });
    this.#renderState();
  };

  readonly #renderState = (): void => {
    const { progress, model, source } = this.#options;
    const { state, tries } = progress();
    const words = {
      passed: "✓ Done",
      tried: tries === 0 ? "" : tries === 1 ? "◐ Tried once" : `◐ Tried ${tries} times`,
      "handed-in": "↑ Handed in",
      untouched: "",
    };
    this.#state.textContent = words[state];
    this.#state.dataset["state"] = state;
    const count = Math.max(tries, model.tries);
    this.#tries.hidden = source === undefined || count === 0;
    this.#tries.textContent = `Earlier tries (${count})`;
    this.#tries.setAttribute("aria-expanded", String(this.#earlier !== undefined));
  };
}
