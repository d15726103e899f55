/** Watches each open document's line to the server and says whether work is safe. */
import { roleReaches } from "@data-surgery/contract";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICollaborativeContentProvider } from "@jupyter/collaborative-drive";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { User } from "@jupyterlab/services";
import { DocumentLine, type OwnCopy, type RoomProvider } from "../models/document-line.js";
import { openOwnCopy } from "../models/own-copy.js";
import { report } from "../models/report.js";
import type { Notice } from "../models/room-notice.js";
import { sharedNotebook } from "../models/shared-notebook.js";
import { PageFrame, Rooms, SafeSaving } from "../tokens.js";
import { eachNotebook } from "./each-notebook.js";

/** What docprovider's provider has beyond its interface. */
interface ProviderWithLine {
  readonly ready: Promise<void>;
  readonly wsProvider?: RoomProvider | null;
}

export const savedState: JupyterFrontEndPlugin<SafeSaving> = {
  id: "@data-surgery/extension:saved-state",
  description: "Says whether work is saved on the server, on this device, or not yet.",
  autoStart: true,
  provides: SafeSaving,
  requires: [INotebookTracker],
  optional: [ICollaborativeContentProvider, PageFrame, Rooms],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    content: ICollaborativeContentProvider | null,
    frame: PageFrame | null,
    rooms: Rooms | null,
  ) => {
    const lines = new Lines(app.serviceManager.user, content, rooms);
    frame?.beforeLeaving(() => lines.forget());
    eachNotebook(tracker, (panel) => {
      lines.open(panel, (line) => {
        frame?.setSaved(line.words);
        line.changed.connect((_line, words) => frame?.setSaved(words));
      });
    });
    return lines;
  },
};

/** One line a document that is open on this page. A lab without live documents has none, and nothing to wait for. */
class Lines implements SafeSaving {
  readonly #user: User.IManager;
  readonly #content: ICollaborativeContentProvider | null;
  readonly #rooms: Rooms | null;
  readonly #lines = new Map<NotebookPanel, Promise<DocumentLine | undefined>>();

  constructor(user: User.IManager, content: ICollaborativeContentProvider | null, rooms: Rooms | null) {
    this.#user = user;
    this.#rooms = rooms;
    this.#content = content;
    window.addEventListener("beforeunload", this.#beforeUnload);
  }

  open(panel: NotebookPanel, onOpen: (line: DocumentLine) => void): void {
    const opening = this.#openLine(panel);
    this.#lines.set(panel, opening);
    opening.then((line) => line !== undefined && onOpen(line)).catch(report);
    panel.disposed.connect(() => {
      this.#lines.delete(panel);
      opening.then((line) => line?.dispose()).catch(report);
    });
  }

  onNotice(path: string, listener: (notice: Notice) => void): void {
    for (const [panel, opening] of this.#lines) {
      if (panel.context.path !== path) continue;
      opening
        .then((line) => {
          if (line === undefined) return;
          for (const notice of line.heard) listener(notice);
          line.noticed.connect((_line, notice) => listener(notice));
        })
        .catch(report);
    }
  }

  async copyOf(path: string): Promise<{ name: string; person: string } | undefined> {
    for (const [panel, opening] of this.#lines) {
      const line = panel.context.path === path ? await opening : undefined;
      if (line !== undefined) return { name: line.copyName, person: this.#user.identity?.username ?? "" };
    }
    return undefined;
  }

  async flush(path: string): Promise<void> {
    for (const [panel, opening] of this.#lines) {
      if (panel.context.path === path) await (await opening)?.flush();
    }
  }

  async forget(): Promise<void> {
    for (const opening of this.#lines.values()) await (await opening)?.forget();
  }

  async #openLine(panel: NotebookPanel): Promise<DocumentLine | undefined> {
    await Promise.all([panel.context.ready, this.#user.ready]);
    const provider = this.#content?.providers.get(`json:notebook:${panel.context.path}`) as
      | ProviderWithLine
      | undefined;
    await provider?.ready;
    if (provider?.wsProvider == null || panel.isDisposed) return undefined;
    const line = new DocumentLine({
      doc: sharedNotebook(panel).ydoc,
      provider: provider.wsProvider,
      person: this.#user.identity?.username ?? "",
      openCopy: this.#mayKeep(panel)
        ? (name, doc, onFailed) => openOwnCopy(name, doc, onFailed, panel.context.path)
        : noCopy,
      now: Date.now,
      onCopyFailed: report,
    });
    this.#current.add(line);
    panel.disposed.connect(() => this.#current.delete(line));
    return line;
  }

  /** Somebody else's notebook that one may only look at has no business in this browser's storage. */
  #mayKeep(panel: NotebookPanel): boolean {
    const role = this.#rooms?.of(panel)?.role;
    return role === undefined || roleReaches(role, "edit");
  }

  readonly #current = new Set<DocumentLine>();

  /** Only when something would be lost: closing the tab while nothing keeps the last words. */
  readonly #beforeUnload = (event: BeforeUnloadEvent): void => {
    if ([...this.#current].some((line) => line.words.state === "nowhere" && !line.isSafe)) event.preventDefault();
  };
}

const noCopy = (): OwnCopy => ({
  // Never: nothing is kept here.
  ready: new Promise(() => undefined),
  checkpoint: () => () => undefined,
  close: () => Promise.resolve(),
  forget: () => Promise.resolve(),
});
