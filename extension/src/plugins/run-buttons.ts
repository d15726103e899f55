/** A Run button beside every code cell, which is Stop while the cell runs; and what "Start afresh" does. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PageConfig } from "@jupyterlab/coreutils";
import { CodeCell, type Cell } from "@jupyterlab/cells";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { PanelLayout } from "@lumino/widgets";
import { Announce, PageFrame } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { RunButton, type RunState } from "../widgets/run-button.js";

export const runButtons: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:run-buttons",
  description: "A Run button beside every code cell.",
  autoStart: true,
  requires: [INotebookTracker, Announce],
  optional: [PageFrame],
  activate: (app: JupyterFrontEnd, tracker: INotebookTracker, announcer: Announcer, frame: PageFrame | null) => {
    if (PageConfig.getOption("surgeryPage") !== "learner") return;
    tracker.widgetAdded.connect((_tracker, panel) => {
      frame?.onRestart(async () => {
        await panel.sessionContext.session?.kernel?.restart();
        announcer.say("The notebook starts afresh. Run the cells again from the top.");
      });
      const arrange = (): void => panel.content.widgets.forEach((cell) => addButton(app, panel, cell, announcer));
      void panel.revealed.then(arrange);
      panel.content.modelContentChanged.connect(arrange);
    });
  },
};

function addButton(app: JupyterFrontEnd, panel: NotebookPanel, cell: Cell, announcer: Announcer): void {
  if (!(cell instanceof CodeCell) || cell.node.querySelector(".ds-run") !== null) return;
  const button = new RunButton({
    run: () => {
      panel.content.activeCellIndex = panel.content.widgets.indexOf(cell);
      void app.commands.execute("notebook:run-cell");
    },
    stop: () => void panel.sessionContext.session?.kernel?.interrupt(),
  });
  (cell.layout as PanelLayout).insertWidget(0, button);
  let before: RunState = "idle";
  const follow = (): void => {
    const now = stateOf(panel, cell);
    if (now === before) return;
    button.state = now;
    announcer.say(now === "idle" ? "Finished" : "Running");
    before = now;
  };
  cell.model.stateChanged.connect(follow);
  panel.sessionContext.statusChanged.connect(follow);
  cell.disposed.connect(() => {
    panel.sessionContext.statusChanged.disconnect(follow);
    button.dispose();
  });
  follow();
}

function stateOf(panel: NotebookPanel, cell: CodeCell): RunState {
  if (cell.model.executionState !== "running") return "idle";
  return panel.sessionContext.kernelDisplayStatus === "busy" ? "running" : "waiting";
}
