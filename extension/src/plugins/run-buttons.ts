/** A button beside every cell that a learner can run or write in, and what the notebook's process is doing, in words. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { CodeCell, MarkdownCell, type Cell } from "@jupyterlab/cells";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { PanelLayout } from "@lumino/widgets";
import { kernelWords, runState, type RunState } from "../models/kernel-words.js";
import { readRole } from "../models/lesson-outline.js";
import { report } from "../models/report.js";
import { Announce, PageFrame } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { RunButton, type RunButtonWords } from "../widgets/run-button.js";
import { eachNotebook } from "./each-notebook.js";

export const runButtons: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:run-buttons",
  description: "A Run button beside every cell.",
  autoStart: true,
  requires: [INotebookTracker, Announce],
  optional: [PageFrame],
  activate: (app: JupyterFrontEnd, tracker: INotebookTracker, announcer: Announcer, frame: PageFrame | null) => {
    if (frame === null) return;
    eachNotebook(tracker, (panel) => {
      const arrange = (): void => {
        // A cell that was not drawn yet would lay its editor below whatever stands in it already.
        for (const cell of panel.content.widgets)
          cell.ready.then(() => addButton({ app, panel, announcer }, cell)).catch(report);
      };
      panel.revealed.then(arrange).catch(report);
      panel.content.modelContentChanged.connect(arrange);
      followKernel(panel, frame, announcer);
    });
  },
};

interface Parts {
  readonly app: JupyterFrontEnd;
  readonly panel: NotebookPanel;
  readonly announcer: Announcer;
}

function followKernel(panel: NotebookPanel, frame: PageFrame, announcer: Announcer): void {
  const { sessionContext } = panel;
  const tell = (): void => frame.setKernel(kernelWords(sessionContext.kernelDisplayStatus));
  sessionContext.statusChanged.connect(tell);
  sessionContext.connectionStatusChanged.connect(tell);
  sessionContext.ready.then(tell).catch(report);
  tell();
  frame.onRestart(async () => {
    await sessionContext.session?.kernel?.restart();
    announcer.say("The notebook started afresh. Run the cells again from the top.");
  });
}

function addButton(parts: Parts, cell: Cell): void {
  if (cell.isDisposed || cell.node.querySelector(":scope > .ds-run") !== null) return;
  const button =
    cell instanceof CodeCell
      ? codeButton(parts, cell)
      : cell instanceof MarkdownCell
        ? textButton(parts, cell)
        : undefined;
  if (button === undefined) return;
  // After what one writes and before what comes out: in this order by Tab too.
  const layout = cell.layout as PanelLayout;
  const input = layout.widgets.findIndex((widget) => widget.hasClass("jp-Cell-inputWrapper"));
  layout.insertWidget(input + 1, button);
}

const runWords: Readonly<Record<RunState, RunButtonWords>> = {
  idle: { label: "Run", sign: "▶" },
  waiting: { label: "Stop", sign: "■", state: "Waiting…" },
  running: { label: "Stop", sign: "■", state: "Running…" },
};

function codeButton(parts: Parts, cell: CodeCell): RunButton {
  const { app, panel, announcer } = parts;
  let now: RunState = "idle";
  const act = (): void => {
    if (now === "idle") activate(panel, cell, () => app.commands.execute("notebook:run-cell"));
    else panel.sessionContext.session?.kernel?.interrupt().catch(report);
  };
  const button = new RunButton(act, removal(parts, cell));
  button.words = runWords.idle;
  const follow = (): void => {
    const next = runState(cell.model.executionState, panel.sessionContext.kernelDisplayStatus);
    if (next === now) return;
    button.words = runWords[next];
    if (next === "idle") announcer.say("Finished");
    else if (now === "idle") announcer.say("Running");
    now = next;
  };
  cell.model.stateChanged.connect(follow);
  panel.sessionContext.statusChanged.connect(follow);
  cell.disposed.connect(() => panel.sessionContext.statusChanged.disconnect(follow));
  follow();
  return button;
}

/** On a phone nobody presses twice to write, so text that is theirs to write says how. */
function textButton(parts: Parts, cell: MarkdownCell): RunButton | undefined {
  if (cell.model.getMetadata("editable") === false) return undefined;
  const act = (): void => {
    activate(parts.panel, cell, () => (cell.rendered = !cell.rendered));
    if (!cell.rendered) cell.editor?.focus();
  };
  const button = new RunButton(act, removal(parts, cell));
  button.addClass("ds-run-text");
  const follow = (): void => {
    button.words = cell.rendered ? { label: "Change the text", sign: "✎" } : { label: "Done", sign: "✓" };
  };
  cell.renderedChanged.connect(follow);
  follow();
  return button;
}

function removal({ app, panel }: Parts, cell: Cell): (() => void) | undefined {
  if (readRole(cell.model.getMetadata("data_surgery")) !== "") return undefined;
  return () => activate(panel, cell, () => app.commands.execute("notebook:delete-cell"));
}

/** Commands work on the active cell. */
function activate(panel: NotebookPanel, cell: Cell, work: () => unknown): void {
  panel.content.deselectAll();
  panel.content.activeCellIndex = panel.content.widgets.indexOf(cell);
  Promise.resolve(work()).catch(report);
}
