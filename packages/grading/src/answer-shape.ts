/**
 * What an exercise's cell keeps of its starting text when somebody answers it: the lines above and below the gap, and how the
 * line with the gap begins. It tells a whole answer from half of one, and finds an answer whose marks are lost.
 */
import { gap } from "./read-exercises.js";

export interface AnswerShape {
  /** Lines above the first gap and below the last, trimmed, without blank ones. */
  readonly above: readonly string[];
  readonly below: readonly string[];
  /** What stands before the gap in its line, such as `let total =`. */
  readonly begins: string;
  /** What stands behind it. */
  readonly ends: string;
}

export function answerShape(starting: string): AnswerShape {
  const lines = linesOf(starting);
  const first = lines.findIndex((line) => line.includes(gap));
  if (first === -1) return { above: [], below: lines, begins: "", ends: "" };
  const last = lines.findLastIndex((line) => line.includes(gap));
  const gapLine = lines[first]!;
  return {
    above: lines.slice(0, first),
    below: lines.slice(last + 1),
    begins: gapLine.slice(0, gapLine.indexOf(gap)).trim(),
    ends: lines[last]!.slice(lines[last]!.lastIndexOf(gap) + gap.length).trim(),
  };
}

/** Trimmed lines without blank ones. */
export function linesOf(source: string): string[] {
  return source
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Long enough that nobody writes it by accident. */
export function hasBeginning({ begins }: AnswerShape): boolean {
  return begins.length >= 4;
}

/** Position from which `block` stands in `lines` without interruption, at or after `from`; -1 when it does not. */
export function findBlock(lines: readonly string[], block: readonly string[], from = 0): number {
  for (let at = from; at + block.length <= lines.length; at++) {
    if (block.every((line, index) => lines[at + index] === line)) return at;
  }
  return -1;
}

/** One answer from its first line to its last, and no more than one. */
export function isWholeAnswer(shape: AnswerShape, lines: readonly string[]): boolean {
  const { above, below, begins, ends } = shape;
  if (lines.length < above.length + below.length + 1) return false;
  const beginnings = hasBeginning(shape) ? lines.filter((line) => line.startsWith(begins)).length : 1;
  if (beginnings !== 1) return false;
  const inside = lines.slice(above.length, lines.length - below.length);
  const isFramed =
    findBlock(lines, above) === 0 &&
    findBlock(lines, below, lines.length - below.length) === lines.length - below.length;
  if (above.length + below.length > 0) return isFramed;
  return inside[0]!.startsWith(begins) && inside.at(-1)!.endsWith(ends);
}
