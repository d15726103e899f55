/** What can be damaged in a learner's notebook and put right when it is read against its lesson. */
import type { LessonCell } from "./lesson.js";

export type RepairCode =
  | "cell.found"
  | "cell.copied"
  | "cell.foreign"
  | "cell.retyped"
  | "cell.restored"
  | "cell.moved"
  | "cell.changed"
  | "cell.split"
  | "cell.merged"
  | "answer.missing";

export interface Repair {
  readonly code: RepairCode;
  /** The lesson's cell; the learner's where it is none of the lesson. */
  readonly cell: string;
  /** For the learner. */
  readonly message: string;
}

const words: Readonly<Record<RepairCode, (name: string) => string>> = {
  "cell.found": (name) => `“${name}” had lost its name tag; it was found by what is left of it.`,
  "cell.copied": (name) => `“${name}” is there more than once; the original counts, or the first copy with an answer.`,
  "cell.foreign": () => "A cell of tests that is not of this lesson was left out.",
  "cell.retyped": (name) => `The cell “${name}” had become another kind of cell; it was read as what it was.`,
  "cell.restored": (name) => `“${name}” was missing; the lesson's own was run in its place.`,
  "cell.moved": (name) => `“${name}” stood in another place; it was run where it stands in the lesson.`,
  "cell.changed": (name) => `“${name}” had been changed; the lesson's own words count.`,
  "cell.split": (name) => `“${name}” had been split; its parts were read as one cell.`,
  "cell.merged": (name) => `“${name}” had been merged with another cell; it was read as a cell of its own.`,
  "answer.missing": (name) => `The cell of “${name}” is not in the notebook any more.`,
};

export function repairOf(code: RepairCode, lessonCell: LessonCell): Repair {
  return { code, cell: lessonCell.cell.id, message: words[code](nameOf(lessonCell)) };
}

export function foreignCell(id: string): Repair {
  return { code: "cell.foreign", cell: id, message: words["cell.foreign"](id) };
}

export function nameOf({ cell, ours }: LessonCell): string {
  return ours?.title ?? cell.id;
}
