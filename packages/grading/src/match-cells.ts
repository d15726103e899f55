/**
 * Finds the lesson's cells in a learner's notebook, whatever happened to it: copied, moved, retyped, ids or metadata lost or
 * exchanged. Ids and metadata are claims and the text is evidence; each pair of a lesson's cell and a learner's gets a
 * weight, and the heaviest pairs are joined first. What a cell is, the lesson says.
 */
import { lessonKey } from "@data-surgery/contract";
import type { Cell, Notebook } from "@data-surgery/jupyter";
import { answerShape, hasBeginning, isWholeAnswer, linesOf, type AnswerShape } from "./answer-shape.js";
import type { Lesson, LessonCell } from "./lesson.js";
import { releaseCell } from "./release-lesson.js";

/** Lesson cell id → position in the learner's notebook. A position is given to one lesson cell at most. */
export type CellMatches = ReadonlyMap<string, number>;

/** A cell of the lesson, prepared to be looked for. */
export interface Sought {
  readonly lessonCell: LessonCell;
  readonly released: Cell;
  readonly lines: readonly string[];
  /** Only of cells where a learner writes an answer. */
  readonly shape?: AnswerShape;
}

interface Candidate {
  readonly cell: Cell;
  readonly lines: readonly string[];
  readonly known: ReadonlySet<string>;
}

const weights = {
  id: 5,
  gradeId: 6,
  /** Both together: the original, and no copy of it. */
  original: 8,
  exercise: 3,
  wholeText: 10,
  partOfText: 4,
  beginning: 3,
  otherType: -0.5,
  /** All that tags are worth on a cell with the text of another. */
  contradicted: 4,
};
/** Below this a likeness says nothing. */
const lightest = 3;
/** Whoever writes more lines into a cell than this is recognised by the first ones. */
const mostLines = 2000;

const soughtOfLesson = new WeakMap<Lesson, readonly Sought[]>();

/** In the order of the lesson. */
export function soughtCells(lesson: Lesson): readonly Sought[] {
  const known = soughtOfLesson.get(lesson);
  if (known !== undefined) return known;
  const sought = lesson.cells.map((lessonCell): Sought => {
    const released = releaseCell(lessonCell, lesson);
    const shape = isAnswerCell(lessonCell) ? { shape: answerShape(released.source) } : {};
    return { lessonCell, released, lines: linesOf(released.source), ...shape };
  });
  soughtOfLesson.set(lesson, sought);
  return sought;
}

/** Where a learner writes, whoever judges it. */
export function isAnswerCell({ ours }: LessonCell): boolean {
  return ours?.role === "exercise" || ours?.role === "question";
}

export function matchCells(lesson: Lesson, notebook: Notebook): CellMatches {
  const sought = soughtCells(lesson);
  const pairs: { readonly id: string; readonly at: number; readonly weight: number }[] = [];
  for (const [at, cell] of notebook.cells.entries()) {
    const lines = linesOf(cell.source).slice(0, mostLines);
    const candidate = { cell, lines, known: new Set(lines) };
    const whole = sought.filter((one) => isWhole(one, lines));
    for (const one of sought) {
      const weight = weightOf(one, candidate, whole);
      if (weight >= lightest) pairs.push({ id: one.lessonCell.cell.id, at, weight });
    }
  }
  const matches = new Map<string, number>();
  const taken = new Set<number>();
  // Sorting is stable: of equals, the one that stands first.
  for (const { id, at } of pairs.toSorted((a, b) => b.weight - a.weight)) {
    if (matches.has(id) || taken.has(at)) continue;
    matches.set(id, at);
    taken.add(at);
  }
  return matches;
}

function weightOf(one: Sought, { cell, lines, known }: Candidate, whole: readonly Sought[]): number {
  const claimed = claims(one.lessonCell, cell);
  const type = cell.cell_type === one.released.cell_type ? 0 : weights.otherType;
  if (whole.includes(one)) return claimed + weights.wholeText + type;
  // Tags that contradict the text were exchanged, not earned.
  const believed = whole.length > 0 ? Math.min(claimed, weights.contradicted) : claimed;
  return believed + partOf(one, lines, known) + type;
}

function claims({ cell: own, nbgrader, ours }: LessonCell, cell: Cell): number {
  let weight = cell.id === own.id ? weights.id : 0;
  if (nbgrader !== undefined && gradeIdOf(cell) === nbgrader.grade_id)
    weight += weights.gradeId + (weight > 0 ? weights.original : 0);
  if (ours !== undefined && ours.role !== "test" && "exercise" in ours && exerciseOf(cell) === ours.exercise)
    weight += weights.exercise;
  return weight;
}

/** All that a cell of this kind has, and nothing that other cells have too. */
export function isWhole({ lines: own, shape }: Sought, lines: readonly string[]): boolean {
  if (shape === undefined) {
    return own.length > 0 && own.length === lines.length && own.every((line, index) => line === lines[index]);
  }
  if (shape.above.length + shape.below.length === 0 && !hasBeginning(shape)) return false;
  return isWholeAnswer(shape, lines);
}

function partOf({ lines: own, shape }: Sought, lines: readonly string[], known: ReadonlySet<string>): number {
  const fixed = shape === undefined ? own : [...shape.above, ...shape.below];
  const share = fixed.length === 0 ? 0 : fixed.filter((line) => known.has(line)).length / fixed.length;
  const text = share >= 0.6 ? weights.partOfText * share : 0;
  if (shape === undefined || !hasBeginning(shape)) return text;
  return text + (lines.some((line) => line.startsWith(shape.begins)) ? weights.beginning : 0);
}

export function gradeIdOf(cell: Cell): unknown {
  return partOfMetadata(cell, "nbgrader")?.["grade_id"];
}

/** Undefined also for cells of tests. */
export function exerciseOf(cell: Cell): unknown {
  const ours = partOfMetadata(cell, lessonKey);
  return ours?.["role"] === "test" ? undefined : ours?.["exercise"];
}

export function partOfMetadata(cell: Cell, key: string): Readonly<Record<string, unknown>> | undefined {
  const part = Object.hasOwn(cell.metadata, key) ? cell.metadata[key] : undefined;
  return typeof part === "object" && part !== null ? (part as Record<string, unknown>) : undefined;
}
