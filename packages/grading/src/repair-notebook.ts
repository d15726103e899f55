/**
 * A learner's notebook read against its lesson: each cell of the lesson is there once, with its own id, kind and tags, the
 * learner's answers in it; what was put right is listed. The notebook that the learner has is left alone. Rules DN1-DN8 of
 * SPEC.md.
 */
import { lessonKey } from "@data-surgery/contract";
import type { Cell, Notebook } from "@data-surgery/jupyter";
import { linesOf } from "./answer-shape.js";
import { isAttempted } from "./is-attempted.js";
import type { Exercise, Lesson, LessonCell } from "./lesson.js";
import {
  exerciseOf,
  gradeIdOf,
  isAnswerCell,
  isWhole,
  matchCells,
  partOfMetadata,
  soughtCells,
  type Sought,
} from "./match-cells.js";
import { foreignCell, repairOf, type Repair } from "./repair.js";
import { separateCell } from "./separate-cells.js";

export interface RepairedCell {
  readonly cell: Cell;
  /** Id in the learner's notebook; absent where the cell was put back. */
  readonly own?: string;
  readonly lessonCell?: LessonCell;
  /** A copy or a stranger that must not run: tests, and exercises that nobody has answered. */
  readonly idle?: boolean;
}

export interface RepairedNotebook {
  readonly notebook: Notebook;
  /** The cells of `notebook`, with where each comes from. */
  readonly cells: readonly RepairedCell[];
  readonly repairs: readonly Repair[];
}

interface Piece {
  readonly cell: Cell;
  readonly own: string;
}

/** Positions of the lesson's cells among the pieces. */
type Places = Map<string, number>;

export function repairNotebook(lesson: Lesson, notebook: Notebook): RepairedNotebook {
  const repairs: Repair[] = [];
  const whole = notebook.cells.map((cell): Piece => ({ cell, own: cell.id }));
  const separated = separate(lesson, whole, repairs);
  const joined = join(lesson, separated, repairs);
  const places = chooseCopies(lesson, joined, match(lesson, joined), repairs);
  const cells = rebuild(lesson, joined, places, repairs);
  const metadata = { ...notebook.metadata, [lessonKey]: lessonMetadata(lesson, notebook) };
  return { notebook: { ...notebook, metadata, cells: cells.map(({ cell }) => cell) }, cells, repairs };
}

