/**
 * Reads a lesson source and says everything that keeps it from being used, not only the first thing: an author mends a lesson
 * in one go. A lesson that comes out of here can be released, checked and shown.
 */
import { LessonCellMetadata, lessonFormat, lessonKey, LessonMetadata, NbgraderMetadata } from "@data-surgery/contract";
import {
  NotebookError,
  parseNotebook,
  renderNotebook,
  type Cell,
  type JsonObject,
  type Notebook,
} from "@data-surgery/jupyter";
import { checkWhy } from "./read-answer.js";
import { createHash } from "node:crypto";
import type { z } from "zod";
import { readExercises } from "./read-exercises.js";
import type { Lesson, LessonCell } from "./lesson.js";
import { FaultList } from "./fault-list.js";
import type { LessonFault, LessonFaultCode } from "./lesson-fault.js";
import { upgradeLesson } from "./upgrade-lesson.js";

export type ParsedLesson =
  | { readonly type: "lesson"; readonly lesson: Lesson }
  | { readonly type: "broken"; readonly faults: readonly LessonFault[] };

/**
 * @param name the folder's name, which must be the lesson's id
 * @param text the .ipynb file
 */
export function parseLesson(name: string, text: string): ParsedLesson {
  const faults = new FaultList();
  const read = readNotebook(text, faults);
  const notebook = read === undefined ? undefined : upgradeLesson(read);
  const metadata = notebook === undefined ? undefined : readMetadata(notebook, name, faults);
  if (notebook === undefined || metadata === undefined) return { type: "broken", faults: faults.found };
  const cells = notebook.cells.map((cell) => readCell(cell, faults));
  const { title, question, minutes, data, origin, aims = [] } = metadata;
  const exercises = readExercises(cells, origin !== undefined, faults);
  if (faults.found.length > 0) return { type: "broken", faults: faults.found };
  const hash = createHash("sha256").update(renderNotebook(notebook)).digest("hex");
  return {
    type: "lesson",
    lesson: {
      id: metadata.lesson,
      hash,
      title,
      question,
      minutes,
      aims,
      data,
      notebook,
      cells,
      exercises,
      ...(origin === undefined ? {} : { origin }),
    },
  };
}

function readNotebook(text: string, faults: FaultList): Notebook | undefined {
  const reason = (message: string): undefined => {
    faults.add(
      "lesson.not-a-notebook",
      undefined,
      `The file is not a notebook that can be read: ${message}.`,
      "Open it in the lab and save it again, or take the last version that worked.",
    );
    return undefined;
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return reason("it is not JSON");
  }
  let made = 0;
  try {
    const notebook = parseNotebook(value, () => `unnamed-${++made}`);
    if (made === 0) return notebook;
    faults.add(
      "cell.bad-id",
      undefined,
      `${made} cells have no id, or one that another cell has too.`,
      "Give every cell an id of its own of a-z, 0-9 and -.",
    );
    return notebook;
  } catch (error) {
    if (error instanceof NotebookError) return reason(error.message);
    throw error;
  }
}

function readMetadata(notebook: Notebook, name: string, faults: FaultList): LessonMetadata | undefined {
  const raw = notebook.metadata[lessonKey];
  if (typeof raw !== "object" || raw === null) {
    faults.add(
      "lesson.no-metadata",
      undefined,
      `The notebook has no “${lessonKey}” in its metadata, so it is not a lesson.`,
      "Add format, lesson, title, question, minutes and data (packages/grading/SPEC.md).",
    );
    return undefined;
  }
  if (!hasOurFormat((raw as { format?: unknown }).format, faults)) return undefined;
  const parsed = LessonMetadata.safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      faults.add("lesson.bad-metadata", undefined, `${issueText(issue)}.`, "Mend what the lesson says of itself.");
    return undefined;
  }
  if (parsed.data.lesson !== name) {
    const message = `The lesson calls itself “${parsed.data.lesson}” and stands in the folder “${name}”.`;
    faults.add("lesson.other-name", undefined, message, "Give both the same name.");
  }
  return parsed.data;
}

function hasOurFormat(format: unknown, faults: FaultList): boolean {
  if (format === lessonFormat) return true;
  const [code, remedy]: [LessonFaultCode, string] =
    typeof format === "number" && format > lessonFormat
      ? ["lesson.too-new", "Update this program, or use an older version of the lesson."]
      : ["lesson.too-old", "Save the lesson with a format number that this program knows."];
  faults.add(code, undefined, `The lesson has format ${String(format)}; this program reads ${lessonFormat}.`, remedy);
  return false;
}

function readCell(cell: Cell, faults: FaultList): LessonCell {
  const ours = readPart(cell, lessonKey, LessonCellMetadata, "cell.bad-metadata", faults);
  // Empty fields are told at once, this one too, which an imported lesson may leave empty.
  if (ours === undefined) checkWhy(cell.id, (cell.metadata[lessonKey] as JsonObject | undefined)?.["why"], faults);
  const nbgrader = isMarked(cell)
    ? readPart(cell, "nbgrader", NbgraderMetadata, "cell.bad-nbgrader", faults)
    : undefined;
  return { cell, ...(ours === undefined ? {} : { ours }), ...(nbgrader === undefined ? {} : { nbgrader }) };
}

/** nbgrader leaves its part behind in cells that are not its own any more: all marks false, and perhaps no name. */
function isMarked(cell: Cell): boolean {
  const part = cell.metadata["nbgrader"];
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part !== undefined;
  const { grade, solution, locked, task = false } = part as Readonly<Record<string, unknown>>;
  return [grade, solution, locked, task].some((mark) => mark !== false);
}

function readPart<T>(
  cell: Cell,
  key: string,
  schema: z.ZodType<T>,
  code: LessonFaultCode,
  faults: FaultList,
): T | undefined {
  const raw = cell.metadata[key];
  if (raw === undefined) return undefined;
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    faults.add(code, cell.id, `In “${key}”: ${issueText(issue)}.`, "Fill it in in the author's panel.");
  return undefined;
}

/** An author fills in a form: what is empty is said to be empty. */
function issueText(issue: z.core.$ZodIssue): string {
  const where = issue.path.join(".");
  const isEmpty =
    (issue.code === "too_small" && issue.minimum === 1) ||
    (issue.code === "invalid_type" && issue.input === undefined && /received undefined/.test(issue.message));
  const words = isEmpty ? "is empty" : issue.message;
  return where === "" ? words : `“${where}” ${words}`;
}
