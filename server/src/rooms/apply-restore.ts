/** Makes the live document equal to an earlier version by edits, as a person would: what is equal stays as it is, cursors and all. */
import type { Cell } from "@data-surgery/jupyter";
import * as Y from "yjs";
import { setAll, setOutputs, setSource } from "./merge-notebook.js";
import { cellsOf, createCell, findCell, replaceText } from "./notebook-document.js";
import type { VersionContent } from "./version-content.js";

export function applyRestore(doc: Y.Doc, wanted: VersionContent): void {
  if (wanted.type === "file") {
    replaceText(doc.getText("source"), wanted.text);
    return;
  }
  const { cells, metadata } = wanted.notebook;
  setAll(doc.getMap("meta").get("metadata"), metadata);
  removeOthers(doc, new Set(cells.map((cell) => cell.id)));
  for (const [index, cell] of cells.entries()) restoreCell(doc, cell, index);
}

function removeOthers(doc: Y.Doc, wanted: ReadonlySet<unknown>): void {
  const live = cellsOf(doc);
  for (let index = live.length - 1; index >= 0; index--) {
    if (!wanted.has(idAt(doc, index))) live.delete(index);
  }
}

function restoreCell(doc: Y.Doc, wanted: Cell, index: number): void {
  const live = cellsOf(doc);
  if (idAt(doc, index) !== wanted.id) {
    const elsewhere = live.toArray().findIndex((_cell, at) => idAt(doc, at) === wanted.id);
    // Yjs can't move: a cell that stood elsewhere is made again.
    if (elsewhere !== -1) live.delete(elsewhere);
    live.insert(index, [createCell(wanted)]);
    return;
  }
  const cell = live.get(index);
  setSource(doc, cell, wanted);
  const now = findCell(doc, wanted.id);
  if (now === undefined) return;
  setAll(now.get("metadata"), wanted.metadata);
  if (wanted.cell_type === "code" && !hasOutputs(now, wanted)) setOutputs(now, wanted);
}

function idAt(doc: Y.Doc, index: number): unknown {
  const cell: unknown = index < cellsOf(doc).length ? cellsOf(doc).get(index) : undefined;
  return cell instanceof Y.Map ? cell.get("id") : undefined;
}

function hasOutputs(cell: Y.Map<unknown>, wanted: Extract<Cell, { cell_type: "code" }>): boolean {
  const outputs = cell.get("outputs");
  const shown: unknown = outputs instanceof Y.Array ? outputs.toJSON() : [];
  return (
    JSON.stringify([shown, cell.get("execution_count") ?? null]) ===
    JSON.stringify([wanted.outputs, wanted.execution_count])
  );
}
