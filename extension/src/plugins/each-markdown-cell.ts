import { MarkdownCell } from "@jupyterlab/cells";
import type { NotebookPanel } from "@jupyterlab/notebook";
import { report } from "../models/report.js";

/** Calls back for every text cell of a notebook once, those that come later included, as soon as `wanted` holds of it. */
export function eachMarkdownCell(
  panel: NotebookPanel,
  visit: (cell: MarkdownCell) => void,
  wanted: (cell: MarkdownCell) => boolean = () => true,
): void {
  const seen = new WeakSet<MarkdownCell>();
  const arrange = (): void => {
    for (const cell of panel.content.widgets) {
      if (!(cell instanceof MarkdownCell) || seen.has(cell) || !wanted(cell)) continue;
      seen.add(cell);
      visit(cell);
    }
  };
  panel.revealed.then(arrange).catch(report);
  panel.content.modelContentChanged.connect(arrange);
}
