/** Draws figures of plotly, on this machine alone. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { chartFactory } from "../widgets/chart-view.js";
import { eachNotebook } from "./each-notebook.js";

export const charts: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:charts",
  description: "Draws charts and maps.",
  autoStart: true,
  requires: [IRenderMimeRegistry, INotebookTracker],
  activate: (_app: JupyterFrontEnd, registry: IRenderMimeRegistry, tracker: INotebookTracker) => {
    registry.addFactory(chartFactory(registry));
    // A notebook that is open already took its own copy of the registry.
    eachNotebook(tracker, (panel) => {
      const own = panel.content.rendermime;
      if (own !== registry) own.addFactory(chartFactory(own));
    });
  },
};
