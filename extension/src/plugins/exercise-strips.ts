/** One strip per exercise of a lesson. Its model outlives it: cells that move are made anew, and the card must not go. */
import type { Cell } from "@jupyterlab/cells";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { PanelLayout } from "@lumino/widgets";
import { ExerciseModel, type ExerciseService } from "../models/exercise-model.js";
import { ExerciseWorkKeeper } from "../models/exercise-work.js";
import { regradedWords, resultSentence, reviewHead } from "../models/exercise-words.js";
import { readRole, type LessonOutline, type OutlineExercise } from "../models/lesson-outline.js";
import { PlainError } from "../models/plain-error.js";
import { report } from "../models/report.js";
import { ExerciseStrip } from "../widgets/exercise-strip.js";
import { goToCell } from "./go-to-cell.js";
import type { LessonParts } from "./lesson.js";

const ofPanels = new WeakMap<NotebookPanel, ExerciseStrips>();

/** Undefined for a notebook that is no lesson. */
export function exerciseStripsOf(panel: NotebookPanel): ExerciseStrips | undefined {
  return ofPanels.get(panel);
}

export class ExerciseStrips {
  readonly #parts: LessonParts;
  readonly #lesson: string;
  readonly #models = new Map<string, ExerciseModel>();
  readonly #strips = new Map<Cell, ExerciseStrip>();
  readonly #work: ExerciseWorkKeeper;

  constructor(parts: LessonParts, lesson: string) {
    this.#parts = parts;
    this.#lesson = lesson;
    const { panel, api, progress, announcer } = parts;
    this.#work = new ExerciseWorkKeeper({
      read: () => api.lessonWork(lesson),
      models: () => this.#models.values(),
      progressOf: (exercise) => progress.model.of(lesson, exercise),
      onJudged: ({ review, result }, by) => {
        if (by === "review" && review !== undefined)
          announcer.say(`An answer of yours was read: ${reviewHead(review)}. ${review.comment}`);
        if (by === "regrade" && result !== undefined) announcer.say(`${regradedWords} ${resultSentence(result)}`);
      },
    });
    ofPanels.set(panel, this);
    progress.model.changed.connect(this.#onProgress);
    panel.disposed.connect(() => progress.model.changed.disconnect(this.#onProgress));
    // Without a line the cards stay away until it is back: the stream opens again, and with it comes news.
    this.#work.refresh().catch(reportBug);
  }

  /** Under the cell, or under the cell of the lesson that it was added below. */
  stripAt(cell: Cell | null): ExerciseStrip | undefined {
    const { widgets } = this.#parts.panel.content;
    for (let at = cell === null ? -1 : widgets.indexOf(cell); at >= 0; at--) {
      const one = widgets[at];
      const strip = one === undefined ? undefined : this.#strips.get(one);
      if (strip !== undefined) return strip;
      if (one === undefined || readRole(one.model.getMetadata("data_surgery")) !== "") return undefined;
    }
    return undefined;
  }

  arrange(outline: LessonOutline): void {
    const exercises = new Map(outline.steps.flatMap((step) => step.exercises).map((one) => [one.cellId, one]));
    for (const cell of this.#parts.panel.content.widgets) {
      const role = readRole(cell.model.getMetadata("data_surgery"));
      if (role !== "") cell.node.dataset["role"] = role;
      const exercise = exercises.get(cell.model.sharedModel.getId());
      // A cell that was not drawn yet would lay its editor below whatever stands in it already.
      if (exercise !== undefined) cell.ready.then(() => this.#add(cell, exercise, role)).catch(report);
    }
  }

  #add(cell: Cell, exercise: OutlineExercise, role: string): void {
    if (cell.isDisposed || this.#strips.has(cell)) return;
    const { panel, announcer, progress } = this.#parts;
    const { sharedModel } = cell.model;
    const strip = new ExerciseStrip({
      model: this.#modelOf(exercise),
      title: exercise.title,
      progress: () => progress.model.of(this.#lesson, exercise.id),
      progressChanged: progress.model.changed,
      cellId: sharedModel.getId(),
      goToCell: (cellId) => goToCell(panel, cellId),
      announcer,
      source: role === "task" ? undefined : () => sharedModel.getSource(),
      put: () => (cell.readOnly ? undefined : (source) => sharedModel.setSource(source)),
      isMac: /^(?:Mac|iP)/.test(navigator.platform),
    });
    this.#strips.set(cell, strip);
    cell.disposed.connect(() => this.#strips.delete(cell));
    (cell.layout as PanelLayout).addWidget(strip);
  }

  #modelOf({ id, hintCount, type }: OutlineExercise): ExerciseModel {
    const known = this.#models.get(id);
    if (known !== undefined) return known;
    const facts = { exercise: id, hintCount, isReviewed: type === "reviewed" };
    const made = new ExerciseModel(facts, this.#service());
    this.#models.set(id, made);
    this.#work.restore(made);
    return made;
  }

  readonly #onProgress = (): void => {
    this.#work.refreshOnNews().catch(reportBug);
  };

  #service(): ExerciseService {
    const { api, panel, saving } = this.#parts;
    const lesson = this.#lesson;
    return {
      check: async (exercise) => {
        // What is checked is what the server has: first make sure that it has everything.
        await saving.flush(panel.context.path);
        return api.check(lesson, exercise, panel.context.path);
      },
      hint: (exercise, number) => api.hint(lesson, exercise, panel.context.path, number),
      solution: (exercise) => api.solution(lesson, exercise, panel.context.path),
      tries: (exercise, before) => api.tries(lesson, exercise, before),
    };
  }
}

function reportBug(error: unknown): void {
  if (!(error instanceof PlainError)) report(error);
}
