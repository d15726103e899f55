import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import type { HelpStatus } from "@data-surgery/contract";
import { PageConfig } from "@jupyterlab/coreutils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { Widget } from "@lumino/widgets";
import type { SurgeryApi } from "../models/surgery-api.js";
import { wordsFor } from "../models/plain-error.js";
import { Api, PageFrame, Progress, Rooms } from "../tokens.js";
import { HelpButton } from "../widgets/help-button.js";
import { cellAt } from "./cells-of.js";

export const help: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:help",
  description: "Tells the trainer how it goes: fine, help, done.",
  autoStart: true,
  requires: [Api, Progress, INotebookTracker, Rooms],
  optional: [PageFrame],
  activate: (
    app: JupyterFrontEnd,
    api: SurgeryApi,
    { model, watch }: Progress,
    tracker: INotebookTracker,
    rooms: Rooms,
    frame: PageFrame | null,
  ) => {
    // Helpers have nobody to tell.
    if (frame === null || PageConfig.getOption("surgeryRole") !== "learner") return;
    const button = new HelpButton(model.help, (status) => wordsFor(tell(api, tracker, rooms, status)));
    model.changed.connect(() => (button.status = model.help));
    void app.started.then(() => {
      Widget.attach(button, document.body);
      watch();
    });
  },
};

/** A call for help is a hand up at the cell where one is, so that whoever comes knows where to look. */
async function tell(api: SurgeryApi, tracker: INotebookTracker, rooms: Rooms, status: HelpStatus): Promise<void> {
  const panel = tracker.currentWidget;
  const room = panel === null ? undefined : rooms.of(panel);
  const cellId = panel === null ? null : cellAt(panel);
  if (room?.isKnown !== true) return api.setHelp(status);
  if (status === "help" && cellId !== null) {
    await room.ask({ type: "raise-hand", cellId });
    return;
  }
  await room.ask({ type: "lower-hand" });
  await api.setHelp(status);
}
