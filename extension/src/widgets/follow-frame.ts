/** While one follows somebody: a thin frame in their colour, their name, and the way out. */
import type { Following } from "../models/follow-model.js";
import { element } from "./element.js";

export class FollowFrame {
  readonly node: HTMLElement = element("div", { class: "ds-follow", hidden: true });
  readonly #words: HTMLElement = element("span", {});
  readonly #label: HTMLElement;

  constructor(stop: () => void) {
    this.#label = element(
      "div",
      { class: "ds-follow-label", role: "group", "aria-label": "Following" },
      this.#words,
      element("button", { type: "button", class: "ds-button", onclick: stop }, "Stop following"),
    );
    this.#label.addEventListener("keydown", (event) => event.stopPropagation());
    this.node.append(this.#label);
  }

  show(following: Following | undefined): void {
    this.node.hidden = following === undefined;
    if (following === undefined) return;
    const { leader, because } = following;
    this.node.style.borderColor = leader.color;
    this.#label.style.borderColor = leader.color;
    const words = because === "attention" ? `${leader.name} asks all to follow` : `Following ${leader.name}`;
    if (this.#words.textContent !== words) this.#words.textContent = words;
  }
}
