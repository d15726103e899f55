/**
 * The author's panel beside the notebook: what the lesson is, what the cell in front is, and what a check found. Parts are made
 * anew only when they become another form, so that focus and half-written text stay while others write too.
 */
import type { AuthorFault } from "@data-surgery/contract";
import { Widget } from "@lumino/widgets";
import type { AuthorCheck } from "../models/author-check.js";
import { freeId } from "../models/author-metadata.js";
import type { AuthorNotebook } from "../models/author-notebook.js";
import { authorCellForm, shapeOfForm } from "./author-cell-form.js";
import { AuthorForm } from "./author-fields.js";
import { authorLessonForm, shapeOfLesson } from "./author-lesson-form.js";
import { element, starting, type Child } from "./element.js";

/** The notebook in front, and what can be done with it. */
export interface AuthoredNotebook {
  readonly notebook: AuthorNotebook;
  readonly check: AuthorCheck;
  /** True for a notebook that can be checked and published: one in the lessons' folder. */
  readonly isDraft: boolean;
  readonly fileName: string;
  /** Id of the cell in front. */
  readonly cellId: () => string | undefined;
  readonly cellName: (cellId: string) => string | undefined;
  readonly goToCell: (cellId: string) => void;
  readonly mark: (region: "SOLUTION" | "HIDDEN TESTS") => void;
  readonly runCheck: () => Promise<void>;
  readonly publish: () => Promise<void>;
  /** Resolves to what went wrong, in words, or to nothing. */
  readonly preview: () => Promise<string | undefined>;
  readonly start: (lesson: string, title: string) => Promise<string | undefined>;
}

export class AuthorPanel extends Widget {
  readonly #say: (sentence: string) => void;
  #authored: AuthoredNotebook | undefined;
  readonly #body: HTMLElement = element("div", { class: "ds-author-body" });
  #refresh: () => void = () => undefined;

