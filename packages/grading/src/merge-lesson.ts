/**
 * A learner's copy of a lesson, brought up to a newer version of it: a three-way merge by cell. What only one side changed is
 * taken from that side; where both changed one cell, the learner's stays and the lesson's new text is kept with it, to be
 * offered. What the learner wrote is never taken away. Pure (packages/grading/SPEC.md, LM rules).
 */
import { lessonKey } from "@data-surgery/contract";
import type { Cell, Notebook } from "@data-surgery/jupyter";
import { matchVersions, type LessonPair } from "./match-versions.js";
import { mergedOrder, type PlacedCell } from "./merge-order.js";
import { nbgraderChecksum } from "./nbgrader-checksum.js";

/**
 * `new`: came with the newer version. `changed`: the lesson's text, which was not touched, is the newer one. `kept-mine`: both
 * changed it; the newer text waits in `newText`. `removed`: gone from the lesson and never touched. `kept-removed`: gone from
 * the lesson; what was written there stays as one's own cell.
 */
export interface LessonChange {
  readonly type: "new" | "changed" | "kept-mine" | "removed" | "kept-removed";
  /** In the merged notebook; for `removed`, in the copy before. */
  readonly cellId: string;
  /** As it was, and what the newer version says; equal to what stands there except for `kept-mine`. */
  readonly oldText: string;
  readonly newText: string;
}

export interface LessonMerge {
  readonly notebook: Notebook;
  readonly changes: readonly LessonChange[];
}

/** Key below `data_surgery` in a cell's metadata: a newer text of the lesson that its owner has not decided about. */
export const newerTextKey = "newerText";

/**
 * @param base the version that the copy was made from, as released; undefined when it is not known any more
 * @param mine the copy as it is
 * @param next the newer version, as released
 */
export function mergeLesson(base: Notebook | undefined, mine: Notebook, next: Notebook): LessonMerge {
  const pairs = matchVersions(base, mine, next);
  const changes: LessonChange[] = [];
  const merged = new Map<string, Cell | undefined>();
  for (const pair of pairs) {
    if (pair.mine === undefined) continue;
    const { cell, change } = mergeCell(pair, pair.mine);
    merged.set(pair.mine.id, cell);
    if (change !== undefined) changes.push(change);
  }
  const taken = new Set(mine.cells.map(({ id }) => id));
  const places = pairs.map((pair): PlacedCell => {
    if (pair.mine !== undefined || pair.next === undefined || !isNew(pair)) return { pair, mineId: pair.mine?.id };
    const cell = withFreeId(pair.next, taken);
    changes.push({ type: "new", cellId: cell.id, oldText: "", newText: cell.source });
    return { pair, mineId: undefined, insert: cell };
  });
  const order = mergedOrder(base, mine, next, places);
  const cells = order.flatMap((cell) => (merged.has(cell.id) ? (merged.get(cell.id) ?? []) : cell));
  const metadata = threeWay(base?.metadata, mine.metadata, next.metadata);
  return { notebook: { ...mine, metadata, cells }, changes: inOrder(changes, cells) };
}

/** A cell that the learner took out stays out until the lesson has something new in it. */
function isNew({ base, next }: LessonPair): boolean {
  return base === undefined || base.source !== next?.source;
}

interface MergedCell {
  readonly cell: Cell | undefined;
  readonly change?: LessonChange;
}

function mergeCell({ base, next }: LessonPair, mine: Cell): MergedCell {
  const isMine = !isUntouched(base, mine);
  if (next === undefined) {
    if (!isMine) return { cell: undefined, change: changeOf("removed", mine, "") };
    return { cell: ownCell(mine), change: changeOf("kept-removed", mine, "") };
  }
  const metadata = cellMetadata(base, mine, next);
  const isNews = base === undefined ? next.source !== mine.source : next.source !== base.source;
  if (!isNews || next.source === mine.source) return { cell: { ...mine, metadata } };
  if (!isMine) return { cell: lessonText(mine, next, metadata), change: changeOf("changed", mine, next.source) };
  // Of an answer whose first text is not known, nothing says that the lesson changed it.
  if (base === undefined && isAnswer(next)) return { cell: { ...mine, metadata } };
  const ours = { ...surgeryOf(metadata), [newerTextKey]: next.source };
  return {
    cell: { ...mine, metadata: { ...metadata, [lessonKey]: ours } },
    change: changeOf("kept-mine", mine, next.source),
  };
}

