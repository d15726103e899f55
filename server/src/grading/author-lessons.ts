/**
 * Lessons in the making. A draft is a notebook that trainers write together in `lessons/<id>/` below the contents root, where no
 * learner and no learner's kernel comes. It is proved as it is in the room now, tried as a preview, and published as a version
 * that learners' copies are made from.
 */
import {
  AppError,
  draftLesson,
  draftsFolder,
  lessonFormat,
  lessonKey,
  mayTouchPath,
  type AuthorNews,
  type LessonPreview,
  type StartLessonRequest,
  type Visitor,
} from "@data-surgery/contract";
import type { LessonFault } from "@data-surgery/grading";
import { renderNotebook, type Cell, type Notebook } from "@data-surgery/jupyter";
import { parseContentPath } from "../jupyter/index.js";
import { asPreview, type AuthorPreviews } from "./author-previews.js";
import type { AuthorShelf } from "./author-shelf.js";
import type { CheckBench } from "./check-bench.js";
import { readLessonText, type LessonReading, type LiveCatalogue } from "./lesson-catalogue.js";
import type { LessonCopies, LessonFiles } from "./lesson-copies.js";
import { proveLesson } from "./prove-lesson.js";

export interface DraftFiles extends LessonFiles {
  list(path: string): Promise<readonly { readonly path: string; readonly type: string; readonly size: number }[]>;
  readFile(path: string): Promise<{ readonly bytes: Uint8Array }>;
}

export interface AuthorLessonsOptions {
  /** Without previews: these are the names that are taken. */
  readonly catalogue: LiveCatalogue;
  readonly shelf: AuthorShelf;
  readonly previews: AuthorPreviews;
  /** Made with `previews.catalogue`. */
  readonly copies: LessonCopies;
  readonly files: DraftFiles;
  /** As it is in the room now. */
  readonly notebooks: { read(path: string): Promise<Notebook> };
  readonly bench: CheckBench;
  /** Every version that learners' copies are made from is kept, so that a copy can be brought up to a newer one. */
  keepVersions(): Promise<void>;
}

/** Hears what happens while somebody waits. */
export type TellAuthor = (news: AuthorNews) => void;

export class AuthorLessons {
  readonly #options: AuthorLessonsOptions;
  /** Lessons being published: one at a time each, or two would take the same number. */
  readonly #publishing = new Map<string, Promise<unknown>>();

  constructor(options: AuthorLessonsOptions) {
    this.#options = options;
  }

