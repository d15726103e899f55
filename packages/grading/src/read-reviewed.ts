/** Reads answers that a person reviews: nbgrader's manual answer and manual task, and, where a lesson was imported, any answer whose tests are not ours. */
import type { NbgraderMetadata, QuestionCellMetadata } from "@data-surgery/contract";
import { checkAnswer, checkMarkers, startingSource } from "./read-answer.js";
import type { FaultList } from "./fault-list.js";
import type { ExerciseTest, LessonCell, ReviewedExercise } from "./lesson.js";
import { readRegions, replaceRegions } from "./marked-region.js";

export interface ReviewedInput {
  readonly lessonCell: LessonCell;
  readonly ours: QuestionCellMetadata;
  /** Tests that belong to it. Only an imported lesson has any. */
  readonly tests: readonly ExerciseTest[];
  readonly imported: boolean;
}

export function readReviewed(input: ReviewedInput, faults: FaultList): ReviewedExercise | undefined {
  const { lessonCell, ours, tests, imported } = input;
  const { cell, nbgrader } = lessonCell;
  const before = faults.found.length;
  const isTask = ours.role === "task";
  checkType(lessonCell, isTask, faults);
  const points = pointsOf(input);
  if (points === undefined) {
    const message = isTask
      ? "nbgrader's part of a task says task true, grade false, solution false, and has points."
      : "nbgrader's part of a question says grade true, solution true, and has points.";
    faults.add("question.wrong-nbgrader", cell.id, message, "Set it so, with the question's name as grade_id.");
  } else checkRubric(cell.id, ours, points, faults);
  if (isTask) checkMarkers(cell.id, cell.source, "SOLUTION", faults);
  else checkAnswer(cell.id, cell.source, ours, imported, faults);
  checkMarkers(cell.id, cell.source, "MARK SCHEME", faults);
  checkMarkers(cell.id, cell.source, "HIDDEN TESTS", faults);
  if (faults.found.length > before || points === undefined || nbgrader === undefined) return undefined;
  const { role: _role, exercise: id, step: _step, ...rest } = ours;
  const open = openText(cell.source);
  const scheme = insideOf(cell.source);
  return {
    ...rest,
    type: "reviewed",
    answer: isTask ? "below" : "cell",
    cellType: cell.cell_type === "code" ? "code" : "markdown",
    id,
    cellId: cell.id,
    gradeId: nbgrader.grade_id,
    points,
    solution: isTask ? "" : withoutMarkers(open),
    starting: isTask ? open : startingSource(open, ours.starter, imported),
    ...(scheme === "" ? {} : { markScheme: scheme }),
    ...(tests.length === 0 ? {} : { courseTests: tests }),
  };
}

function checkType({ cell }: LessonCell, isTask: boolean, faults: FaultList): void {
  if (cell.cell_type !== "raw" && (!isTask || cell.cell_type === "markdown")) return;
  const message = isTask ? "A task is not a text cell." : "The question is neither text nor code.";
  const remedy = isTask ? "Make it a text cell." : "Make it text, or code for a chart.";
  faults.add("question.wrong-type", cell.id, message, remedy);
}

/** Undefined where nbgrader's part says something else than this role. */
function pointsOf({ lessonCell: { nbgrader }, ours, tests, imported }: ReviewedInput): number | undefined {
  if (nbgrader === undefined) return undefined;
  if (ours.role === "task") return isTaskCell(nbgrader) ? nbgrader.points : undefined;
  if (nbgrader.task === true || !nbgrader.solution) return undefined;
  if (nbgrader.grade) return tests.length === 0 ? nbgrader.points : undefined;
  return imported ? tests.reduce((total, test) => total + test.points, 0) : undefined;
}

function isTaskCell({ task, grade, solution }: NbgraderMetadata): boolean {
  return task === true && !grade && !solution;
}

function checkRubric(cell: string, { rubric }: QuestionCellMetadata, points: number, faults: FaultList): void {
  const sum = rubric.reduce((total, line) => total + line.points, 0);
  if (Math.abs(sum - points) <= 1e-9) return;
  const message = `The lines of the rubric are worth ${sum} together, the question ${points}.`;
  faults.add("question.other-points", cell, message, "Let both be the same.");
}

/** What a learner may see, the solution and its markers included. */
function openText(source: string): string {
  const withoutScheme = replaceRegions(source, "MARK SCHEME", () => undefined);
  const open = replaceRegions(withoutScheme, "HIDDEN TESTS", () => undefined);
  return open === source ? source : open.trimEnd();
}

function insideOf(source: string): string {
  return readRegions(source, "MARK SCHEME")
    .lines.filter(({ inside }) => inside)
    .map(({ text }) => text)
    .join("\n")
    .trim();
}

function withoutMarkers(source: string): string {
  return readRegions(source, "SOLUTION")
    .lines.map(({ text }) => text)
    .join("\n");
}
