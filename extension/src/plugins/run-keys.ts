/** Shift with Enter beside a cell, as in it: in JupyterLab that key belongs to the run menu, which is not on the learner's page. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker } from "@jupyterlab/notebook";
import { PageFrame } from "../tokens.js";

export const runKeys: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:run-keys",
  description: "Shift+Enter on the learner's page.",
  autoStart: true,
  requires: [INotebookTracker],
  optional: [PageFrame],
  activate: (app: JupyterFrontEnd, _tracker: INotebookTracker, frame: PageFrame | null) => {
    if (frame === null) return;
    app.commands.addKeyBinding({
      command: "notebook:run-cell-and-select-next",
      keys: ["Shift Enter"],
      selector: ".jp-Notebook.jp-mod-commandMode:not(.jp-mod-readWrite) :focus",
    });
  },
};
