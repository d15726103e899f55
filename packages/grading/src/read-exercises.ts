/** Puts exercises together: the cell with the solution, and the one cell of tests that belongs to it. */
import { lessonKey, type ExerciseCellMetadata, type NbgraderMetadata } from "@data-surgery/contract";
import type { CodeExercise, Exercise, ExerciseTest, LessonCell } from "./lesson.js";
import { readRegions, regionNames, type RegionName } from "./marked-region.js";
import type { FaultList } from "./fault-list.js";
import { checkAnswer, checkMarkers, gap, startingSource, withSolution } from "./read-answer.js";
import { readReviewed } from "./read-reviewed.js";
import { passLine, visibleTests } from "./test-code.js";

export { gap, withSolution };

interface FoundTest {
  readonly at: number;
  readonly test: ExerciseTest;
}

/** @param imported whether the lesson came from another course: it lacks what only ours have, and that is no fault */
export function readExercises(cells: readonly LessonCell[], imported: boolean, faults: FaultList): Exercise[] {
  checkGradeIds(cells, faults);
  checkStrayMarkers(cells, faults);
  const tests = readTests(cells, imported, faults);
  const exercises: Exercise[] = [];
  const seen = new Set<string>();
  for (const [at, lessonCell] of cells.entries()) {
    const { cell, ours } = lessonCell;
    if (ours?.role !== "exercise" && ours?.role !== "question" && ours?.role !== "task") continue;
    const { exercise: id } = ours;
    if (seen.has(id)) {
      faults.add("exercise.duplicate", cell.id, `Two exercises are called “${id}”.`, "Rename one of them.");
      continue;
    }
    seen.add(id);
    if (ours.role !== "exercise") {
      const courseTests = imported ? (tests.get(id) ?? []).map(({ test }) => test) : [];
      if (imported) tests.delete(id);
      const reviewed = readReviewed({ lessonCell, ours, tests: courseTests, imported }, faults);
      if (reviewed !== undefined) exercises.push(reviewed);
      continue;
    }
    const read = readExercise(lessonCell, ours, imported, faults);
    const found = theTest(id, cell.id, at, tests.get(id) ?? [], faults);
    tests.delete(id);
    if (found !== undefined && read !== undefined) exercises.push({ ...read, points: found.points, test: found });
  }
  for (const [id, found] of tests) {
    // An exercise that can't be read was told already; its tests are no second mistake.
    if (cells.some((cell) => cell.ours === undefined && namesExercise(cell, id))) continue;
    const message = `These tests belong to the exercise “${id}”, which is not there.`;
    for (const { test } of found) {
      faults.add("test.unknown-exercise", test.cellId, message, "Correct the name, or remove the cell.");
    }
  }
  if (exercises.length === 0 && faults.found.length === 0) {
    faults.add("lesson.no-exercise", undefined, "The lesson has no exercise.", "Add one with its tests.");
  }
  return exercises;
}

/** The one test cell of an exercise. */
function theTest(
  id: string,
  cell: string,
  at: number,
  found: readonly FoundTest[],
  faults: FaultList,
): ExerciseTest | undefined {
  const [first, ...more] = found;
  for (const { test } of more) {
    faults.add("exercise.two-tests", test.cellId, `“${id}” has two test cells.`, "Put all its tests into one cell.");
  }
  if (first === undefined) {
    faults.add("exercise.no-test", cell, `“${id}” has no tests.`, "Add a test cell below the exercise.");
    return undefined;
  }
  if (first.at > at) return first.test;
  const message = `The tests of “${id}” stand above the exercise.`;
  faults.add("test.before-exercise", first.test.cellId, message, "Move them below it.");
  return undefined;
}

function namesExercise({ cell }: LessonCell, id: string): boolean {
  const raw = cell.metadata[lessonKey];
  return typeof raw === "object" && raw !== null && (raw as { exercise?: unknown }).exercise === id;
}