  constructor(say: (sentence: string) => void) {
    super({ node: element("section", { "aria-label": "Write a lesson" }) });
    this.id = "data-surgery-author";
    this.title.label = "Lesson";
    this.title.caption = "Write a lesson";
    this.addClass("ds-author");
    this.#say = say;
    this.node.tabIndex = -1;
    this.node.append(element("h2", {}, "Write a lesson"), this.#body);
    // In a notebook letters are commands; here they are not.
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Tab" && event.key !== "Escape" && !event.ctrlKey && !event.metaKey) event.stopPropagation();
    });
    this.follow(undefined);
  }

  /** Puts the focus to the first thing that can be done. */
  focusFirst(): void {
    (this.node.querySelector<HTMLElement>("button, input, select") ?? this.node).focus();
  }

  follow(authored: AuthoredNotebook | undefined): void {
    if (authored === this.#authored && authored !== undefined) return;
    this.#authored = authored;
    this.#body.replaceChildren();
    this.#refresh = () => undefined;
    if (authored === undefined) {
      this.#body.append(element("p", {}, "Open a notebook to make a lesson of it."));
    } else if (authored.isDraft) this.#showDraft(authored);
    else this.#showStart(authored);
  }

  /** Something changed: document, cell in front, or check. */
  readonly refresh = (): void => this.#refresh();

  #showStart({ start, fileName, notebook }: AuthoredNotebook): void {
    const title = element("input", { type: "text", id: "ds-author-new-title", "data-key": "new.title" });
    const name = element("input", { type: "text", id: "ds-author-new-name", "data-key": "new.name" });
    title.addEventListener("change", () => {
      if (name.value === "" && title.value !== "") name.value = freeId(title.value, new Set());
    });
    const problem = element("p", { class: "ds-author-problem", role: "status" });
    const begin = async (): Promise<void> => {
      const lesson = freeId(name.value || title.value, new Set());
      problem.textContent = title.value.trim() === "" ? "Give the lesson a title first." : "";
      if (problem.textContent === "") problem.textContent = (await start(lesson, title.value)) ?? "";
    };
    const known = notebook.lesson === undefined ? "This notebook is not a lesson yet." : "This is a copy of a lesson.";
    this.#body.append(
      element("p", {}, `${known} Start one from it: ${fileName} stays as it is.`),
      field("Title of the lesson", title),
      field("Short name, of a-z, 0-9 and -", name),
      element("div", { class: "ds-author-row" }, mainButton("Start a lesson from this notebook", begin)),
      problem,
    );
  }

  #showDraft(authored: AuthoredNotebook): void {
    const { check, notebook } = authored;
    const status = element("p", { class: "ds-author-status", role: "status" });
    const run = async (work: () => Promise<void>): Promise<void> => {
      await work();
      this.#say(check.result);
    };
    const preview = async (): Promise<void> => {
      status.textContent = (await authored.preview()) ?? "The preview is open on a page of its own.";
    };
    const undo = smallButton("Undo", () => notebook.undo());
    const redo = smallButton("Redo", () => notebook.redo());
    const faults = element("div", { class: "ds-author-faults" });
    const lesson = new Part(
      () => shapeOfLesson(notebook),
      (form) => authorLessonForm(form, notebook),
    );
    const cell = new Part(
      () => shapeOfForm(notebook.cell(authored.cellId() ?? "")),
      (form) => this.#cellPart(form, authored),
    );
    this.#body.append(
      element(
        "div",
        { class: "ds-author-row" },
        mainButton("Check this lesson", () => run(authored.runCheck)),
        button("Preview as learner", preview),
        button("Publish to learners", () => run(authored.publish)),
      ),
      element("div", { class: "ds-author-row" }, undo, redo),
      status,
      faults,
      element("h3", {}, "This cell"),
      cell.node,
      element("details", {}, element("summary", {}, "About the lesson"), lesson.node),
    );
    let shown = "";
    this.#refresh = () => {
      undo.setAttribute("aria-disabled", String(!notebook.canUndo));
      redo.setAttribute("aria-disabled", String(!notebook.canRedo));
      status.dataset["busy"] = String(check.busy !== "");
      const words = check.busy || check.result;
      if (words !== shown) status.textContent = shown = words;
      cell.refresh();
      lesson.refresh();
      showFaults(faults, authored);
    };
    check.changed.connect(this.refresh);
    this.#refresh();
  }

  #cellPart(form: AuthorForm, authored: AuthoredNotebook): HTMLElement[] {
    const id = authored.cellId();
    if (id === undefined || authored.notebook.cell(id) === undefined) {
      return [element("p", {}, "Choose a cell in the notebook.")];
    }
    const name = element("p", { class: "ds-author-cell-name" });
    form.bind(() => (name.textContent = authored.cellName(id) ?? ""));
    const found = element("div", { class: "ds-author-faults" });
    form.bind(() => showCellFaults(found, authored.check.of(id)));
    const marks = element(
      "div",
      { class: "ds-author-row" },
      smallButton("Mark as solution", () => authored.mark("SOLUTION")),
      smallButton("Mark as hidden tests", () => authored.mark("HIDDEN TESTS")),
    );
    return [
      name,
      found,
      ...authorCellForm(form, authored.notebook, id),
      marks,
      element("p", { class: "ds-author-help" }, "Puts the marker lines around the lines chosen in the cell."),
    ];
  }
}

/** A form that is made anew when its shape changes, with the focus kept on the control of the same key. */
class Part {
  readonly node: HTMLElement = element("div", { class: "ds-author-form" });
  readonly #shape: () => string;
  readonly #make: (form: AuthorForm) => HTMLElement[];
  #made: string | undefined;
  #form = new AuthorForm();

  constructor(shape: () => string, make: (form: AuthorForm) => HTMLElement[]) {
    this.#shape = shape;
    this.#make = make;
  }

