/** The learner's page around the notebook: top bar, outline, and nothing else in the way. Only on that page. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PageConfig } from "@jupyterlab/coreutils";
import { Widget } from "@lumino/widgets";
import { report } from "../models/report.js";
import { PageFrame } from "../tokens.js";
import { element } from "../widgets/element.js";
import { TopBar } from "../widgets/top-bar.js";

export const pageFrame: JupyterFrontEndPlugin<PageFrame | null> = {
  id: "@data-surgery/extension:page-frame",
  description: "The learner's page around the notebook.",
  autoStart: true,
  provides: PageFrame,
  activate: (app: JupyterFrontEnd) =>
    PageConfig.getOption("surgeryPage") === "learner" ? new LearnerFrame(app) : null,
};

/** From here on the outline has room beside the notebook; below, it is a drawer (outline.css). */
const wideEnough = "(min-width: 60.01rem)";

class LearnerFrame implements PageFrame {
  readonly #top: TopBar;
  readonly #outlineHost: HTMLElement = element("div", { class: "ds-outline-host" });
  #restart: () => Promise<void> = () => Promise.resolve();
  #beforeLeaving: () => Promise<void> = () => Promise.resolve();

  constructor(app: JupyterFrontEnd) {
    document.body.classList.add("ds-learner");
    this.#top = new TopBar({
      toggleOutline: () => this.#toggleOutline(),
      restart: () => this.#restart(),
      beforeLeaving: () => this.#beforeLeaving(),
    });
    const skip = element(
      "a",
      { class: "ds-skip", href: "#main", onclick: (event) => skipTo(app, event) },
      "Skip to the notebook",
    );
    const host = element("div", { class: "ds-frame" });
    const shade = element("div", { class: "ds-shade", onclick: () => this.#setOutlineOpen(false) });
    document.body.prepend(skip, host, shade);
    Widget.attach(this.#top, host);
    host.append(this.#outlineHost);
    this.#outlineHost.addEventListener("click", (event) => this.#closeDrawer(event));
    this.#outlineHost.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#setOutlineOpen(false);
    });
    const { user } = app.serviceManager;
    user.ready.then(() => (this.#top.name = user.identity?.display_name ?? "")).catch(report);
    void app.started.then(() => {
      app.shell.node.setAttribute("role", "main");
      app.shell.node.setAttribute("aria-label", "Notebook");
    });
  }

  setTitle(title: string): void {
    this.#top.lessonTitle = title;
    document.title = `${title} – Data Surgery`;
  }

  setSaved(words: Parameters<PageFrame["setSaved"]>[0]): void {
    this.#top.saved = words;
  }

  setPeople(people: Parameters<PageFrame["setPeople"]>[0]): void {
    this.#top.people = people;
  }

  setKernel(words: string): void {
    this.#top.kernel = words;
  }

  setOutline(outline: Widget): void {
    document.body.classList.add("ds-has-outline");
    this.#outlineHost.replaceChildren();
    Widget.attach(outline, this.#outlineHost);
    const wide = matchMedia(wideEnough);
    this.#setOutlineOpen(wide.matches);
    wide.addEventListener("change", () => this.#setOutlineOpen(wide.matches));
  }

  onRestart(restart: () => Promise<void>): void {
    this.#restart = restart;
  }

  addToBar(label: string, act: () => Promise<void>): void {
    this.#top.addToBar(label, act);
  }

  addToMenu(label: string, act: () => Promise<void>): void {
    this.#top.addToMenu(label, act);
  }

  beforeLeaving(prepare: () => Promise<void>): void {
    this.#beforeLeaving = prepare;
  }

  #toggleOutline(): void {
    const open = !this.#top.outlineOpen;
    this.#setOutlineOpen(open);
    if (open) this.#outlineHost.querySelector("button")?.focus();
  }

  /** Wide: beside the notebook, and put away on request. Narrow: a drawer over it, and taken out on request. One attribute says both. */
  #setOutlineOpen(open: boolean): void {
    this.#top.outlineOpen = open;
    document.body.dataset["outline"] = open ? "open" : "closed";
    fitShell();
  }

  /** In a drawer, having chosen, one wants to see the place. */
  #closeDrawer(event: Event): void {
    const isDrawer = !matchMedia(wideEnough).matches;
    if (isDrawer && event.target instanceof Element && event.target.closest("button") !== null)
      this.#setOutlineOpen(false);
  }
}

/** JupyterLab measures itself when the window changes its size, and at no other time. */
function fitShell(): void {
  window.dispatchEvent(new Event("resize"));
}

function skipTo(app: JupyterFrontEnd, event: Event): void {
  event.preventDefault();
  // Not `activate()`: a notebook that is active already leaves the focus where it is.
  app.shell.node.querySelector<HTMLElement>(".jp-Notebook .jp-Cell.jp-mod-active")?.focus();
}
