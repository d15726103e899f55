/** Watches each open document's line to the server and says whether work is safe. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICollaborativeContentProvider } from "@jupyter/collaborative-drive";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { YNotebook } from "@jupyter/ydoc";
import { DocumentLine, type RoomProvider } from "../models/document-line.js";
import { PageFrame, SafeSaving } from "../tokens.js";

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
  requires: [INotebookTracker, ICollaborativeContentProvider],
  optional: [PageFrame],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker, content: ICollaborativeContentProvider, frame: PageFrame | null) => {
    const lines = new Map<string, Promise<DocumentLine>>();
    tracker.widgetAdded.connect((_tracker, panel) => {
      const path = panel.context.path;
      const opening = openLine(panel, content, frame);
      lines.set(path, opening);
      opening.catch((error: unknown) => console.error(error));
      panel.disposed.connect(() => {
        lines.delete(path);
        void opening.then((line) => line.dispose());
      });
    });
    return { flush: async (path) => (await lines.get(path))?.flush() };
  },
};

async function openLine(panel: NotebookPanel, content: ICollaborativeContentProvider, frame: PageFrame | null): Promise<DocumentLine> {
  await panel.context.ready;
  const provider = content.providers.get(`json:notebook:${panel.context.path}`) as ProviderWithLine | undefined;
  await provider?.ready;
  if (provider?.wsProvider == null) throw new Error("The notebook has no line to the server.");
  const line = new DocumentLine((panel.context.model.sharedModel as unknown as YNotebook).ydoc, provider.wsProvider);
  line.changed.connect((_line, words) => frame?.setSaved(words));
  frame?.setSaved(line.words);
  warnBeforeLeaving(line);
  return line;
}

/** Only when something would be lost: closing the tab while nothing keeps the last words. */
function warnBeforeLeaving(line: DocumentLine): void {
  window.addEventListener("beforeunload", (event) => {
    if (line.words.state === "nowhere") event.preventDefault();
  });
}
