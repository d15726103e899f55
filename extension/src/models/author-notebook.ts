/**
 * The notebook in front as its author changes it: through the shared document, so that two can write one lesson, in steps that the
 * panel's own Undo takes back (JupyterLab's knows nothing of metadata). What somebody else did is never undone. No DOM.
 */
import { lessonFormat, lessonKey } from "@data-surgery/contract";
import type { YNotebook } from "@jupyter/ydoc";
import type { PartialJSONValue } from "@lumino/coreutils";
import { Signal, type ISignal } from "@lumino/signaling";
import * as Y from "yjs";
import { fieldsOf, type AuthorCell, type CellChange, type Fields } from "./author-metadata.js";

/** Marks a transaction as the panel's. */
const origin = { from: "author" };

export class AuthorNotebook {
  readonly #notebook: YNotebook;
  readonly #undo: Y.UndoManager;
  readonly #changed = new Signal<this, void>(this);

  constructor(notebook: YNotebook) {
    this.#notebook = notebook;
    const { ydoc } = notebook;
    this.#undo = new Y.UndoManager([ydoc.getArray("cells"), ydoc.getMap("meta")], {
      trackedOrigins: new Set([origin]),
      captureTimeout: 0,
    });
    ydoc.on("afterTransaction", this.#tell);
  }

  dispose(): void {
    this.#notebook.ydoc.off("afterTransaction", this.#tell);
    this.#undo.destroy();
    Signal.clearData(this);
  }

  /** Something in the document changed, by whomever. */
  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get cells(): AuthorCell[] {
    return this.#notebook.cells.map((cell) => ({
      id: cell.getId(),
      type: cell.cell_type as string,
      ours: optionalFields(cell.getMetadata(lessonKey)),
      nbgrader: optionalFields(cell.getMetadata("nbgrader")),
    }));
  }

  cell(id: string): AuthorCell | undefined {
    return this.cells.find((cell) => cell.id === id);
  }

  /** What the notebook says of itself; undefined while it is no lesson. */
  get lesson(): Fields | undefined {
    return optionalFields(this.#notebook.getMetadata(lessonKey));
  }

  get canUndo(): boolean {
    return this.#undo.canUndo();
  }

  get canRedo(): boolean {
    return this.#undo.canRedo();
  }

  undo(): void {
    this.#undo.undo();
  }

  redo(): void {
    this.#undo.redo();
  }

  /** All in one step. */
  apply(changes: readonly CellChange[]): void {
    this.#step(() => {
      for (const change of changes) this.#change(change);
    });
  }

  setLesson(key: string, value: unknown): void {
    const ours = { ...this.lesson, format: lessonFormat, [key]: value };
    this.#step(() => this.#notebook.setMetadata(lessonKey, plain(ours)));
  }

  /**
   * Puts the two marker lines around whole lines of a cell.
   * @param from first line, from 0
   * @param to last line, included
   */
  mark(id: string, region: "SOLUTION" | "HIDDEN TESTS", from: number, to: number): void {
    const cell = this.#notebook.cells.find((one) => one.getId() === id);
    if (cell === undefined) return;
    const sign = cell.cell_type === "code" ? "// ###" : "###";
    const lines = cell.getSource().split("\n");
    const start = lengthOf(lines.slice(0, from));
    const end = lengthOf(lines.slice(0, to + 1)) - 1;
    this.#step(() => {
      // From below, so that the first position stays right; each at its place, so that cursors of others stay.
      cell.updateSource(end, end, `\n${sign} END ${region}`);
      cell.updateSource(start, start, `${sign} BEGIN ${region}\n`);
    });
  }

  #change({ id, type, ours, nbgrader }: CellChange): void {
    const index = this.#notebook.cells.findIndex((cell) => cell.getId() === id);
    const cell = this.#notebook.cells[index];
    if (cell === undefined) return;
    const metadata = { [lessonKey]: ours, nbgrader };
    if (type !== undefined && type !== cell.cell_type) {
      const { [lessonKey]: _ours, nbgrader: _nbgrader, ...rest } = cell.getMetadata() as Fields;
      this.#notebook.deleteCell(index);
      this.#notebook.insertCell(index, {
        cell_type: type,
        id,
        source: cell.getSource(),
        metadata: plain({ ...rest, ...metadata }) as Record<string, PartialJSONValue>,
        ...(type === "code" ? { outputs: [], execution_count: null } : {}),
      });
      return;
    }
    for (const [key, value] of Object.entries(metadata)) {
      if (value === undefined) cell.deleteMetadata(key);
      else cell.setMetadata(key, plain(value));
    }
  }

  /** Steps made inside are one: the outermost says whose it is. */
  #step(work: () => void): void {
    this.#undo.stopCapturing();
    this.#notebook.ydoc.transact(work, origin);
  }

  readonly #tell = (transaction: Y.Transaction): void => {
    if (transaction.changed.size > 0) this.#changed.emit();
  };
}

function optionalFields(value: unknown): Fields | undefined {
  return value === undefined || value === null ? undefined : fieldsOf(value);
}

/** Without what is undefined: JSON has no such thing, and neither has the document. */
function plain(value: unknown): PartialJSONValue {
  return JSON.parse(JSON.stringify(value)) as PartialJSONValue;
}

const lengthOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0);
