/**
 * The learner's version of a lesson. It is put together from what may be seen (a list of what is allowed, not of what is taken
 * away), and then searched for everything that may not be: a secret that also stands in open text is the author's to mend.
 */
import { lessonKey, type NbgraderMetadata, type ReleaseId } from "@data-surgery/contract";
import { renderNotebook, type Cell, type JsonObject, type Notebook } from "@data-surgery/jupyter";
import { createHash } from "node:crypto";
import type { CodeExercise, Exercise, ExerciseTest, Lesson, LessonCell, ReviewedExercise } from "./lesson.js";
import type { LessonFault } from "./lesson-fault.js";
import { readRegions, type RegionName } from "./marked-region.js";
import { countsAsLocked, nbgraderChecksum } from "./nbgrader-checksum.js";
import { shownAttachments } from "./shown-attachments.js";

export type Released =
  | { readonly type: "released"; readonly notebook: Notebook; readonly text: string; readonly release: ReleaseId }
  | { readonly type: "leaks"; readonly faults: readonly LessonFault[] };

/** Notebook metadata that a learner's copy keeps. */
const keptMetadata = ["kernelspec", "language_info", lessonKey];

export function releaseLesson(lesson: Lesson): Released {
  const notebook: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: Object.fromEntries(
      Object.entries(lesson.notebook.metadata).filter(([key]) => keptMetadata.includes(key)),
    ),
    cells: lesson.cells.map((cell) => releaseCell(cell, lesson)),
  };
  const faults = findLeaks(lesson, notebook);
  if (faults.length > 0) return { type: "leaks", faults };
  const release = createHash("sha256").update(renderNotebook(notebook)).digest("hex").slice(0, 16);
  const ours = notebook.metadata[lessonKey] as JsonObject;
  const named = { ...notebook, metadata: { ...notebook.metadata, [lessonKey]: { ...ours, release } } };
  return { type: "released", notebook: named, text: renderNotebook(named), release };
}

/** A cell as the learner gets it. */
export function releaseCell(lessonCell: LessonCell, lesson: Lesson): Cell {
  const { cell, nbgrader } = lessonCell;
  const source = releasedSource(lessonCell, lesson);
  const metadata = {
    ...lockOf(lessonCell),
    ...releasedOurs(lessonCell),
    ...(nbgrader === undefined ? {} : { nbgrader: releasedNbgrader(cell, source, nbgrader) }),
  };
  if (cell.cell_type === "code") {
    return { cell_type: "code", id: cell.id, metadata, source, execution_count: null, outputs: [] };
  }
  const attachments = shownAttachments(cell.attachments, source);
  return { cell_type: cell.cell_type, id: cell.id, metadata, source, ...attachments };
}

function releasedSource({ cell, ours }: LessonCell, lesson: Lesson): string {
  if (ours === undefined || !("exercise" in ours)) return cell.source;
  const exercise = exerciseOf(lesson, ours.exercise);
  if (ours.role !== "test") return exercise.starting;
  const test = testsOf(exercise).find(({ cellId }) => cellId === cell.id);
  if (test === undefined) throw new Error(`The lesson ${lesson.id} has lost the tests ${cell.id}.`);
  return test.visible;
}

function testsOf(exercise: Exercise): readonly ExerciseTest[] {
  return exercise.type === "code" ? [exercise.test] : (exercise.courseTests ?? []);
}

function exerciseOf(lesson: Lesson, id: string): Exercise {
  const exercise = lesson.exercises.find((one) => one.id === id);
  if (exercise === undefined) throw new Error(`The lesson ${lesson.id} has lost its exercise ${id}.`);
  return exercise;
}

/** Readings and tests stay as they are; nothing of the lesson is deleted by accident. */
function lockOf({ ours, nbgrader }: LessonCell): Record<string, boolean> {
  if (ours === undefined) return {};
  const isLocked = nbgrader !== undefined && countsAsLocked(nbgrader);
  if (ours.role === "reading" || ours.role === "test" || isLocked) return { deletable: false, editable: false };
  return { deletable: false };
}

function releasedOurs({ ours }: LessonCell): Record<string, unknown> {
  if (ours === undefined) return {};
  if (ours.role !== "exercise" && ours.role !== "question" && ours.role !== "task") return { [lessonKey]: ours };
  const { role, exercise, step, title, minutes, hints } = ours;
  return { [lessonKey]: { role, exercise, step, title, minutes, hintCount: hints.length } };
}

