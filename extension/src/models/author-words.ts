/** How an author's kinds of cells are called. */
import type { AuthorFault } from "@data-surgery/contract";
import { kindOf, pointsOf, type AuthorCell, type CellKind } from "./author-metadata.js";

export const kindWords: Readonly<Record<CellKind, string>> = {
  none: "Not part of the lesson",
  reading: "Reading",
  example: "Example to run",
  text: "Text to write in",
  exercise: "Exercise (checked)",
  test: "Tests of an exercise",
  question: "Question (a person reads it)",
  task: "Task (answered below)",
};

/** What each kind is for, in one sentence. */
export const kindHelp: Readonly<Record<CellKind, string>> = {
  none: "Learners get the cell as it is, and nothing is said of it.",
  reading: "Text that learners read and can't change. At most 90 words.",
  example: "Code that works as it stands; learners run it and change things.",
  text: "A place where learners write something that nobody marks.",
  exercise: "Learners fill the gap; your tests check it.",
  test: "Code that checks an exercise. Learners are told the open tests by their titles, and nothing of the hidden ones.",
  question: "An answer in words, or a chart, that somebody reads with your rubric.",
  task: "Says what to do; the answer stands in cells that learners add below.",
};

const markWords: Readonly<Record<CellKind, string>> = {
  none: "",
  reading: "Reading",
  example: "Example",
  text: "Text",
  exercise: "Exercise",
  test: "Tests",
  question: "Question",
  task: "Task",
};

/** The mark on the cell itself, such as `Exercise · 2 points`. Empty for a cell that is not part of the lesson. */
export function markOf(cells: readonly AuthorCell[], cell: AuthorCell): string {
  const kind = kindOf(cell);
  const points = pointsOf(cells, cell);
  if (kind === "none" || points === undefined) return markWords[kind];
  return `${markWords[kind]} · ${points} ${points === 1 ? "point" : "points"}`;
}

/** What the last check found at a cell, behind its mark. */
export function faultMark(faults: readonly AuthorFault[]): string {
  const errors = faults.filter(({ level }) => level === "error").length;
  const advice = faults.length - errors;
  if (errors > 0) return `▲ ${errors} to mend`;
  return advice > 0 ? `● ${advice} could be better` : "";
}
