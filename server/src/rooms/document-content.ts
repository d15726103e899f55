/** What a document holds, by type: how it is read from a file, written to one, and brought together with a file that changed by itself. */
import { AppError } from "@data-surgery/contract";
import { NotebookError, readNotebookText, renderNotebook, type Cell, type Notebook } from "@data-surgery/jupyter";
import { createHash, randomUUID } from "node:crypto";
import type * as Y from "yjs";
import { parsePrints, printNotebook } from "./cell-prints.js";
import { applyMerge } from "./merge-notebook.js";
import { planMerge, type MergeStep } from "./merge-plan.js";
import type { OutputShelf } from "./output-shelf.js";
import { readNotebookDocument, replaceText, seedNotebook } from "./notebook-document.js";

export interface ParsedFile {
  /** Puts the content into an empty document. */
  seed(doc: Y.Doc): void;
  /**
   * Brings a live document together with this file; `base` are the prints of when both were last equal.
   * @returns "beside" when the file's version could not be taken in and must be kept as a file of its own
   */
  merge(doc: Y.Doc, base: string): "merged" | "beside";
  /** Of the file itself: the state both sides had in common last. */
  prints(): string;
  /** True when reading it again would not give the same (cells without ids): it should be written once. */
  readonly isUnstable: boolean;
}

export interface DocumentContent {
  /** @throws AppError `contents.not-a-notebook`, `contents.wrong-type` */
  parse(bytes: Uint8Array, path: string): ParsedFile;
  /** The file's text, and its prints as text (see `cell-prints.ts`). */
  render(doc: Y.Doc): () => Promise<RenderedFile>;
}

/** Called outside of the document's tick: large outputs are read from their files then. */
export interface RenderedFile {
  readonly text: string;
  readonly prints: string;
}

export const notebookContent = (shelf: OutputShelf): DocumentContent => ({
  parse(bytes, path) {
    let made = 0;
    const notebook = readNotebookFile(bytes, path, () => {
      made++;
      return randomUUID();
    });
    return {
      isUnstable: made > 0,
      prints: () => JSON.stringify(printNotebook(notebook)),
      seed: (doc) => seedNotebook(doc, shelf.putAll(notebook)),
      merge: (doc, base) => {
        const steps = planMerge(parsePrints(base), shelf.fillNow(readNotebookDocument(doc)), notebook);
        const small = new Map(shelf.putAll(notebook).cells.map((cell) => [cell.id, cell]));
        applyMerge(
          doc,
          steps.map((step) => withSmallOutputs(step, small)),
        );
        return "merged";
      },
    };
  },
  render: (doc) => {
    const live = readNotebookDocument(doc);
    return async () => {
      const notebook = await shelf.fill(live);
      return { text: renderNotebook(notebook), prints: JSON.stringify(printNotebook(notebook)) };
    };
  },
});

function withSmallOutputs(step: MergeStep, small: ReadonlyMap<string, Cell>): MergeStep {
  if (!("cell" in step)) return step;
  const cell = small.get(step.cell.id);
  if (step.type === "set-outputs") return cell?.cell_type === "code" ? { ...step, cell } : step;
  return cell === undefined ? step : { ...step, cell };
}

export const textContent: DocumentContent = {
  parse(bytes, path) {
    const text = decode(bytes, path);
    return {
      isUnstable: false,
      prints: () => hashText(text),
      seed: (doc) => doc.getText("source").insert(0, text),
      merge: (doc, base) => {
        const source = doc.getText("source");
        const [live, file] = [hashText(source.toJSON()), hashText(text)];
        if (live === base) replaceText(source, text);
        return live === base || file === base || live === file ? "merged" : "beside";
      },
    };
  },
  render: (doc) => {
    const text = doc.getText("source").toJSON();
    return () => Promise.resolve({ text, prints: hashText(text) });
  },
};

/** @throws AppError `contents.not-a-notebook` */
export function readNotebookFile(bytes: Uint8Array, path: string, createId: () => string): Notebook {
  try {
    return readNotebookText(Buffer.from(bytes).toString("utf8"), createId);
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    throw new AppError("contents.not-a-notebook", { path, reason: error.message }, { cause: error });
  }
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new AppError("contents.wrong-type", { path, expected: "text file" }, { cause: error });
  }
}

export const hashText = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");