function releasedNbgrader(cell: Cell, source: string, nbgrader: NbgraderMetadata): NbgraderMetadata {
  const { schema_version, grade, solution, locked, grade_id, points } = nbgrader;
  const kept: NbgraderMetadata = {
    schema_version,
    grade,
    solution,
    locked,
    grade_id,
    ...(points === undefined ? {} : { points }),
  };
  const task = nbgrader.task === undefined ? {} : { task: nbgrader.task };
  // nbgrader leaves a task that is not locked without a checksum.
  if (!grade && !solution && !locked) return { ...kept, ...task };
  const checksum = nbgraderChecksum({ cell_type: cell.cell_type, source }, kept);
  return { ...kept, ...task, cell_type: cell.cell_type, checksum };
}

/** What no learner may find anywhere, in pieces that can be searched for. */
export interface Secret {
  readonly cell: string;
  readonly what: string;
  readonly text: string;
}

/** Every secret of the lesson that stands in the released notebook, with the cell to blame. */
function findLeaks(lesson: Lesson, released: Notebook): LessonFault[] {
  const open = collectText(released).join("\n");
  return lesson.exercises
    .flatMap((exercise) => secretsOf(exercise, lesson))
    .filter(({ text }) => open.includes(text))
    .map(({ cell, what, text }) => ({
      code: "release.leak",
      level: "error",
      cell,
      message: `${what} would be readable in the learner's copy: “${shorten(text)}”.`,
      remedy: "The same text stands in an open cell. Change one of the two.",
    }));
}

export function secretsOf(exercise: Exercise, lesson: Lesson): Secret[] {
  const { cellId: cell } = exercise;
  const source = lesson.cells.find((one) => one.cell.id === cell)?.cell.source ?? "";
  // Whoever wrote another course did not write for this search, and may show a line of the solution on purpose: there only a
  // whole region is a secret.
  const inside = lesson.origin === undefined ? insideLines : insideRegions;
  const secrets: Secret[] = [
    ...exercise.hints.map((text) => ({ cell, what: "A hint", text })),
    { cell, what: "The reason why", text: exercise.why },
    ...inside(source, "SOLUTION", exercise.starting).map((text) => ({ cell, what: "The solution", text })),
    ...inside(source, "MARK SCHEME", exercise.starting).map((text) => ({ cell, what: "The mark scheme", text })),
    ...(exercise.type === "code" ? misconceptionSecrets(exercise) : rubricSecrets(exercise)),
    ...testsOf(exercise).flatMap((test) =>
      inside(test.source, "HIDDEN TESTS", test.visible).map((text) => ({
        cell: test.cellId,
        what: "A hidden test",
        text,
      })),
    ),
  ];
  // A lone bracket or `return;` is no secret.
  return secrets.map((secret) => ({ ...secret, text: secret.text.trim() })).filter(({ text }) => /\w.{6}/.test(text));
}

function rubricSecrets({ cellId: cell, rubric }: ReviewedExercise): Secret[] {
  return rubric.map(({ text }) => ({ cell, what: "A line of the rubric", text }));
}

function misconceptionSecrets({ cellId: cell, misconceptions }: CodeExercise): Secret[] {
  return misconceptions.flatMap(({ when, say }) => [
    { cell, what: "A misconception", text: when },
    { cell, what: "A misconception", text: say },
  ]);
}

/** Lines between the markers, without those that the author shows in the open part of the same cell. */
function insideLines(source: string, name: RegionName, open: string): string[] {
  const shown = new Set(open.split("\n").map((line) => line.trim()));
  return readRegions(source, name)
    .lines.filter(({ inside, text }) => inside && !shown.has(text.trim()))
    .map(({ text }) => text);
}

function insideRegions(source: string, name: RegionName): string[] {
  const { lines, regions } = readRegions(source, name);
  return Array.from({ length: regions }, (_, index) =>
    lines
      .filter(({ region }) => region === index + 1)
      .map(({ text }) => text)
      .join("\n"),
  );
}

/** Every text in a value, keys included. */
function collectText(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...collectText(inner)]);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
