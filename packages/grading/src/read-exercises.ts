/** Puts exercises together: the cell with the solution, and the one cell of tests that belongs to it. */
import type { ExerciseCellMetadata, NbgraderMetadata, TestCellMetadata } from "@data-surgery/contract";
import type { Exercise, ExerciseTest, LessonCell } from "./lesson.js";
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
    if (ours?.role !== "exercise") continue;
    const { exercise: id } = ours;
    if (exercises.some((other) => other.id === id)) {
      faults.add("exercise.duplicate", cell.id, `Two exercises are called “${id}”.`, "Rename one of them.");
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
    } else if (read !== undefined) exercises.push({ ...read, test: found.test });
  }
  for (const [id, { test }] of tests) {
    const message = `These tests belong to the exercise “${id}”, which is not there.`;
    faults.add("test.unknown-exercise", test.cellId, message, "Correct the name, or remove the cell.");
  }
  if (exercises.length === 0 && faults.found.length === 0) {
    faults.add("lesson.no-exercise", undefined, "The lesson has no exercise.", "Add one with its tests.");
  }
  return exercises;
}

function readExercise(
  { cell }: LessonCell,
  ours: ExerciseCellMetadata,
  nbgrader: NbgraderMetadata | undefined,
  faults: FaultList,
): Omit<Exercise, "test"> | undefined {
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
    id,
    cellId: cell.id,
    gradeId: nbgrader.grade_id,
    solution: readRegions(cell.source, "SOLUTION")
      .lines.map(({ text }) => text)
      .join("\n"),
    starting: withSolution(cell.source, ours.starter),
  };
}

/** The exercise's cell with `instead` in the place of the solution. */
export function withSolution(source: string, instead: string): string {
  return replaceRegions(source, "SOLUTION", (region) => (region === 1 ? instead : undefined));
}

function checkSolution(cell: string, source: string, ours: ExerciseCellMetadata, faults: FaultList): void {
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
