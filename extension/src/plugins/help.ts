import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { Widget } from "@lumino/widgets";
import { PlainError } from "../models/plain-error.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Api, PageFrame } from "../tokens.js";
import { HelpButton } from "../widgets/help-button.js";

export const help: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:help",
  description: "Tells the trainer how it goes: fine, help, done.",
  autoStart: true,
  requires: [Api],
  optional: [PageFrame],
  activate: (app: JupyterFrontEnd, api: SurgeryApi, frame: PageFrame | null) => {
    if (frame === null) return;
    const button = new HelpButton("fine", async (status) => {
      try {
        await api.setHelp(status);
        return undefined;
      } catch (error) {
        if (error instanceof PlainError) return error.message;
        throw error;
      }
    });
    void app.started.then(async () => {
      Widget.attach(button, document.body);
      button.status = (await api.progress()).help;
    });
  },
};
