/** The lesson at the left: steps, exercises with tick, half or empty, and the minutes that are left. */
import { Widget } from "@lumino/widgets";
import type { LessonOutline, OutlineExercise, OutlineStep } from "../models/lesson-outline.js";
import { stateWords, type ProgressModel } from "../models/progress-model.js";
import { element } from "./element.js";

const shapes = { passed: "✓", tried: "◐", untouched: "○" } as const;

export class OutlineView extends Widget {
  readonly #progress: ProgressModel;
  readonly #goTo: (cellId: string) => void;
  #outline: LessonOutline;

  constructor(outline: LessonOutline, progress: ProgressModel, goTo: (cellId: string) => void) {
    super({ node: element("nav", { "aria-label": "Lesson steps" }) });
    this.addClass("ds-outline");
    this.#outline = outline;
    this.#progress = progress;
    this.#goTo = goTo;
    progress.changed.connect(this.#render, this);
    this.#render();
  }

  set outline(outline: LessonOutline) {
    this.#outline = outline;
    this.#render();
  }

  override dispose(): void {
    this.#progress.changed.disconnect(this.#render, this);
    super.dispose();
  }

  #render(): void {
    const focused = this.node.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["cell"] : undefined;
    const exercises = this.#outline.steps.flatMap((step) => step.exercises);
    const done = exercises.filter((one) => this.#progress.of(one.id).state === "passed").length;
    this.node.replaceChildren(
      element("h2", {}, this.#outline.title),
      element("p", { class: "ds-outline-sum" }, `${done} of ${exercises.length} exercises done${this.#minutesLeft(exercises)}`),
      element("ol", {}, ...this.#outline.steps.map((step) => this.#step(step))),
    );
    if (focused !== undefined) this.node.querySelector<HTMLElement>(`[data-cell="${CSS.escape(focused)}"]`)?.focus();
  }

  /** The lesson's own minutes, less those of the exercises that are done. */
  #minutesLeft(exercises: readonly OutlineExercise[]): string {
    const spent = exercises.filter((one) => this.#progress.of(one.id).state === "passed").reduce((sum, one) => sum + one.minutes, 0);
    const left = this.#outline.minutes - spent;
    return left > 0 ? ` · about ${left} minutes` : "";
  }

  #step(step: OutlineStep): HTMLElement {
    return element(
      "li",
      {},
      this.#link(step.title, step.cellId),
      step.exercises.length > 0 && element("ul", {}, ...step.exercises.map((exercise) => this.#exercise(exercise))),
    );
  }

  #exercise(exercise: OutlineExercise): HTMLElement {
    const progress = this.#progress.of(exercise.id);
    const sign = element("span", { class: `ds-shape ds-shape-${progress.state}`, "aria-hidden": "true" }, shapes[progress.state]);
    const words = element("span", { class: "ds-visually-hidden" }, `, ${stateWords(progress)}`);
    return element("li", { "data-exercise": exercise.id, "data-state": progress.state }, this.#link(exercise.title, exercise.cellId, sign, words));
  }

  #link(title: string, cellId: string, before?: Node, after?: Node): HTMLElement {
    return element("button", { type: "button", "data-cell": cellId, onclick: () => this.#goTo(cellId) }, before, element("span", {}, title), after);
  }
}
