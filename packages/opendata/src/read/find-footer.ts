import { parseNumber } from "./parse-number.js";
import { kindOf, type Shape } from "./record-shape.js";
import { recordAt, type Records } from "./records.js";
import type { LeftOutReason } from "./source-table.js";
import { isTotalsLabel, matchesSums } from "./totals.js";

/** Marks notes and totals below the data, from the last row upwards. */
export function markFooter(
  records: Records,
  shapes: readonly Shape[],
  firstData: number,
  typical: number,
  leftOut: Map<number, LeftOutReason>,
): void {
  if (typical < 2) return;
  const lone = loneLast(records, shapes, firstData, typical, leftOut);
  if (lone !== undefined) leftOut.set(lone.row, lone.reason);
  for (const note of notesBelow(records, shapes, firstData, typical, leftOut)) leftOut.set(note, "note");
  // Up to five rows of totals above the notes: one for each measure, or an average beside the sum.
  for (let tried = 0; tried < 5; tried++) {
    const row = lastData(records.length, leftOut);
    if (row <= firstData) return;
    const record = recordAt(records, row);
    const label = record.find((cell) => cell.trim() !== "")?.trim() ?? "";
    const kind = isTotalsLabel(label);
    const perhaps = kind === "perhaps" || isUnlabelled(record, shapes[row - 1], typical);
    if (kind !== "plain" && !(perhaps && matchesSums(records, firstData, row, leftOut))) return;
    leftOut.set(row, "total");
  }
}

/**
 * A last row with one filled cell where every other row has several: a word that says where the rows end, or a figure
 * somebody left below its column.
 */
function loneLast(
  records: Records,
  shapes: readonly Shape[],
  firstData: number,
  typical: number,
  leftOut: ReadonlyMap<number, LeftOutReason>,
): { readonly row: number; readonly reason: "note" | "total" } | undefined {
  const row = lastData(records.length, leftOut);
  if (typical < 5 || row < firstData + 5 || shapes[row - 1]?.filled !== 1) return undefined;
  for (let above = firstData; above < row; above++) {
    if (!leftOut.has(above) && (shapes[above - 1]?.filled ?? 0) < 3) return undefined;
  }
  const cell = recordAt(records, row).find((value) => value.trim() !== "") ?? "";
  return { row, reason: parseNumber(cell.trim()) === undefined ? "note" : "total" };
}

function notesBelow(
  records: Records,
  shapes: readonly Shape[],
  firstData: number,
  typical: number,
  leftOut: ReadonlyMap<number, LeftOutReason>,
): number[] {
  const notes: number[] = [];
  let maybe: number[] = [];
  for (let row = records.length; row > firstData; row--) {
    if (leftOut.has(row)) continue;
    const record = recordAt(records, row);
    const shape = shapes[row - 1] ?? { filled: 0, extent: 0, width: 0 };
    if (!isThin(record, shape, typical)) return notes;
    // A line of a note proves itself by its words, or by a blank row above; lines below it belong to it.
    maybe.push(row);
    if (readsLikeNote(record, shape, typical) || leftOut.get(row - 1) === "blank") {
      notes.push(...maybe);
      maybe = [];
    }
  }
  return notes;
}

/** One or two filled cells of words at the left of a wider table. */
function isThin(record: readonly string[], shape: Shape, typical: number): boolean {
  const { filled, extent } = shape;
  if (filled === 0 || filled > 2 || filled >= typical * 0.67 || extent > Math.max(2, typical * 0.6)) return false;
  const text = record.find((cell) => cell.trim() !== "")?.trim() ?? "";
  return isTotalsLabel(text) === undefined && kindOf(text) === "label";
}

const noteStart =
  /^(?:\*|†|‡|©|\(?[a-z\d]\)|\[\w+\]|notes?\b|source|footnote|n\.?b\.?\b|key\b|produced|published|prepared|report|generated|printed|extracted|run (?:date|time)|data (?:is|are|as|from)|figures|please|this |these |the |page \d|end of|contact|for (?:more|further)|licen[cs]e|copyright|crown|contains|disclaimer|last updated|updated|correct (?:as )?at|as at)/i;

function readsLikeNote(record: readonly string[], shape: Shape, typical: number): boolean {
  const text = record.find((cell) => cell.trim() !== "")?.trim() ?? "";
  if (noteStart.test(text) || /https?:\/\//.test(text)) return true;
  return shape.filled === 1 && (text.split(/\s+/).length >= 8 || (shape.width === 1 && typical > 2));
}

function lastData(rows: number, leftOut: ReadonlyMap<number, LeftOutReason>): number {
  let row = rows;
  while (row > 0 && leftOut.has(row)) row--;
  return row;
}

/** A total without a name: the first cell blank, numbers further on. */
function isUnlabelled(record: readonly string[], shape: Shape | undefined, typical: number): boolean {
  if (shape === undefined || (record[0] ?? "").trim() !== "" || shape.filled > typical * 0.8) return false;
  return record.every((cell) => cell.trim() === "" || parseNumber(cell.trim()) !== undefined);
}
