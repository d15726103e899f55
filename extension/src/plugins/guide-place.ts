/** Which step is in view, and the cell where somebody stopped: kept by the server, gone to when they come back. */
import type { LessonGuide } from "@data-surgery/contract";
import type { NotebookPanel } from "@jupyterlab/notebook";
import { clockTime } from "../models/clock-time.js";
import { PlainError } from "../models/plain-error.js";
import { report } from "../models/report.js";
import type { Announcer } from "../widgets/announcer.js";
import { element } from "../widgets/element.js";
import { cellAt, cellWidget } from "./cells-of.js";

/** Calls back with the cell that a reader has before them, now and whenever that may be another. The disposer ends it. */
export function followView(panel: NotebookPanel, seen: (cellId: string) => void): Disposable {
  let planned = 0;
  const look = (): void => {
    planned = 0;
    const { top, height } = panel.content.node.getBoundingClientRect();
    const line = top + Math.min(height, window.innerHeight) * 0.35;
    const above = panel.content.widgets.filter(({ node }) => {
      const place = node.getBoundingClientRect();
      // A cell that is not drawn has no height, and stands nowhere.
      return node.isConnected && place.height > 0 && place.top <= line;
    });
    const cell = above.at(-1) ?? panel.content.widgets[0];
    if (cell !== undefined) seen(cell.model.sharedModel.getId());
  };
  const plan = (): void => void (planned ||= requestAnimationFrame(look));
  document.addEventListener("scroll", plan, { capture: true, passive: true });
  panel.content.activeCellChanged.connect(plan);
  plan();
  return {
    [Symbol.dispose]: () => {
      cancelAnimationFrame(planned);
      document.removeEventListener("scroll", plan, { capture: true });
      panel.content.activeCellChanged.disconnect(plan);
    },
  };
}

/** A little after the cursor rests in a cell, and when the page is left. */
const restFor = 1000;

export function keepPlace(panel: NotebookPanel, put: (cellId: string) => Promise<void>): Disposable {
  let timer: number | undefined;
  let kept = cellAt(panel);
  const send = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const cell = cellAt(panel);
    if (cell === null || cell === kept) return;
    kept = cell;
    put(cell).catch((error: unknown) => {
      // The next cell tells it again; a place is no work that could be lost.
      kept = null;
      if (!(error instanceof PlainError)) report(error);
    });
  };
  const plan = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(send, restFor);
  };
  const leave = (): void => {
    if (document.visibilityState === "hidden" && timer !== undefined) send();
  };
  panel.content.activeCellChanged.connect(plan);
  document.addEventListener("visibilitychange", leave);
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      panel.content.activeCellChanged.disconnect(plan);
      document.removeEventListener("visibilitychange", leave);
    },
  };
}

/** Goes to where they stopped, without taking the focus; an address that names a cell comes first. */
export function resumeAt(panel: NotebookPanel, place: LessonGuide["place"], announcer: Announcer): void {
  if (place === undefined || location.hash !== "") return;
  const cell = cellWidget(panel, place.cellId);
  const index = panel.content.widgets.findIndex((one) => one === cell);
  // Somebody who has begun to work is where they want to be.
  if (cell === undefined || index <= 0 || panel.content.activeCellIndex > 0) return;
  panel.content.activeCellIndex = index;
  const mark = element("p", { class: "ds-stopped-here" }, `You stopped here (${when(place.at)})`);
  cell.node.prepend(mark);
  announcer.say(`You stopped here: cell ${index + 1}.`);
  holdInView(cell.node, panel.content.node);
  panel.content.activeCellChanged.connect(function leave(notebook) {
    if (notebook.activeCellIndex === index) return;
    mark.remove();
    notebook.activeCellChanged.disconnect(leave);
  });
}

/** How long what stands above may still take its room: texts are drawn and results arrive after the notebook is there. */
const settleFor = 10_000;

/** Keeps a cell at the top while the page settles, until its reader does anything. */
function holdInView(cell: HTMLElement, notebook: HTMLElement): void {
  const holding = new AbortController();
  const show = (): void => {
    if (cell.isConnected) cell.scrollIntoView({ block: "start", behavior: "instant" });
  };
  const sizes = new ResizeObserver(show);
  // It may not be in the page yet: cells are put there a few at a time.
  sizes.observe(cell);
  const all = notebook.querySelector(".jp-Cell")?.parentElement;
  if (all) sizes.observe(all);
  holding.signal.addEventListener("abort", () => sizes.disconnect());
  const options = { capture: true, passive: true, signal: holding.signal };
  for (const type of ["wheel", "pointerdown", "keydown", "touchmove"])
    document.addEventListener(type, () => holding.abort(), options);
  window.setTimeout(() => holding.abort(), settleFor);
  show();
}

function when(at: number): string {
  const day = new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
  return `${day}, ${clockTime(at)}`;
}
