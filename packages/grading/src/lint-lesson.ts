/** What makes a lesson that works better. Errors were found by `parseLesson`; this is advice, except for a leak. */
import type { LessonOrigin } from "@data-surgery/contract";
import { FaultList } from "./fault-list.js";
import type { CodeExercise, Exercise, Lesson } from "./lesson.js";
import type { LessonFault } from "./lesson-fault.js";
import { readRegions } from "./marked-region.js";
import { releaseLesson } from "./release-lesson.js";

/** Languages whose code our checks run. */
export const checkedLanguages: ReadonlySet<string> = new Set(["typescript", "javascript"]);

/** Longer readings are not read in a noisy room. */
const mostWords = 90;

export function lintLesson(lesson: Lesson): LessonFault[] {
  const faults = new FaultList();
  for (const { cell, ours } of lesson.cells) {
    if (ours?.role !== "reading" || lesson.origin !== undefined) continue;
    const words = wordCount(cell.source);
    if (words > mostWords) {
      faults.advise(
        "cell.reading-long",
        cell.id,
        `The reading has ${words} words.`,
        `Cut it to ${mostWords}, or split it.`,
      );
    }
  }
  if (lesson.origin === undefined) lintOwn(lesson, faults);
  else lintImported(lesson, lesson.origin, faults);
  const released = releaseLesson(lesson);
  return [...faults.found, ...(released.type === "leaks" ? released.faults : [])];
}

function lintOwn(lesson: Lesson, faults: FaultList): void {
  lintMinutes(lesson, faults);
  lintNetwork(lesson, faults);
  for (const exercise of lesson.exercises) lintExercise(exercise, faults);
}

function lintMinutes(lesson: Lesson, faults: FaultList): void {
  const sum = lesson.exercises.reduce((total, { minutes }) => total + minutes, 0);
  if (sum <= lesson.minutes) return;
  const message = `The exercises take ${sum} minutes together, and the lesson says ${lesson.minutes}.`;
  faults.add("lesson.other-minutes", undefined, message, "Let the lesson take at least as long as its exercises.");
}

/** A venue may have no network at all; whether the lesson works without is proved by running it. */
function lintNetwork(lesson: Lesson, faults: FaultList): void {
  for (const { cell, ours } of lesson.cells) {
    if (cell.cell_type !== "code" || ours?.role === "test") continue;
    if (!/\bfetch\s*\(|\bfrom\s+["']https?:|\bimport\s*\(\s*["']https?:/.test(cell.source)) continue;
    const message = "The cell asks another computer for something, and a venue may have no network.";
    faults.advise("lesson.uses-network", cell.id, message, "Ship the data with the lesson; let live data be an extra.");
  }
}

/** What an imported lesson can't do here; what it lacks, its course lacked. */
function lintImported(lesson: Lesson, { language }: LessonOrigin, faults: FaultList): void {
  if (!checkedLanguages.has(language.toLowerCase())) {
    const message = `The lesson is written in ${language}. Its answers can be read, handed in and reviewed here; checks run TypeScript and JavaScript only.`;
    faults.advise("lesson.other-language", undefined, message, "Review the answers, or grade them with nbgrader.");
    return;
  }
  for (const exercise of lesson.exercises) {
    if (exercise.type === "code" || exercise.courseTests === undefined) continue;
    const message = `The tests of “${exercise.id}” are written to run inside the learner's notebook. Here they are shown to who reviews the answer.`;
    const remedy =
      "Write them in one cell with test, answer and call (packages/grading/SPEC.md), and they run as checks.";
    faults.advise("question.course-tests", exercise.cellId, message, remedy);
  }
}

function lintExercise(exercise: Exercise, faults: FaultList): void {
  const { cellId, hints } = exercise;
  const repeated = hints.find((hint, index) => hints.findIndex((other) => sameWords(other, hint)) < index);
  if (repeated !== undefined) {
    const message = `The hint “${repeated}” says what an earlier one says, so opening it helps nobody.`;
    faults.add("exercise.same-hint", cellId, message, "Let each hint go a step further, or remove it.");
  }
  if (hints.length < 2) {
    faults.advise(
      "exercise.few-hints",
      cellId,
      `There is ${hints.length} hint.`,
      "Give two or three, each a step further.",
    );
  }
  if (exercise.type === "code") lintCode(exercise, faults);
}

function lintCode(exercise: CodeExercise, faults: FaultList): void {
  const { cellId, misconceptions, test } = exercise;
  if (misconceptions.length < 2) {
    const message = `There are words for ${misconceptions.length} wrong answers.`;
    faults.advise("exercise.few-misconceptions", cellId, message, "Give at least two that people really make.");
  }
  if (exercise.solution.trim() === exercise.starting.trim()) {
    const message = "The solution is what learners start with.";
    faults.add("exercise.same-as-solution", cellId, message, "Take the answer out of the starter.");
  }
  const hidden = readRegions(test.source, "HIDDEN TESTS")
    .lines.filter(({ inside }) => inside)
    .map(({ text }) => text);
  if (hidden.length === 0) {
    const message = "There are no hidden tests, so a typed-in answer passes.";
    faults.advise("test.no-hidden", test.cellId, message, "Add one that tries other inputs.");
  } else if (!/\b(?:withData|call)\s*\(/.test(hidden.join("\n"))) {
    const message = "The hidden tests use the same inputs as the lesson, so a typed-in answer passes them.";
    faults.advise("test.hidden-constant", test.cellId, message, "Use withData or call with other inputs.");
  }
}

function sameWords(one: string, other: string): boolean {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  return plain(one) === plain(other);
}

/** Words as a reader counts them: no code fences' marks, no link targets. */
function wordCount(markdown: string): number {
  const text = markdown.replace(/\]\([^)]*\)/g, "]").replace(/[#*`_>|[\]-]+/g, " ");
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
