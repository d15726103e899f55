/** Draws tables that can be put in order and walked page by page. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { tableFactory } from "../widgets/table-view.js";
import { eachNotebook } from "./each-notebook.js";

export const tables: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:tables",
  description: "Draws tables that can be put in order and walked page by page.",
  autoStart: true,
  requires: [IRenderMimeRegistry, INotebookTracker],
  activate: (_app: JupyterFrontEnd, registry: IRenderMimeRegistry, tracker: INotebookTracker) => {
    registry.addFactory(tableFactory(registry));
    // A notebook that is open already took its own copy of the registry.
    eachNotebook(tracker, (panel) => {
      const own = panel.content.rendermime;
      if (own !== registry) own.addFactory(tableFactory(own));
    });
  },
};
