/** The lesson at the left: what it is for, steps with tick, half or empty, why progress is what it is, and the course around it. */
import { isDone as countsAsDone, type CourseLesson } from "@data-surgery/contract";
import { Widget } from "@lumino/widgets";
import { nextLesson, type GuideModel } from "../models/guide-model.js";
import { minutesLeft, type LessonOutline, type OutlineExercise, type OutlineStep } from "../models/lesson-outline.js";
import { stateWords, type ProgressModel } from "../models/progress-model.js";
import { element, starting, type Child } from "./element.js";

const shapes = { passed: "✓", tried: "◐", "handed-in": "↑", untouched: "○" } as const;

export interface OutlineActions {
  goTo(cellId: string): void;
  openLesson(lesson: string): Promise<void>;
  /** Shows all words that lessons explain. */
  showWords(): Promise<void>;
  showUpdate(): Promise<void>;
}

export class OutlineView extends Widget {
  readonly #progress: ProgressModel;
  readonly #guide: GuideModel;
  readonly #actions: OutlineActions;
  readonly #sum: HTMLElement = element("p", { class: "ds-outline-sum" });
  readonly #newer: HTMLElement = element("p", { class: "ds-outline-newer" });
  readonly #about = folded("What this lesson is for");
  readonly #why = folded("Why?");
  readonly #course = folded("The course");
  readonly #steps: HTMLElement = element("ol", {});
  readonly #end: HTMLElement = element("div", { class: "ds-outline-end" });
  #outline: LessonOutline;
  #current: number | undefined;

  constructor(outline: LessonOutline, progress: ProgressModel, guide: GuideModel, actions: OutlineActions) {
    super({ node: element("nav", { "aria-label": "Steps of the lesson" }) });
    this.addClass("ds-outline");
    this.#outline = outline;
    this.#progress = progress;
    this.#guide = guide;
    this.#actions = actions;
    const words = element(
      "button",
      { type: "button", onclick: starting(() => actions.showWords()) },
      "Words explained",
    );
    this.node.append(
      element("p", { class: "ds-outline-head" }, "Steps"),
      this.#sum,
      this.#newer,
      this.#why.node,
      this.#about.node,
      this.#steps,
      this.#end,
      this.#course.node,
      words,
    );
    progress.changed.connect(this.#render);
    guide.changed.connect(this.#render);
    this.#render();
  }

  set outline(outline: LessonOutline) {
    this.#outline = outline;
    this.#render();
  }

  /** The step that is in view. */
  set current(step: number | undefined) {
    if (step === this.#current) return;
    this.#current = step;
    for (const button of this.#steps.querySelectorAll<HTMLElement>("button[data-step]")) {
      if (button.dataset["step"] === String(step)) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    }
  }

  override dispose(): void {
    this.#progress.changed.disconnect(this.#render);
    this.#guide.changed.disconnect(this.#render);
    super.dispose();
  }

  readonly #render = (): void => {
    const focused = this.#focusedCell();
    this.#sum.textContent = this.#summary();
    this.#steps.replaceChildren(...this.#outline.steps.map((step) => this.#step(step)));
    this.#renderGuide();
    if (focused !== undefined) this.node.querySelector<HTMLElement>(`[data-cell="${CSS.escape(focused)}"]`)?.focus();
  };

  #focusedCell(): string | undefined {
    const focused = this.node.contains(document.activeElement) ? document.activeElement : null;
    return focused instanceof HTMLElement ? focused.dataset["cell"] : undefined;
  }

  get #exercises(): readonly OutlineExercise[] {
    return this.#outline.steps.flatMap((step) => step.exercises);
  }

  readonly #isDone = (one: OutlineExercise): boolean => countsAsDone(this.#stateOf(one));

  #summary(): string {
    const left = minutesLeft(this.#outline, this.#isDone);
    const done = `${this.#exercises.filter(this.#isDone).length} of ${this.#exercises.length} exercises done`;
    return left > 0 ? `${done} · about ${left} minutes left` : done;
  }

