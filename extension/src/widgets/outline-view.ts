/** The lesson at the left: steps, exercises with tick, half or empty, and the minutes that are left. */
import { isDone as countsAsDone } from "@data-surgery/contract";
import { Widget } from "@lumino/widgets";
import { minutesLeft, type LessonOutline, type OutlineExercise, type OutlineStep } from "../models/lesson-outline.js";
import { stateWords, type ProgressModel } from "../models/progress-model.js";
import { element } from "./element.js";

const shapes = { passed: "✓", tried: "◐", "handed-in": "↑", untouched: "○" } as const;

export class OutlineView extends Widget {
  readonly #progress: ProgressModel;
  readonly #goTo: (cellId: string) => void;
  #outline: LessonOutline;

  constructor(outline: LessonOutline, progress: ProgressModel, goTo: (cellId: string) => void) {
    super({ node: element("nav", { "aria-label": "Steps of the lesson" }) });
    this.addClass("ds-outline");
    this.#outline = outline;
    this.#progress = progress;
    this.#goTo = goTo;
    progress.changed.connect(this.#render);
    this.#render();
  }

  set outline(outline: LessonOutline) {
    this.#outline = outline;
    this.#render();
  }

  override dispose(): void {
    this.#progress.changed.disconnect(this.#render);
    super.dispose();
  }

  readonly #render = (): void => {
    const focused = this.#focusedCell();
    const { steps } = this.#outline;
    this.node.replaceChildren(
      element("p", { class: "ds-outline-head" }, "Steps"),
      element("p", { class: "ds-outline-sum" }, this.#summary()),
      element("ol", {}, ...steps.map((step) => this.#step(step))),
    );
    if (focused !== undefined) this.node.querySelector<HTMLElement>(`[data-cell="${CSS.escape(focused)}"]`)?.focus();
  };

  #focusedCell(): string | undefined {
    const focused = this.node.contains(document.activeElement) ? document.activeElement : null;
    return focused instanceof HTMLElement ? focused.dataset["cell"] : undefined;
  }

  #summary(): string {
    const exercises = this.#outline.steps.flatMap((step) => step.exercises);
    const isDone = (one: OutlineExercise): boolean => countsAsDone(this.#stateOf(one));
    const left = minutesLeft(this.#outline, isDone);
    const done = `${exercises.filter(isDone).length} of ${exercises.length} exercises done`;
    return left > 0 ? `${done} · about ${left} minutes left` : done;
  }

  #stateOf(exercise: OutlineExercise): keyof typeof shapes {
    return this.#progress.of(this.#outline.lesson, exercise.id).state;
  }

  #step(step: OutlineStep): HTMLElement {
    const number = element(
      "span",
      { class: "ds-outline-number", "aria-hidden": "true" },
      step.number === 0 ? "" : String(step.number),
    );
    const exercises = step.exercises.map((exercise) => this.#exercise(exercise));
    return element(
      "li",
      {},
      this.#link(step.title, step.cellId, number),
      exercises.length > 0 && element("ul", {}, ...exercises),
    );
  }

  #exercise(exercise: OutlineExercise): HTMLElement {
    const progress = this.#progress.of(this.#outline.lesson, exercise.id);
    const shape = element(
      "span",
      { class: "ds-shape", "data-state": progress.state, "aria-hidden": "true" },
      shapes[progress.state],
    );
    const words = element("span", { class: "ds-visually-hidden" }, `, ${stateWords(progress)}`);
    const link = this.#link(exercise.title, exercise.cellId, shape, words);
    return element("li", { "data-exercise": exercise.id, "data-state": progress.state }, link);
  }

  #link(title: string, cellId: string, before: Node, after?: Node): HTMLElement {
    const go = (): void => this.#goTo(cellId);
    return element(
      "button",
      { type: "button", "data-cell": cellId, onclick: go },
      before,
      element("span", {}, title, after),
    );
  }
}
