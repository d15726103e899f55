/** The history of a notebook: a list of versions, what is different now, and the way back. The browser's own dialog keeps focus and Escape. */
import type { CellDifference, HistoryVersion } from "@data-surgery/contract";
import { versionWords } from "../models/history-words.js";
import { wordsFor } from "../models/plain-error.js";
import { differenceView } from "./difference-view.js";
import { element, starting } from "./element.js";

export interface HistoryActions {
  versions(): Promise<readonly HistoryVersion[]>;
  /** Between this version and now. */
  difference(version: number): Promise<readonly CellDifference[]>;
  /** @returns the version to restore to be back where one was */
  restore(version: number): Promise<number>;
  readonly mayRestore: boolean;
  /** Why the latest changes are not in it yet. */
  readonly lacks: string | undefined;
  /** Shows what was discarded on this device within a day. @returns how many copies */
  offerDiscarded(): Promise<number>;
  say(sentence: string): void;
  now(): number;
}

let dialogs = 0;

export function openHistoryDialog(actions: HistoryActions): HTMLDialogElement {
  const view = new HistoryDialog(actions);
  document.body.append(view.node);
  view.node.showModal();
  view.node.addEventListener("close", () => view.node.remove());
  starting(() => view.begin())();
  return view.node;
}

class HistoryDialog {
  readonly node: HTMLDialogElement;
  readonly #actions: HistoryActions;
  readonly #list: HTMLElement = element("ol", { class: "ds-versions", "aria-label": "Versions, newest first" });
  readonly #detail: HTMLElement = element("div", { class: "ds-version-detail" });
  readonly #status: HTMLElement = element("div", { class: "ds-history-status", role: "status" });

  constructor(actions: HistoryActions) {
    this.#actions = actions;
    const title = `ds-history-title-${++dialogs}`;
    const close = element("button", { type: "button", class: "ds-button", onclick: () => this.node.close() }, "Close");
    this.node = element(
      "dialog",
      { class: "ds-history", "aria-labelledby": title },
      element("header", {}, element("h2", { id: title }, "History of this notebook"), close),
      this.#status,
      element("div", { class: "ds-history-body" }, this.#list, this.#detail),
      element(
        "p",
        {},
        element(
          "button",
          { type: "button", class: "ds-button", onclick: starting(() => this.#offerDiscarded()) },
          "Show what I discarded on this device today",
        ),
      ),
    );
    // The notebook's shortcuts are not for this place.
    this.node.addEventListener("keydown", (event) => event.stopPropagation());
  }

  async begin(): Promise<void> {
    if (this.#actions.lacks !== undefined) this.#tell(this.#actions.lacks);
    await this.show();
  }

  async show(): Promise<void> {
    this.#detail.replaceChildren(element("p", { class: "ds-note" }, "Looking…"));
    const words = await wordsFor(
      this.#actions.versions().then((versions) => {
        this.#list.replaceChildren(...versions.map((version) => this.#entry(version)));
        const [first] = versions;
        return first === undefined ? undefined : this.#select(first);
      }),
    );
    if (words !== undefined) this.#tell(words);
  }

  #entry(version: HistoryVersion): HTMLElement {
    const { when, who, what } = versionWords(version, this.#actions.now());
    const button = element(
      "button",
      { type: "button", "data-version": version.version, onclick: starting(() => this.#choose(version)) },
      element("strong", {}, when),
      who === "" ? undefined : element("span", { class: "ds-version-who" }, who),
      element("span", { class: "ds-version-what" }, what),
    );
    return element("li", {}, button);
  }

  async #offerDiscarded(): Promise<void> {
    let count = 0;
    const words = await wordsFor(this.#actions.offerDiscarded().then((offered) => (count = offered)));
    if (words !== undefined) this.#tell(words);
    else if (count === 0) this.#tell("There is nothing that was discarded on this device within a day.");
    else this.node.close();
  }

  async #choose(version: HistoryVersion): Promise<void> {
    const words = await wordsFor(this.#select(version));
    if (words !== undefined) this.#tell(words);
  }

  async #select(version: HistoryVersion): Promise<void> {
    for (const button of this.#list.querySelectorAll("button")) {
      button.setAttribute("aria-current", String(button.dataset["version"] === String(version.version)));
    }
    const cells = await this.#actions.difference(version.version);
    const { when } = versionWords(version, this.#actions.now());
    this.#detail.replaceChildren(
      element("h3", {}, `What is different now from ${lowerFirst(when)}`),
      differenceView(cells, { same: "Nothing: the notebook is as it was then." }),
      ...(this.#actions.mayRestore && cells.length > 0 ? [this.#restoreButton(version)] : []),
    );
  }

  #restoreButton(version: HistoryVersion): HTMLElement {
    const bring = element(
      "button",
      { type: "button", class: "ds-button ds-button-main", onclick: starting(() => this.#restore(version.version)) },
      "Bring this version back",
    );
    return element(
      "p",
      { class: "ds-row" },
      bring,
      element("span", { class: "ds-note" }, "What is there now stays in the history."),
    );
  }

  async #restore(version: number): Promise<void> {
    let undo = 0;
    const words = await wordsFor(this.#actions.restore(version).then((back) => (undo = back)));
    if (words !== undefined) {
      this.#tell(words);
      return;
    }
    const again = element(
      "button",
      { type: "button", class: "ds-button", onclick: starting(() => this.#restore(undo)) },
      "Undo",
    );
    this.#tell("Done: the notebook is as it was then.", again);
    await this.show();
    again.focus();
  }

  #tell(sentence: string, button?: HTMLElement): void {
    this.#status.replaceChildren(element("p", {}, sentence), ...(button === undefined ? [] : [button]));
    this.#actions.say(sentence);
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
