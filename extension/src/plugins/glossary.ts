/** Marks the words of the glossary in readings, in what is shown only: neither the document nor its source is touched. */
import type { GlossaryTerm } from "@data-surgery/contract";
import type { NotebookPanel } from "@jupyterlab/notebook";
import { createTermFinder, type TermFinder } from "../models/glossary-terms.js";
import { readRole } from "../models/lesson-outline.js";
import { PlainError } from "../models/plain-error.js";
import { report } from "../models/report.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { element } from "../widgets/element.js";
import { GlossaryNote } from "../widgets/glossary-note.js";

/** Where a mark would be wrong or in the way. */
const leftAlone = "a, button, code, pre, h1, h2, h3, h4, h5, h6, mjx-container, .ds-term";

export class Glossary {
  readonly #api: SurgeryApi;
  readonly #note = new GlossaryNote();
  readonly #seen = new WeakSet<HTMLElement>();
  #terms: Promise<readonly GlossaryTerm[]> | undefined;

  constructor(api: SurgeryApi) {
    this.#api = api;
  }

  mark(panel: NotebookPanel): void {
    this.#mark(panel).catch((error: unknown) => {
      // Without a line the words stay unmarked; the text is all there.
      if (!(error instanceof PlainError)) report(error);
    });
  }

  async showAll(): Promise<void> {
    const terms = await this.#all();
    const rows = terms.flatMap(({ term, meaning }) => [element("dt", {}, term), element("dd", {}, meaning)]);
    const close = (): void => dialog.close();
    const dialog: HTMLDialogElement = element(
      "dialog",
      { class: "ds-words", "aria-labelledby": "ds-words-head" },
      element("h2", { id: "ds-words-head" }, "Words explained"),
      element("dl", { tabindex: 0, "aria-label": "Words and what they mean" }, ...rows),
      element(
        "p",
        { class: "ds-row" },
        element("button", { type: "button", class: "ds-button ds-button-main", onclick: close }, "Close"),
      ),
    );
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    document.body.append(dialog);
    dialog.showModal();
  }

  #all(): Promise<readonly GlossaryTerm[]> {
    this.#terms ??= this.#api.glossary().then(
      ({ terms }) => terms,
      (error: unknown) => {
        this.#terms = undefined;
        throw error;
      },
    );
    return this.#terms;
  }

  async #mark(panel: NotebookPanel): Promise<void> {
    const finder = createTermFinder(await this.#all());
    for (const { model, node } of panel.content.widgets) {
      if (this.#seen.has(node) || readRole(model.getMetadata("data_surgery")) !== "reading") continue;
      this.#seen.add(node);
      this.#watch(node, finder);
    }
  }

  /** A text that is drawn anew has lost its marks. */
  #watch(node: HTMLElement, finder: TermFinder): void {
    const observer = new MutationObserver(() => draw());
    const draw = (): void => {
      observer.disconnect();
      for (const text of node.querySelectorAll<HTMLElement>(".jp-RenderedMarkdown")) this.#markIn(text, finder);
      observer.observe(node, { childList: true, subtree: true });
    };
    draw();
  }

  #markIn(root: HTMLElement, finder: TermFinder): void {
    if (root.querySelector(".ds-term") !== null) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) {
      const { currentNode } = walker;
      if (currentNode instanceof Text && currentNode.parentElement?.closest(leftAlone) === null)
        texts.push(currentNode);
    }
    const seen = new Set<GlossaryTerm>();
    for (const text of texts) {
      // From the end, so that the places before stay what they are.
      for (const { start, end, term } of finder.find(text.data, seen).toReversed()) {
        const word = text.splitText(start);
        word.splitText(end - start);
        word.replaceWith(this.#note.mark(word.data, term.meaning));
      }
    }
  }
}
