/**
 * An imported lesson on its way back to its course. What nobody changed keeps its bytes: indent, order of keys, escapes. A cell
 * that was changed keeps everything but what was changed in it.
 */
import { lessonKey } from "@data-surgery/contract";
import { splitLines, type Cell, type Notebook } from "@data-surgery/jupyter";
import { isDeepStrictEqual } from "node:util";
import { FaultList } from "./fault-list.js";
import {
  joinJson,
  jsonHand,
  jsonItems,
  jsonMembers,
  lineStart,
  writeJson,
  type JsonHand,
  type JsonPiece,
} from "./json-pieces.js";
import type { LessonFault } from "./lesson-fault.js";
import { readCourseNotebook, withoutKeys, type CourseCell } from "./nbgrader-import.js";

export type ExportedNotebook =
  | { readonly type: "exported"; readonly text: string }
  | { readonly type: "refused"; readonly faults: readonly LessonFault[] };

/** How deep the cells of a notebook stand: notebook, list. */
const cellDepth = 2;

/**
 * @param lesson the lesson as it is now
 * @param original the course's notebook as it was imported
 */
export function exportNotebook(lesson: Notebook, original: string): ExportedNotebook {
  const faults = new FaultList();
  const course = readCourseNotebook(original, faults);
  if (course === undefined || faults.found.length > 0) return { type: "refused", faults: faults.found };
  const hand = jsonHand(original);
  const list = jsonMembers(original, 0).find(({ key }) => key === "cells")!.value;
  const pieces = jsonItems(original, list.start);
  const before = new Map(
    course.cells.map((one, at): [string, KnownCell] => [one.cell.id, { ...one, at, piece: pieces[at]! }]),
  );
  const placed = lesson.cells.map((cell) => ({ cell, known: before.get(cell.id) }));
  const texts = placed.map(({ cell, known }) =>
    known === undefined ? newCell(cell, course.cells, hand) : cellText(cell, known, original, hand),
  );
  const isInPlace =
    placed.length === pieces.length && placed.every(({ known }, index) => known !== undefined && known.at === index);
  const inside = isInPlace
    ? between(original, list, pieces, texts)
    : texts.length === 0
      ? "[]"
      : `[${lineStart(hand, cellDepth)}${joinJson(texts, hand, cellDepth)}${lineStart(hand, cellDepth - 1)}]`;
  return { type: "exported", text: original.slice(0, list.start) + inside + original.slice(list.end) };
}

interface KnownCell extends CourseCell {
  readonly at: number;
  readonly piece: JsonPiece;
}

/** The list with new texts in the places of the old ones, and everything between them as it was. */
function between(original: string, list: JsonPiece, pieces: readonly JsonPiece[], texts: readonly string[]): string {
  let at = list.start;
  let text = "";
  for (const [index, { start, end }] of pieces.entries()) {
    text += original.slice(at, start) + texts[index]!;
    at = end;
  }
  return text + original.slice(at, list.end);
}

/** What our metadata and a run add to a cell is not theirs. */
function theirMetadata(cell: Cell): Record<string, unknown> {
  return withoutKeys(cell.metadata, [lessonKey]);
}

/** The metadata as an import would have put it, to tell what was changed since. */
function metadataThen({ cell, nbgrader }: CourseCell): Record<string, unknown> {
  return { ...withoutKeys(cell.metadata, [lessonKey, "nbgrader"]), ...(nbgrader === undefined ? {} : { nbgrader }) };
}

function cellText(cell: Cell, known: KnownCell, original: string, hand: JsonHand): string {
  const { piece } = known;
  const then = known.cell;
  const changed = new Map<string, unknown>();
  if (cell.cell_type !== then.cell_type) changed.set("cell_type", cell.cell_type);
  if (!isDeepStrictEqual(theirMetadata(cell), metadataThen(known))) changed.set("metadata", theirMetadata(cell));
  const isNew = cell.source !== then.source || changed.has("cell_type");
  if (cell.source !== then.source) changed.set("source", cell.source);
  if (!isDeepStrictEqual(attachmentsOf(cell), attachmentsOf(then))) changed.set("attachments", attachmentsOf(cell));
  // Outputs and run counts are of no interest to a course, unless they belong to code that is not there any more.
  if (isNew && cell.cell_type === "code") changed.set("outputs", []).set("execution_count", null);
  else if (changed.has("cell_type")) changed.set("outputs", undefined).set("execution_count", undefined);
  if (changed.size === 0) return original.slice(piece.start, piece.end);
  return changedCell(original, piece, changed, hand);
}

function attachmentsOf(cell: Cell): unknown {
  return cell.cell_type === "code" ? undefined : cell.attachments;
}

/** Members in their order, each with its own text unless it was changed; undefined takes one away. */
function changedCell(
  original: string,
  piece: JsonPiece,
  changed: ReadonlyMap<string, unknown>,
  hand: JsonHand,
): string {
  const members = jsonMembers(original, piece.start);
  const write = (key: string, value: unknown): string =>
    `${writeJson(key, hand, 0)}:${hand.afterColon}${writeJson(value, hand, cellDepth + 1)}`;
  const kept = members.flatMap(({ key, start, end, value }) => {
    if (!changed.has(key)) return [original.slice(start, end)];
    const now = changed.get(key);
    if (now === undefined) return [];
    return [write(key, key === "source" ? sourceAs(original[value.start] === '"', now as string) : now)];
  });
  const added = [...changed].filter(
    ([key, value]) => value !== undefined && members.every((member) => member.key !== key),
  );
  const parts = [...kept, ...added.map(([key, value]) => write(key, value))];
  const start = lineStart(hand, cellDepth + 1);
  return `{${start}${joinJson(parts, hand, cellDepth + 1)}${lineStart(hand, cellDepth)}}`;
}

/** The format allows one text or a list of lines; each program keeps to one of them. */
function sourceAs(isText: boolean, source: string): string | string[] {
  return isText ? source : splitLines(source);
}

/** A cell that was added here. It has an id only where the course's own cells have. */
function newCell(cell: Cell, others: readonly CourseCell[], hand: JsonHand): string {
  const hasIds = others.length > 0 && others.every(({ cell: { id } }) => !id.startsWith("imported-"));
  const shared = {
    cell_type: cell.cell_type,
    ...(hasIds ? { id: cell.id } : {}),
    metadata: theirMetadata(cell),
    ...(attachmentsOf(cell) === undefined ? {} : { attachments: attachmentsOf(cell) }),
    source: splitLines(cell.source),
  };
  const value = cell.cell_type === "code" ? { ...shared, execution_count: null, outputs: [] } : shared;
  return writeJson(value, hand, cellDepth);
}
