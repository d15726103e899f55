import {
  exportAssignment,
  exportNotebook,
  faultText,
  nbgraderConfig,
  parseLesson,
  type Lesson,
  type LessonFault,
} from "@data-surgery/grading";
import { parseConfig } from "@data-surgery/server";
import type { Command } from "commander";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { CourseError, readFiles, writeFiles } from "../nbgrader-course.js";
import { originFiles, originFolder } from "./import.js";

interface ExportOptions {
  readonly out: string;
  readonly notebooks?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function registerExport(program: Command): void {
  program
    .command("export")
    .description("write a lesson as an assignment of an nbgrader course")
    .argument("<lesson>", "folder name in notebooks/")
    .requiredOption("--out <course>", "the folder that holds (or shall hold) source/")
    .option("--notebooks <folder>", "where lessons stand (default: notebooks/)")
    .option("--force", "write over a notebook that was changed in the course meanwhile")
    .option("--json", "print one JSON line")
    .action(exportLesson);
}

interface ToWrite {
  /** Path below the course → content. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** The notebook among them. */
  readonly notebook: string;
  /** The notebook as the course had it when it was imported. */
  readonly before?: string;
  readonly faults: readonly LessonFault[];
  /** What nbgrader needs beside the notebook, where the course has none. */
  readonly config?: string;
}

async function exportLesson(name: string, options: ExportOptions): Promise<void> {
  const folder = join(options.notebooks ?? parseConfig({ env: process.env }).paths.notebooks, basename(name));
  const lesson = basename(name);
  const text = await readIfThere(join(folder, `${lesson}.ipynb`));
  if (text === undefined) throw new CourseError(`There is no lesson ${lesson} in ${folder}.`);
  const parsed = parseLesson(lesson, text);
  const toWrite: ToWrite | readonly LessonFault[] =
    parsed.type === "broken" ? parsed.faults : await planExport(parsed.lesson, folder);
  const out = resolve(options.out);
  const refused = "files" in toWrite ? await changedMeanwhile(toWrite, out, options) : toWrite;
  const ok = refused.length === 0 && "files" in toWrite;
  const written = ok ? await writeFiles(out, toWrite.files) : [];
  if (ok && toWrite.config !== undefined && (await readIfThere(join(out, configFile))) === undefined) {
    written.push(...(await writeFiles(out, new Map([[configFile, toWrite.config]]))));
  }
  const faults = "files" in toWrite ? [...refused, ...toWrite.faults] : refused;
  if (options.json === true) process.stdout.write(`${JSON.stringify({ lesson, ok, files: written, faults })}\n`);
  else {
    process.stdout.write(written.map((file) => `${file}\n`).join(""));
    process.stderr.write(faults.map((one) => `${one.level === "error" ? "✗" : "–"} ${faultText(one)}\n`).join(""));
  }
  if (!ok) process.exitCode = 1;
}

const configFile = "nbgrader_config.py";

async function planExport(lesson: Lesson, folder: string): Promise<ToWrite | readonly LessonFault[]> {
  const { origin } = lesson;
  const assignment = `source/${origin?.assignment ?? lesson.id}`;
  const notebook = `${assignment}/${origin?.notebook ?? lesson.id}.ipynb`;
  const files = new Map<string, string | Uint8Array>();
  for (const [path, content] of await readFiles(join(folder, originFiles))) files.set(`${assignment}/${path}`, content);
  for (const [path, content] of await readFiles(join(folder, "data"))) files.set(`${assignment}/data/${path}`, content);
  if (origin === undefined) {
    const { text, advice } = exportAssignment(lesson);
    return { files: files.set(notebook, text), notebook, faults: advice, config: nbgraderConfig };
  }
  const kept = `${originFolder}/${origin.notebook}.ipynb`;
  const before = await readIfThere(join(folder, kept));
  if (before === undefined) {
    const message = `The notebook as it was imported, ${kept}, is not in the lesson's folder any more.`;
    return [fault("export.original-missing", message, "Put it back: what nobody changed is taken from it.")];
  }
  const exported = exportNotebook(lesson.notebook, before);
  if (exported.type === "refused") return exported.faults;
  return { files: files.set(notebook, exported.text), notebook, before, faults: [] };
}

/** Somebody who went on working in the course itself must not lose it. */
async function changedMeanwhile(
  { files, notebook, before }: ToWrite,
  out: string,
  { force }: ExportOptions,
): Promise<LessonFault[]> {
  if (before === undefined || force === true) return [];
  const there = await readIfThere(join(out, notebook));
  if (there === undefined || there === before || there === files.get(notebook)) return [];
  const message = `${notebook} was changed in the course since it was imported.`;
  return [fault("export.course-changed", message, "Import it again, or write over it with --force.")];
}

function fault(code: LessonFault["code"], message: string, remedy: string): LessonFault {
  return { code, level: "error", message, remedy };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) {
      return undefined;
    }
    throw error;
  }
}
