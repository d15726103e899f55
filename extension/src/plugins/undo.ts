/**
 * Undo and redo by keyboard on the learner's page: in JupyterLab they belong to the edit menu, which is not there. What goes back is what
 * this person did; what others wrote in the same cell stays (Yjs tracks one's own edits only).
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, NotebookActions } from "@jupyterlab/notebook";
import { PageFrame } from "../tokens.js";

export const undo: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:undo",
  description: "Undo and redo by keyboard on the learner's page.",
  autoStart: true,
  requires: [INotebookTracker],
  optional: [PageFrame],
  activate: (app: JupyterFrontEnd, tracker: INotebookTracker, frame: PageFrame | null) => {
    if (frame === null) return;
    add(app, "undo", ["Accel Z"], () => {
      if (tracker.currentWidget?.content.mode === "edit") tracker.activeCell?.editor?.undo();
      else if (tracker.currentWidget !== null) NotebookActions.undo(tracker.currentWidget.content);
    });
    add(app, "redo", ["Accel Shift Z", "Accel Y"], () => {
      if (tracker.currentWidget?.content.mode === "edit") tracker.activeCell?.editor?.redo();
      else if (tracker.currentWidget !== null) NotebookActions.redo(tracker.currentWidget.content);
    });
  },
};

function add(app: JupyterFrontEnd, name: "undo" | "redo", keys: readonly string[], execute: () => void): void {
  const command = `data-surgery:${name}`;
  app.commands.addCommand(command, { label: name === "undo" ? "Undo" : "Redo", execute });
  for (const key of keys) app.commands.addKeyBinding({ command, keys: [key], selector: ".jp-Notebook" });
}
