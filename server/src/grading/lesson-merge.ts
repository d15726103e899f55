/** Brings somebody's own copy of a lesson up to the newest version, in the live document, when they want it (SPEC LM7). */
import {
  AppError,
  cellLabel,
  DifferenceBudget,
  diffLines,
  lessonKey,
  standingAt,
  type UpdateChange,
  type UpdateReply,
  type Visitor,
} from "@data-surgery/contract";
import { mergeLesson, type LessonChange, type LessonMerge } from "@data-surgery/grading";
import type { Notebook } from "@data-surgery/jupyter";
import { parseContentPath } from "../jupyter/index.js";
import type { Progress } from "../progress/index.js";
import type { LessonCatalogue } from "./lesson-catalogue.js";
import type { LessonVersions } from "./lesson-versions.js";

/** Notebooks as people have them before them. All of it @throws AppError when the visitor may not, or it is not there. */
export interface LiveNotebooks {
  read(path: string): Promise<Notebook>;
  /** By edits of the live document, in the name of the visitor. `undo`: the version of its history to restore. */
  rewrite(visitor: Visitor, path: string, change: (live: Notebook) => Notebook): Promise<{ readonly undo: number }>;
}

export interface LessonUpdatesOptions {
  readonly catalogue: Pick<LessonCatalogue, "get">;
  readonly versions: LessonVersions;
  readonly live: LiveNotebooks;
  readonly progress: Pick<Progress, "record">;
}

export interface LessonUpdates {
  /** What would change. @throws AppError `identity.not-allowed`, `http.bad-request`, `lessons.*`, `contents.*` */
  look(visitor: Visitor, lesson: string, path: string): Promise<UpdateReply>;
  apply(visitor: Visitor, lesson: string, path: string): Promise<UpdateReply>;
}

export function createLessonUpdates({ catalogue, versions, live, progress }: LessonUpdatesOptions): LessonUpdates {
  const prepare = async (lesson: string, path: string): Promise<Prepared> => {
    const { release: to, released } = catalogue.get(lesson);
    const now = await live.read(path);
    const from = releaseOf(now, lesson);
    const base = from === undefined ? undefined : await versions.find(lesson, from);
    return { now, from, to, merge: (mine) => mergeLesson(base, mine, released) };
  };
  return {
    look: async (visitor, lesson, path) => {
      const { now, from, to, merge } = await prepare(lesson, ownCopy(visitor, path));
      return replyOf({ from, to }, now, from === to ? { notebook: now, changes: [] } : merge(now));
    },
    apply: async (visitor, lesson, path) => {
      const own = ownCopy(visitor, path);
      const { from, to, merge } = await prepare(lesson, own);
      if (from === to) return { from, to, changes: [] };
      let before: Notebook | undefined;
      let merged: LessonMerge | undefined;
      const { undo } = await live.rewrite(visitor, own, (mine) => {
        before = mine;
        merged = merge(mine);
        return merged.notebook;
      });
      await progress.record(visitor, { type: "lesson-updated", lesson, from: from ?? "", to });
      if (before === undefined || merged === undefined) throw new Error("A document was not rewritten.");
      return { ...replyOf({ from, to }, before, merged), undo };
    },
  };
}

interface Prepared {
  readonly now: Notebook;
  readonly from: string | undefined;
  readonly to: string;
  readonly merge: (mine: Notebook) => LessonMerge;
}

/** The path without `..` and the like. Whose copy it is decides about its version: nobody else. @throws AppError `identity.not-allowed` */
export function ownCopy(visitor: Visitor, path: string): string {
  const parsed = parseContentPath(path);
  if (!parsed.startsWith(`people/${visitor.home}/`) || standingAt(visitor, parsed) !== "owner")
    throw new AppError("identity.not-allowed");
  return parsed;
}

/** The version that a copy says it is. @throws AppError `http.bad-request` for a notebook of another lesson, or of none */
export function releaseOf(notebook: Notebook, lesson: string): string | undefined {
  const { lesson: named, release } = aboutLesson(notebook);
  if (named !== lesson)
    throw new AppError("http.bad-request", { reason: `it is not a notebook of the lesson ${lesson}` });
  return typeof release === "string" ? release : undefined;
}

export function aboutLesson(notebook: Notebook): { readonly lesson?: unknown; readonly release?: unknown } {
  const ours = notebook.metadata[lessonKey];
  return typeof ours === "object" && ours !== null ? ours : {};
}

function replyOf(about: Pick<UpdateReply, "from" | "to">, before: Notebook, merged: LessonMerge): UpdateReply {
  const budget = new DifferenceBudget();
  return { ...about, changes: merged.changes.map((change) => shownChange(change, before, merged.notebook, budget)) };
}

function shownChange(change: LessonChange, before: Notebook, after: Notebook, budget: DifferenceBudget): UpdateChange {
  const { type, cellId, oldText, newText } = change;
  const { cells } = type === "removed" ? before : after;
  const known = cells.map(({ id, metadata }) => ({ id, surgery: metadata[lessonKey] }));
  // What stays as one's own has no newer text to be compared with.
  const lines = type === "kept-removed" ? [] : diffLines(oldText, newText, budget);
  return { type, cellId, label: cellLabel(known, cellId), lines };
}
