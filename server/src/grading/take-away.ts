/**
 * A lesson as one file to take home, and what may come in when it is brought back. The file is anybody's input by then: only
 * text is taken from it, no results, no metadata, no ticks.
 */
import { AppError, LessonId, lessonKey, type ExplainedLesson } from "@data-surgery/contract";
import { matchVersions, mergeLesson } from "@data-surgery/grading";
import { NotebookError, parseNotebook, type Cell, type Notebook } from "@data-surgery/jupyter";
import { createHash } from "node:crypto";
import { aboutLesson } from "./lesson-merge.js";

export interface TakenAbout {
  /** What they call themselves; nothing else that is personal goes along. */
  readonly name: string;
  readonly at: Date;
  readonly progress: ExplainedLesson;
}

/** Opens in any Jupyter. What was done stands under our key, for its owner to read; a server does not believe it. */
export function takeAway(notebook: Notebook, { name, at, progress }: TakenAbout): Notebook {
  const taken = {
    by: name,
    at: at.toISOString(),
    done: progress.done,
    exercises: progress.exercises.map(({ exercise, state, reason }) => ({ exercise, state, reason })),
  };
  return { ...notebook, metadata: { ...notebook.metadata, [lessonKey]: { ...aboutLesson(notebook), taken } } };
}

export interface BroughtBack {
  readonly lesson: string;
  readonly release: string | undefined;
  readonly notebook: Notebook;
}

/** @throws AppError `http.bad-request` for what is not a lesson's notebook */
export function readBrought(value: unknown): BroughtBack {
  const notebook = parseBrought(value);
  const { lesson, release } = aboutLesson(notebook);
  const id = LessonId.safeParse(lesson);
  if (!id.success)
    throw new AppError("http.bad-request", { reason: "the file is a notebook, but not one of a lesson" });
  return { lesson: id.data, release: typeof release === "string" ? release : undefined, notebook };
}

function parseBrought(value: unknown): Notebook {
  let made = 0;
  // The same file gets the same ids: brought back twice, nothing is there twice.
  const createId = (): string => `brought-${createHash("sha256").update(`${made++}`).digest("hex").slice(0, 12)}`;
  try {
    return parseNotebook(value, createId);
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    const reason = `the file is not a notebook: ${error.message}`;
    throw new AppError("http.bad-request", { reason }, { cause: error });
  }
}

/**
 * What may come in: the texts, in cells with the ids and the metadata that the lesson gives them.
 * @param from the version that the file was made from, as released; undefined when it is not known here
 * @param base the version that the copy here is made from
 * @param here the copy as it is
 */
export function cleanBrought(file: Notebook, from: Notebook | undefined, base: Notebook, here: Notebook): Notebook {
  const lifted = mergeLesson(from, file, base).notebook;
  const lessonCells = new Map(
    matchVersions(undefined, lifted, base).flatMap(({ mine, next }) =>
      mine === undefined || next === undefined ? [] : [[mine, next] as const],
    ),
  );
  const taken = new Set(base.cells.map(({ id }) => id));
  const cells = lifted.cells.flatMap((cell) => {
    const known = lessonCells.get(cell);
    const cleaned = known === undefined ? ownText(cell, taken) : lessonText(cell, known);
    return withoutRepeats(cleaned, here);
  });
  return { ...base, cells };
}

/** Of the lesson's own locked text nothing is brought. */
function lessonText(cell: Cell, known: Cell): Cell {
  return known.metadata["editable"] === false ? known : { ...known, source: cell.source };
}

function ownText(cell: Cell, taken: Set<string>): Cell {
  let { id } = cell;
  for (let number = 2; taken.has(id); number++) id = `${cell.id.slice(0, 58)}-${number}`;
  taken.add(id);
  const { source } = cell;
  if (cell.cell_type === "code")
    return { cell_type: "code", id, metadata: {}, source, execution_count: null, outputs: [] };
  const attachments = cell.attachments === undefined ? {} : { attachments: cell.attachments };
  return { cell_type: cell.cell_type, id, metadata: {}, source, ...attachments };
}

/** A text that stands here already, in whichever cell, is not put beside itself. */
function withoutRepeats(cell: Cell, here: Notebook): Cell[] {
  const same = here.cells.find(({ id }) => id === cell.id);
  if (!here.cells.some(({ source, id }) => id !== cell.id && source.trim() === cell.source.trim())) return [cell];
  return same === undefined ? [] : [{ ...cell, source: same.source }];
}
