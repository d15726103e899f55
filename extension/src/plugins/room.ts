/** One model per open notebook of who is here and who may do what; the other plugins about people build on it. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICollaborativeContentProvider } from "@jupyter/collaborative-drive";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { PlainError } from "../models/plain-error.js";
import { report } from "../models/report.js";
import { RoomLine, type LateProvider } from "../models/room-line.js";
import { RoomModel } from "../models/room-model.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { sharedNotebook } from "../models/shared-notebook.js";
import { Api, Rooms } from "../tokens.js";
import { eachNotebook } from "./each-notebook.js";

/** A dialog of docprovider's asks after five seconds why the document does not come. Here we know, and say it better. */
interface ImpatientProvider extends LateProvider {
  _clearLoadTimeout?(): void;
}

export const room: JupyterFrontEndPlugin<Rooms> = {
  id: "@data-surgery/extension:room",
  description: "Knows who is in a notebook and who may do what.",
  autoStart: true,
  provides: Rooms,
  requires: [INotebookTracker, Api],
  optional: [ICollaborativeContentProvider],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    api: SurgeryApi,
    content: ICollaborativeContentProvider | null,
  ): Rooms => {
    const open = new Map<NotebookPanel, RoomModel>();
    const visitors: ((panel: NotebookPanel, room: RoomModel) => void)[] = [];
    eachNotebook(tracker, (panel) => {
      openRoom(app, panel, api, content)
        .then((made) => {
          if (made === undefined) return;
          open.set(panel, made);
          panel.disposed.connect(() => open.delete(panel));
          for (const visit of visitors) visit(panel, made);
        })
        .catch(report);
    });
    return {
      each: (visit) => {
        visitors.push(visit);
        for (const [panel, made] of open) visit(panel, made);
      },
      of: (panel) => open.get(panel),
    };
  },
};

/** Undefined in a lab without live documents. */
async function openRoom(
  app: JupyterFrontEnd,
  panel: NotebookPanel,
  api: SurgeryApi,
  content: ICollaborativeContentProvider | null,
): Promise<RoomModel | undefined> {
  const { user } = app.serviceManager;
  await user.ready;
  const provider = content?.providers.get(`json:notebook:${panel.context.path}`) as ImpatientProvider | undefined;
  if (provider === undefined || panel.isDisposed) return undefined;
  const { awareness } = sharedNotebook(panel);
  const made = new RoomModel({
    states: awareness,
    self: user.identity?.username ?? "",
    ask: async (command) => {
      if (line.room === undefined)
        throw new PlainError("The notebook is still being opened. Wait a moment and try again.");
      return api.askRoom(line.room, command);
    },
  });
  const line: RoomLine = new RoomLine({
    provider,
    receive: (notice) => {
      if (notice.type === "waiting") provider._clearLoadTimeout?.();
      made.receive(notice);
    },
    catchUp: (name) => api.roomNotices(name),
    // A lab on another server has no such address: then nobody has roles there.
    failed: (error) => {
      if (!(error instanceof PlainError)) report(error);
    },
  });
  panel.disposed.connect(() => {
    line.dispose();
    made.dispose();
  });
  return made;
}
