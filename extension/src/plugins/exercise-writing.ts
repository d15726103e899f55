/** Text with a gap is there to be written in: one press on it, or Enter, opens it with the first gap marked, so that the next key fills it. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import type { MarkdownCell } from "@jupyterlab/cells";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { gapIn } from "../models/exercise-gap.js";
import { eachMarkdownCell } from "./each-markdown-cell.js";
import { eachNotebook } from "./each-notebook.js";

export const exerciseWriting: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:exercise-writing",
  description: "Opens text with a gap where it is pressed.",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker) => {
    eachNotebook(tracker, (panel) => eachMarkdownCell(panel, (cell) => openAtGap(panel, cell)));
  },
};

function openAtGap(panel: NotebookPanel, cell: MarkdownCell): void {
  const mayWrite = (): boolean => !cell.readOnly && cell.model.getMetadata("editable") !== false;
  cell.node.addEventListener("click", ({ target }) => {
    if (!cell.rendered || !mayWrite() || gapIn(cell.model.sharedModel.getSource()) === undefined) return;
    if (!(target instanceof Element) || target.closest(".jp-MarkdownOutput") === null || target.closest("a") !== null)
      return;
    // Text that was just marked with the mouse is to be copied.
    if (getSelection()?.isCollapsed === false) return;
    const notebook = panel.content;
    notebook.deselectAll();
    notebook.activeCellIndex = notebook.widgets.indexOf(cell);
    notebook.mode = "edit";
    cell.rendered = false;
    cell.editor?.focus();
  });
  cell.renderedChanged.connect(() => {
    const gap = cell.rendered || !mayWrite() ? undefined : gapIn(cell.model.sharedModel.getSource());
    const { editor } = cell;
    if (gap === undefined || editor === null) return;
    // Whoever has the cursor somewhere in it already goes on there.
    const { line, column } = editor.getCursorPosition();
    if (line === 0 && column === 0) editor.setSelection({ start: { ...gap.start }, end: { ...gap.end } });
  });
}
