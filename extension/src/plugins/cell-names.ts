/** Names for people who hear the page: JupyterLab calls the notebook a feed but not its cells articles, and its editors nothing. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { report } from "../models/report.js";
import { eachNotebook } from "./each-notebook.js";

export const cellNames: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:cell-names",
  description: "Names cells and their editors for screen readers.",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker) => {
    eachNotebook(tracker, (panel) => {
      const name = (): void => nameCells(panel);
      panel.revealed.then(name).catch(report);
      panel.content.modelContentChanged.connect(name);
    });
  },
};

function nameCells(panel: NotebookPanel): void {
  for (const [index, cell] of panel.content.widgets.entries()) {
    cell.node.setAttribute("role", "article");
    const words = cell.model.type === "code" ? `Code of cell ${index + 1}` : `Text of cell ${index + 1}`;
    cell.ready.then(() => cell.node.querySelector(".cm-content")?.setAttribute("aria-label", words)).catch(report);
  }
}
