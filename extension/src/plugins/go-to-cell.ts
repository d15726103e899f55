import type { NotebookPanel } from "@jupyterlab/notebook";

/** Shows a cell and puts the focus into it. Does nothing when it is not there any more. */
export function goToCell(panel: NotebookPanel, cellId: string): void {
  const notebook = panel.content;
  const index = notebook.widgets.findIndex((cell) => cell.model.sharedModel.getId() === cellId);
  const cell = notebook.widgets[index];
  if (cell === undefined) return;
  notebook.activeCellIndex = index;
  notebook.deselectAll();
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  cell.node.scrollIntoView({ block: "start", behavior: isCalm ? "instant" : "smooth" });
  if (cell.model.type === "code" && !cell.readOnly) cell.editor?.focus();
  else cell.node.focus({ preventScroll: true });
}
