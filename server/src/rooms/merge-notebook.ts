/** Carries out a merge plan on the live document. */
import type { Cell } from "@data-surgery/jupyter";
import { bothChangedNote } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import * as Y from "yjs";
import type { MergeStep } from "./merge-plan.js";
import { cellsOf, createCell, createOutput, findCell, replaceText, type YCell } from "./notebook-document.js";

/** What stands between the two versions of a cell. `other`: where the second one comes from. */
const bothChanged = (other: MergeSource): string =>
  `**This cell was changed in two places at once.** Above is what was written here, below ${other === "file" ? "what was in the file" : "what was written on another device"}. ` +
  "Keep what you need, then delete the other and this note.";

export type MergeSource = "file" | "device";

export function applyMerge(doc: Y.Doc, steps: readonly MergeStep[], source: MergeSource = "file"): void {
  // Second versions last: what else comes after their cell must not come between the two.
  for (const step of steps) if (step.type !== "keep-both") applyStep(doc, step, source);
  for (const step of steps) if (step.type === "keep-both") applyStep(doc, step, source);
}

function applyStep(doc: Y.Doc, step: MergeStep, source: MergeSource): void {
  if (step.type === "insert") {
    insertAfter(doc, step.after, [step.cell]);
    return;
  }
  if (step.type === "set-notebook-metadata") {
    setAll(doc.getMap("meta").get("metadata"), step.metadata);
    return;
  }
  const cell = findCell(doc, step.id);
  if (cell === undefined) return;
  switch (step.type) {
    case "set-source":
      setSource(doc, cell, step.cell);
      break;
    case "set-metadata":
      setAll(cell.get("metadata"), step.metadata);
      break;
    case "set-outputs":
      setOutputs(cell, step.cell);
      break;
    case "remove":
      cellsOf(doc).delete(indexOf(doc, step.id));
      break;
    case "keep-both":
      insertAfter(doc, step.id, [
        {
          id: randomUUID(),
          cell_type: "markdown",
          metadata: { data_surgery: { note: bothChangedNote } },
          source: bothChanged(source),
        },
        { ...step.cell, id: randomUUID(), metadata: {} },
      ]);
      break;
  }
}

export function setSource(doc: Y.Doc, cell: YCell, wanted: Cell): void {
  const source = cell.get("source");
  if (cell.get("cell_type") === wanted.cell_type && source instanceof Y.Text) {
    replaceText(source, wanted.source);
    if (wanted.cell_type !== "code" && wanted.attachments !== undefined) cell.set("attachments", wanted.attachments);
    return;
  }
  // A cell that became another kind of cell is another cell in the same place.
  const at = indexOf(doc, wanted.id);
  cellsOf(doc).delete(at);
  cellsOf(doc).insert(at, [createCell(wanted)]);
}

export function setOutputs(cell: YCell, wanted: Extract<Cell, { cell_type: "code" }>): void {
  const outputs = cell.get("outputs");
  if (!(outputs instanceof Y.Array)) return;
  outputs.delete(0, outputs.length);
  outputs.insert(0, wanted.outputs.map(createOutput));
  cell.set("execution_count", wanted.execution_count);
}

export function setAll(target: unknown, wanted: Readonly<Record<string, unknown>>): void {
  if (!(target instanceof Y.Map)) return;
  for (const key of target.keys()) if (!(key in wanted)) target.delete(key);
  for (const [key, value] of Object.entries(wanted)) {
    if (JSON.stringify(target.get(key)) !== JSON.stringify(value)) target.set(key, value);
  }
}

function insertAfter(doc: Y.Doc, id: string | undefined, cells: readonly Cell[]): void {
  const at = id === undefined ? 0 : indexOf(doc, id) + 1;
  cellsOf(doc).insert(at, cells.map(createCell));
}

function indexOf(doc: Y.Doc, id: string): number {
  const cells = cellsOf(doc).toArray();
  const found = cells.findIndex((cell) => cell instanceof Y.Map && cell.get("id") === id);
  return found === -1 ? cells.length - 1 : found;
}
