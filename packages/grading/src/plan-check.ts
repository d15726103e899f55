/**
 * Which cells run for a check, and in what order. The learner's order counts, up to and including the exercise; what the
 * lesson needs and the notebook lost is put back for the run, and said. Rules PL1-PL7 of SPEC.md.
 */
import type { Cell, Notebook } from "@data-surgery/jupyter";
import { isAttempted } from "./is-attempted.js";
import type { Exercise, Lesson, LessonCell } from "./lesson.js";
import { matchCells } from "./match-cells.js";

export type CheckPlan =
  | { readonly type: "not-attempted"; readonly cellId: string }
  | { readonly type: "cell-missing" }
  | {
      readonly type: "run";
      readonly cells: readonly PlannedCell[];
      /** The exercise's cell in the learner's notebook. */
      readonly cellId: string;
      /** What was put right for this run, in plain words. */
      readonly repairs: readonly string[];
      /** What the tests' made-up inputs came from. Absent while nobody has checked, and in plans of before there were any. */
      readonly seed?: number;
    };

export interface PlannedCell {
  /** Id in the learner's notebook, or in the lesson where the cell was put back. */
  readonly id: string;
  readonly source: string;
  /** The learner's own cells may fail: the lesson does not depend on them. */
  readonly mayFail: boolean;
  /** Put back from the lesson, so there is no such cell in the learner's notebook. */
  readonly restored: boolean;
}

/** @param exerciseId an exercise of this lesson */
export function planCheck(lesson: Lesson, notebook: Notebook, exerciseId: string): CheckPlan {
  const exercise = lesson.exercises.find((one) => one.id === exerciseId);
  if (exercise === undefined) throw new RangeError(`The lesson ${lesson.id} has no exercise ${exerciseId}.`);
  const matches = matchCells(lesson, notebook);
  const at = matches.get(exercise.cellId);
  const target = at === undefined ? undefined : notebook.cells[at];
  if (at === undefined || target === undefined) return { type: "cell-missing" };
  if (!isAttempted(exercise, target.source)) return { type: "not-attempted", cellId: target.id };
  const lessonCellAt = new Map([...matches].map(([id, position]) => [position, cellOf(lesson, id)]));
  const repairs: string[] = [];
  const steps: Step[] = [];
  for (const [position, cell] of notebook.cells.slice(0, at).entries()) {
    const step = stepFor(cell, lessonCellAt.get(position), lesson, repairs);
    if (step !== undefined) steps.push(step);
  }
  putBack(steps, { lesson, notebook, exercise, matches, before: at, repairs });
  if (target.cell_type !== "code") repairs.push(`The cell of “${exercise.title}” had become text; it was run as code.`);
  const cells = [...steps.map(({ planned }) => planned), planCell(target)];
  return { type: "run", cells, cellId: target.id, repairs };
}

interface Step {
  readonly planned: PlannedCell;
  /** Position in the lesson; undefined for the learner's own cells. */
  readonly lessonCell?: LessonCell;
}

function cellOf(lesson: Lesson, id: string): LessonCell {
  return lesson.cells.find(({ cell }) => cell.id === id)!;
}

function planCell(cell: Cell): PlannedCell {
  return { id: cell.id, source: cell.source, mayFail: false, restored: false };
}

/** Undefined for what does not run: text, tests, and exercises that nobody has tried. */
function stepFor(cell: Cell, lessonCell: LessonCell | undefined, lesson: Lesson, repairs: string[]): Step | undefined {
  if (cell.source.trim() === "") return undefined;
  if (lessonCell === undefined) {
    if (cell.cell_type !== "code" || isStrayLessonCell(cell)) return undefined;
    return { planned: { ...planCell(cell), mayFail: true } };
  }
  if (!runs(lessonCell)) return undefined;
  if (isAnswer(lessonCell) && !isTried(lesson, lessonCell, cell)) return undefined;
  if (cell.cell_type !== "code") repairs.push(`The cell “${nameOf(lessonCell)}” had become text; it was run as code.`);
  return { planned: planCell(cell), lessonCell };
}

/** A copied test cell: it would ask for `answer`, which is not there in a notebook. */
function isStrayLessonCell(cell: Cell): boolean {
  const nbgrader = cell.metadata["nbgrader"];
  return typeof nbgrader === "object" && nbgrader !== null && (nbgrader as { grade?: unknown }).grade === true;
}

function runs({ cell, ours }: LessonCell): boolean {
  return cell.cell_type === "code" && ours?.role !== "test";
}

/** Where a learner writes, whoever judges it. */
function isAnswer({ ours }: LessonCell): boolean {
  return ours?.role === "exercise" || ours?.role === "question";
}

function isTried(lesson: Lesson, lessonCell: LessonCell, cell: Cell): boolean {
  const found = lesson.exercises.find(({ cellId }) => cellId === lessonCell.cell.id);
  return found !== undefined && isAttempted(found, cell.source);
}

function nameOf({ cell, ours }: LessonCell): string {
  return ours?.title ?? cell.id;
}

interface Around {
  readonly lesson: Lesson;
  readonly notebook: Notebook;
  readonly exercise: Exercise;
  readonly matches: ReadonlyMap<string, number>;
  readonly before: number;
  readonly repairs: string[];
}

/** The lesson's cells that come before the exercise but were deleted, emptied or moved below it, each after the one it followed. */
function putBack(steps: Step[], around: Around): void {
  const { lesson, exercise } = around;
  let last: LessonCell | undefined;
  for (const lessonCell of lesson.cells) {
    if (lessonCell.cell.id === exercise.cellId) return;
    if (!runs(lessonCell)) continue;
    const there = steps.some((step) => step.lessonCell === lessonCell);
    const planned = there ? undefined : lostCell(lessonCell, around);
    if (planned !== undefined) {
      const after = steps.findIndex((step) => last !== undefined && step.lessonCell === last);
      steps.splice(after + 1, 0, { planned, lessonCell });
    }
    if (there || planned !== undefined) last = lessonCell;
  }
}

function lostCell(lessonCell: LessonCell, around: Around): PlannedCell | undefined {
  const { lesson, notebook, matches, before, repairs } = around;
  const at = matches.get(lessonCell.cell.id);
  const cell = at === undefined ? undefined : notebook.cells[at];
  const isExercise = isAnswer(lessonCell);
  if (cell !== undefined && cell.source.trim() !== "") {
    if (at! < before || (isExercise && !isTried(lesson, lessonCell, cell))) return undefined;
    repairs.push(`“${nameOf(lessonCell)}” stood below the exercise; it was run first.`);
    return planCell(cell);
  }
  // Nobody can put back an answer; the run says what is missing when something needs it.
  if (isExercise) return undefined;
  repairs.push(`“${nameOf(lessonCell)}” was missing; the lesson's own was run in its place.`);
  return { id: lessonCell.cell.id, source: lessonCell.cell.source, mayFail: false, restored: true };
}
