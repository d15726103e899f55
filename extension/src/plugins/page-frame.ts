/** The learner's page around the notebook: top bar, outline, and nothing else in the way. Only on that page. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PageConfig } from "@jupyterlab/coreutils";
import { Widget } from "@lumino/widgets";
import { PageFrame } from "../tokens.js";
import { element } from "../widgets/element.js";
import { TopBar } from "../widgets/top-bar.js";

export const pageFrame: JupyterFrontEndPlugin<PageFrame | null> = {
  id: "@data-surgery/extension:page-frame",
  description: "The learner's page around the notebook.",
  autoStart: true,
  provides: PageFrame,
  activate: (app: JupyterFrontEnd) => (PageConfig.getOption("surgeryPage") === "learner" ? new LearnerFrame(app) : null),
};

class LearnerFrame implements PageFrame {
  readonly #top: TopBar;
  readonly #outlineHost: HTMLElement = element("div", { class: "ds-outline-host", id: "surgery-outline" });
  #restart: () => Promise<void> = () => Promise.resolve();

  constructor(app: JupyterFrontEnd) {
    document.body.classList.add("ds-learner");
    const name = PageConfig.getOption("surgeryName");
    this.#top = new TopBar(name === "" ? "You" : name, {
      toggleOutline: () => this.#toggleOutline(),
      restart: () => this.#restart(),
    });
    const skip = element("a", { class: "ds-skip", href: "#main", onclick: (event) => this.#skip(app, event) }, "Skip to the notebook");
    const host = element("div", { class: "ds-frame" });
    document.body.prepend(skip, host);
    Widget.attach(this.#top, host);
    host.append(this.#outlineHost);
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

  setOutline(outline: Widget): void {
    document.body.classList.add("ds-has-outline");
    this.#outlineHost.replaceChildren();
    Widget.attach(outline, this.#outlineHost);
    // On a phone the outline is a drawer: having chosen, one wants to see the place.
    outline.node.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("button") !== null) this.#setOutlineOpen(false);
    });
    outline.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#setOutlineOpen(false);
    });
    window.dispatchEvent(new Event("resize"));
  }

  onRestart(restart: () => Promise<void>): void {
    this.#restart = restart;
  }

  #toggleOutline(): void {
    this.#setOutlineOpen(!document.body.classList.contains("ds-outline-open"));
  }

  #setOutlineOpen(open: boolean): void {
    document.body.classList.toggle("ds-outline-open", open);
    this.#top.outlineOpen = open;
  }

  #skip(app: JupyterFrontEnd, event: Event): void {
    event.preventDefault();
    app.shell.currentWidget?.activate();
  }
}
