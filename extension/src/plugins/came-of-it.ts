/** The end of an evening, and the beginning of working for two: ways from one's own notebook to the pages about them. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PageConfig, URLExt } from "@jupyterlab/coreutils";
import type { NotebookPanel } from "@jupyterlab/notebook";
import { UUID } from "@lumino/coreutils";
import { wordsFor } from "../models/plain-error.js";
import { report } from "../models/report.js";
import type { RoomModel } from "../models/room-model.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Announce, Api, PageFrame, Rooms, SafeSaving } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { OfferCard } from "../widgets/offer-card.js";

export const cameOfIt: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:came-of-it",
  description: "Leads to the outcome card, the take-aways, and working on a notebook together.",
  autoStart: true,
  requires: [Rooms, Api, SafeSaving, Announce],
  optional: [PageFrame],
  activate: (
    _app: JupyterFrontEnd,
    rooms: Rooms,
    api: SurgeryApi,
    saving: SafeSaving,
    announcer: Announcer,
    frame: PageFrame | null,
  ) => {
    if (frame === null) return;
    const card = new OfferCard("This notebook");
    frame.addToMenu("Join somebody’s work", async () =>
      location.assign(URLExt.join(PageConfig.getBaseUrl(), "together")),
    );
    rooms.each((panel, room) => {
      whenOwn(panel, room, () => offer(panel, { api, saving, announcer, frame, card }));
    });
  },
};

interface Parts {
  readonly api: SurgeryApi;
  readonly saving: SafeSaving;
  readonly announcer: Announcer;
  readonly frame: PageFrame;
  readonly card: OfferCard;
}

/** Of somebody else's notebook there is nothing to take home. */
function whenOwn(panel: NotebookPanel, room: RoomModel, then: () => void): void {
  const look = (): void => {
    if (!room.manages || !panel.context.path.startsWith("people/")) return;
    room.changed.disconnect(look);
    then();
  };
  room.changed.connect(look);
  look();
}

function offer(panel: NotebookPanel, { api, saving, announcer, frame, card }: Parts): void {
  const go = (url: string): void => location.assign(URLExt.join(PageConfig.getBaseUrl(), url));
  /** What is not on the server yet would be missing on the page that comes. */
  const afterSaving = (then: () => Promise<void> | void) => async (): Promise<void> => {
    const problem = await wordsFor(saving.flush(panel.context.path).then(then));
    if (problem === undefined) return;
    card.show(problem, [], [{ label: "Close" }]);
    announcer.say(problem);
  };
  const finish = afterSaving(() => go(`me/outcome?path=${encodeURIComponent(panel.context.path)}`));
  const form = UUID.uuid4();
  const together = afterSaving(async () =>
    go((await api.shareWork({ type: "notebook", form, path: panel.context.path })).url),
  );
  frame.addToMenu(
    "My take-aways",
    afterSaving(() => go("me/take-aways")),
  );
  frame.addToMenu("Work on this together", together);
  frame.addToMenu("Finish: what came of it", finish);
  panel.context.ready
    .then(() => {
      // A lesson's bar is full, and a lesson ends by itself.
      const isLesson = panel.content.model?.getMetadata("data_surgery") !== undefined;
      if (!isLesson) frame.addToBar("Finish", finish);
    })
    .catch(report);
}
