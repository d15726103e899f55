/** Under each exercise: Check, Hint, Solution, and the cards. Buttons are made once, so that focus stays where it is when something changes. */
import type { Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import type { ExerciseModel } from "../models/exercise-model.js";
import type { Announcer } from "./announcer.js";
import { renderCards, resultSentence, type CardActions } from "./check-card.js";
import { element, starting } from "./element.js";

export class ExerciseStrip extends Widget {
  readonly #model: ExerciseModel;
  readonly #actions: CardActions;
  readonly #announcer: Announcer;
  readonly #check: HTMLButtonElement;
  readonly #hint: HTMLButtonElement;
  readonly #solution: HTMLButtonElement;
  readonly #cards: HTMLElement;

  constructor(model: ExerciseModel, title: string, actions: CardActions, announcer: Announcer) {
    super();
    this.addClass("ds-strip");
    this.#model = model;
    this.#actions = actions;
    this.#announcer = announcer;
    this.#check = element("button", { type: "button", class: "ds-button ds-button-main", onclick: starting(() => this.#runCheck()) }, "Check");
    this.#hint = element("button", { type: "button", class: "ds-button", onclick: starting(() => this.#showHint()) });
    this.#solution = element("button", { type: "button", class: "ds-button", onclick: () => model.askForSolution() }, "Solution");
    this.#cards = element("div", { class: "ds-cards" });
    this.node.setAttribute("role", "group");
    this.node.setAttribute("aria-label", `Exercise: ${title}`);
    this.node.dataset["exercise"] = model.exercise;
    this.node.append(element("div", { class: "ds-row" }, this.#check, this.#hint, this.#solution), this.#cards);
    model.changed.connect(this.#render, this);
    this.#render();
  }

  protected override onCloseRequest(message: Message): void {
    this.#model.changed.disconnect(this.#render, this);
    super.onCloseRequest(message);
  }

  async #runCheck(): Promise<void> {
    this.#announcer.say("Checking");
    await this.#model.check();
    this.#announcer.say(this.#model.problem ?? (this.#model.result === undefined ? "" : resultSentence(this.#model.result)));
  }

  async #showHint(): Promise<void> {
    await this.#model.nextHint();
    const hint = this.#model.hints.at(-1);
    this.#announcer.say(this.#model.problem ?? (hint === undefined ? "" : `Hint ${this.#model.hints.length}: ${hint}`));
  }

  #render(): void {
    const { busy, hints, hintCount, solution } = this.#model;
    this.#check.textContent = busy === "check" ? "Checking…" : "Check";
    // Not the attribute `disabled`: that would throw the focus out of the strip.
    this.#check.setAttribute("aria-disabled", String(busy === "check"));
    const next = Math.min(hints.length + 1, hintCount);
    this.#hint.textContent = hints.length >= hintCount ? "No more hints" : `Hint (${next} of ${hintCount})`;
    this.#hint.setAttribute("aria-disabled", String(hints.length >= hintCount));
    this.#hint.hidden = hintCount === 0;
    this.#solution.hidden = solution !== undefined;
    this.#cards.replaceChildren(...renderCards(this.#model, this.#actions));
  }
}
