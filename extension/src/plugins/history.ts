/** The history of a notebook, from the menu under one's name and from the full lab's commands. */
import { roleReaches, type RoomRole } from "@data-surgery/contract";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { documentIdOf } from "../models/document-id.js";
import { wordsFor } from "../models/plain-error.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Announce, Api, KeptCopies, PageFrame, Rooms, SafeSaving } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { openHistoryDialog } from "../widgets/history-dialog.js";

const command = "data-surgery:history";

export const history: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:history",
  description: "Shows what happened to a notebook, and brings earlier versions back.",
  autoStart: true,
  requires: [INotebookTracker, Api, SafeSaving, Announce],
  optional: [KeptCopies, PageFrame, ICommandPalette, Rooms],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    api: SurgeryApi,
    saving: SafeSaving,
    announcer: Announcer,
    copies: KeptCopies | null,
    frame: PageFrame | null,
    palette: ICommandPalette | null,
    rooms: Rooms | null,
  ) => {
    const open = async (panel: NotebookPanel): Promise<void> => {
      // What was typed a moment ago belongs into it; when it can't come in, the history that the server has is shown, and that it lacks this.
      const lacks = await wordsFor(saving.flush(panel.context.path));
      const id = documentIdOf(panel);
      if (id === undefined) return;
      openHistoryDialog({
        versions: async () => (await api.history(id)).versions,
        difference: async (version) => (await api.difference(id, version)).cells,
        restore: async (version) => (await api.restore(id, version)).undo,
        lacks,
        mayRestore: mayChange(rooms?.of(panel)?.role),
        offerDiscarded: async () => (await copies?.offerDiscarded(panel)) ?? 0,
        say: (sentence) => announcer.say(sentence),
        now: Date.now,
      });
    };
    app.commands.addCommand(command, {
      label: "History of This Notebook",
      isEnabled: () => tracker.currentWidget !== null,
      execute: async () => {
        if (tracker.currentWidget !== null) await open(tracker.currentWidget);
      },
    });
    palette?.addItem({ command, category: "Notebook Operations" });
    frame?.addToMenu("History", async () => void (await app.commands.execute(command)));
  },
};

/** Without a live room there are no roles; the server has the last word anyway. */
const mayChange = (role: RoomRole | undefined): boolean => role === undefined || roleReaches(role, "edit");
