/** "My data file": one dialog from the choice of a file to the code in the notebook. The browser's own dialog keeps focus and Escape. */
import { megabytes } from "../models/data-file-name.js";
import type { DataFileModel, Keeping } from "../models/data-file-model.js";
import type { DataFileView } from "../models/data-file-view.js";
import { aboutSentences, faultGroups } from "../models/data-file-words.js";
import { Announcer } from "./announcer.js";
import { aboutFile, rowsOfFile } from "./data-file-about.js";
import { chooseFile } from "./data-file-choose.js";
import { faultsBeforeSharing, otherFaults } from "./data-file-faults.js";
import { choicesOf, columnsOf } from "./data-file-reading.js";
import { codeOf, stepsOf } from "./data-file-steps.js";
import { element, starting, type Child } from "./element.js";
import { LivePart } from "./live-part.js";

export class DataFileDialog {
  readonly node: HTMLDialogElement;
  readonly #model: DataFileModel;
  readonly #announcer: Announcer = new Announcer();
  readonly #parts: readonly LivePart[];
  #opener: Element | null = null;
  #shown: string | undefined;
  #previewed: unknown;

  constructor(model: DataFileModel) {
    this.#model = model;
    const heading = element("h2", { id: "ds-data-title", tabindex: "-1" }, "My data file");
    const close = element("button", { type: "button", class: "ds-button", onclick: () => this.node.close() }, "Close");
    this.#parts = [
      part(
        "p",
        "ds-data-problem",
        () => model.state.problem,
        () => [model.state.problem],
      ),
      part(
        "div",
        "ds-data-busy",
        () => model.state.busy,
        () => this.#busy(),
      ),
      part(
        "section",
        "",
        () => [model.state.view === undefined, model.state.busy, model.state.files],
        () => this.#choose(),
      ),
      part(
        "div",
        "ds-data-keeping",
        () => [model.state.keeping, model.state.view?.name],
        () => this.#keeping(),
      ),
      this.#ofView("section", "", aboutSentences, aboutFile),
      this.#ofView(
        "section",
        "",
        (view) => [faultGroups(view).beforeSharing, model.state.preview],
        faultsBeforeSharing,
      ),
      this.#ofView(
        "section",
        "",
        ({ head, columns, leftOut, rows }) => [head, columns.map(({ name }) => name), leftOut, rows],
        rowsOfFile,
      ),
      this.#ofView("section", "", ({ faults, done }) => [faults, done.length, model.state.preview], otherFaults),
      this.#ofView("section", "", ({ done, undone }) => [done, undone], stepsOf),
      this.#ofView("section", "ds-data-fold", ({ choices, wish }) => [choices, wish], choicesOf),
      this.#ofView("section", "ds-data-fold", ({ columns }) => columns, columnsOf),
      this.#ofView(
        "section",
        "",
        () => [model.state.code, model.state.view === undefined],
        () => codeOf(model),
      ),
      this.#ofView(
        "footer",
        "ds-data-actions",
        () => model.whyNotYet,
        () => this.#actions(),
      ),
    ];
    this.node = element(
      "dialog",
      { class: "ds-data", "aria-labelledby": heading.id },
      element("header", {}, heading, close),
      element("div", { class: "ds-data-body" }, ...this.#parts.slice(0, -1).map(({ node }) => node)),
      this.#parts.at(-1)?.node,
      this.#announcer.node,
    );
    // Keys in here are no commands of the notebook.
    this.node.addEventListener("keydown", (event) => event.stopPropagation());
    this.node.addEventListener("close", () => this.#closed());
    model.changed.connect(this.#refresh);
    model.said.connect((_model, sentence) => this.#announcer.say(sentence));
    this.#refresh();
  }

  get isOpen(): boolean {
    return this.node.open;
  }

  open(): void {
    if (this.node.open) return;
    this.#opener = document.activeElement;
    if (!this.node.isConnected) document.body.append(this.node);
    this.node.showModal();
    this.node.querySelector<HTMLElement>("h2")?.focus();
  }

  close(): void {
    this.node.close();
  }

  #closed(): void {
    if (this.#opener instanceof HTMLElement && this.#opener.isConnected) this.#opener.focus();
  }

  readonly #refresh = (): void => {
    const place = this.#parts.findIndex(({ node }) => node.contains(document.activeElement));
    for (const live of this.#parts) live.refresh();
    const { view, name } = this.#model.state;
    const now = view === undefined ? `choose ${name ?? ""}` : `file ${view.name}`;
    const isOther = this.#shown !== undefined && now !== this.#shown;
    this.#shown = now;
    this.#showPreview();
    if (place < 0) return;
    // Another screen is read from its beginning.
    if (isOther) this.node.querySelector<HTMLElement>("h2")?.focus();
    else if (!this.node.contains(document.activeElement)) this.#focusAfter(place);
  };

  /** It stands below the button that asked for it, and that may be the last line in sight. */
  #showPreview(): void {
    const { preview } = this.#model.state;
    if (preview !== undefined && preview !== this.#previewed)
      this.node.querySelector(".ds-data-preview")?.scrollIntoView({ block: "nearest" });
    this.#previewed = preview;
  }

  /** What had the focus is gone with all of its part: the next part is where one goes on. */
  #focusAfter(place: number): void {
    const headings = this.#parts
      .filter(({ node }, at) => at > place && !node.hidden)
      .flatMap(({ node }) => node.querySelector<HTMLElement>("[tabindex='-1']") ?? []);
    (headings[0] ?? this.node.querySelector<HTMLElement>("h2"))?.focus();
  }

  #ofView(
    name: "section" | "footer",
    look: string,
    facts: (view: DataFileView) => unknown,
    draw: (view: DataFileView, model: DataFileModel) => readonly Child[],
  ): LivePart {
    const model = this.#model;
    return part(
      name,
      look,
      () => (model.state.view === undefined ? null : [facts(model.state.view)]),
      () => (model.state.view === undefined ? [] : draw(model.state.view, model)),
    );
  }

  #busy(): readonly Child[] {
    const { busy, view } = this.#model.state;
    if (busy === undefined) return [];
    return [
      element("p", {}, `${busy}…`),
      view === undefined &&
        element(
          "button",
          { type: "button", class: "ds-button", "data-key": "stop", onclick: () => this.#model.stop() },
          "Stop",
        ),
    ];
  }

  #choose(): readonly Child[] {
    const { view, busy } = this.#model.state;
    return view === undefined && busy === undefined ? chooseFile(this.#model) : [];
  }

  #keeping(): readonly Child[] {
    const { view, keeping } = this.#model.state;
    if (view === undefined) return [];
    const another = element(
      "button",
      { type: "button", class: "ds-button", "data-key": "another", onclick: starting(() => this.#model.leaveFile()) },
      "Another file",
    );
    return [
      element("p", { class: "ds-data-file-name" }, `${view.name} · ${megabytes(view.size)}`),
      another,
      ...keepingWords(keeping),
    ];
  }

  #actions(): readonly Child[] {
    const model = this.#model;
    const whyNot = model.whyNotYet;
    const button = (label: string, look: string, work: () => Promise<void>): HTMLElement =>
      element(
        "button",
        {
          type: "button",
          class: `ds-button ${look}`,
          "data-key": label,
          "aria-disabled": whyNot === undefined ? undefined : "true",
          "aria-describedby": whyNot === undefined ? undefined : "ds-data-why-not",
          onclick: starting(work),
        },
        label,
      );
    const write = async (): Promise<void> => {
      if (!(await model.writeCode())) return;
      this.#opener = null;
      this.node.close();
    };
    return [
      button("Write this into my notebook", "ds-button-main", write),
      button("Save the mended file", "", () => model.saveMended()),
      button("Make a notebook from this file", "", () => model.makeNotebook()),
      button("Work on this together", "", () => model.workTogether()),
      model.canPublish && button("Publish as open data", "", () => model.publish()),
      whyNot !== undefined && element("p", { class: "ds-data-soft", id: "ds-data-why-not" }, whyNot),
    ];
  }
}

function keepingWords(keeping: Keeping): readonly Child[] {
  switch (keeping.type) {
    case "nowhere":
      return [];
    case "sending": {
      if (!keeping.isSlow) return [];
      const percent = Math.floor(keeping.share * 100);
      return [
        element(
          "p",
          { class: "ds-data-note" },
          "Putting it beside your notebook ",
          element("progress", { max: "100", value: String(percent), "aria-label": "Part that is sent" }),
          ` ${percent} %`,
        ),
      ];
    }
    case "kept":
      return keeping.words === "" ? [] : [element("p", { class: "ds-data-note" }, `✓ ${keeping.words}`)];
    default:
      return [element("p", { class: "ds-data-warning" }, `▲ ${keeping.words}`)];
  }
}

function part(
  name: "p" | "div" | "section" | "footer",
  look: string,
  facts: () => unknown,
  draw: () => readonly Child[],
): LivePart {
  return new LivePart({ node: element(name, look === "" ? {} : { class: look }), facts, draw });
}
