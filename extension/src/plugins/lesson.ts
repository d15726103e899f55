/** Makes a notebook a lesson: outline, exercises with their strips and cards, hidden test cells, cells that learners should not change. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import type { Cell } from "@jupyterlab/cells";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { PanelLayout } from "@lumino/widgets";
import { ExerciseModel, type ExerciseService } from "../models/exercise-model.js";
import { readOutline, readRole, type LessonOutline, type OutlineExercise } from "../models/lesson-outline.js";
import { ProgressModel } from "../models/progress-model.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Announce, Api, PageFrame, SafeSaving } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { ExerciseStrip } from "../widgets/exercise-strip.js";
import { OutlineView } from "../widgets/outline-view.js";

export const lesson: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:lesson",
  description: "Outline, exercises and checks of a lesson.",
  autoStart: true,
  requires: [INotebookTracker, Api, SafeSaving, Announce],
  optional: [PageFrame],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker, api: SurgeryApi, saving: SafeSaving, announcer: Announcer, frame: PageFrame | null) => {
    tracker.widgetAdded.connect((_tracker, panel) => {
      openLesson({ panel, api, saving, announcer, frame }).catch((error: unknown) => console.error(error));
    });
  },
};

interface LessonParts {
  readonly panel: NotebookPanel;
  readonly api: SurgeryApi;
  readonly saving: SafeSaving;
  readonly announcer: Announcer;
  readonly frame: PageFrame | null;
}

async function openLesson(parts: LessonParts): Promise<void> {
  const { panel, api, frame } = parts;
  await panel.context.ready;
  await panel.revealed;
  const outline = outlineOf(panel);
  if (outline === undefined) {
    frame?.setTitle(panel.title.label.replace(/\.ipynb$/, ""));
    return;
  }
  frame?.setTitle(outline.title);
  const progress = new ProgressModel(outline.lesson);
  const view = new OutlineView(outline, progress, (cellId) => goToCell(panel, cellId));
  frame?.setOutline(view);
  const strips = new Strips(parts, outline.lesson);
  const arrange = (): void => {
    const now = outlineOf(panel) ?? outline;
    view.outline = now;
    strips.arrange(now);
  };
  arrange();
  panel.content.model?.cells.changed.connect(arrange);
  const watching = api.watchProgress((event) => progress.apply(event));
  panel.disposed.connect(() => watching[Symbol.dispose]());
  progress.load(await api.progress());
}

function outlineOf(panel: NotebookPanel): LessonOutline | undefined {
  const model = panel.content.model;
  if (model === null) return undefined;
  const cells = [...model.cells].map((cell) => ({ id: cell.sharedModel.getId(), type: cell.type as "code", surgery: cell.getMetadata("data_surgery") as unknown }));
  return readOutline(model.getMetadata("data_surgery"), cells);
}

function findCell(panel: NotebookPanel, cellId: string): { cell: Cell; index: number } | undefined {
  const index = panel.content.widgets.findIndex((cell) => cell.model.sharedModel.getId() === cellId);
  const cell = panel.content.widgets[index];
  return cell === undefined ? undefined : { cell, index };
}

function goToCell(panel: NotebookPanel, cellId: string): void {
  const found = findCell(panel, cellId);
  if (found === undefined) return;
  panel.content.activeCellIndex = found.index;
  panel.content.deselectAll();
  found.cell.node.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  if (found.cell.model.type === "code") found.cell.editor?.focus();
  else panel.content.activate();
}

/** One strip per exercise, kept with its model when cells move or are added. */
class Strips {
  readonly #parts: LessonParts;
  readonly #lesson: string;
  readonly #models = new Map<string, ExerciseModel>();

  constructor(parts: LessonParts, lesson: string) {
    this.#parts = parts;
    this.#lesson = lesson;
  }

  arrange(outline: LessonOutline): void {
    const exercises = new Map(outline.steps.flatMap((step) => step.exercises).map((one) => [one.cellId, one]));
    for (const cell of this.#parts.panel.content.widgets) {
      const role = readRole(cell.model.getMetadata("data_surgery"));
      if (role !== "") cell.node.dataset["role"] = role;
      const exercise = exercises.get(cell.model.sharedModel.getId());
      if (exercise !== undefined && cell.node.querySelector(".ds-strip") === null) this.#add(cell, exercise);
    }
  }

  #add(cell: Cell, exercise: OutlineExercise): void {
    const { panel, announcer } = this.#parts;
    const strip = new ExerciseStrip(this.#modelOf(exercise), exercise.title, { goToCell: (cellId) => goToCell(panel, cellId) }, announcer);
    (cell.layout as PanelLayout).addWidget(strip);
  }

  #modelOf(exercise: OutlineExercise): ExerciseModel {
    const known = this.#models.get(exercise.id) ?? new ExerciseModel(exercise.id, exercise.hintCount, this.#service());
    this.#models.set(exercise.id, known);
    return known;
  }

  #service(): ExerciseService {
    const { api, panel, saving } = this.#parts;
    const lesson = this.#lesson;
    return {
      check: async (exercise) => {
        // What is checked is what the server has: first make sure that it has everything.
        await saving.flush(panel.context.path);
        return api.check(lesson, exercise, panel.context.path);
      },
      hint: (exercise, number) => api.hint(lesson, exercise, panel.context.path, number),
      solution: (exercise) => api.solution(lesson, exercise, panel.context.path),
    };
  }
}
