/** The author's panel in the full lab, for trainers. Learners never fetch it. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { PageConfig } from "@jupyterlab/coreutils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { report } from "../models/report.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Announce, Api, PageFrame, SafeSaving } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";

export const authorPanel: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:author-panel",
  description: "Makes lessons of notebooks: marks, hints, tests, check, preview, publish.",
  autoStart: true,
  requires: [INotebookTracker, Api, SafeSaving, Announce],
  optional: [PageFrame, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    api: SurgeryApi,
    saving: SafeSaving,
    announcer: Announcer,
    frame: PageFrame | null,
    palette: ICommandPalette | null,
  ) => {
    if (frame !== null || !["trainer", "organiser"].includes(PageConfig.getOption("surgeryRole"))) return;
    import("./author-side-panel.js")
      .then(({ openAuthorPanel }) => openAuthorPanel({ app, tracker, api, saving, announcer, palette }))
      .catch(report);
  },
};
