/** "You wrote this on this device while the notebook was replaced": what it is, and what to do with it. */
import type { CellDifference } from "@data-surgery/contract";
import { wordsFor } from "../models/plain-error.js";
import { differenceView } from "./difference-view.js";
import { element, starting } from "./element.js";

export interface KeptCopyActions {
  readonly cells: readonly CellDifference[];
  /** @returns how to take it out again */
  putIn(): Promise<() => Promise<void>>;
  /** @returns the name of the new notebook */
  keepAsCopy(): Promise<string>;
  discard(): Promise<void>;
  bringBack(): Promise<void>;
  say(sentence: string): void;
}

export class KeptCopyCard {
  readonly node: HTMLElement = element("section", { class: "ds-kept-copy", "aria-label": "Kept on this device" });
  readonly #actions: KeptCopyActions;

  constructor(actions: KeptCopyActions) {
    this.#actions = actions;
    this.node.addEventListener("keydown", (event) => event.stopPropagation());
    this.#offer();
  }

  #offer(): void {
    const { cells } = this.#actions;
    const sentence = "You wrote this on this device while the notebook was replaced.";
    const view = differenceView(cells, { same: "", head: (cell) => `Cell ${cell.place}` });
    this.node.replaceChildren(
      element("h2", {}, sentence),
      element(
        "details",
        {},
        element("summary", {}, `Show it (${cells.length} ${cells.length === 1 ? "cell" : "cells"})`),
        view,
      ),
      element(
        "p",
        { class: "ds-row" },
        this.#button("Put it in", () => this.#putIn(), "ds-button ds-button-main"),
        this.#button("Keep as a copy", () => this.#keepAsCopy()),
        this.#button("Discard", () => this.#discard()),
      ),
      this.#problem,
    );
    this.#actions.say(sentence);
  }

  readonly #problem: HTMLElement = element("p", { class: "ds-note", role: "alert" });

  async #putIn(): Promise<void> {
    const takeOut = await this.#actions.putIn();
    this.#done("It is in the notebook now.", async () => {
      await takeOut();
      this.#offer();
    });
  }

  async #keepAsCopy(): Promise<void> {
    const name = await this.#actions.keepAsCopy();
    this.#done(`It is a notebook of its own now: ${name}`);
  }

  async #discard(): Promise<void> {
    await this.#actions.discard();
    this.#done("Discarded. For a day you can bring it back, also from the history.", async () => {
      await this.#actions.bringBack();
      this.#offer();
    });
  }

  #done(sentence: string, undo?: () => Promise<void>): void {
    this.#problem.textContent = "";
    this.node.replaceChildren(
      element("p", {}, sentence),
      element(
        "p",
        { class: "ds-row" },
        ...(undo === undefined ? [] : [this.#button("Undo", undo)]),
        this.#button("Close", () => {
          this.node.remove();
          return Promise.resolve();
        }),
      ),
      this.#problem,
    );
    this.#actions.say(sentence);
  }

  #button(label: string, work: () => Promise<void>, look: string = "ds-button"): HTMLElement {
    const act = async (): Promise<void> => {
      this.#problem.textContent = (await wordsFor(work())) ?? "";
    };
    return element("button", { type: "button", class: look, onclick: starting(act) }, label);
  }
}
