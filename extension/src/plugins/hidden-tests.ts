/** On the learner's page test cells do not show (the style sheet), so the cursor steps over them: an active cell that nobody sees is a trap. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type Notebook } from "@jupyterlab/notebook";
import { nextVisible } from "../models/next-visible.js";
import { readRole } from "../models/lesson-outline.js";
import { PageFrame } from "../tokens.js";
import { eachNotebook } from "./each-notebook.js";

export const hiddenTests: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:hidden-tests",
  description: "Steps over test cells, which learners do not see.",
  autoStart: true,
  requires: [INotebookTracker],
  optional: [PageFrame],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker, frame: PageFrame | null) => {
    if (frame === null) return;
    eachNotebook(tracker, (panel) => stepOver(panel.content));
  },
};

function stepOver(notebook: Notebook): void {
  let before = 0;
  notebook.activeCellChanged.connect(() => {
    const now = notebook.activeCellIndex;
    const hidden = notebook.widgets.map((cell) => readRole(cell.model.getMetadata("data_surgery")) === "test");
    const next = nextVisible(hidden, before, now);
    before = next;
    if (next !== now) notebook.activeCellIndex = next;
  });
}
