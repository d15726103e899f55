import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { Widget } from "@lumino/widgets";
import type { SurgeryApi } from "../models/surgery-api.js";
import { wordsFor } from "../models/plain-error.js";
import { Api, PageFrame, Progress } from "../tokens.js";
import { HelpButton } from "../widgets/help-button.js";

export const help: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:help",
  description: "Tells the trainer how it goes: fine, help, done.",
  autoStart: true,
  requires: [Api, Progress],
  optional: [PageFrame],
  activate: (app: JupyterFrontEnd, api: SurgeryApi, { model, watch }: Progress, frame: PageFrame | null) => {
    if (frame === null) return;
    const button = new HelpButton(model.help, (status) => wordsFor(api.setHelp(status)));
    model.changed.connect(() => (button.status = model.help));
    void app.started.then(() => {
      Widget.attach(button, document.body);
      watch();
    });
  },
};
