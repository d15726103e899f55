/**
 * Every lesson of the house, read at start and again when a trainer publishes one. A broken lesson is reported by name and
 * refused by name; the others go on.
 */
import { AppError, Curriculum, type LessonList, type LessonSummary, type ReleaseId } from "@data-surgery/contract";
import {
  faultText,
  parseLesson,
  releaseLesson,
  type Exercise,
  type Lesson,
  type LessonFault,
} from "@data-surgery/grading";
import type { Notebook } from "@data-surgery/jupyter";
import { glossaryFile } from "./read-glossary.js";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

export interface ReadyLesson {
  readonly lesson: Lesson;
  /** The learner's version. */
  readonly released: Notebook;
  readonly releasedText: string;
  readonly release: ReleaseId;
  /** The lesson's data folder: path such as `data/counts.csv` → content. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface BrokenLesson {
  /** Lesson, or curriculum as `curricula/<file>`. */
  readonly name: string;
  readonly faults: readonly LessonFault[];
}

export interface LessonCatalogue {
  /** What could not be used, and why. */
  readonly broken: readonly BrokenLesson[];
  readonly curricula: readonly Curriculum[];
  list(): LessonList;
  /** @throws AppError `lessons.not-found`, `lessons.damaged` */
  get(id: string): ReadyLesson;
  /** @throws AppError `lessons.not-found`, `lessons.damaged`, `lessons.exercise-not-found` */
  exercise(id: string, exercise: string): { readonly ready: ReadyLesson; readonly exercise: Exercise };
}

export interface CatalogueFolders {
  readonly notebooks: string;
  readonly curricula: string;
  /** Where the newest versions of lessons stand that trainers published: name → the folder that holds `<name>/`. */
  readonly published?: () => Promise<ReadonlyMap<string, string>>;
}

/** A catalogue that can be read again while the server runs. */
export interface LiveCatalogue extends LessonCatalogue {
  /** Names of lessons that come with the installation, usable or not. */
  readonly builtIn: readonly string[];
  /** Takes what is on the disk now; until it is read, the old one goes on. */
  refresh(): Promise<void>;
}

/** Larger data belongs to the open-data catalogue, not into every learner's folder. */
const largestData = 16 * 1024 * 1024;

interface Snapshot {
  readonly ready: ReadonlyMap<string, ReadyLesson>;
  readonly broken: readonly BrokenLesson[];
  readonly curricula: readonly Curriculum[];
  readonly list: LessonList;
  readonly builtIn: readonly string[];
}

export async function readCatalogue(folders: CatalogueFolders): Promise<LiveCatalogue> {
  let now = await readSnapshot(folders);
  const get = (id: string): ReadyLesson => {
    const found = now.ready.get(id);
    if (found !== undefined) return found;
    const fault = now.broken.find(({ name }) => name === id)?.faults[0];
    if (fault === undefined) throw new AppError("lessons.not-found", { lesson: id });
    // The author's words may hold what is hidden: a learner hears only that the lesson is not usable.
    throw new AppError("lessons.damaged", {
      lesson: id,
      reason: "it has a mistake that its author has to mend. Tell the trainer.",
    });
  };
  return {
    get broken() {
      return now.broken;
    },
    get curricula() {
      return now.curricula;
    },
    get builtIn() {
      return now.builtIn;
    },
    list: () => now.list,
    get,
    exercise: (id, exerciseId) => {
      const found = get(id);
      const exercise = found.lesson.exercises.find((one) => one.id === exerciseId);
      if (exercise === undefined) throw new AppError("lessons.exercise-not-found", { exercise: exerciseId });
      return { ready: found, exercise };
    },
    refresh: async () => {
      now = await readSnapshot(folders);
    },
  };
}

async function readSnapshot({ notebooks, curricula, published }: CatalogueFolders): Promise<Snapshot> {
  const ready = new Map<string, ReadyLesson>();
  const broken: BrokenLesson[] = [];
  const places = new Map(await published?.());
  // What comes with the installation goes first: nothing can take its name.
  const builtIn = await foldersIn(notebooks);
  for (const name of builtIn) places.set(name, notebooks);
  for (const [name, folder] of places) {
    const read = await readLesson(folder, name);
    if (read.type === "ready") ready.set(name, read.ready);
    else broken.push({ name, faults: read.faults });
  }
  const courses = await readCurricula(curricula, ready, broken);
  return { ready, broken, curricula: courses, list: summaries(ready, courses), builtIn };
}

/** For the log and the command line: one line a fault. */
export function brokenText({ name, faults }: BrokenLesson): string {
  return faults.map((fault) => `${name}: ${faultText(fault)}`).join("\n");
}

export type LessonReading =
  | { readonly type: "ready"; readonly ready: ReadyLesson }
  | { readonly type: "broken"; readonly faults: readonly LessonFault[] };

