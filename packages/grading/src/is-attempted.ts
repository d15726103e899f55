import type { Exercise } from "./lesson.js";
import { gap } from "./read-exercises.js";

/**
 * Whether somebody has tried the exercise: the gap is gone from the code, and the cell is not what it was at the start.
 * A gap that is only left in a comment does not count against them.
 */
export function isAttempted(exercise: Exercise, source: string): boolean {
  if (exercise.type === "reviewed" && exercise.cellType === "markdown") {
    const text = source.trim();
    return text !== "" && !text.includes(gap) && text !== exercise.starting.trim();
  }
  const code = codeOf(source);
  return code !== "" && !code.includes(gap) && code !== codeOf(exercise.starting);
}

/** Lines without `//` comments, blank lines and indents: enough to tell one try from none. */
function codeOf(source: string): string {
  return source
    .split("\n")
    .map((line) => line.replace(/^\s*\/\/.*$|\s\/\/[^"'`]*$/, "").trim())
    .filter((line) => line !== "")
    .join("\n");
}