  refresh(): void {
    const shape = this.#shape();
    if (shape === this.#made) return this.#form.refresh();
    this.#made = shape;
    const key = this.node.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset["key"]
      : undefined;
    this.#form = new AuthorForm();
    this.node.replaceChildren(...this.#make(this.#form));
    if (key !== undefined) focusOn(this.node, key);
  }
}

/** The same control; after one was added or removed, the list's last field or its Add button. */
function focusOn(node: HTMLElement, key: string): void {
  const find = (selector: string): HTMLElement[] => [...node.querySelectorAll<HTMLElement>(selector)];
  const list = /^(.*)\.(?:add|\d+\.(?:up|down|remove))$/.exec(key)?.[1];
  const isAdding = key.endsWith(".add");
  const same = isAdding ? undefined : find(`[data-key="${CSS.escape(key)}"]`)[0];
  const fields = list === undefined ? [] : find(`:is(input, textarea)[data-key^="${CSS.escape(list)}."]`);
  const lastEntry = /^(.*\.\d+)(?:\.|$)/.exec(fields.at(-1)?.dataset["key"] ?? "")?.[1];
  const first = fields.find((one) => lastEntry !== undefined && one.dataset["key"]?.startsWith(lastEntry) === true);
  const add = list === undefined ? undefined : find(`[data-key="${CSS.escape(list)}.add"]`)[0];
  (same ?? (isAdding ? first : add) ?? add ?? node.querySelector<HTMLElement>("select, input"))?.focus();
}

function showFaults(node: HTMLElement, { check, cellName, goToCell }: AuthoredNotebook): void {
  const text = JSON.stringify(check.faults);
  if (node.dataset["shown"] === text) return;
  node.dataset["shown"] = text;
  node.replaceChildren();
  if (check.faults.length === 0) return;
  const item = ({ code, level, cell, message, remedy }: AuthorFault): HTMLElement => {
    const where = cell === undefined ? "The lesson" : (cellName(cell) ?? "A cell that is gone");
    const head = level === "error" ? `▲ To mend · ${where}` : `● Better so · ${where}`;
    return element(
      "li",
      { class: `ds-author-fault ds-author-${level}`, "data-code": code },
      element("p", { class: "ds-author-fault-head" }, head),
      element("p", {}, `${message} ${remedy}`),
      cell !== undefined &&
        element(
          "button",
          {
            type: "button",
            class: "ds-button ds-author-small",
            "aria-label": `Go there: ${where}`,
            onclick: () => goToCell(cell),
          },
          "Go there",
        ),
      element("code", { class: "ds-author-code-name" }, code),
    );
  };
  const inOrder = check.faults.toSorted((a, b) => Number(a.level === "advice") - Number(b.level === "advice"));
  node.append(element("h3", {}, "What the check found"), element("ul", {}, ...inOrder.map(item)));
}

/** What was found at the cell in front, above its fields. */
function showCellFaults(node: HTMLElement, faults: readonly AuthorFault[]): void {
  node.replaceChildren(
    ...faults.map(({ level, message, remedy }) =>
      element(
        "p",
        { class: `ds-author-fault ds-author-${level}` },
        `${level === "error" ? "▲ To mend:" : "● Better so:"} ${message} ${remedy}`,
      ),
    ),
  );
}

const field = (label: string, control: HTMLElement): HTMLElement =>
  element("div", { class: "ds-author-field" }, element("label", { for: control.id }, label), control);

function button(label: Child, work: () => Promise<void>, kind = ""): HTMLElement {
  return element("button", { type: "button", class: `ds-button ${kind}`, onclick: starting(work) }, label);
}

const mainButton = (label: string, work: () => Promise<void>): HTMLElement => button(label, work, "ds-button-main");

function smallButton(label: string, work: () => void): HTMLElement {
  return element("button", { type: "button", class: "ds-button ds-author-small", onclick: work }, label);
}
