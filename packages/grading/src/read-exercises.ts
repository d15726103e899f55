/** Puts exercises together: the cell with the solution, and the one cell of tests that belongs to it. */
import {
  lessonKey,
  type ExerciseCellMetadata,
  type NbgraderMetadata,
  type QuestionCellMetadata,
  type TestCellMetadata,
} from "@data-surgery/contract";
import type { CodeExercise, Exercise, ExerciseTest, LessonCell, ReviewedExercise } from "./lesson.js";
import { MarkerError, readRegions, replaceRegions, type RegionName } from "./marked-region.js";
import type { FaultList } from "./fault-list.js";
import { passLine, visibleTests } from "./test-code.js";

/** What marks the place where a learner writes. */
export const gap = "____";

interface FoundTest {
  readonly at: number;
  readonly test: ExerciseTest;
}

export function readExercises(cells: readonly LessonCell[], faults: FaultList): Exercise[] {
  checkGradeIds(cells, faults);
  const tests = readTests(cells, faults);
  const exercises: Exercise[] = [];
  for (const [at, { cell, ours, nbgrader }] of cells.entries()) {
    if (ours?.role !== "exercise" && ours?.role !== "question" && ours?.role !== "task") continue;
    const { exercise: id } = ours;
    if (exercises.some((other) => other.id === id)) {
      faults.add("exercise.duplicate", cell.id, `Two exercises are called “${id}”.`, "Rename one of them.");
      continue;
    }
    if (ours.role !== "exercise") {
      const reviewed = readReviewed(cells[at]!, ours, nbgrader, faults);
      if (reviewed !== undefined) exercises.push(reviewed);
      continue;
    }
    const found = tests.get(id);
    const read = readExercise(cells[at]!, ours, nbgrader, faults);
    tests.delete(id);
    if (found === undefined) {
      faults.add("exercise.no-test", cell.id, `“${id}” has no tests.`, "Add a test cell below the exercise.");
    } else if (found.at < at) {
      const message = `The tests of “${id}” stand above the exercise.`;
      faults.add("test.before-exercise", found.test.cellId, message, "Move them below it.");
    } else if (read !== undefined) exercises.push({ ...read, points: found.test.points, test: found.test });
  }
  for (const [id, { test }] of tests) {
    // An exercise that can't be read was told already; its tests are no second mistake.
    if (cells.some((cell) => cell.ours === undefined && namesExercise(cell, id))) continue;
    const message = `These tests belong to the exercise “${id}”, which is not there.`;
    faults.add("test.unknown-exercise", test.cellId, message, "Correct the name, or remove the cell.");
  }
  if (exercises.length === 0 && faults.found.length === 0) {
    faults.add("lesson.no-exercise", undefined, "The lesson has no exercise.", "Add one with its tests.");
  }
  return exercises;
}

function namesExercise({ cell }: LessonCell, id: string): boolean {
  const raw = cell.metadata[lessonKey];
  return typeof raw === "object" && raw !== null && (raw as { exercise?: unknown }).exercise === id;
}

function readExercise(
  { cell }: LessonCell,
  ours: ExerciseCellMetadata,
  nbgrader: NbgraderMetadata | undefined,
  faults: FaultList,
): Omit<CodeExercise, "test" | "points"> | undefined {
  const before = faults.found.length;
  if (cell.cell_type !== "code") {
    faults.add("exercise.not-code", cell.id, "The exercise is not a code cell.", "Make it a code cell.");
  }
  if (nbgrader === undefined || !nbgrader.solution || nbgrader.grade || nbgrader.locked) {
    const message = "nbgrader's part of an exercise says solution true, grade false, locked false.";
    faults.add("exercise.wrong-nbgrader", cell.id, message, "Set it so, with the exercise's name as grade_id.");
  }
  checkSolution(cell.id, cell.source, ours, faults);
  if (faults.found.length > before || nbgrader === undefined) return undefined;
  const { role: _role, exercise: id, step: _step, ...rest } = ours;
  return {
    ...rest,
    type: "code",
    id,
    cellId: cell.id,
    gradeId: nbgrader.grade_id,
    solution: insideSolution(cell.source),
    starting: withSolution(cell.source, ours.starter),
  };
}

