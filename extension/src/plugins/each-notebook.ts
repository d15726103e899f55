import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";

/**
 * Calls back for every notebook, those that are open already included: the learner's page opens its document while plugins
 * are still starting, so that a plugin with many requirements comes too late for the tracker's signal.
 */
export function eachNotebook(tracker: INotebookTracker, visit: (panel: NotebookPanel) => void): void {
  tracker.forEach(visit);
  tracker.widgetAdded.connect((_tracker, panel) => visit(panel));
}
