/** What ships beside the notebook: each file says where it comes from, and holds nothing of what is hidden. */
import { FaultList } from "./fault-list.js";
import type { Lesson } from "./lesson.js";
import type { LessonFault } from "./lesson-fault.js";
import { secretsOf } from "./release-lesson.js";

/** Longer files are searched to here: a secret that was pasted into one stands near its beginning or in a note. */
const longestSearch = 4 * 1024 * 1024;

/** @param files the lesson's data folder, by paths such as `data/counts.csv` */
export function lintFiles(
  lesson: Lesson,
  files: ReadonlyMap<string, Uint8Array>,
  today: string = new Date().toISOString().slice(0, 10),
): LessonFault[] {
  const faults = new FaultList();
  const declared = new Set(lesson.data.map(({ file }) => file));
  for (const { file, date } of lesson.data) {
    if (date > today) {
      const message = `The date of ${file}, ${date}, has not come yet.`;
      faults.add("data.future-date", undefined, message, "Give the date of the version that ships.");
    }
    if (!isMentioned(lesson, file)) {
      const message = `No cell reads ${file}.`;
      faults.advise("data.unused", undefined, message, "Use it, or take it out: each learner gets a copy.");
    }
  }
  for (const file of files.keys()) {
    if (/\.ipynb$/i.test(file)) {
      const message = `${file} is a notebook, and every learner would get it.`;
      faults.add("data.notebook", undefined, message, "Take it out of the data folder.");
    } else if (!declared.has(file) && !isNote(file)) {
      const message = `Nothing says where ${file} comes from and under which licence.`;
      faults.add("data.undeclared", undefined, message, "Add it to the lesson's data, or take the file out.");
    }
  }
  return [...faults.found, ...leaks(lesson, files)];
}

/** A note that goes with the data, such as README.md, needs no licence of its own. */
const isNote = (file: string): boolean => /(?:^|\/)(?:readme|licen[cs]e|notes?)(?:\.\w+)?$/i.test(file);

function isMentioned(lesson: Lesson, file: string): boolean {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return lesson.cells.some(({ cell }) => cell.source.includes(name));
}

/** Secrets in names and contents, and in the files that hang on cells. */
function leaks(lesson: Lesson, files: ReadonlyMap<string, Uint8Array>): LessonFault[] {
  const places = [...files].flatMap(([file, bytes]) => [
    { where: `the name of ${file}`, text: file },
    { where: file, text: Buffer.from(bytes.subarray(0, longestSearch)).toString("utf8") },
  ]);
  for (const { cell } of lesson.cells) {
    if (cell.cell_type === "code") continue;
    for (const [name, bundle] of Object.entries(cell.attachments ?? {})) {
      places.push({ where: `the attachment ${name} of “${cell.id}”`, text: attachedText(bundle) });
    }
  }
  return lesson.exercises
    .flatMap((exercise) => secretsOf(exercise, lesson))
    .flatMap(({ cell, what, text }) =>
      places
        .filter((place) => place.text.includes(text))
        .map(({ where }): LessonFault => ({
          code: "release.leak",
          level: "error",
          cell,
          message: `${what} can be read in ${where}, which every learner gets: “${text.slice(0, 57)}”.`,
          remedy: "Take it out there.",
        })),
    );
}

/** Attachments are base64, which hides what is in them from a search. */
function attachedText(bundle: unknown): string {
  if (typeof bundle !== "object" || bundle === null) return "";
  return Object.values(bundle)
    .filter((value) => typeof value === "string")
    .map((value) => Buffer.from(value, "base64").toString("utf8"))
    .join("\n");
}
