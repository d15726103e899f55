/** Under each code cell: who runs it or ran it last, and what its code asks. The server runs the cells, so everybody sees the same. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { CodeCell } from "@jupyterlab/cells";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { PanelLayout } from "@lumino/widgets";
import { readRuns, runWords, type CellRun } from "../models/cell-run.js";
import { documentIdOf } from "../models/document-id.js";
import { report } from "../models/report.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Announce, Api, SafeSaving } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { RunNote } from "../widgets/run-note.js";
import { eachNotebook } from "./each-notebook.js";

export const runNotes: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:run-notes",
  description: "Shows who ran a cell, and asks what its code asks.",
  autoStart: true,
  requires: [INotebookTracker, Api, SafeSaving, Announce],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    api: SurgeryApi,
    saving: SafeSaving,
    announcer: Announcer,
  ) => {
    const { user } = app.serviceManager;
    eachNotebook(tracker, (panel) => {
      const open = async (): Promise<void> => {
        await Promise.all([panel.revealed, user.ready]);
        if (panel.isDisposed) return;
        new RunNotes(panel, api, announcer, user.identity?.username ?? "").follow(saving);
      };
      open().catch(report);
    });
  },
};

class RunNotes {
  readonly #panel: NotebookPanel;
  readonly #api: SurgeryApi;
  readonly #announcer: Announcer;
  readonly #self: string;
  readonly #runs = new Map<string, CellRun>();
  readonly #notes = new WeakMap<CodeCell, RunNote>();

  constructor(panel: NotebookPanel, api: SurgeryApi, announcer: Announcer, self: string) {
    this.#panel = panel;
    this.#api = api;
    this.#announcer = announcer;
    this.#self = self;
  }

  follow(saving: SafeSaving): void {
    saving.onNotice(this.#panel.context.path, (notice) => {
      for (const run of readRuns(notice)) this.#take(run);
    });
    this.#panel.content.modelContentChanged.connect(() => this.#showAll());
  }

  #take(run: CellRun): void {
    this.#runs.set(run.cellId, run);
    const cell = this.#panel.content.widgets.find((each) => each.model.sharedModel.getId() === run.cellId);
    if (cell instanceof CodeCell) this.#show(cell, run);
  }

  /** Cells that came or were made anew after their run was told. */
  #showAll(): void {
    for (const cell of this.#panel.content.widgets) {
      const run = this.#runs.get(cell.model.sharedModel.getId());
      if (cell instanceof CodeCell && run !== undefined && !this.#notes.has(cell)) this.#show(cell, run);
    }
  }

  #show(cell: CodeCell, run: CellRun): void {
    const note = this.#noteOf(cell);
    note.words = runWords(run, this.#self);
    if (run.phase !== "asking") {
      note.stopAsking();
      return;
    }
    if (run.personId !== this.#self) return;
    const hadFocus = cell.node.contains(document.activeElement);
    note.ask(
      { prompt: run.prompt ?? "", password: run.password === true, answer: (value) => this.#answer(run, value) },
      hadFocus,
    );
    this.#announcer.say("Your code asks you something.");
  }

  async #answer(run: CellRun, value: string): Promise<void> {
    const kernel = this.#panel.sessionContext.session?.kernel?.id ?? "";
    await this.#api.answer(kernel, documentIdOf(this.#panel) ?? "", run.cellId, value);
  }

  #noteOf(cell: CodeCell): RunNote {
    const known = this.#notes.get(cell);
    if (known !== undefined) return known;
    const note = new RunNote();
    this.#notes.set(cell, note);
    (cell.layout as PanelLayout).addWidget(note);
    return note;
  }
}
