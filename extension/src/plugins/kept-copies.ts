/** Offers what this browser kept of a notebook whose history was replaced: to put it in cell by cell, keep it beside, or discard it. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { Contents } from "@jupyterlab/services";
import { clockTime } from "../models/clock-time.js";
import { documentIdOf } from "../models/document-id.js";
import { findKeptCopies, markDiscarded, type KeptCopy } from "../models/kept-copies.js";
import { report } from "../models/report.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Announce, Api, KeptCopies, SafeSaving } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { KeptCopyCard } from "../widgets/kept-copy-card.js";
import { eachNotebook } from "./each-notebook.js";

export const keptCopies: JupyterFrontEndPlugin<KeptCopies> = {
  id: "@data-surgery/extension:kept-copies",
  description: "Offers what was written on this device while a notebook was replaced.",
  autoStart: true,
  provides: KeptCopies,
  requires: [INotebookTracker, Api, SafeSaving, Announce],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    api: SurgeryApi,
    saving: SafeSaving,
    announcer: Announcer,
  ) => {
    const desk = new Desk(app.serviceManager.contents, api, saving, announcer);
    eachNotebook(tracker, (panel) => {
      desk.offer(panel, (copy) => copy.discardedAt === undefined).catch(report);
    });
    return { offerDiscarded: (panel) => desk.offer(panel, () => true) };
  },
};

class Desk {
  readonly #contents: Contents.IManager;
  readonly #api: SurgeryApi;
  readonly #saving: SafeSaving;
  readonly #announcer: Announcer;

  constructor(contents: Contents.IManager, api: SurgeryApi, saving: SafeSaving, announcer: Announcer) {
    this.#contents = contents;
    this.#api = api;
    this.#saving = saving;
    this.#announcer = announcer;
  }

  /** @returns how many copies are offered now */
  async offer(panel: NotebookPanel, isWanted: (copy: KeptCopy) => boolean): Promise<number> {
    await panel.context.ready;
    const own = await this.#saving.copyOf(panel.context.path);
    const id = documentIdOf(panel);
    if (own === undefined || id === undefined) return 0;
    const copies = await findKeptCopies(panel.context.path, own.person, own.name, Date.now());
    let offered = 0;
    for (const copy of copies.filter(isWanted)) {
      const { cells } = await this.#api.merge(id, { base: copy.base, copy: copy.copy, apply: false });
      if (copy.discardedAt !== undefined) await markDiscarded(copy.name, undefined);
      // Somebody put it in already, from another tab or by hand.
      if (cells.length === 0) await markDiscarded(copy.name, Date.now());
      else {
        this.#show(panel, id, copy, cells);
        offered++;
      }
    }
    return offered;
  }

  #show(panel: NotebookPanel, id: string, copy: KeptCopy, cells: Cells): void {
    const over = (): Promise<void> => markDiscarded(copy.name, Date.now());
    const card = new KeptCopyCard({
      cells,
      putIn: async () => {
        const { undo } = await this.#api.merge(id, { base: copy.base, copy: copy.copy, apply: true });
        await over();
        return async () => {
          if (undo !== undefined) await this.#api.restore(id, undo);
          await markDiscarded(copy.name, undefined);
        };
      },
      keepAsCopy: async () => {
        const path = copyPath(panel.context.path, new Date());
        await this.#contents.save(path, { type: "notebook", format: "json", content: copy.copy });
        await over();
        return path.slice(path.lastIndexOf("/") + 1);
      },
      discard: over,
      bringBack: () => markDiscarded(copy.name, undefined),
      say: (sentence) => this.#announcer.say(sentence),
    });
    document.body.append(card.node);
    panel.disposed.connect(() => card.node.remove());
  }
}

type Cells = Awaited<ReturnType<SurgeryApi["merge"]>>["cells"];

/** "lesson.ipynb" → "lesson (from this device, 3 March 21.04).ipynb" */
function copyPath(path: string, now: Date): string {
  const day = now.toLocaleDateString("en-GB", { day: "numeric", month: "long" });
  const time = clockTime(now.getTime()).replace(":", ".");
  return `${path.replace(/\.ipynb$/, "")} (from this device, ${day} ${time}).ipynb`;
}
