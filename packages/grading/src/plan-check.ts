/**
 * Which cells run for a check, and in what order: the lesson's cells that stand before the exercise in the lesson, in the
 * lesson's order, and the learner's own where they stand above it. What the lesson needs and the notebook lost is put back
 * for the run, and said. Rules PL1-PL7 of SPEC.md.
 */
import type { Cell, Notebook } from "@data-surgery/jupyter";
import { isAttempted } from "./is-attempted.js";
import type { Lesson, LessonCell } from "./lesson.js";
import { isAnswerCell } from "./match-cells.js";
import { repairNotebook, type RepairedCell, type RepairedNotebook } from "./repair-notebook.js";
import { nameOf, type RepairCode } from "./repair.js";

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
      /** The learner's own files that the run could read. They are not kept: it can't be run again without them. */
      readonly ownFiles?: readonly string[];
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
  const repaired = repairNotebook(lesson, notebook);
  const at = repaired.cells.findIndex(({ lessonCell }) => lessonCell?.cell.id === exercise.cellId);
  const target = repaired.cells[at];
  if (target?.own === undefined) return { type: "cell-missing" };
  const isBelow = exercise.type === "reviewed" && exercise.answer === "below";
  const isTried = isBelow ? hasOwnBelow(repaired.cells, at) : isAttempted(exercise, target.cell.source);
  if (!isTried) return { type: "not-attempted", cellId: target.own };
  const chosen = chooseCells(lesson, repaired.cells, at);
  const cells = [...chosen, target].map(planCell);
  return { type: "run", cells, cellId: target.own, repairs: whatWasDone(repaired, chosen, at) };
}

/** A task is answered in cells that the learner adds: is there one between it and the lesson's next? */
function hasOwnBelow(cells: readonly RepairedCell[], at: number): boolean {
  const below = cells.slice(at + 1);
  const next = below.findIndex(({ lessonCell }) => lessonCell !== undefined);
  return below.slice(0, next === -1 ? undefined : next).some(({ cell }) => !isEmpty(cell));
}

function planCell({ cell, own, lessonCell }: RepairedCell): PlannedCell {
  return {
    id: own ?? cell.id,
    source: cell.source,
    mayFail: lessonCell === undefined,
    restored: own === undefined,
  };
}

/** An own cell goes with the next of the lesson's cells below it, so that what it defines is there when it is needed. */
function chooseCells(lesson: Lesson, cells: readonly RepairedCell[], at: number): RepairedCell[] {
  const order = new Map(lesson.cells.map((lessonCell, index) => [lessonCell, index]));
  const last = order.get(cells[at]!.lessonCell!)!;
  const groups: { readonly place: number; readonly cells: RepairedCell[] }[] = [];
  let own: RepairedCell[] = [];
  for (const [position, one] of cells.entries()) {
    if (one.lessonCell === undefined) {
      if (position < at && runsAlone(one)) own.push(one);
    } else if (one.lessonCell === cells[at]!.lessonCell) {
      groups.push({ place: last, cells: own });
      own = [];
    } else if (order.get(one.lessonCell)! < last && runs(lesson, one, one.lessonCell)) {
      groups.push({ place: order.get(one.lessonCell)!, cells: [...own, one] });
      own = [];
    }
  }
  return groups.toSorted((a, b) => a.place - b.place).flatMap((group) => group.cells);
}

function runsAlone({ cell, idle }: RepairedCell): boolean {
  return cell.cell_type === "code" && cell.source.trim() !== "" && idle !== true;
}

/** Not text, not tests, and no exercise that nobody has tried. */
function runs(lesson: Lesson, { cell }: RepairedCell, lessonCell: LessonCell): boolean {
  if (lessonCell.cell.cell_type !== "code" || lessonCell.ours?.role === "test" || isEmpty(cell)) return false;
  if (!isAnswerCell(lessonCell)) return true;
  const exercise = lesson.exercises.find(({ cellId }) => cellId === lessonCell.cell.id);
  return exercise !== undefined && isAttempted(exercise, cell.source);
}

function isEmpty(cell: Cell): boolean {
  return cell.source.trim() === "";
}

/** A lost name tag costs nobody anything, and tests and texts do not run: of those a learner hears nothing. */
const toldOf: readonly RepairCode[] = ["cell.copied", "cell.retyped", "cell.restored", "cell.split", "cell.merged"];

function whatWasDone({ cells, repairs }: RepairedNotebook, chosen: readonly RepairedCell[], at: number): string[] {
  const target = cells[at]!;
  const ran = new Set([...chosen, target].flatMap(({ lessonCell }) => lessonCell?.cell.id ?? []));
  const below = new Set(
    cells
      .slice(at + 1)
      .flatMap((one) => (chosen.includes(one) && one.lessonCell !== undefined ? [one.lessonCell] : [])),
  );
  const told = repairs.filter(({ code, cell }) => ran.has(cell) && (toldOf.includes(code) || isMovedAbove(code, cell)));
  function isMovedAbove(code: RepairCode, id: string): boolean {
    return code === "cell.moved" && id !== target.lessonCell?.cell.id && ![...below].some(({ cell }) => cell.id === id);
  }
  const moved = [...below].filter(isNotPutBack);
  function isNotPutBack(lessonCell: LessonCell): boolean {
    return cells.some((one) => one.lessonCell === lessonCell && one.own !== undefined);
  }
  return [
    ...moved.map((lessonCell) => `“${nameOf(lessonCell)}” stood below the exercise; it was run first.`),
    ...told.map(({ message }) => message),
  ];
}
