/** What the command line does with lessons, without a server: read, prove, release. */
import { lintFiles, type LessonFault } from "@data-surgery/grading";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { ProjectPaths } from "./config.js";
import { openCheckBench, proveLesson, readCatalogue, readLesson } from "./grading/index.js";
import { openSandbox } from "./sandbox/index.js";

export interface LessonReport {
  readonly lesson: string;
  /** No faults but advice. */
  readonly ok: boolean;
  readonly faults: readonly LessonFault[];
}

/** Every folder in `notebooks/`, or one. */
export async function lessonNames(paths: ProjectPaths): Promise<string[]> {
  const entries = await readdir(paths.notebooks, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** One report a lesson as it is ready, and one for the curricula when all lessons are asked for. */
export async function* checkLessons(
  paths: ProjectPaths,
  lessons: readonly string[],
  withCurricula: boolean,
): AsyncGenerator<LessonReport> {
  const files = await mkdtemp(join(tmpdir(), "surgery-lessons-"));
  await using opening = new AsyncDisposableStack();
  opening.defer(() => rm(files, { recursive: true, force: true }));
  const { nodeModules, runner, visible } = paths;
  const sandbox = opening.use(await openSandbox({ wanted: "auto", files, hidden: [], nodeModules, env: process.env }));
  const bench = openCheckBench({
    runner,
    nodeModules,
    visible,
    sandbox,
    // Taking a runner tries again, and says what is wrong.
    onError: () => undefined,
  });
  opening.use(bench);
  for (const lesson of lessons) {
    const { name, folder } = lessonAt(paths, lesson);
    const read = await readLesson(folder, name);
    const faults = read.type === "broken" ? read.faults : await proveLesson(read.ready, bench);
    yield reportOf(name, faults);
  }
  if (!withCurricula) return;
  const { broken } = await readCatalogue(paths);
  for (const { name, faults } of broken) if (name.startsWith("curricula/")) yield reportOf(name, faults);
}

/** A name is one of `notebooks/`; with a slash in it, it is the way to a lesson's folder, such as a draft in a data folder. */
function lessonAt(paths: ProjectPaths, lesson: string): { readonly name: string; readonly folder: string } {
  if (!/[/\\]/.test(lesson)) return { name: lesson, folder: paths.notebooks };
  const path = resolve(lesson);
  return { name: basename(path), folder: dirname(path) };
}

function reportOf(lesson: string, faults: readonly LessonFault[]): LessonReport {
  return { lesson, ok: faults.every(({ level }) => level === "advice"), faults };
}

export interface ReleaseReport extends LessonReport {
  /** The files that were written. */
  readonly files: readonly string[];
}

/** Writes the learner's version of a lesson and its data below `out/<lesson>/`. */
export async function releaseTo(paths: ProjectPaths, lesson: string, out: string): Promise<ReleaseReport> {
  const { name, folder } = lessonAt(paths, lesson);
  const read = await readLesson(folder, name);
  if (read.type === "broken") return { ...reportOf(name, read.faults), files: [] };
  const { lesson: parsed, releasedText, files } = read.ready;
  const leaks = lintFiles(parsed, files).filter(({ level }) => level === "error");
  if (leaks.length > 0) return { ...reportOf(name, leaks), files: [] };
  const all = new Map<string, string | Uint8Array>([[`${name}.ipynb`, releasedText], ...files]);
  const written: string[] = [];
  for (const [path, content] of all) {
    const file = join(out, name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    written.push(file);
  }
  return { lesson: name, ok: true, faults: [], files: written };
}
