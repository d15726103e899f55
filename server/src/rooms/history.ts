/** What was when, who changed what, and the way back: versions of one document for those who may see it (SPEC RO31 to RO34). */
import {
  AppError,
  type Difference,
  type History,
  type MergeReply,
  type MergeRequest,
  type RestoreReply,
  type Visitor,
} from "@data-surgery/contract";
import { NotebookError, parseNotebook, type Notebook } from "@data-surgery/jupyter";
import { randomUUID } from "node:crypto";
import * as Y from "yjs";
import { applyRestore } from "./apply-restore.js";
import { noPrints, printNotebook } from "./cell-prints.js";
import { diffContent } from "./content-difference.js";
import { applyMerge } from "./merge-notebook.js";
import { planMerge, type MergeStep } from "./merge-plan.js";
import { readNotebookDocument, seedNotebook } from "./notebook-document.js";
import type { OpenRoom } from "./open-room.js";
import type { Rooms } from "./rooms.js";
import { readContent, type VersionContent } from "./version-content.js";
import type { StoredVersion, VersionStore } from "./version-store.js";

export interface HistoryOptions {
  readonly rooms: Rooms;
  readonly versions: VersionStore;
  /** What somebody is called; undefined for who has been erased. */
  readonly nameOf: (personId: string) => Promise<string | undefined>;
}

const somebody = "Somebody who has left";

export class DocumentHistory {
  readonly #options: HistoryOptions;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** Up to this moment: what is being worked on becomes a version first. */
  async list(documentId: string): Promise<History> {
    return this.#hold(documentId, async (opened) => {
      await opened.versions.cut();
      const stored = await this.#options.versions.list(documentId);
      const names = await this.#names(stored.flatMap((version) => version.people));
      const named = (ids: readonly string[]): string[] => ids.map((id) => names.get(id) ?? somebody);
      const versions = stored.map(({ parts: _parts, people, changes, ...rest }) => ({
        ...rest,
        people: named(people),
        changes: changes.map(({ suggestedBy, ...change }) => ({
          ...change,
          people: named(change.people),
          ...(suggestedBy === undefined ? {} : { suggestedBy: named(suggestedBy) }),
        })),
      }));
      return { versions: versions.toReversed() };
    });
  }

  /** @param to undefined for now. @throws AppError `history.no-such-version` */
  async difference(documentId: string, from: number, to: number | undefined): Promise<Difference> {
    return this.#hold(documentId, async (opened) => {
      const before = await this.#content(documentId, from);
      const after = to === undefined ? await contentNow(opened) : await this.#content(documentId, to);
      return diffContent(before, after);
    });
  }

  /** By edits of this moment, in the name of `visitor`: nothing of what is there now is lost. @throws AppError `history.no-such-version` */
  async restore(documentId: string, version: number, visitor: Visitor): Promise<RestoreReply> {
    return this.#hold(documentId, async (opened) => {
      const content = await this.#content(documentId, version);
      const undo = await opened.versions.cut();
      await opened.room.edit((doc) => applyRestore(doc, content));
      return { undo, version: await opened.versions.cut("restore", [visitor.personId]) };
    });
  }

  /**
   * Takes in a device's own copy from another history, cell by cell: nothing that is there goes, and where both wrote in one cell
   * both stay. @throws AppError `http.bad-request` for what is not a notebook
   */
  async merge(documentId: string, request: MergeRequest, visitor: Visitor): Promise<MergeReply> {
    const copy = readCopy(request.copy);
    const base = request.base === undefined ? noPrints : printNotebook(readCopy(request.base));
    return this.#hold(documentId, async (opened) => {
      const plan = (live: Notebook): MergeStep[] => planMerge(base, live, copy).filter(addsSomething);
      const live = await opened.room.edit(readNotebookDocument);
      const scratch = new Y.Doc();
      seedNotebook(scratch, live);
      applyMerge(scratch, plan(live), "device");
      const after: VersionContent = { type: "notebook", notebook: readNotebookDocument(scratch) };
      scratch.destroy();
      const { cells } = diffContent({ type: "notebook", notebook: live }, after);
      const worthIt = cells.filter((cell) => cell.change !== "outputs");
      if (!request.apply || worthIt.length === 0) return { cells: worthIt };
      const undo = await opened.versions.cut();
      // Planned anew: somebody may have typed meanwhile.
      await opened.room.edit((doc) => applyMerge(doc, plan(readNotebookDocument(doc)), "device"));
      await opened.versions.cut("merge", [visitor.personId]);
      return { cells: worthIt, undo };
    });
  }

  /** Puts what `change` makes of the notebook in its place as a version of the history: a newer version of its lesson, brought in by `visitor`. */
  async rewrite(
    documentId: string,
    visitor: Visitor,
    change: (live: Notebook) => Notebook,
  ): Promise<{ readonly undo: number }> {
    return this.#hold(documentId, async (opened) => {
      const undo = await opened.versions.cut();
      await opened.room.edit((doc) =>
        applyRestore(doc, { type: "notebook", notebook: change(readNotebookDocument(doc)) }),
      );
      await opened.versions.cut("lesson", [visitor.personId]);
      return { undo };
    });
  }

  async #hold<T>(documentId: string, work: (opened: OpenRoom) => Promise<T>): Promise<T> {
    const opened = await this.#options.rooms.open(documentId);
    return opened.hold(() => work(opened));
  }

  async #content(documentId: string, version: number): Promise<VersionContent> {
    const stored = (await this.#options.versions.list(documentId)).find((each) => each.version === version);
    if (stored === undefined) throw new AppError("history.no-such-version");
    return this.#options.versions.content(documentId, stored satisfies StoredVersion);
  }

  async #names(ids: readonly string[]): Promise<Map<string, string | undefined>> {
    const unique = [...new Set(ids)];
    return new Map(await Promise.all(unique.map(async (id) => [id, await this.#options.nameOf(id)] as const)));
  }
}

/** A device's copy never takes anything away, and the notebook's own settings are not its business. */
const addsSomething = ({ type }: MergeStep): boolean => type !== "remove" && type !== "set-notebook-metadata";

function contentNow(opened: OpenRoom): Promise<VersionContent> {
  return opened.room.edit((doc) => readContent(doc, opened.type));
}

function readCopy(value: unknown): Notebook {
  try {
    return parseNotebook(value, randomUUID);
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    throw new AppError(
      "http.bad-request",
      { reason: `the copy is not a notebook: ${error.message}` },
      { cause: error },
    );
  }
}
