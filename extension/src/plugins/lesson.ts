/** Makes a notebook a lesson: outline, exercises with their strips and cards, and a role on each cell for the style sheet. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { readOutline, type LessonOutline } from "../models/lesson-outline.js";
import { report } from "../models/report.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Announce, Api, PageFrame, Progress, SafeSaving } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { OutlineView } from "../widgets/outline-view.js";
import { ExerciseStrips } from "./exercise-strips.js";
import { goToCell } from "./go-to-cell.js";
import { eachNotebook } from "./each-notebook.js";

export const lesson: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:lesson",
  description: "Outline, exercises and checks of a lesson.",
  autoStart: true,
  requires: [INotebookTracker, Api, SafeSaving, Announce, Progress],
  optional: [PageFrame],
  activate: (
    _app: JupyterFrontEnd,
    tracker: INotebookTracker,
    api: SurgeryApi,
    saving: SafeSaving,
    announcer: Announcer,
    progress: Progress,
    frame: PageFrame | null,
  ) => {
    eachNotebook(tracker, (panel) => {
      openLesson({ panel, api, saving, announcer, progress, frame }).catch(report);
    });
  },
};

export interface LessonParts {
  readonly panel: NotebookPanel;
  readonly api: SurgeryApi;
  readonly saving: SafeSaving;
  readonly announcer: Announcer;
  readonly progress: Progress;
  readonly frame: PageFrame | null;
}

async function openLesson(parts: LessonParts): Promise<void> {
  const { panel, progress, frame } = parts;
  await panel.context.ready;
  await panel.revealed;
  if (panel.isDisposed) return;
  const outline = outlineOf(panel);
  frame?.setTitle(outline?.title ?? panel.title.label.replace(/\.ipynb$/, ""));
  if (outline === undefined) return;
  const view = new OutlineView(outline, progress.model, (cellId) => goToCell(panel, cellId));
  frame?.setOutline(view);
  const strips = new ExerciseStrips(parts, outline.lesson);
  const arrange = (): void => {
    const now = outlineOf(panel);
    if (now === undefined) return;
    view.outline = now;
    strips.arrange(now);
  };
  arrange();
  panel.content.model?.cells.changed.connect(arrange);
  panel.disposed.connect(() => view.dispose());
  progress.watch();
}

function outlineOf(panel: NotebookPanel): LessonOutline | undefined {
  const { model } = panel.content;
  if (model === null) return undefined;
  const cells = [...model.cells].map((cell) => ({
    id: cell.sharedModel.getId(),
    type: cell.type,
    surgery: cell.getMetadata("data_surgery") as unknown,
  }));
  return readOutline(model.getMetadata("data_surgery"), cells);
}
