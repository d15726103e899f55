/**
 * A notebook changed on disk while its document lives on: what to do, cell by cell (SPEC RO11). Pure. `base` is what both last had.
 * Never lost: whatever only one side changed is taken from that side; where both changed one text, both stay, one below the other.
 */
import type { Cell, CodeCell, Notebook } from "@data-surgery/jupyter";
import { printCell, type CellPrint, type NotebookPrints } from "./cell-prints.js";

export type MergeStep =
  | { readonly type: "set-source"; readonly id: string; readonly cell: Cell }
  | { readonly type: "set-metadata"; readonly id: string; readonly metadata: Cell["metadata"] }
  | { readonly type: "set-outputs"; readonly id: string; readonly cell: CodeCell }
  | { readonly type: "remove"; readonly id: string }
  /** `after` is the id of a cell of the document, or undefined for the top. */
  | { readonly type: "insert"; readonly after: string | undefined; readonly cell: Cell }
  | { readonly type: "keep-both"; readonly id: string; readonly cell: Cell }
  | { readonly type: "set-notebook-metadata"; readonly metadata: Notebook["metadata"] };

export function planMerge(base: NotebookPrints, live: Notebook, file: Notebook): MergeStep[] {
  const basePrints = new Map(base.cells.map((print) => [print.id, print]));
  const liveCells = new Map(live.cells.map((cell) => [cell.id, cell]));
  const fileIds = new Set(file.cells.map((cell) => cell.id));
  const steps: MergeStep[] = [];
  let previous: string | undefined;
  for (const cell of file.cells) {
    const mine = liveCells.get(cell.id);
    const was = basePrints.get(cell.id);
    if (mine !== undefined) steps.push(...mergeCell(was, mine, cell));
    // Removed here: it stays away unless the file has something new in it.
    else if (was === undefined || was.source !== printCell(cell).source) {
      steps.push({ type: "insert", after: previous, cell });
    } else continue;
    previous = cell.id;
  }
  for (const cell of live.cells) {
    const was = basePrints.get(cell.id);
    const isUntouched = was !== undefined && was.source === printCell(cell).source;
    if (!fileIds.has(cell.id) && isUntouched) steps.push({ type: "remove", id: cell.id });
  }
  if (base.metadata !== "" && changedInFile(base, live, file)) {
    steps.push({ type: "set-notebook-metadata", metadata: file.metadata });
  }
  return steps;
}

function changedInFile(base: NotebookPrints, live: Notebook, file: Notebook): boolean {
  const print = (notebook: Notebook): string => printCell(metadataCell(notebook)).metadata;
  return print(live) === base.metadata && print(file) !== base.metadata;
}

const metadataCell = (notebook: Notebook): Cell => ({
  id: "",
  cell_type: "raw",
  source: "",
  metadata: notebook.metadata,
});

function mergeCell(was: CellPrint | undefined, mine: Cell, theirs: Cell): MergeStep[] {
  const steps: MergeStep[] = [];
  const [here, there] = [printCell(mine), printCell(theirs)];
  if (there.source !== here.source && there.source !== was?.source) {
    steps.push({ type: here.source === was?.source ? "set-source" : "keep-both", id: mine.id, cell: theirs });
  }
  const sameMetadata = there.metadata === here.metadata || there.metadata === was?.metadata;
  if (!sameMetadata && here.metadata === was?.metadata) {
    steps.push({ type: "set-metadata", id: mine.id, metadata: theirs.metadata });
  }
  const sameOutputs = there.outputs === here.outputs || there.outputs === was?.outputs;
  if (!sameOutputs && here.outputs === was?.outputs && theirs.cell_type === "code" && mine.cell_type === "code") {
    steps.push({ type: "set-outputs", id: mine.id, cell: theirs });
  }
  return steps;
}
