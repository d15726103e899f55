import {
  faultText,
  importNotebook,
  lessonName,
  lintLesson,
  parseLesson,
  releaseLesson,
  type LessonFault,
} from "@data-surgery/grading";
import type { Command } from "commander";
import { join, resolve } from "node:path";
import { namesIn, readCourse, writeFiles, type Assignment } from "../nbgrader-course.js";

interface ImportOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** What became of one notebook of the course. */
interface ImportReport {
  readonly lesson: string;
  readonly assignment: string;
  readonly notebook: string;
  readonly ok: boolean;
  readonly answers: number;
  readonly points: number;
  readonly faults: readonly LessonFault[];
}

/** Where a lesson keeps what its course brought: the notebook as it was, and the other files. */
export const originFolder: string = "nbgrader";
export const originFiles: string = "nbgrader/files";

export function registerImport(program: Command): void {
  program
    .command("import")
    .description("bring in an nbgrader course: a lesson for each notebook of its source folder")
    .argument("<course>", "the folder that holds source/<assignment>/<notebook>.ipynb")
    .option("--out <folder>", "where lessons stand", "notebooks")
    .option("--json", "print one JSON line")
    .action(importCourse);
}

async function importCourse(course: string, options: ImportOptions): Promise<void> {
  const reports: ImportReport[] = [];
  for (const assignment of await readCourse(resolve(course))) {
    for (const notebook of assignment.notebooks.keys()) {
      const report = await importOne(assignment, notebook, resolve(options.out));
      reports.push(report);
      if (options.json !== true) process.stdout.write(reportText(report));
    }
  }
  const ok = reports.every((report) => report.ok);
  if (options.json === true) process.stdout.write(`${JSON.stringify({ ok, lessons: reports })}\n`);
  if (!ok) process.exitCode = 1;
}

async function importOne(assignment: Assignment, notebook: string, out: string): Promise<ImportReport> {
  const text = assignment.notebooks.get(notebook) ?? "";
  const lesson = nameOf(assignment, notebook);
  const base = { lesson, assignment: assignment.name, notebook, answers: 0, points: 0 };
  const refuse = (faults: readonly LessonFault[]): ImportReport => ({ ...base, ok: false, faults });
  if ((await namesIn(join(out, lesson))) !== undefined) {
    const message = `There is a lesson called ${lesson} already.`;
    return refuse([fault("import.exists", "error", message, "Remove it, or import to another folder (--out).")]);
  }
  const imported = importNotebook({ lesson, assignment: assignment.name, notebook, text });
  if (imported.type === "refused") return refuse(imported.faults);
  const parsed = parseLesson(lesson, imported.text);
  if (parsed.type === "broken") return refuse(parsed.faults);
  const released = releaseLesson(parsed.lesson);
  if (released.type === "leaks") return refuse(released.faults);
  const files = new Map<string, string | Uint8Array>([
    [`${lesson}.ipynb`, imported.text],
    [`${originFolder}/${notebook}.ipynb`, text],
  ]);
  for (const [path, content] of assignment.files) files.set(isData(path) ? path : `${originFiles}/${path}`, content);
  await writeFiles(join(out, lesson), files);
  const { exercises } = parsed.lesson;
  return {
    ...base,
    ok: true,
    answers: exercises.length,
    points: exercises.reduce((total, { points }) => total + points, 0),
    faults: [...lintLesson(parsed.lesson), ...otherFiles(assignment)],
  };
}

/** One notebook is the assignment; several have names of their own. */
function nameOf({ name, notebooks }: Assignment, notebook: string): string {
  const full = notebooks.size === 1 ? name : `${name}-${notebook}`;
  return lessonName(full) ?? "imported";
}

const isData = (path: string): boolean => path.startsWith("data/");

function otherFiles({ files }: Assignment): LessonFault[] {
  const others = [...files.keys()].filter((path) => !isData(path));
  if (others.length === 0) return [];
  const message = `These files are kept and exported again, but learners get only what is in data/: ${others.join(", ")}.`;
  const remedy = "Move what the notebook reads to data/, and change its path in the cells.";
  return [fault("import.other-files", "advice", message, remedy)];
}

function fault(code: LessonFault["code"], level: LessonFault["level"], message: string, remedy: string): LessonFault {
  return { code, level, message, remedy };
}

function reportText({ lesson, assignment, notebook, ok, answers, points, faults }: ImportReport): string {
  const from = `${assignment}/${notebook}.ipynb`;
  const head = ok ? `✓ ${lesson} (${from}): answers ${answers}, points ${points}` : `✗ ${from}`;
  const lines = faults.map((one) => `    ${one.level === "error" ? "✗" : "–"} ${faultText(one)}`);
  return [head, ...lines, ""].join("\n");
}
