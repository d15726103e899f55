/**
 * Finds the lesson's cells in a learner's notebook, whatever happened to it: copied, moved, retyped, ids or metadata lost.
 * The learner's metadata is a claim, never trusted for more than finding; what a cell is, the lesson says.
 */
import { lessonKey } from "@data-surgery/contract";
import type { Cell, Notebook } from "@data-surgery/jupyter";
import type { Lesson, LessonCell } from "./lesson.js";

/** Lesson cell id → position in the learner's notebook. A position is given to one lesson cell at most. */
export type CellMatches = ReadonlyMap<string, number>;

type Recognise = (lessonCell: LessonCell, cell: Cell, lesson: Lesson) => boolean;

/** From the surest sign to the weakest; each pass takes what the ones before it left over. */
const signs: readonly Recognise[] = [
  (lessonCell, cell) => cell.id === lessonCell.cell.id && gradeIdOf(cell) === lessonCell.nbgrader?.grade_id,
  (lessonCell, cell) => lessonCell.nbgrader !== undefined && gradeIdOf(cell) === lessonCell.nbgrader.grade_id,
  (lessonCell, cell) => cell.id === lessonCell.cell.id,
  ({ ours }, cell) =>
    ours !== undefined &&
    "exercise" in ours &&
    ours.role !== "test" &&
    partOf(cell, lessonKey)?.["exercise"] === ours.exercise,
  (lessonCell, cell, lesson) => releasedSourceOf(lessonCell, lesson).trim() === cell.source.trim(),
];

export function matchCells(lesson: Lesson, notebook: Notebook): CellMatches {
  const matches = new Map<string, number>();
  const taken = new Set<number>();
  for (const recognise of signs) {
    for (const lessonCell of lesson.cells) {
      if (matches.has(lessonCell.cell.id)) continue;
      const at = notebook.cells.findIndex((cell, index) => !taken.has(index) && recognise(lessonCell, cell, lesson));
      if (at === -1) continue;
      matches.set(lessonCell.cell.id, at);
      taken.add(at);
    }
  }
  return matches;
}

/** What the cell says in the learner's copy before they touch it. */
function releasedSourceOf({ cell, ours }: LessonCell, lesson: Lesson): string {
  if (ours === undefined || !("exercise" in ours)) return cell.source;
  const exercise = lesson.exercises.find((one) => one.id === ours.exercise);
  if (exercise === undefined) return cell.source;
  if (ours.role !== "test") return exercise.starting;
  return exercise.type === "code" ? exercise.test.visible : cell.source;
}

function gradeIdOf(cell: Cell): unknown {
  return partOf(cell, "nbgrader")?.["grade_id"];
}

function partOf(cell: Cell, key: string): Readonly<Record<string, unknown>> | undefined {
  const part = cell.metadata[key];
  return typeof part === "object" && part !== null ? (part as Record<string, unknown>) : undefined;
}