  #stateOf(exercise: OutlineExercise): keyof typeof shapes {
    return this.#progress.of(this.#outline.lesson, exercise.id).state;
  }

  #renderGuide(): void {
    const { guide, explained } = this.#guide;
    this.#newer.hidden = guide?.update === undefined;
    if (guide?.update !== undefined && this.#newer.childElementCount === 0) {
      const show = starting(() => this.#actions.showUpdate());
      this.#newer.append(element("button", { type: "button", onclick: show }, "This lesson has a newer version"));
    }
    const why = (explained?.exercises ?? []).map(({ title, state, reason }) =>
      element("li", { "data-state": state }, shapeOf(state), element("span", {}, `${title}: ${reason}.`)),
    );
    const counted = explained === undefined ? "Why?" : `Why ${explained.done} of ${explained.total}?`;
    this.#why.show(counted, why.length > 0 && element("ul", {}, ...why));
    const aims = (guide?.aims ?? []).map((aim) => element("li", {}, aim));
    this.#about.show(
      "What this lesson is for",
      guide !== undefined && element("p", {}, guide.question),
      aims.length > 0 && element("p", {}, "You will be able to:"),
      aims.length > 0 && element("ul", { class: "ds-outline-aims" }, ...aims),
    );
    this.#renderCourse(guide?.course);
  }

  #renderCourse(course: { readonly title: string; readonly lessons: readonly CourseLesson[] } | undefined): void {
    const { lesson } = this.#outline;
    const lessons = course?.lessons ?? [];
    const place = lessons.findIndex(({ id }) => id === lesson) + 1;
    const entries = lessons.map((one) => this.#courseLesson(one, one.id === lesson));
    this.#course.show(
      `${course?.title ?? ""}: lesson ${place} of ${lessons.length}`,
      entries.length > 0 && element("ol", { class: "ds-outline-course" }, ...entries),
    );
    const isFinished = this.#exercises.length > 0 && this.#exercises.every(this.#isDone);
    const next = nextLesson(lessons, lesson);
    this.#end.hidden = !isFinished;
    this.#end.replaceChildren(
      element(
        "p",
        {},
        course !== undefined && next === undefined
          ? `You have finished “${course.title}”.`
          : "You have finished this lesson.",
      ),
      ...(next === undefined ? [] : [this.#goOn(next)]),
    );
  }

  #goOn({ id, title }: CourseLesson): HTMLElement {
    const open = starting(() => this.#actions.openLesson(id));
    return element("button", { type: "button", class: "ds-button ds-button-main", onclick: open }, `Go on to ${title}`);
  }

  #courseLesson({ id, title, minutes, done, total }: CourseLesson, isHere: boolean): HTMLElement {
    const words = `${done} of ${total} done, about ${minutes} minutes`;
    const open = starting(() => this.#actions.openLesson(id));
    const name = isHere
      ? element("span", { "aria-current": "page" }, `${title} (you are here)`)
      : element("button", { type: "button", onclick: open }, title);
    return element("li", {}, name, element("span", { class: "ds-note" }, words));
  }

  #step(step: OutlineStep): HTMLElement {
    const number = element(
      "span",
      { class: "ds-outline-number", "aria-hidden": "true" },
      step.number === 0 ? "" : String(step.number),
    );
    const exercises = step.exercises.map((exercise) => this.#exercise(exercise));
    const link = this.#link(step.title, step.cellId, number);
    link.dataset["step"] = String(step.number);
    if (step.number === this.#current) link.setAttribute("aria-current", "step");
    return element("li", {}, link, exercises.length > 0 && element("ul", {}, ...exercises));
  }

  #exercise(exercise: OutlineExercise): HTMLElement {
    const progress = this.#progress.of(this.#outline.lesson, exercise.id);
    const words = element("span", { class: "ds-visually-hidden" }, `, ${stateWords(progress)}`);
    const link = this.#link(exercise.title, exercise.cellId, shapeOf(progress.state), words);
    return element("li", { "data-exercise": exercise.id, "data-state": progress.state }, link);
  }

  #link(title: string, cellId: string, before: Node, after?: Node): HTMLElement {
    const go = (): void => this.#actions.goTo(cellId);
    return element(
      "button",
      { type: "button", "data-cell": cellId, onclick: go },
      before,
      element("span", {}, title, after),
    );
  }
}

function shapeOf(state: keyof typeof shapes): HTMLElement {
  return element("span", { class: "ds-shape", "data-state": state, "aria-hidden": "true" }, shapes[state]);
}

/** Stays open or shut as its reader left it, whatever is put into it. Not there while it has nothing to show. */
function folded(head: string): { readonly node: HTMLElement; show(head: string, ...children: Child[]): void } {
  const summary = element("summary", {}, head);
  const body = element("div", {});
  const node = element("details", { class: "ds-outline-fold", hidden: true }, summary, body);
  return {
    node,
    show: (words, ...children) => {
      if (summary.textContent !== words) summary.textContent = words;
      body.replaceChildren(...children.filter((child) => child !== undefined && child !== false));
      node.hidden = body.childNodes.length === 0;
    },
  };
}
