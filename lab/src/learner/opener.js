// Opens the one document while the other plugins are still starting; the stock page waits for its file browser to do that.
import { ILabShell } from "@jupyterlab/application";
import { PageConfig } from "@jupyterlab/coreutils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { INotebookTracker } from "@jupyterlab/notebook";
import { ICollaborativeContentProvider } from "@jupyter/collaborative-drive";

export const opener = {
  id: "@data-surgery/lab:opener",
  description: "Opens the document that the address names.",
  autoStart: true,
  requires: [IDocumentManager, INotebookTracker, ILabShell, ICollaborativeContentProvider],
  activate: (_app, documents, _tracker, shell) => {
    // Without a layout, however empty, the application never counts as restored.
    const empty = {
      mainArea: null,
      downArea: null,
      leftArea: null,
      rightArea: null,
      topArea: null,
      relativeSizes: null,
      fresh: false,
      cacheConfig: true,
    };
    void shell.restoreLayout("single-document", { fetch: () => Promise.resolve(empty) });
    const path = PageConfig.getOption("treePath");
    if (path !== "") documents.openOrReveal(path, "Notebook");
  },
};
