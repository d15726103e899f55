/** In place of somebody's notebook, until they have let one in. */
import type { PeopleCommand, PeopleNotice } from "@data-surgery/contract";
import { wordsFor } from "../models/plain-error.js";
import { element, starting, type Child } from "./element.js";

type Waiting = PeopleNotice & { readonly type: "waiting" };

export class WaitingCard {
  readonly node: HTMLElement = element("div", { class: "ds-waiting" });
  readonly #ask: (command: PeopleCommand) => Promise<unknown>;
  readonly #problem: HTMLElement = element("p", { class: "ds-note", role: "status" });
  #shown = "";

  constructor(ask: (command: PeopleCommand) => Promise<unknown>) {
    this.#ask = ask;
    this.node.addEventListener("keydown", (event) => event.stopPropagation());
  }

  show(waiting: Waiting): void {
    const shown = JSON.stringify(waiting);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { head, body, actions } = this.#words(waiting);
    this.node.replaceChildren(
      element(
        "div",
        { class: "ds-card ds-waiting-card", role: "status" },
        element("p", { class: "ds-card-head" }, head),
        element("p", {}, body),
        element("div", { class: "ds-row" }, ...actions),
        this.#problem,
      ),
    );
  }

  #words({ state, owner }: Waiting): { head: string; body: string; actions: Child[] } {
    const name = owner === "" ? "The person whose notebook this is" : owner;
    switch (state) {
      case "asking":
        return {
          head: `${name} has been asked`,
          body: "This is somebody else’s notebook. It opens here as soon as they let you in.",
          actions: [back()],
        };
      case "declined":
        return {
          head: "Not now",
          body: `${name} does not want company at the moment. Speak to them, then ask again.`,
          actions: [this.#button("Ask again", { type: "ask" }), back()],
        };
      case "absent":
      default:
        return {
          head: `${name} isn’t here`,
          body: "You can look without changing anything. They will see that you looked, and when.",
          actions: [this.#button("Look in", { type: "look-in" }), back()],
        };
    }
  }

  #button(label: string, command: PeopleCommand): HTMLElement {
    const act = async (): Promise<void> => {
      this.#problem.textContent = (await wordsFor(this.#ask(command))) ?? "";
    };
    return element("button", { type: "button", class: "ds-button ds-button-main", onclick: starting(act) }, label);
  }
}

function back(): HTMLElement {
  return element("button", { type: "button", class: "ds-button", onclick: () => history.back() }, "Back");
}
