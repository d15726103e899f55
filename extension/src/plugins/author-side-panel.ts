/** The author's panel at work: which notebook is in front, what can be done with it, and the marks on its cells. */
import { draftLesson } from "@data-surgery/contract";
import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { ICommandPalette } from "@jupyterlab/apputils";
import { PageConfig, URLExt } from "@jupyterlab/coreutils";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import { AuthorCheck } from "../models/author-check.js";
import { AuthorNotebook } from "../models/author-notebook.js";
import { faultMark, markOf } from "../models/author-words.js";
import { PlainError, wordsFor } from "../models/plain-error.js";
import { report } from "../models/report.js";
import { sharedNotebook } from "../models/shared-notebook.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import type { SafeSaving } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { AuthorPanel, type AuthoredNotebook } from "../widgets/author-panel.js";
import { cellAt, cellWidget } from "./cells-of.js";
import { goToCell } from "./go-to-cell.js";

const command = "data-surgery:write-lesson";

export interface AuthorParts {
  readonly app: JupyterFrontEnd;
  readonly tracker: INotebookTracker;
  readonly api: SurgeryApi;
  readonly saving: SafeSaving;
  readonly announcer: Announcer;
  readonly palette: ICommandPalette | null;
}

export function openAuthorPanel({ app, tracker, api, saving, announcer, palette }: AuthorParts): void {
  const panel = new AuthorPanel((sentence) => announcer.say(sentence));
  app.shell.add(panel, "right", { rank: 50 });
  const known = new WeakMap<NotebookPanel, AuthoredNotebook>();
  const follow = (): void => {
    const now = tracker.currentWidget;
    if (now === null) return panel.follow(undefined);
    now.context.ready
      .then(() => {
        if (now.isDisposed || tracker.currentWidget !== now) return;
        const authored = known.get(now) ?? author({ app, panel: now, api, saving }, panel);
        known.set(now, authored);
        panel.follow(authored);
        panel.refresh();
      })
      .catch(report);
  };
  tracker.currentChanged.connect(follow);
  tracker.activeCellChanged.connect(() => panel.refresh());
  follow();
  app.commands.addCommand(command, {
    label: "Write a Lesson",
    execute: () => {
      app.shell.activateById(panel.id);
      panel.focusFirst();
    },
  });
  app.commands.addKeyBinding({ command, keys: ["Accel Alt L"], selector: "body" });
  palette?.addItem({ command, category: "Notebook Operations" });
}

interface Parts {
  readonly app: JupyterFrontEnd;
  readonly panel: NotebookPanel;
  readonly api: SurgeryApi;
  readonly saving: SafeSaving;
}

function author(parts: Parts, view: AuthorPanel): AuthoredNotebook {
  const { app, panel, api, saving } = parts;
  const notebook = new AuthorNotebook(sharedNotebook(panel));
  const check = new AuthorCheck();
  const { path } = panel.context;
  const isDraft = draftLesson(path) !== undefined;
  const arrange = (): void => {
    if (isDraft) markCells(panel, notebook, check);
    view.refresh();
  };
  notebook.changed.connect(arrange);
  check.changed.connect(arrange);
  panel.content.modelContentChanged.connect(arrange);
  panel.disposed.connect(() => notebook.dispose());
  arrange();
  // What is proved is what the server has: first make sure that it has everything.
  const prove = (what: "check" | "publish", begin: string): Promise<void> =>
    check.run(begin, async (tell) => {
      await saving.flush(panel.context.path);
      await api.proveLesson(what, panel.context.path, tell);
    });
  return {
    notebook,
    check,
    isDraft,
    fileName: panel.title.label,
    cellId: () => cellAt(panel) ?? undefined,
    cellName: (id) => cellName(panel, notebook, id),
    goToCell: (id) => goToCell(panel, id),
    mark: (region) => markSelection(panel, notebook, region),
    runCheck: () => prove("check", "Checking"),
    publish: () => prove("publish", "Checking before it is published"),
    preview: () => wordsFor(preview(parts)),
    start: (lesson, title) =>
      wordsFor(
        saving
          .flush(path)
          .then(() => api.startLesson({ path, lesson, title }))
          .then((started) => app.commands.execute("docmanager:open", { path: started.path })),
      ),
  };
}

/** A page of its own. The window is opened at once: later, browsers take it for an advertisement. */
async function preview({ panel, api, saving }: Parts): Promise<void> {
  const page = window.open("about:blank", "data-surgery-preview");
  try {
    await saving.flush(panel.context.path);
    const { path } = await api.previewLesson(panel.context.path);
    if (page === null)
      throw new PlainError("The browser did not let the preview open. Allow pop-ups for this address.");
    page.location.assign(URLExt.join(PageConfig.getBaseUrl(), "learn/tree", URLExt.encodeParts(path)));
  } catch (error) {
    page?.close();
    throw error;
  }
}

function cellName(panel: NotebookPanel, notebook: AuthorNotebook, id: string): string | undefined {
  const cells = notebook.cells;
  const index = cells.findIndex((cell) => cell.id === id);
  const cell = cells[index];
  if (cell === undefined || panel.isDisposed) return undefined;
  const mark = markOf(cells, cell);
  return mark === "" ? `Cell ${index + 1}` : `Cell ${index + 1}: ${mark}`;
}

/** Shown by the style sheet, and said by screen readers as the cell's name. */
function markCells(panel: NotebookPanel, notebook: AuthorNotebook, check: AuthorCheck): void {
  const cells = notebook.cells;
  for (const [index, cell] of cells.entries()) {
    const node = cellWidget(panel, cell.id)?.node;
    if (node === undefined) continue;
    const mark = [markOf(cells, cell), faultMark(check.of(cell.id))].filter((part) => part !== "").join(" · ");
    if (mark === "") {
      delete node.dataset["authorMark"];
      node.removeAttribute("aria-label");
    } else {
      node.dataset["authorMark"] = mark;
      node.setAttribute("aria-label", `Cell ${index + 1}: ${mark}`);
    }
  }
}

/** Whole lines: those of the selection, or the one with the cursor. A selection that ends before a line's first letter leaves it out. */
function markSelection(panel: NotebookPanel, notebook: AuthorNotebook, region: "SOLUTION" | "HIDDEN TESTS"): void {
  const cell = panel.content.activeCell;
  if (cell?.editor == null) return;
  const { start, end } = cell.editor.getSelection();
  const [from, to] = start.line <= end.line ? [start, end] : [end, start];
  const last = to.line > from.line && to.column === 0 ? to.line - 1 : to.line;
  notebook.mark(cell.model.sharedModel.getId(), region, from.line, last);
}
