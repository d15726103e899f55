/** Under each exercise: Check, Hint, Solution, and the cards. Buttons are made once, so that focus stays where it is when something changes. */
import type { ExerciseProgress } from "@data-surgery/contract";
import type { ISignal } from "@lumino/signaling";
import { Widget } from "@lumino/widgets";
import type { ExerciseModel } from "../models/exercise-model.js";
import type { Announcer } from "./announcer.js";
import { renderCards, resultSentence } from "./check-card.js";
import { element, starting } from "./element.js";

export interface ExerciseStripOptions {
  readonly model: ExerciseModel;
  readonly title: string;
  readonly progress: () => ExerciseProgress;
  readonly progressChanged: ISignal<unknown, void>;
  readonly goToCell: (cellId: string) => void;
  readonly announcer: Announcer;
}

export class ExerciseStrip extends Widget {
  readonly #options: ExerciseStripOptions;
  readonly #check: HTMLButtonElement;
  readonly #hint: HTMLButtonElement;
  readonly #solution: HTMLButtonElement;
  readonly #state: HTMLElement = element("p", { class: "ds-strip-state" });
  readonly #cards: HTMLElement = element("div", { class: "ds-cards", tabindex: -1 });

  constructor(options: ExerciseStripOptions) {
    super();
    this.addClass("ds-strip");
    this.#options = options;
    const { model, title, progressChanged } = options;
    const button = (kind: string, label: string, work: () => Promise<void>): HTMLButtonElement =>
      element("button", { type: "button", class: `ds-button ${kind}`, onclick: starting(work) }, label);
    this.#check = button("ds-button-main", "Check", () => this.#runCheck());
    this.#hint = button("", "Hint", () => this.#showHint());
    this.#solution = button("", "Solution", () => Promise.resolve(model.askForSolution()));
    this.node.setAttribute("role", "group");
    this.node.setAttribute("aria-label", `Exercise: ${title}`);
    this.node.dataset["exercise"] = model.exercise;
    this.node.append(
      element("div", { class: "ds-row" }, this.#check, this.#hint, this.#solution, this.#state),
      this.#cards,
    );
    // In a notebook Enter and letters are commands; on these buttons they are not.
    this.node.addEventListener("keydown", (event) => event.stopPropagation());
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

  async #runCheck(): Promise<void> {
    const { model, announcer } = this.#options;
    announcer.say("Checking");
    await model.check();
    announcer.say(model.problem ?? (model.result === undefined ? "" : resultSentence(model.result)));
  }

  async #showHint(): Promise<void> {
    const { model, announcer } = this.#options;
    await model.nextHint();
    const hint = model.hints.at(-1);
    announcer.say(model.problem ?? (hint === undefined ? "" : `Hint ${model.hints.length}: ${hint}`));
  }

  readonly #render = (): void => {
    const { model, goToCell } = this.#options;
    const { busy, hints, hintCount, solution } = model;
    this.#check.textContent = busy === "check" ? "Checking…" : "Check";
    // Not the attribute `disabled`: that would throw the focus out of the strip.
    this.#check.setAttribute("aria-disabled", String(busy === "check"));
    const isLast = hints.length >= hintCount;
    this.#hint.textContent = isLast ? "No more hints" : `Hint (${hints.length + 1} of ${hintCount})`;
    this.#hint.setAttribute("aria-disabled", String(isLast));
    this.#hint.hidden = hintCount === 0;
    this.#solution.hidden = solution !== undefined;
    const hadFocus = this.#cards.contains(document.activeElement);
    this.#cards.replaceChildren(...renderCards(model, { goToCell }));
    if (hadFocus) this.#cards.focus({ preventScroll: true });
  };

  readonly #renderState = (): void => {
    const { state, tries } = this.#options.progress();
    const words = {
      passed: "✓ Done",
      tried: tries === 1 ? "◐ Tried once" : `◐ Tried ${tries} times`,
      "handed-in": "↑ Handed in",
      untouched: "",
    };
    this.#state.textContent = words[state];
    this.#state.dataset["state"] = state;
  };
}