  /** A draft with this notebook's cells and data; the notebook stays as it is. @throws AppError `lessons.name-taken` */
  async start(visitor: Visitor, { path, lesson, title }: StartLessonRequest): Promise<string> {
    const { files, notebooks } = this.#options;
    const from = readablePath(visitor, path);
    const draft = `${draftsFolder}/${lesson}/${lesson}.ipynb`;
    if (this.#isTaken(lesson) || (await files.exists(draft))) throw new AppError("lessons.name-taken", { lesson });
    const notebook = await notebooks.read(from);
    const folder = from.split("/").slice(0, -1).join("/");
    await files.createFolder(draftsFolder);
    await files.createFolder(`${draftsFolder}/${lesson}`);
    for (const [file, content] of await this.#data(folder)) {
      const target = `${draftsFolder}/${lesson}/${file}`;
      await files.createFolder(target.slice(0, target.lastIndexOf("/")));
      await files.writeFile(target, content);
    }
    await files.writeNotebook(draft, asDraft(notebook, lesson, title));
    return draft;
  }

  /** Proves the draft. The last news is `checked`. */
  async check(visitor: Visitor, path: string, tell: TellAuthor): Promise<void> {
    const { faults } = await this.#prove(await this.#read(visitor, path), tell);
    tell({ type: "checked", ok: isSound(faults), faults });
  }

  /** Proves the draft and, when it holds, makes it what learners get. The last news is `published` or `checked`. */
  async publish(visitor: Visitor, path: string, tell: TellAuthor): Promise<void> {
    const draft = await this.#read(visitor, path);
    const { faults, reading } = await this.#prove(draft, tell);
    if (!isSound(faults) || reading.type === "broken") return tell({ type: "checked", ok: false, faults });
    const { lesson } = draft;
    const before = this.#publishing.get(lesson) ?? Promise.resolve();
    const version = before.then(() => this.#options.shelf.publish({ ...draft, files: reading.ready.files }));
    const settled = version.catch(() => undefined);
    this.#publishing.set(lesson, settled);
    try {
      const number = await version;
      await this.#options.catalogue.refresh();
      await this.#options.keepVersions();
      tell({ type: "published", lesson, version: number, faults });
    } finally {
      if (this.#publishing.get(lesson) === settled) this.#publishing.delete(lesson);
    }
  }

  /** The draft as a learner would get it, in the trainer's own folder. @throws AppError `lessons.has-faults` */
  async preview(visitor: Visitor, path: string): Promise<LessonPreview> {
    const { previews, copies } = this.#options;
    const { notebook, folder } = await this.#read(visitor, path);
    const name = previews.name();
    const reading = readLessonText(name, renderNotebook(asPreview(notebook, name)), await this.#data(folder));
    if (reading.type === "broken") throw new AppError("lessons.has-faults");
    const until = await previews.keep(visitor, reading.ready);
    return { path: await copies.open(visitor, name), until };
  }

  async #read(visitor: Visitor, path: string): Promise<Draft> {
    const clean = readablePath(visitor, path);
    const lesson = draftLesson(clean);
    if (lesson === undefined) throw new AppError("lessons.not-a-draft", { path: clean });
    const notebook = await this.#options.notebooks.read(clean);
    return { lesson, folder: `${draftsFolder}/${lesson}`, notebook, text: renderNotebook(withoutOutputs(notebook)) };
  }

  async #prove(draft: Draft, tell: TellAuthor): Promise<{ faults: readonly LessonFault[]; reading: LessonReading }> {
    tell({ type: "progress", done: 0, of: 1, what: "reading the lesson" });
    const reading = readLessonText(draft.lesson, draft.text, await this.#data(draft.folder));
    if (reading.type === "broken") return { faults: reading.faults, reading };
    const faults = [...(await proveLesson(reading.ready, this.#options.bench, tellProgress(tell)))];
    if (this.#comesWithTheHouse(draft.lesson)) {
      faults.push({
        code: "lesson.other-name",
        level: "error",
        message: `A lesson called “${draft.lesson}” comes with this program.`,
        remedy: "Start a lesson from this notebook under another name.",
      });
    }
    return { faults, reading };
  }

  #isTaken(lesson: string): boolean {
    const { catalogue } = this.#options;
    return catalogue.list().some(({ id }) => id === lesson) || catalogue.broken.some(({ name }) => name === lesson);
  }

  #comesWithTheHouse(lesson: string): boolean {
    return this.#options.catalogue.builtIn.includes(lesson);
  }

  /** Files of the folder's `data/`, by paths such as `data/counts.csv`. Links and what is too large are left out. */
  async #data(folder: string): Promise<Map<string, Uint8Array>> {
    const { files } = this.#options;
    const found = new Map<string, Uint8Array>();
    const base = folder === "" ? "" : `${folder}/`;
    const visit = async (path: string): Promise<void> => {
      for (const entry of await files.list(path)) {
        if (entry.type === "directory") await visit(entry.path);
        else if (entry.size <= largestData)
          found.set(entry.path.slice(base.length), (await files.readFile(entry.path)).bytes);
      }
    };
    if (await files.exists(`${base}data`)) await visit(`${base}data`);
    return found;
  }
}

const largestData = 16 * 1024 * 1024;

interface Draft {
  readonly lesson: string;
  /** Below the contents root. */
  readonly folder: string;
  readonly notebook: Notebook;
  readonly text: string;
}

function tellProgress(tell: TellAuthor): (done: number, of: number, what: string) => void {
  return (done, of, what) => tell({ type: "progress", done, of, what });
}

/** @throws AppError when the path is none, or not theirs */
function readablePath(visitor: Visitor, path: string): string {
  const clean = parseContentPath(path);
  if (!mayTouchPath(visitor, clean, "read")) throw new AppError("identity.not-allowed");
  return clean;
}

function isSound(faults: readonly LessonFault[]): boolean {
  return faults.every(({ level }) => level === "advice");
}

/** What cells showed the author is no part of the lesson, and may show what is hidden. */
function withoutOutputs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell): Cell =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  return { ...notebook, cells };
}

/** Keeps what the notebook says of itself when it was a lesson already. */
function asDraft(notebook: Notebook, lesson: string, title: string): Notebook {
  const before = notebook.metadata[lessonKey];
  const known = typeof before === "object" && before !== null && !Array.isArray(before) ? before : {};
  const { release: _release, ...rest } = known as Record<string, unknown>;
  const ours = { question: "", minutes: 30, aims: [], data: [], ...rest, format: lessonFormat, lesson, title };
  return { ...withoutOutputs(notebook), metadata: { ...notebook.metadata, [lessonKey]: ours } };
}