function readExercise(
  { cell, nbgrader }: LessonCell,
  ours: ExerciseCellMetadata,
  imported: boolean,
  faults: FaultList,
): Omit<CodeExercise, "test" | "points"> | undefined {
  const before = faults.found.length;
  if (cell.cell_type !== "code") {
    faults.add("exercise.not-code", cell.id, "The exercise is not a code cell.", "Make it a code cell.");
  }
  if (nbgrader === undefined || !nbgrader.solution || nbgrader.grade || (nbgrader.locked && !imported)) {
    const message = "nbgrader's part of an exercise says solution true, grade false, locked false.";
    faults.add("exercise.wrong-nbgrader", cell.id, message, "Set it so, with the exercise's name as grade_id.");
  }
  checkAnswer(cell.id, cell.source, ours, imported, faults);
  if (faults.found.length > before || nbgrader === undefined) return undefined;
  const { role: _role, exercise: id, step: _step, ...rest } = ours;
  return {
    ...rest,
    type: "code",
    id,
    cellId: cell.id,
    gradeId: nbgrader.grade_id,
    solution: readRegions(cell.source, "SOLUTION")
      .lines.map(({ text }) => text)
      .join("\n"),
    starting: startingSource(cell.source, ours.starter, imported),
  };
}

function readTests(cells: readonly LessonCell[], imported: boolean, faults: FaultList): Map<string, FoundTest[]> {
  const tests = new Map<string, FoundTest[]>();
  for (const [at, lessonCell] of cells.entries()) {
    if (lessonCell.ours?.role !== "test") continue;
    const { exercise } = lessonCell.ours;
    const found = tests.get(exercise) ?? [];
    tests.set(exercise, [...found, { at, test: readTest(lessonCell, imported, faults) }]);
  }
  return tests;
}

function readTest({ cell, nbgrader }: LessonCell, imported: boolean, faults: FaultList): ExerciseTest {
  if (cell.cell_type !== "code") {
    faults.add("test.not-code", cell.id, "The tests are not in a code cell.", "Make it a code cell.");
  }
  if (!isTestCell(nbgrader, imported)) {
    const message = "nbgrader's part of a test cell says grade true, solution false, locked true, and has points.";
    faults.add("test.wrong-nbgrader", cell.id, message, "Set it so, with a grade_id of its own.");
  }
  const regions = checkMarkers(cell.id, cell.source, "HIDDEN TESTS", faults);
  const pass = passLine(cell.source) ?? (imported ? "Every test of the course holds." : undefined);
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

/** nbgrader itself counts every test cell as locked, whatever the mark says. */
function isTestCell(nbgrader: NbgraderMetadata | undefined, imported: boolean): boolean {
  if (nbgrader === undefined || !nbgrader.grade || nbgrader.solution || nbgrader.points === undefined) return false;
  return nbgrader.locked || imported;
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

const regionsOf: Readonly<Record<string, readonly RegionName[]>> = {
  exercise: ["SOLUTION"],
  test: ["HIDDEN TESTS"],
  question: ["SOLUTION", "MARK SCHEME", "HIDDEN TESTS"],
  task: ["MARK SCHEME"],
};

/** Something to be hidden in a cell of which nothing is hidden would be shown to every learner. */
function checkStrayMarkers(cells: readonly LessonCell[], faults: FaultList): void {
  // A cell that can't be read was told already; which markers belong in it is not known.
  const unread = new Set(faults.found.filter(({ code }) => code === "cell.bad-metadata").map(({ cell }) => cell));
  for (const { cell, ours } of cells) {
    if (unread.has(cell.id)) continue;
    const allowed = regionsOf[ours?.role ?? ""] ?? [];
    for (const name of regionNames) {
      if (allowed.includes(name) || !new RegExp(`(?:BEGIN|END) ${name}`).test(cell.source)) continue;
      const message = `The marker ${name} stands in a cell where nothing is hidden, so learners would read what it marks.`;
      faults.add("cell.stray-marker", cell.id, message, "Move it to the cell that it belongs to, or take it out.");
    }
  }
}
