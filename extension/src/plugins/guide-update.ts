/** Offers a newer version of the lesson: what changed, bring it in, undo. And beside a cell that both changed, its newer text. */
import type { UpdateReply } from "@data-surgery/contract";
import { diffLines } from "@data-surgery/contract";
import type { Cell } from "@jupyterlab/cells";
import type { NotebookPanel } from "@jupyterlab/notebook";
import { Widget, type PanelLayout } from "@lumino/widgets";
import { documentIdOf } from "../models/document-id.js";
import { updateDifference, updateHead, updateSum } from "../models/update-words.js";
import { differenceView } from "../widgets/difference-view.js";
import { element } from "../widgets/element.js";
import { OfferCard } from "../widgets/offer-card.js";
import type { LessonParts } from "./lesson.js";

export class UpdateOffer {
  readonly #parts: LessonParts;
  readonly #lesson: string;
  readonly #done: () => Promise<void>;
  readonly #card = new OfferCard("A newer version of this lesson");

  /** @param done there is another version in the notebook now */
  constructor(parts: LessonParts, lesson: string, done: () => Promise<void>) {
    this.#parts = parts;
    this.#lesson = lesson;
    this.#done = done;
    parts.panel.disposed.connect(() => this.#card.close());
  }

  async show(): Promise<void> {
    const { api, panel, announcer } = this.#parts;
    const offer = await api.update(this.#lesson, panel.context.path, false);
    const sentence = `This lesson has a newer version: ${updateSum(offer.changes.length)}.`;
    this.#card.show(
      sentence,
      [
        element("p", {}, "What you wrote stays. You can undo it."),
        offer.changes.length > 0 &&
          element("details", {}, element("summary", {}, "See what changed"), changesView(offer)),
      ],
      [{ label: "Bring it in", main: true, act: () => this.#bringIn() }, { label: "Not now" }],
    );
    announcer.say(sentence);
  }

  async #bringIn(): Promise<void> {
    const { api, panel, saving, announcer } = this.#parts;
    // What is being typed belongs to what stays.
    await saving.flush(panel.context.path);
    const { undo } = await api.update(this.#lesson, panel.context.path, true);
    const document = documentIdOf(panel);
    const sentence = "The newer version is in. What you wrote is as it was.";
    const takeBack = async (version: number, id: string): Promise<void> => {
      await api.restore(id, version);
      await this.#done();
      await this.show();
    };
    const canUndo = undo !== undefined && document !== undefined;
    this.#card.show(
      sentence,
      [],
      [...(canUndo ? [{ label: "Undo", act: () => takeBack(undo, document) }] : []), { label: "Close" }],
    );
    announcer.say(sentence);
    await this.#done();
  }
}

function changesView({ changes }: UpdateReply): HTMLElement {
  const heads = new Map(changes.map((change) => [updateDifference(change), updateHead(change)]));
  return differenceView([...heads.keys()], { same: "", head: (cell) => heads.get(cell) ?? "" });
}

/** Where both sides changed a cell: the lesson's text, offered below one's own until its owner decides. */
export function showNewerTexts(panel: NotebookPanel): void {
  for (const cell of panel.content.widgets) {
    const shown = cell.node.querySelector<HTMLElement>(".ds-newer-text");
    const text = newerText(cell);
    if (shown?.dataset["text"] === text) continue;
    shown?.remove();
    if (text !== undefined)
      cell.ready.then(
        () => addNewerText(cell, text),
        () => undefined,
      );
  }
}

function newerText(cell: Cell): string | undefined {
  const ours = cell.model.getMetadata("data_surgery") as { newerText?: unknown } | undefined;
  return typeof ours?.newerText === "string" ? ours.newerText : undefined;
}

function addNewerText(cell: Cell, text: string): void {
  if (cell.isDisposed || cell.node.querySelector(".ds-newer-text") !== null) return;
  const { sharedModel } = cell.model;
  const decide = (use: boolean): void => {
    const { newerText: _gone, ...ours } = cell.model.getMetadata("data_surgery") as Record<string, unknown>;
    if (use) sharedModel.setSource(text);
    cell.model.setMetadata("data_surgery", ours);
    node.remove();
  };
  const lines = diffLines(sharedModel.getSource(), text);
  const id = sharedModel.getId();
  const view = differenceView([{ cellId: id, cellType: "text", change: "changed", place: 1, lines }], {
    same: "",
    head: () => "From yours to the lesson’s",
  });
  const button = (label: string, use: boolean): HTMLElement =>
    element("button", { type: "button", class: "ds-button", onclick: () => decide(use) }, label);
  const node = element(
    "section",
    { class: "ds-newer-text", "aria-label": "Newer text of the lesson", "data-text": text },
    element("p", {}, "The lesson has a newer text for this cell. Yours stays unless you choose otherwise."),
    element("details", {}, element("summary", {}, "See the difference"), view),
    element("p", { class: "ds-row" }, button("Use the lesson’s text", true), button("Keep mine", false)),
  );
  node.addEventListener("keydown", (event) => event.stopPropagation());
  (cell.layout as PanelLayout).addWidget(new Widget({ node }));
}