function readReviewed(
  { cell }: LessonCell,
  ours: QuestionCellMetadata,
  nbgrader: NbgraderMetadata | undefined,
  faults: FaultList,
): ReviewedExercise | undefined {
  const before = faults.found.length;
  const isTask = ours.role === "task";
  if (cell.cell_type === "raw" || (isTask && cell.cell_type !== "markdown")) {
    const message = isTask ? "A task is not a text cell." : "The question is neither text nor code.";
    faults.add(
      "question.wrong-type",
      cell.id,
      message,
      isTask ? "Make it a text cell." : "Make it text, or code for a chart.",
    );
  }
  const isRight = isTask
    ? nbgrader?.task === true && !nbgrader.grade && !nbgrader.solution
    : nbgrader?.grade === true && nbgrader.solution && nbgrader.task !== true;
  if (!isRight || nbgrader?.points === undefined) {
    const message = isTask
      ? "nbgrader's part of a task says task true, grade false, solution false, and has points."
      : "nbgrader's part of a question says grade true, solution true, and has points.";
    faults.add("question.wrong-nbgrader", cell.id, message, "Set it so, with the question's name as grade_id.");
  }
  const sum = ours.rubric.reduce((total, { points }) => total + points, 0);
  if (nbgrader?.points !== undefined && Math.abs(sum - nbgrader.points) > 1e-9) {
    const message = `The lines of the rubric are worth ${sum} together, the question ${nbgrader.points}.`;
    faults.add("question.other-points", cell.id, message, "Let both be the same.");
  }
  if (!isTask) checkSolution(cell.id, cell.source, ours, faults);
  if (faults.found.length > before || nbgrader?.points === undefined) return undefined;
  const { role: _role, exercise: id, step: _step, ...rest } = ours;
  return {
    ...rest,
    type: "reviewed",
    answer: isTask ? "below" : "cell",
    cellType: cell.cell_type === "code" ? "code" : "markdown",
    id,
    cellId: cell.id,
    gradeId: nbgrader.grade_id,
    points: nbgrader.points,
    solution: isTask ? "" : insideSolution(cell.source),
    starting: isTask ? cell.source : withSolution(cell.source, ours.starter),
  };
}

function insideSolution(source: string): string {
  return readRegions(source, "SOLUTION")
    .lines.map(({ text }) => text)
    .join("\n");
}

/** The exercise's cell with `instead` in the place of the solution. */
export function withSolution(source: string, instead: string): string {
  return replaceRegions(source, "SOLUTION", (region) => (region === 1 ? instead : undefined));
}

function checkSolution(cell: string, source: string, ours: { readonly starter: string }, faults: FaultList): void {
  const regions = checkMarkers(cell, source, "SOLUTION", faults);
  if (regions === 0) {
    const message = "There is no solution between // ### BEGIN SOLUTION and // ### END SOLUTION.";
    faults.add("exercise.no-solution", cell, message, "Put the markers around the solution.");
  }
  if (!ours.starter.includes(gap)) {
    const message = `The starter has no ${gap}, so nobody can tell whether the exercise was tried.`;
    faults.add("exercise.no-gap", cell, message, `Put ${gap} where the learner writes.`);
  }
}

function readTests(cells: readonly LessonCell[], faults: FaultList): Map<string, FoundTest> {
  const tests = new Map<string, FoundTest>();
  for (const [at, lessonCell] of cells.entries()) {
    if (lessonCell.ours?.role !== "test") continue;
    const { exercise } = lessonCell.ours;
    if (tests.has(exercise)) {
      const message = `“${exercise}” has two test cells.`;
      faults.add("exercise.two-tests", lessonCell.cell.id, message, "Put all its tests into one cell.");
      continue;
    }
    tests.set(exercise, { at, test: readTest(lessonCell, lessonCell.ours, faults) });
  }
  return tests;
}

function readTest({ cell, nbgrader }: LessonCell, _ours: TestCellMetadata, faults: FaultList): ExerciseTest {
  if (cell.cell_type !== "code") {
    faults.add("test.not-code", cell.id, "The tests are not in a code cell.", "Make it a code cell.");
  }
  if (
    nbgrader === undefined ||
    !nbgrader.grade ||
    nbgrader.solution ||
    !nbgrader.locked ||
    nbgrader.points === undefined
  ) {
    const message = "nbgrader's part of a test cell says grade true, solution false, locked true, and has points.";
    faults.add("test.wrong-nbgrader", cell.id, message, "Set it so, with a grade_id of its own.");
  }
  const regions = checkMarkers(cell.id, cell.source, "HIDDEN TESTS", faults);
  const pass = passLine(cell.source);
  if (pass === undefined) {
    const message = "The first line does not say what a pass means.";
    faults.add("test.no-pass-line", cell.id, message, "Begin with: // PASS: one sentence why, and what it means.");
  }
  return {
    cellId: cell.id,
    gradeId: nbgrader?.grade_id ?? "",
    points: nbgrader?.points ?? 0,
    source: cell.source,
    visible: regions === undefined ? "" : visibleTests(cell.source),
    pass: pass ?? "",
  };
}

/** How many regions there are; undefined when the markers are not in order. */
function checkMarkers(cell: string, source: string, name: RegionName, faults: FaultList): number | undefined {
  try {
    return readRegions(source, name).regions;
  } catch (error) {
    if (!(error instanceof MarkerError)) throw error;
    const code = name === "SOLUTION" ? "exercise.markers" : "test.markers";
    faults.add(
      code,
      cell,
      `${error.message}, at line ${error.line}.`,
      `Each BEGIN ${name} needs one END ${name} below it.`,
    );
    return undefined;
  }
}

function checkGradeIds(cells: readonly LessonCell[], faults: FaultList): void {
  const seen = new Set<string>();
  for (const { cell, nbgrader } of cells) {
    if (nbgrader === undefined) continue;
    if (seen.has(nbgrader.grade_id)) {
      const message = `Two cells have the grade_id “${nbgrader.grade_id}”.`;
      faults.add("grade-id.duplicate", cell.id, message, "Give this one another.");
    }
    seen.add(nbgrader.grade_id);
  }
}
