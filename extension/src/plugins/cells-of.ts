import { cellLabel } from "@data-surgery/contract";
import type { Cell } from "@jupyterlab/cells";
import type { NotebookPanel } from "@jupyterlab/notebook";

/** How people call a cell of this notebook. */
export function labelIn(panel: NotebookPanel, cellId: string): string {
  const cells = [...(panel.content.model?.cells ?? [])].map((cell) => ({
    id: cell.sharedModel.getId(),
    surgery: cell.getMetadata("data_surgery") as unknown,
  }));
  return cellLabel(cells, cellId);
}

/** The same; undefined while it is not there (yet). */
export function knownLabel(panel: NotebookPanel, cellId: string): string | undefined {
  return cellWidget(panel, cellId) === undefined ? undefined : labelIn(panel, cellId);
}

/** The cell that one is at. */
export function cellAt(panel: NotebookPanel): string | null {
  return panel.content.activeCell?.model.sharedModel.getId() ?? null;
}

export function cellWidget(panel: NotebookPanel, cellId: string): Cell | undefined {
  return panel.content.widgets.find((cell) => cell.model.sharedModel.getId() === cellId);
}