function changeOf(type: LessonChange["type"], mine: Cell, newText: string): LessonChange {
  return { type, cellId: mine.id, oldText: mine.source, newText };
}

/**
 * Without the version it came from: what is locked was not changed, and where nbgrader's checksum of the first text stands in the cell,
 * it tells.
 */
function isUntouched(base: Cell | undefined, mine: Cell): boolean {
  if (base !== undefined) return base.source === mine.source && base.cell_type === mine.cell_type;
  const nbgrader = partOf(mine.metadata, "nbgrader");
  if (nbgrader !== undefined && typeof nbgrader["checksum"] === "string") {
    const { grade, solution, locked, grade_id, points } = nbgrader;
    if (typeof grade_id !== "string") return false;
    const cell = { cell_type: mine.cell_type, source: mine.source };
    const about = {
      schema_version: 3,
      grade: grade === true,
      solution: solution === true,
      locked: locked === true,
      grade_id,
    } as const;
    const known = typeof points === "number" ? { ...about, points } : about;
    return nbgraderChecksum(cell, known) === nbgrader["checksum"];
  }
  return mine.metadata["editable"] === false;
}

function isAnswer(cell: Cell): boolean {
  return ["exercise", "question", "task", "text"].includes(String(surgeryOf(cell.metadata)["role"]));
}

/** The lesson's cell in the place of the untouched one: what was worked out from the old text does not belong to the new. */
function lessonText(mine: Cell, next: Cell, metadata: Cell["metadata"]): Cell {
  return { ...next, id: mine.id, metadata };
}

/** Of the lesson no longer: it can be changed and deleted like any other. */
function ownCell(mine: Cell): Cell {
  const mineOnly = ["deletable", "editable", "nbgrader", lessonKey];
  const metadata = Object.fromEntries(Object.entries(mine.metadata).filter(([key]) => !mineOnly.includes(key)));
  return { ...mine, metadata };
}

function cellMetadata(base: Cell | undefined, mine: Cell, next: Cell): Cell["metadata"] {
  const metadata = threeWay(base?.metadata, mine.metadata, next.metadata);
  const waiting = surgeryOf(mine.metadata)[newerTextKey];
  const isStill = waiting !== undefined && waiting !== mine.source && next.source === (base ?? next).source;
  if (!isStill) return metadata;
  return { ...metadata, [lessonKey]: { ...surgeryOf(metadata), [newerTextKey]: waiting } };
}

/** By key: what the newer version changed is taken from it, all else stays. */
function threeWay(base: Metadata | undefined, mine: Metadata, next: Metadata): Metadata {
  const result: Record<string, unknown> = { ...mine };
  for (const key of new Set([...Object.keys(base ?? {}), ...Object.keys(next)])) {
    const isNews = base === undefined ? key in next : !isEqual(base[key], next[key]);
    if (!isNews || isEqual(next[key], mine[key])) continue;
    if (key in next) result[key] = next[key];
    else delete result[key];
  }
  return result;
}

type Metadata = Readonly<Record<string, unknown>>;

function isEqual(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

/** Whatever order the keys were written in: a live document has its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function partOf(metadata: Metadata, key: string): Metadata | undefined {
  const part = metadata[key];
  return typeof part === "object" && part !== null ? (part as Metadata) : undefined;
}

function surgeryOf(metadata: Metadata): Metadata {
  return partOf(metadata, lessonKey) ?? {};
}

/** A cell of one's own may have the id already. */
function withFreeId(cell: Cell, taken: Set<string>): Cell {
  let { id } = cell;
  for (let number = 2; taken.has(id); number++) id = `${cell.id.slice(0, 58)}-${number}`;
  taken.add(id);
  return id === cell.id ? cell : { ...cell, id };
}

function inOrder(changes: readonly LessonChange[], cells: readonly Cell[]): LessonChange[] {
  const place = new Map(cells.map(({ id }, index) => [id, index]));
  const at = ({ cellId }: LessonChange): number => place.get(cellId) ?? cells.length;
  return changes.toSorted((a, b) => at(a) - at(b));
}