function match(lesson: Lesson, pieces: readonly Piece[]): Places {
  const cells = pieces.map(({ cell }) => cell);
  return new Map(matchCells(lesson, { nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
}

function byPosition(lesson: Lesson, places: Places): Map<number, Sought> {
  const sought = soughtCells(lesson);
  return new Map(
    sought.flatMap((one) => {
      const at = places.get(one.lessonCell.cell.id);
      return at === undefined ? [] : [[at, one] as const];
    }),
  );
}

function separate(lesson: Lesson, pieces: readonly Piece[], repairs: Repair[]): Piece[] {
  const places = match(lesson, pieces);
  const matched = byPosition(lesson, places);
  const sourceOf = ({ lessonCell }: Sought): string => {
    const at = places.get(lessonCell.cell.id);
    return at === undefined ? "" : pieces[at]!.cell.source;
  };
  const missing = new Set(soughtCells(lesson).filter((sought) => !isWhole(sought, linesOf(sourceOf(sought)))));
  return pieces.flatMap((piece, at) => {
    const own = matched.get(at);
    // The lesson's own words and nothing else; an answer may have swallowed what stood above it.
    if (own?.shape === undefined && own !== undefined && !missing.has(own)) return [piece];
    const parts = separateCell(lesson, piece.cell.source, own, missing);
    const found = parts.flatMap(({ sought }) => sought ?? []);
    // Of one that was only changed, some lines may stand elsewhere too; those that stand together were merged.
    const isMerged = found.length > 1 || found.some((sought) => sourceOf(sought).trim() === "" && missing.has(sought));
    if (!isMerged || found.every((sought) => sought === own)) return [piece];
    for (const sought of found) {
      missing.delete(sought);
      if (sought !== own) repairs.push(repairOf("cell.merged", sought.lessonCell));
    }
    return parts.map(({ sought, source }) => ({ own: piece.own, cell: asPart(piece.cell, sought, source) }));
  });
}

/** Lines that belong to no cell of the lesson keep nothing of the tags that they stood under. */
function asPart(cell: Cell, sought: Sought | undefined, source: string): Cell {
  return sought === undefined ? { ...cell, metadata: {}, source } : { ...sought.released, source };
}

/** How many cells one may have been split into, to either side. */
const furthest = 6;

function join(lesson: Lesson, pieces: readonly Piece[], repairs: Repair[]): Piece[] {
  const places = match(lesson, pieces);
  const matched = byPosition(lesson, places);
  const result: (Piece | undefined)[] = [...pieces];
  for (const [at, sought] of matched) {
    if (pieces[at]!.cell.source.trim() === "" || isWhole(sought, linesOf(pieces[at]!.cell.source))) continue;
    const isFree = (position: number): boolean =>
      !matched.has(position) && result[position] !== undefined && mayBePartOf(sought, result[position].cell);
    const window = findWindow(sought, pieces, at, isFree);
    if (window === undefined) continue;
    const source = pieces
      .slice(window.from, window.to)
      .map(({ cell }) => cell.source)
      .join("\n");
    for (let position = window.from; position < window.to; position++) result[position] = undefined;
    result[at] = { own: pieces[at]!.own, cell: { ...sought.released, source } };
    repairs.push(repairOf("cell.split", sought.lessonCell));
  }
  return result.filter((piece) => piece !== undefined);
}

function mayBePartOf({ released }: Sought, cell: Cell): boolean {
  return cell.cell_type === released.cell_type || cell.source.trim() === "";
}

/** The fewest neighbours that make it whole. */
function findWindow(
  sought: Sought,
  pieces: readonly Piece[],
  at: number,
  isFree: (position: number) => boolean,
): { readonly from: number; readonly to: number } | undefined {
  const reach = (step: number): number => {
    let count = 0;
    while (count < furthest && isFree(at + step * (count + 1))) count++;
    return count;
  };
  const [before, after] = [reach(-1), reach(1)];
  for (let size = 1; size <= before + after; size++) {
    for (let above = Math.min(before, size); above >= Math.max(0, size - after); above--) {
      const [from, to] = [at - above, at + size - above + 1];
      const lines = pieces.slice(from, to).flatMap(({ cell }) => linesOf(cell.source));
      if (isWhole(sought, lines)) return { from, to };
    }
  }
  return undefined;
}

/** The original counts if there is an answer in it, else the first copy with one. */
function chooseCopies(lesson: Lesson, pieces: readonly Piece[], places: Places, repairs: Repair[]): Places {
  const chosen = new Map(places);
  for (const sought of soughtCells(lesson)) {
    const { lessonCell } = sought;
    const at = places.get(lessonCell.cell.id);
    if (at === undefined) continue;
    const taken = new Set(chosen.values());
    const copies = pieces.flatMap(({ cell }, position) =>
      !taken.has(position) && isCopy(lessonCell, cell) ? [position] : [],
    );
    if (copies.length === 0) continue;
    repairs.push(repairOf("cell.copied", lessonCell));
    const exercise = exerciseIn(lesson, lessonCell);
    if (exercise === undefined || !isAnswerCell(lessonCell)) continue;
    if (isAttempted(exercise, pieces[at]!.cell.source)) continue;
    const answered = copies.find((position) => {
      const { source } = pieces[position]!.cell;
      return isAttempted(exercise, source) && !isAnother(sought, soughtCells(lesson), source);
    });
    if (answered !== undefined) chosen.set(lessonCell.cell.id, answered);
  }
  return chosen;
}

/** The text of another cell of the lesson, under tags that were exchanged. */
function isAnother(sought: Sought, all: readonly Sought[], source: string): boolean {
  const lines = linesOf(source);
  return !isWhole(sought, lines) && all.some((one) => isWhole(one, lines));
}

function isCopy({ nbgrader, ours }: LessonCell, cell: Cell): boolean {
  if (nbgrader !== undefined && gradeIdOf(cell) === nbgrader.grade_id) return true;
  return ours?.role !== "test" && ours !== undefined && "exercise" in ours && exerciseOf(cell) === ours.exercise;
}

function exerciseIn(lesson: Lesson, { cell }: LessonCell): Exercise | undefined {
  return lesson.exercises.find(({ cellId }) => cellId === cell.id);
}

function rebuild(lesson: Lesson, pieces: readonly Piece[], places: Places, repairs: Repair[]): RepairedCell[] {
  const matched = byPosition(lesson, places);
  const cells = pieces.map((piece, at) => {
    const sought = matched.get(at);
    return sought === undefined ? strayCell(lesson, piece, repairs) : lessonCellAgain(sought, piece, repairs);
  });
  for (const id of outOfOrder(lesson, cells)) repairs.push(repairOf("cell.moved", cellOf(lesson, id)));
  let last: LessonCell | undefined;
  for (const { lessonCell, released } of soughtCells(lesson)) {
    if (!cells.some((one) => one.lessonCell === lessonCell)) {
      repairs.push(repairOf(missingCode(lessonCell), lessonCell));
      const after = cells.findIndex((one) => last !== undefined && one.lessonCell === last);
      cells.splice(after + 1, 0, { cell: released, lessonCell });
    }
    last = lessonCell;
  }
  return cells;
}

function lessonCellAgain({ lessonCell, released }: Sought, { cell, own }: Piece, repairs: Repair[]): RepairedCell {
  const isLost = cell.id !== released.id || (lessonCell.nbgrader !== undefined && !isCopy(lessonCell, cell));
  if (isLost) repairs.push(repairOf("cell.found", lessonCell));
  if (cell.cell_type !== released.cell_type) repairs.push(repairOf("cell.retyped", lessonCell));
  const isEmptied = cell.source.trim() === "" && released.source.trim() !== "";
  if (isEmptied && !isAnswerCell(lessonCell)) {
    repairs.push(repairOf(missingCode(lessonCell), lessonCell));
    return { cell: released, lessonCell };
  }
  const isFixed = lessonCell.ours?.role === "reading" || lessonCell.ours?.role === "test";
  const isChanged = isFixed && cell.source.trim() !== released.source.trim();
  if (isChanged) repairs.push(repairOf("cell.changed", lessonCell));
  return { cell: { ...released, source: isFixed ? released.source : cell.source }, own, lessonCell };
}

/** Of a task the text can be put back, and where its answer began is lost all the same. */
function missingCode(lessonCell: LessonCell): "answer.missing" | "cell.restored" {
  return isAnswerCell(lessonCell) || lessonCell.ours?.role === "task" ? "answer.missing" : "cell.restored";
}

/** What is none of the lesson's cells keeps its text; a copy's tags would make it look like one. */
function strayCell(lesson: Lesson, { cell, own }: Piece, repairs: Repair[]): RepairedCell {
  const isTest = partOfMetadata(cell, "nbgrader")?.["grade"] === true;
  const copied = lesson.cells.find((lessonCell) => isCopy(lessonCell, cell));
  if (isTest && copied === undefined) repairs.push(foreignCell(own));
  const exercise = copied === undefined ? undefined : exerciseIn(lesson, copied);
  const idle = isTest || (exercise !== undefined && !isAttempted(exercise, cell.source));
  const { nbgrader: _nbgrader, [lessonKey]: _ours, ...metadata } = cell.metadata;
  const id = lesson.cells.some((lessonCell) => lessonCell.cell.id === cell.id)
    ? `own-${cell.id}`.slice(0, 64)
    : cell.id;
  const plain = { ...cell, id, metadata };
  return { cell: plain.cell_type === "code" ? { ...plain, outputs: [], execution_count: null } : plain, own, idle };
}

/** Cells of the lesson that must move for the lesson's order: all but a longest run that is in order. */
function outOfOrder(lesson: Lesson, cells: readonly RepairedCell[]): readonly string[] {
  const order = new Map(lesson.cells.map(({ cell }, index) => [cell.id, index]));
  const ids = cells.flatMap(({ lessonCell }) => (lessonCell === undefined ? [] : [lessonCell.cell.id]));
  const runs: string[][] = [];
  for (const id of ids) {
    const before = runs.filter((run) => order.get(run.at(-1)!)! < order.get(id)!);
    const longest = before.reduce<string[]>((best, run) => (run.length > best.length ? run : best), []);
    runs.push([...longest, id]);
  }
  const kept = new Set(runs.reduce<string[]>((best, run) => (run.length > best.length ? run : best), []));
  return ids.filter((id) => !kept.has(id));
}

function cellOf(lesson: Lesson, id: string): LessonCell {
  return lesson.cells.find(({ cell }) => cell.id === id)!;
}

/** What the lesson says of itself, with the version that this copy was made from. */
function lessonMetadata(lesson: Lesson, notebook: Notebook): unknown {
  const claimed = notebook.metadata[lessonKey];
  const release =
    typeof claimed === "object" && claimed !== null ? (claimed as { release?: unknown }).release : undefined;
  const own = lesson.notebook.metadata[lessonKey] as object;
  return typeof release === "string" ? { ...own, release } : own;
}