/** Reads one lesson folder: `<name>/<name>.ipynb` and `<name>/data/`. */
export async function readLesson(notebooks: string, name: string): Promise<LessonReading> {
  const folder = join(notebooks, name);
  const text = await readIfThere(join(folder, `${name}.ipynb`));
  if (text === undefined) {
    const message = `There is no notebook ${name}.ipynb in the folder ${name}.`;
    return { type: "broken", faults: [fault("lesson.not-a-notebook", message, "Add it, or remove the folder.")] };
  }
  return readLessonText(name, text.toString("utf8"), await readLessonData(folder));
}

/**
 * The same from what is in memory: the lesson as it is being written.
 * @param files what stands in its data folder
 */
export function readLessonText(name: string, text: string, files: ReadonlyMap<string, Uint8Array>): LessonReading {
  const parsed = parseLesson(name, text);
  if (parsed.type === "broken") return parsed;
  const released = releaseLesson(parsed.lesson);
  if (released.type === "leaks") return { type: "broken", faults: released.faults };
  const missing = parsed.lesson.data.filter(({ file }) => !files.has(file));
  if (missing.length > 0) {
    const faults = missing.map(({ file }) =>
      fault(
        "lesson.data-missing",
        `The file ${file} is not there.`,
        "Add it, or take it out of the notebook's metadata.",
      ),
    );
    return { type: "broken", faults };
  }
  return {
    type: "ready",
    ready: {
      lesson: parsed.lesson,
      released: released.notebook,
      releasedText: released.text,
      release: released.release,
      files,
    },
  };
}

function fault(code: LessonFault["code"], message: string, remedy: string): LessonFault {
  return { code, level: "error", message, remedy };
}

/** Files of a lesson's data folder, by paths such as `data/counts.csv`. Links are left out: they may lead anywhere. */
export async function readLessonData(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const data = await lstat(join(folder, "data")).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (data?.isDirectory() !== true) return files;
  const visit = async (path: string): Promise<void> => {
    for (const name of await namesIn(join(folder, path))) {
      const inner = `${path}/${name}`;
      const stats = await lstat(join(folder, inner));
      if (stats.isDirectory()) await visit(inner);
      else if (stats.isFile() && stats.size <= largestData) files.set(inner, await readFile(join(folder, inner)));
    }
  };
  await visit("data");
  return files;
}

async function readCurricula(
  folder: string,
  ready: ReadonlyMap<string, ReadyLesson>,
  broken: BrokenLesson[],
): Promise<Curriculum[]> {
  const found: Curriculum[] = [];
  // The glossary and the pathway stand among them and are read by others.
  const others: readonly string[] = [glossaryFile, "pathway.json"];
  const files = (await namesIn(folder)).filter((name) => name.endsWith(".json") && !others.includes(name));
  for (const file of files) {
    const curriculum = parseCurriculum(await readFile(join(folder, file), "utf8"));
    if (curriculum === undefined) {
      const faults = [fault("curriculum.bad", "It is not a curriculum of format 1.", "See packages/grading/SPEC.md.")];
      broken.push({ name: `curricula/${file}`, faults });
      continue;
    }
    found.push(curriculum);
    const unknown = curriculum.lessons.filter((id) => !ready.has(id));
    if (unknown.length === 0) continue;
    const message = `It lists lessons that can't be used: ${unknown.join(", ")}.`;
    broken.push({
      name: `curricula/${file}`,
      faults: [fault("curriculum.unknown-lesson", message, "Mend or remove them.")],
    });
  }
  return found;
}

function parseCurriculum(text: string): Curriculum | undefined {
  try {
    return Curriculum.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function summaries(ready: ReadonlyMap<string, ReadyLesson>, curricula: readonly Curriculum[]): LessonSummary[] {
  const inOrder = new Set([...curricula.flatMap(({ lessons }) => lessons), ...[...ready.keys()].toSorted()]);
  return [...inOrder].flatMap((id) => {
    const found = ready.get(id);
    if (found === undefined) return [];
    const curriculum = curricula.find(({ lessons }) => lessons.includes(id))?.id;
    return [{ ...summaryOf(found), ...(curriculum === undefined ? {} : { curriculum }) }];
  });
}

export function summaryOf({ lesson, release }: ReadyLesson): LessonSummary {
  const { id, title, question, minutes, aims, data } = lesson;
  const exercises = lesson.exercises.map((exercise) => ({
    id: exercise.id,
    title: exercise.title,
    minutes: exercise.minutes,
    hintCount: exercise.hints.length,
    type: exercise.type,
    skill: exercise.skill,
    stage: exercise.stage,
    points: exercise.points,
  }));
  return { id, title, question, minutes, aims, release, data, exercises };
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .toSorted();
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith(".")).toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
