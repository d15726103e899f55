import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import type { HelpStatus } from "@data-surgery/contract";
import { PageConfig } from "@jupyterlab/coreutils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { Widget } from "@lumino/widgets";
import type { SurgeryApi } from "../models/surgery-api.js";
import { HelpModel } from "../models/help-model.js";
import { PlainError, wordsFor } from "../models/plain-error.js";
import { report } from "../models/report.js";
import { Announce, Api, PageFrame, Progress, Rooms } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { HelpButton } from "../widgets/help-button.js";
import { cellAt } from "./cells-of.js";

const waitingRefreshMs = 60_000;

export const help: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:help",
  description: "Tells the trainer how it goes: fine, help, done.",
  autoStart: true,
  requires: [Api, Progress, INotebookTracker, Rooms, Announce],
  optional: [PageFrame],
  activate: (
    app: JupyterFrontEnd,
    api: SurgeryApi,
    { model, watch, news }: Progress,
    tracker: INotebookTracker,
    rooms: Rooms,
    announcer: Announcer,
    frame: PageFrame | null,
  ) => {
    // Helpers have nobody to tell.
    if (frame === null || PageConfig.getOption("surgeryRole") !== "learner") return;
    const button = new HelpButton(model.help, (status) => wordsFor(tell(api, tracker, rooms, status)));
    model.changed.connect(() => (button.status = model.help));
    const call = new HelpModel(() => api.help());
    call.changed.connect(() => {
      button.told = call.words;
      if (call.words !== "") announcer.say(call.words);
    });
    const refresh = (): void =>
      void call.refresh().catch((error: unknown) => {
        // Without a line there is nothing to tell; the stream opens again by itself and then it is asked for.
        if (!(error instanceof PlainError)) report(error);
      });
    news.connect((_sender, kind) => kind === "help" && refresh());
    // Time passes for those who wait, also when nothing happens.
    setInterval(() => call.isWaiting && refresh(), waitingRefreshMs);
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
