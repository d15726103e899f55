/** One strip per exercise of a lesson. Its model outlives it: cells that move are made anew, and the card must not go. */
import type { Cell } from "@jupyterlab/cells";
import type { PanelLayout } from "@lumino/widgets";
import { ExerciseModel, type ExerciseService } from "../models/exercise-model.js";
import { report } from "../models/report.js";
import { readRole, type LessonOutline, type OutlineExercise } from "../models/lesson-outline.js";
import { ExerciseStrip } from "../widgets/exercise-strip.js";
import { goToCell } from "./go-to-cell.js";
import type { LessonParts } from "./lesson.js";

export class ExerciseStrips {
  readonly #parts: LessonParts;
  readonly #lesson: string;
  readonly #models = new Map<string, ExerciseModel>();

  constructor(parts: LessonParts, lesson: string) {
    this.#parts = parts;
    this.#lesson = lesson;
  }

  arrange(outline: LessonOutline): void {
    const exercises = new Map(outline.steps.flatMap((step) => step.exercises).map((one) => [one.cellId, one]));
    for (const cell of this.#parts.panel.content.widgets) {
      const role = readRole(cell.model.getMetadata("data_surgery"));
      if (role !== "") cell.node.dataset["role"] = role;
      const exercise = exercises.get(cell.model.sharedModel.getId());
      // A cell that was not drawn yet would lay its editor below whatever stands in it already.
      if (exercise !== undefined) cell.ready.then(() => this.#add(cell, exercise)).catch(report);
    }
  }

  #add(cell: Cell, exercise: OutlineExercise): void {
    if (cell.isDisposed || cell.node.querySelector(".ds-strip") !== null) return;
    const { panel, announcer, progress } = this.#parts;
    const strip = new ExerciseStrip({
      model: this.#modelOf(exercise),
      title: exercise.title,
      progress: () => progress.model.of(this.#lesson, exercise.id),
      progressChanged: progress.model.changed,
      goToCell: (cellId) => goToCell(panel, cellId),
      announcer,
    });
    (cell.layout as PanelLayout).addWidget(strip);
  }

  #modelOf(exercise: OutlineExercise): ExerciseModel {
    const known = this.#models.get(exercise.id);
    if (known !== undefined) return known;
    const made = new ExerciseModel(exercise.id, exercise.hintCount, this.#service());
    this.#models.set(exercise.id, made);
    return made;
  }

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
    };
  }
}
