/** Makes a notebook a lesson: outline, exercises with their strips and cards, and a role on each cell for the style sheet. */
import { draftLesson } from "@data-surgery/contract";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { readOutline, type CellFacts, type LessonOutline } from "../models/lesson-outline.js";
import { report } from "../models/report.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Announce, Api, PageFrame, Progress, SafeSaving } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { ExerciseStrips } from "./exercise-strips.js";
import { eachNotebook } from "./each-notebook.js";
import { Glossary } from "./glossary.js";
import { openGuide } from "./guide.js";

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
    const glossary = new Glossary(api);
    eachNotebook(tracker, (panel) => {
      openLesson({ panel, api, saving, announcer, progress, frame, glossary }).catch(report);
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
  readonly glossary: Glossary;
}

async function openLesson(parts: LessonParts): Promise<void> {
  const { panel, progress, frame } = parts;
  await panel.context.ready;
  await panel.revealed;
  if (panel.isDisposed) return;
  const outline = outlineOf(panel);
  frame?.setTitle(outline?.title ?? panel.title.label.replace(/\.ipynb$/, ""));
  // A lesson that is still being written has no learners: nothing to check, and no progress.
  if (outline === undefined || draftLesson(panel.context.path) !== undefined) return;
  const guide = openGuide(parts, outline, () => cellFacts(panel));
  const strips = new ExerciseStrips(parts, outline.lesson);
  const arrange = (): void => {
    const now = outlineOf(panel);
    if (now === undefined) return;
    guide.arrange(now);
    strips.arrange(now);
  };
  arrange();
  panel.content.model?.cells.changed.connect(arrange);
  progress.watch();
}

function outlineOf(panel: NotebookPanel): LessonOutline | undefined {
  const { model } = panel.content;
  if (model === null) return undefined;
  return readOutline(model.getMetadata("data_surgery"), cellFacts(panel));
}

function cellFacts(panel: NotebookPanel): CellFacts[] {
  return [...(panel.content.model?.cells ?? [])].map((cell) => ({
    id: cell.sharedModel.getId(),
    type: cell.type,
    surgery: cell.getMetadata("data_surgery") as unknown,
  }));
}
