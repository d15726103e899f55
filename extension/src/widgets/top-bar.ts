/** The top of the learner's page: the lesson's name, whether work is saved, who is here, and one's own name with what belongs to it. */
import { Widget } from "@lumino/widgets";
import type { SavedWords } from "../models/saved-state.js";
import { element, starting } from "./element.js";

export interface PersonHere {
  readonly key: string;
  readonly name: string;
  readonly initials: string;
  readonly color: string;
}

export interface TopBarActions {
  toggleOutline(): void;
  restart(): Promise<void>;
}

const savedSigns: Readonly<Record<SavedWords["state"], string>> = { server: "✓", saving: "…", device: "▣", nowhere: "!" };

export class TopBar extends Widget {
  readonly #saved: HTMLElement = element("p", { class: "ds-saved", role: "status" });
  readonly #people: HTMLElement = element("ul", { class: "ds-people", "aria-label": "People in this notebook" });
  readonly #title: HTMLElement = element("h1", {});
  readonly #menuButton: HTMLButtonElement;

  constructor(name: string, actions: TopBarActions) {
    super({ node: element("header", {}) });
    this.addClass("ds-top");
    this.#menuButton = element("button", { type: "button", class: "ds-button ds-outline-toggle", "aria-expanded": "false", onclick: () => actions.toggleOutline() }, "☰ Steps");
    this.node.append(
      this.#menuButton,
      element("a", { class: "ds-brand", href: "/me/card", title: "Data Surgery" }, "Data Surgery"),
      this.#title,
      this.#saved,
      this.#people,
      personMenu(name, actions),
    );
  }

  set lessonTitle(title: string) {
    this.#title.textContent = title;
  }

  set outlineOpen(open: boolean) {
    this.#menuButton.setAttribute("aria-expanded", String(open));
  }

  set saved(words: SavedWords) {
    if (this.#saved.dataset["state"] === words.state) return;
    this.#saved.dataset["state"] = words.state;
    this.#saved.title = words.detail;
    this.#saved.replaceChildren(
      element("span", { "aria-hidden": "true", class: "ds-sign" }, savedSigns[words.state]),
      element("span", {}, words.label),
      element("span", { class: "ds-visually-hidden" }, `. ${words.detail}`),
    );
  }

  /** The others; oneself stands in the menu. */
  set people(people: readonly PersonHere[]) {
    this.#people.replaceChildren(...people.map(personMark));
    this.#people.hidden = people.length === 0;
  }
}

function personMark(person: PersonHere): HTMLElement {
  const mark = element("span", { class: "ds-initials", "aria-hidden": "true" }, person.initials);
  mark.style.backgroundColor = person.color;
  return element("li", { title: person.name }, mark, element("span", { class: "ds-person-name" }, person.name));
}

function personMenu(name: string, actions: TopBarActions): HTMLElement {
  return element(
    "details",
    { class: "ds-menu" },
    element("summary", {}, name),
    element(
      "div",
      { class: "ds-menu-body" },
      element("a", { href: "/me/card" }, "My resume code"),
      element("button", { type: "button", onclick: starting(() => actions.restart()) }, "Start the notebook afresh"),
      element("p", { class: "ds-note" }, "Starting afresh forgets what cells worked out. Your text stays."),
      element("form", { method: "post", action: "/leave" }, element("button", { type: "submit" }, "Leave on this device")),
    ),
  );
}
