/**
 * Takes merged cells apart: where a cell of the lesson is missing, its lines may stand in another cell. The lesson's own lines
 * are looked for as they are; an answer from the lines above its gap, or from how its line begins, to the lines below it.
 */
import { findBlock, hasBeginning } from "./answer-shape.js";
import { soughtCells, type Sought } from "./match-cells.js";
import type { Lesson } from "./lesson.js";

/** A run of lines in a merged cell; without `sought`, lines that belong to no cell of the lesson. */
export interface Part {
  readonly sought?: Sought;
  readonly source: string;
}

interface Row {
  readonly text: string;
  readonly line: number;
}

interface Found {
  readonly sought: Sought;
  readonly from: number;
  /** Row after the last. */
  to: number;
}

/** Shorter texts than this are found everywhere. */
const shortest = 12;

/**
 * @param matched the lesson's cell that this one is, if it is one
 * @param missing answers that were not found whole; the lesson's own lines are looked for in any case
 * @returns its lines in order, parted where a cell of the lesson begins or ends
 */
export function separateCell(
  lesson: Lesson,
  source: string,
  matched: Sought | undefined,
  missing: ReadonlySet<Sought>,
): readonly Part[] {
  const lines = source.split("\n");
  const rows = lines.map((text, line) => ({ text: text.trim(), line })).filter(({ text }) => text !== "");
  const texts = rows.map(({ text }) => text);
  const wanted = soughtCells(lesson).filter((one) => one === matched || one.shape === undefined || missing.has(one));
  const found = findFixed(texts, wanted);
  found.push(...findAnswers(texts, wanted, found));
  found.sort((a, b) => a.from - b.from);
  return partsOf(lines, rows, found, found.some(({ sought }) => sought === matched) ? undefined : matched);
}

function findFixed(texts: readonly string[], wanted: readonly Sought[]): Found[] {
  const found: Found[] = [];
  for (const sought of wanted) {
    if (sought.shape !== undefined || sought.lines.join("").length < shortest) continue;
    const from = findBlock(texts, sought.lines);
    const to = from + sought.lines.length;
    if (from !== -1 && found.every((other) => to <= other.from || from >= other.to)) found.push({ sought, from, to });
  }
  return found;
}

function findAnswers(texts: readonly string[], wanted: readonly Sought[], fixed: readonly Found[]): Found[] {
  const answers: Found[] = [];
  const isFree = (at: number): boolean => [...fixed, ...answers].every(({ from, to }) => at < from || at >= to);
  for (const sought of wanted) {
    const from = sought.shape === undefined ? -1 : startOf(sought.shape, texts, isFree);
    if (from !== -1) answers.push({ sought, from, to: from + 1 });
  }
  for (const answer of answers) {
    const next = [...fixed, ...answers].map(({ from }) => from).filter((from) => from > answer.from);
    answer.to = endOf(answer, texts, Math.min(texts.length, ...next));
  }
  return answers;
}

function startOf(
  shape: NonNullable<Sought["shape"]>,
  texts: readonly string[],
  isFree: (at: number) => boolean,
): number {
  if (shape.above.length > 0) {
    const at = findBlock(texts, shape.above);
    return at !== -1 && isFree(at) ? at : -1;
  }
  if (!hasBeginning(shape)) return -1;
  return texts.findIndex((text, at) => isFree(at) && text.startsWith(shape.begins));
}

function endOf({ sought: { shape }, from }: Found, texts: readonly string[], limit: number): number {
  if (shape === undefined || shape.below.length === 0) return limit;
  const below = findBlock(texts, shape.below, from + shape.above.length);
  return below === -1 || below + shape.below.length > limit ? limit : below + shape.below.length;
}

/** The first lines that nothing claims are those of the cell itself, if it is one of the lesson's. */
function partsOf(
  lines: readonly string[],
  rows: readonly Row[],
  found: readonly Found[],
  matched: Sought | undefined,
): Part[] {
  const text = (from: number, to: number): string => lines.slice(rows[from]!.line, rows[to - 1]!.line + 1).join("\n");
  const parts: Part[] = [];
  let rest = matched;
  const between = (from: number, to: number): void => {
    if (from >= to) return;
    parts.push({ source: text(from, to), ...(rest === undefined ? {} : { sought: rest }) });
    rest = undefined;
  };
  let at = 0;
  for (const { sought, from, to } of found) {
    between(at, from);
    parts.push({ source: text(from, to), sought });
    at = to;
  }
  between(at, rows.length);
  return parts;
}
