/** The guide of one lesson: the outline with what stands around it, the place, newer versions, words, and the way home. */
import { PageConfig, URLExt } from "@jupyterlab/coreutils";
import { GuideModel } from "../models/guide-model.js";
import { stepAt, type CellFacts, type LessonOutline } from "../models/lesson-outline.js";
import { PlainError } from "../models/plain-error.js";
import { report } from "../models/report.js";
import { OutlineView } from "../widgets/outline-view.js";
import { goToCell } from "./go-to-cell.js";
import { offerHome } from "./guide-home.js";
import { followView, keepPlace, resumeAt } from "./guide-place.js";
import { showNewerTexts, UpdateOffer } from "./guide-update.js";
import type { LessonParts } from "./lesson.js";

export interface Guide {
  /** The lesson's cells are others now. */
  arrange(outline: LessonOutline): void;
}

/** @param cells the notebook's cells as they are */
export function openGuide(parts: LessonParts, outline: LessonOutline, cells: () => CellFacts[]): Guide {
  const { panel, api, progress, frame, announcer, glossary } = parts;
  const { lesson } = outline;
  const { path } = panel.context;
  const model = new GuideModel({ guide: () => api.guide(lesson, path), explained: () => api.explained(lesson) });
  const offer = new UpdateOffer(parts, lesson, () => model.refresh());
  const openLesson = async (id: string): Promise<void> => {
    const opened = await api.openLesson(id);
    location.assign(URLExt.join(PageConfig.getBaseUrl(), "learn/tree", URLExt.encodeParts(opened.path)));
  };
  const view = new OutlineView(outline, progress.model, model, {
    goTo: (cellId) => goToCell(panel, cellId),
    openLesson,
    showWords: () => glossary.showAll(),
    showUpdate: () => offer.show(),
  });
  frame?.setOutline(view);
  const explain = (): void => void model.explain().catch(quietly);
  progress.model.changed.connect(explain);
  // What is known already brings no news.
  explain();
  const following = followView(panel, (cellId) => (view.current = stepAt(cells(), cellId)));
  const keeping = new DisposableStack();
  const begin = async (): Promise<void> => {
    await model.refresh();
    const { guide } = model;
    if (guide === undefined || panel.isDisposed) return;
    resumeAt(panel, guide.place, announcer);
    if (guide.own) keeping.use(keepPlace(panel, (cellId) => api.putPlace(lesson, path, cellId)));
    if (guide.update !== undefined) await offer.show();
  };
  begin().catch(quietly);
  offerHome(parts, lesson, openLesson);
  panel.disposed.connect(() => {
    progress.model.changed.disconnect(explain);
    following[Symbol.dispose]();
    keeping.dispose();
    view.dispose();
  });
  const showNewer = (): void => showNewerTexts(panel);
  return {
    arrange: (now) => {
      view.outline = now;
      glossary.mark(panel);
      showNewer();
      // A text that waits for its owner comes with the metadata of a cell that stays the same.
      for (const { model: cell } of panel.content.widgets) cell.metadataChanged.connect(showNewer);
    },
  };
}

/** Without a line the lesson is there all the same; what stands beside it comes with the next news. */
function quietly(error: unknown): void {
  if (!(error instanceof PlainError)) report(error);
}
