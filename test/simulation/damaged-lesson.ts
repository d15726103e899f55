/** Lessons answered by a learner, damaged by seed, and whether an answer is still whole, known by construction. */
import { parseLesson, releaseLesson, type Lesson } from "@data-surgery/grading";
import { readNotebookText, renderNotebook, type Notebook } from "@data-surgery/jupyter";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { damages, isIntact, isThere, type DamageState, type RawNotebook } from "./damage.js";
import { Random } from "./random.js";

const names = Object.keys(damages);
const root = join(import.meta.dirname, "..", "..");
const fixtures = join(root, "packages", "grading", "fixtures");
const shipped = join(root, "notebooks");

/** Folder and name of each lesson that ships, and of the frozen ones. */
export const lessonFolders: readonly (readonly [folder: string, name: string])[] = [
  ...(await readdir(shipped)).map((name) => [shipped, name] as const),
  [join(fixtures, "format-1"), "tiny"],
  [join(fixtures, "format-2"), "every-role"],
];

export async function readLessonSource(folder: string, name: string): Promise<Lesson> {
  const parsed = parseLesson(name, await readFile(join(folder, name, `${name}.ipynb`), "utf8"));
  if (parsed.type === "broken") throw new Error(JSON.stringify(parsed.faults));
  return parsed.lesson;
}

/** Answers by cell id. */
export type Answers = ReadonlyMap<string, string>;

export function rightAnswers(lesson: Lesson): Answers {
  return new Map(lesson.exercises.map(({ cellId, solution, starting }) => [cellId, solution || starting]));
}

/** What the learner has after answering, as it stands on the disk. */
export function answeredNotebook(lesson: Lesson, answers: Answers = rightAnswers(lesson)): Notebook {
  const released = releaseLesson(lesson);
  if (released.type === "leaks") throw new Error(JSON.stringify(released.faults));
  const read = readNotebookText(released.text, () => "unused");
  return { ...read, cells: read.cells.map((cell) => ({ ...cell, source: answers.get(cell.id) ?? cell.source })) };
}

export interface DamagedLesson {
  readonly lesson: Lesson;
  readonly state: DamageState;
  /** Names of the damages, in order. */
  readonly done: readonly string[];
  readonly damaged: Notebook;
}

/** One to six damages, drawn with this seed. */
export function damageLesson(lesson: Lesson, seed: number, answers?: Answers): DamagedLesson {
  const draw = new Random(seed);
  const undamaged = answeredNotebook(lesson, answers);
  const { cells, ...notebook } = JSON.parse(renderNotebook(undamaged)) as RawNotebook;
  const held = cells.map((cell) => ({ cell, whole: [cell.id!] }));
  const state: DamageState = { notebook, held, unsure: new Set(), draw, made: 0 };
  const done = Array.from({ length: 1 + draw.below(6) }, () => draw.pick(names)!);
  for (const name of done) damages[name]!(state);
  const text = JSON.stringify({ ...state.notebook, cells: state.held.map(({ cell }) => cell) });
  let made = 0;
  return { lesson, state, done, damaged: readNotebookText(text, () => `made-${++made}`) };
}

/** Nothing that the exercise needs was lost for good, and nobody doubts which answer counts. */
export function answersIntact({ lesson, state }: DamagedLesson, exerciseId: string): boolean {
  const last = lesson.cells.findIndex(({ cell }) => cell.id === exerciseCell(lesson, exerciseId));
  return lesson.cells.slice(0, last + 1).every(({ cell, ours, nbgrader }) => {
    if (cell.cell_type !== "code" || ours?.role === "test") return true;
    const isAnswer = ours?.role === "exercise" || ours?.role === "question";
    // The lesson's own text is put back when nothing of it is left.
    if (!isAnswer && !isThere(state, cell.id) && !state.unsure.has(cell.id)) return true;
    return isIntact(state, cell.id, nbgrader?.grade_id);
  });
}

const exerciseCell = (lesson: Lesson, id: string): string => lesson.exercises.find((one) => one.id === id)!.cellId;
