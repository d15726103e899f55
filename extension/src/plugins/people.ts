/** Who else has this notebook open, by name. Cursors are the collaboration extension's. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { YNotebook } from "@jupyter/ydoc";
import { peopleHere } from "../models/people-here.js";
import { report } from "../models/report.js";
import { Announce, PageFrame } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { eachNotebook } from "./each-notebook.js";

export const people: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:people",
  description: "Shows who has this notebook open.",
  autoStart: true,
  requires: [INotebookTracker, Announce],
  optional: [PageFrame],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker, announcer: Announcer, frame: PageFrame | null) => {
    if (frame === null) return;
    eachNotebook(tracker, (panel) => {
      panel.context.ready.then(() => watch(panel, frame, announcer)).catch(report);
    });
  },
};

function watch(panel: NotebookPanel, frame: PageFrame, announcer: Announcer): void {
  const { awareness } = panel.context.model.sharedModel as unknown as YNotebook;
  let before = new Map<string, string>();
  const show = (): void => {
    const here = peopleHere(awareness.getStates(), awareness.clientID);
    const now = new Map(here.map((person) => [person.key, person.name]));
    const came = [...now].filter(([key]) => !before.has(key)).map(([, name]) => `${name} is here`);
    const went = [...before].filter(([key]) => !now.has(key)).map(([, name]) => `${name} has left`);
    // Awareness also carries every movement of a cursor; only who is here matters to the bar.
    if (came.length + went.length === 0) return;
    before = now;
    frame.setPeople(here);
    announcer.say([...came, ...went].join(". "));
  };
  frame.setPeople([]);
  awareness.on("change", show);
  panel.disposed.connect(() => awareness.off("change", show));
  show();
}
