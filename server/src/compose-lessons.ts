/** What the command line does with lessons, without a server: read, prove, release. */
import { largestSeed, lintFiles, type LessonFault } from "@data-surgery/grading";
import { randomInt } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { ProjectPaths } from "./config.js";
import {
  brokenText,
  gradeBatch,
  openCheckBench,
  openResultFile,
  proveLesson,
  readCatalogue,
  readLesson,
  usualPreload,
  type BatchStep,
  type CheckBench,
  type CheckBenchOptions,
  type ReadyLesson,
} from "./grading/index.js";
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
  await using bench = await openBench(paths, { atOnce: 1 });
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

/** A bench without a server. */
export async function openBench(
  { nodeModules, runner, runnerFlags, visible }: ProjectPaths,
  shape: Pick<CheckBenchOptions, "atOnce" | "preload">,
): Promise<CheckBench> {
  const files = await mkdtemp(join(tmpdir(), "surgery-lessons-"));
  await using opening = new AsyncDisposableStack();
  opening.defer(() => rm(files, { recursive: true, force: true }));
  const sandbox = opening.use(await openSandbox({ wanted: "auto", files, hidden: [], nodeModules, env: process.env }));
  const bench = opening.use(
    openCheckBench({
      runner,
      runnerFlags,
      nodeModules,
      visible,
      sandbox,
      ...shape,
      // Taking a runner tries again, and says what is wrong.
      onError: () => undefined,
    }),
  );
  const opened = opening.move();
  return { ...bench, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

export interface GradeOptions {
  /** Name of a folder in notebooks/, or path of a lesson's folder. */
  readonly lesson: string;
  readonly files: readonly string[];
  /** Results are kept here, and those of an earlier run are not worked out again. */
  readonly out?: string;
  /** How many notebooks at once. */
  readonly jobs: number;
  /** What made-up inputs come from; without it that of the earlier run, or a fresh one. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** The lesson can't be graded with; its faults, one a line. */
export class BrokenLessonError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BrokenLessonError";
  }
}

/** One step a file as it is ready. @throws BrokenLessonError */
export async function* gradeFiles(paths: ProjectPaths, options: GradeOptions): AsyncGenerator<BatchStep> {
  const { files, jobs, signal } = options;
  const ready = await lessonFor(paths, options.lesson);
  await using opened = new AsyncDisposableStack();
  const kept = options.out === undefined ? undefined : opened.use(await openResultFile(options.out));
  const known = kept?.known.filter(({ lessonHash }) => lessonHash === ready.lesson.hash) ?? [];
  const seed = options.seed ?? known[0]?.seed ?? randomInt(largestSeed + 1);
  const bench = opened.use(await openBench(paths, { atOnce: jobs, preload: importedBy(ready) }));
  bench.warm();
  const batch = { ready, bench, files, jobs, seed, known, ...(signal === undefined ? {} : { signal }) };
  for await (const step of gradeBatch(batch)) {
    if (!step.isKnown) await kept?.add(step.result);
    yield step;
  }
}

/** Loading a package takes longer than most answers do: only what the lesson itself uses is loaded ahead. */
function importedBy({ lesson }: ReadyLesson): string[] {
  return usualPreload.filter((name) => lesson.cells.some(({ cell }) => cell.source.includes(name)));
}

async function lessonFor(paths: ProjectPaths, lesson: string): Promise<ReadyLesson> {
  const { name, folder } = lessonAt(paths, lesson);
  const read = await readLesson(folder, name);
  if (read.type === "ready") return read.ready;
  throw new BrokenLessonError(brokenText({ name, faults: read.faults }));
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
