/** The live document behind an open notebook. No DOM. */
import type { YNotebook } from "@jupyter/ydoc";
import type { NotebookPanel } from "@jupyterlab/notebook";

/** JupyterLab declares only what all models share; every notebook's is a YNotebook. */
export function sharedNotebook(panel: NotebookPanel): YNotebook {
  return panel.context.model.sharedModel as unknown as YNotebook;
}
