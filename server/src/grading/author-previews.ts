/**
 * Lessons as a learner would get them, before anybody does. A preview is a lesson with a name of its own that stands in no list
 * and no course: opening, checks and hints work as ever, no board has a column for it, and what is recorded is the trainer's own.
 */
import { AppError, lessonKey, type LessonSummary, type Visitor } from "@data-surgery/contract";
import type { JsonObject, Notebook } from "@data-surgery/jupyter";
import { randomBytes } from "node:crypto";
import { summaryOf, type LiveCatalogue, type ReadyLesson } from "./lesson-catalogue.js";

const prefix = "preview-";
export const isPreview = (lesson: string): boolean => new RegExp(`^${prefix}[0-9a-f]{8}$`).test(lesson);

/** How long a preview stays, in milliseconds. */
export const previewTime: number = 2 * 60 * 60 * 1000;

export interface PreviewFiles {
  list(path: string): Promise<readonly { readonly path: string; readonly type: string }[]>;
  remove(path: string): Promise<void>;
}

export class AuthorPreviews implements Disposable {
  readonly #catalogue: LiveCatalogue;
  readonly #files: PreviewFiles;
  readonly #onError: (error: unknown) => void;
  readonly #ready = new Map<string, ReadyLesson>();
  /** One a trainer: person → preview. */
  readonly #of = new Map<string, { readonly name: string; readonly home: string; readonly timer: NodeJS.Timeout }>();

  constructor(catalogue: LiveCatalogue, files: PreviewFiles, onError: (error: unknown) => void) {
    this.#catalogue = catalogue;
    this.#files = files;
    this.#onError = onError;
  }

  /** The catalogue with the previews in it, for whoever has one's name. */
  get catalogue(): LiveCatalogue & { find(id: string): LessonSummary | undefined } {
    const all = this.#catalogue;
    const get = (id: string): ReadyLesson => this.#ready.get(id) ?? all.get(id);
    return {
      get broken() {
        return all.broken;
      },
      get curricula() {
        return all.curricula;
      },
      get builtIn() {
        return all.builtIn;
      },
      list: () => all.list(),
      find: (id) => {
        const ready = this.#ready.get(id);
        return ready === undefined ? all.list().find((lesson) => lesson.id === id) : summaryOf(ready);
      },
      get,
      exercise: (id, exerciseId) => {
        const ready = this.#ready.get(id);
        if (ready === undefined) return all.exercise(id, exerciseId);
        const exercise = ready.lesson.exercises.find((one) => one.id === exerciseId);
        if (exercise === undefined) throw new AppError("lessons.exercise-not-found", { exercise: exerciseId });
        return { ready, exercise };
      },
      refresh: () => all.refresh(),
    };
  }

  /** A name that is free. */
  name(): string {
    return prefix + randomBytes(4).toString("hex");
  }

  /** Takes the place of the trainer's earlier one. @returns when it goes, in milliseconds since 1970 */
  async keep(visitor: Visitor, ready: ReadyLesson): Promise<number> {
    const { personId, home } = visitor;
    await this.#discard(personId);
    const name = ready.lesson.id;
    this.#ready.set(name, ready);
    const timer = setTimeout(() => void this.#discard(personId), previewTime);
    timer.unref();
    this.#of.set(personId, { name, home, timer });
    return Date.now() + previewTime;
  }

  /** What a server that stopped left in people's folders. */
  async sweep(): Promise<void> {
    for (const home of await this.#files.list("people")) {
      if (home.type !== "directory") continue;
      for (const { path } of await this.#files.list(home.path)) {
        if (isPreview(path.slice(path.lastIndexOf("/") + 1))) await this.#removeAll(path);
      }
    }
  }

  async #discard(personId: string): Promise<void> {
    const preview = this.#of.get(personId);
    if (preview === undefined) return;
    this.#of.delete(personId);
    clearTimeout(preview.timer);
    this.#ready.delete(preview.name);
    await this.#removeAll(`people/${preview.home}/${preview.name}`);
  }

  /** A folder that can't be removed keeps nobody from working: it is tried again when the server starts. */
  async #removeAll(path: string): Promise<void> {
    try {
      await this.#removeInside(path);
    } catch (error) {
      // Its trainer may have removed it already.
      if (!(error instanceof AppError && error.code === "contents.not-found")) this.#onError(error);
    }
  }

  async #removeInside(path: string): Promise<void> {
    for (const inner of await this.#files.list(path)) {
      if (inner.type === "directory") await this.#removeInside(inner.path);
      else await this.#files.remove(inner.path);
    }
    await this.#files.remove(path);
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#of.values()) clearTimeout(timer);
  }
}

/** The same notebook under the name of a preview. */
export function asPreview(notebook: Notebook, name: string): Notebook {
  const ours = notebook.metadata[lessonKey];
  if (typeof ours !== "object" || ours === null || Array.isArray(ours)) return notebook;
  const { title } = ours as JsonObject;
  const named = { ...ours, lesson: name, title: `Preview: ${typeof title === "string" ? title : ""}` };
  return { ...notebook, metadata: { ...notebook.metadata, [lessonKey]: named } };
}
