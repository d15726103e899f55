/** Shows outputs that are too large for a live document. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Api } from "../tokens.js";
import { storedOutputFactory } from "../widgets/stored-output-view.js";
import { eachNotebook } from "./each-notebook.js";

export const storedOutputs: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:stored-outputs",
  description: "Shows outputs that are too large for a live document.",
  autoStart: true,
  requires: [IRenderMimeRegistry, INotebookTracker, Api],
  activate: (_app: JupyterFrontEnd, registry: IRenderMimeRegistry, tracker: INotebookTracker, api: SurgeryApi) => {
    const fetchOutput = (output: Parameters<SurgeryApi["output"]>[0]): Promise<Record<string, unknown>> =>
      api.output(output);
    registry.addFactory(storedOutputFactory(registry, fetchOutput));
    // A notebook that is open already took its own copy of the registry.
    eachNotebook(tracker, (panel) => {
      const own = panel.content.rendermime;
      if (own !== registry) own.addFactory(storedOutputFactory(own, fetchOutput));
    });
  },
};
