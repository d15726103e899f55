/** Where a cell was changed in two places at once both versions stay, with a note between: this shows below the note what differs. */
import { bothChangedNote, diffLines } from "@data-surgery/contract";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import type { MarkdownCell } from "@jupyterlab/cells";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { Widget, type PanelLayout } from "@lumino/widgets";
import { differenceView } from "../widgets/difference-view.js";
import { element } from "../widgets/element.js";
import { eachMarkdownCell } from "./each-markdown-cell.js";
import { eachNotebook } from "./each-notebook.js";

export const compareVersions: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:compare-versions",
  description: "Shows what differs between two versions of one cell.",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker) => {
    eachNotebook(tracker, (panel) => {
      const compare = (cell: MarkdownCell): void => (cell.layout as PanelLayout).addWidget(comparison(panel, cell));
      eachMarkdownCell(panel, compare, isNote);
    });
  },
};

function isNote(cell: MarkdownCell): boolean {
  const own: unknown = cell.model.getMetadata("data_surgery");
  return typeof own === "object" && own !== null && "note" in own && own.note === bothChangedNote;
}

/** Made anew at each opening: both versions may have been changed since. */
function comparison(panel: NotebookPanel, note: MarkdownCell): Widget {
  const body = element("div", {});
  const show = (): void => {
    const { widgets } = panel.content;
    const at = widgets.indexOf(note);
    const [above, below] = [widgets[at - 1], widgets[at + 1]];
    if (above === undefined || below === undefined) return;
    const lines = diffLines(above.model.sharedModel.getSource(), below.model.sharedModel.getSource());
    const cell = { cellId: note.model.id, cellType: "text", change: "changed", place: at + 1, lines } as const;
    const hasChanges = lines.some((line) => line.type !== "same");
    body.replaceChildren(
      differenceView(hasChanges ? [cell] : [], {
        same: "Both are the same now.",
        head: () => "− stands only above, + stands only below",
      }),
    );
  };
  const details = element(
    "details",
    { class: "ds-compare", ontoggle: show },
    element("summary", {}, "Show what differs"),
    body,
  );
  details.addEventListener("keydown", (event) => event.stopPropagation());
  return new Widget({ node: details });
}
