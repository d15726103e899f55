/** The top of the learner's page: the lesson's name, whether work is saved, who is here, and one's own name with what belongs to it. */
import { Widget } from "@lumino/widgets";
import type { SavedWords } from "../models/saved-state.js";
import { wordsFor } from "../models/plain-error.js";
import type { PersonHere } from "../models/people-here.js";
import { element, starting } from "./element.js";

export interface TopBarActions {
  toggleOutline(): void;
  restart(): Promise<void>;
  /** Rejects with a PlainError when it is not the moment to leave. */
  beforeLeaving(): Promise<void>;
}

const savedSigns: Readonly<Record<SavedWords["state"], string>> = {
  server: "✓",
  saving: "…",
  device: "▣",
  nowhere: "!",
  looking: "◌",
};

export class TopBar extends Widget {
  readonly #saved: HTMLElement = element("p", { class: "ds-saved", role: "status" });
  readonly #kernel: HTMLElement = element("p", { class: "ds-kernel", role: "status" });
  readonly #people: HTMLElement = element("ul", { class: "ds-people", "aria-label": "People in this notebook" });
  readonly #title: HTMLElement = element("p", { class: "ds-title" });
  readonly #name: HTMLElement = element("span", { class: "ds-own-name" }, "You");
  readonly #toggle: HTMLButtonElement;
  readonly #menu: HTMLElement;

  constructor(actions: TopBarActions) {
    super({ node: element("header", {}) });
    this.addClass("ds-top");
    this.#toggle = element(
      "button",
      {
        type: "button",
        class: "ds-button ds-outline-toggle",
        "aria-expanded": "false",
        onclick: () => actions.toggleOutline(),
      },
      element("span", { "aria-hidden": "true" }, "☰ "),
      "Steps",
    );
    this.#menu = personMenu(this.#name, actions);
    this.node.append(this.#toggle, this.#title, this.#kernel, this.#saved, this.#people, this.#menu);
  }

  /** Beside the lesson's name. On a phone there is no room for it, so it stands in the menu too. */
  addToBar(label: string, act: () => Promise<void>): void {
    const button = element(
      "button",
      { type: "button", class: "ds-button ds-top-action", onclick: starting(act) },
      label,
    );
    this.#title.after(button);
  }

  /** Before what ends or begins anew. */
  addToMenu(label: string, act: () => Promise<void>): void {
    const work = (): Promise<void> => {
      this.#menu.removeAttribute("open");
      return act();
    };
    const entry = element("button", { type: "button", onclick: starting(work) }, label);
    this.#menu.querySelector(".ds-menu-body > a")?.after(entry);
  }

  set lessonTitle(title: string) {
    this.#title.textContent = title;
  }

  set name(name: string) {
    if (name !== "") this.#name.textContent = name;
  }

  get outlineOpen(): boolean {
    return this.#toggle.getAttribute("aria-expanded") === "true";
  }

  set outlineOpen(open: boolean) {
    this.#toggle.setAttribute("aria-expanded", String(open));
  }

  set kernel(words: string) {
    if (this.#kernel.textContent !== words) this.#kernel.textContent = words;
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

function personMenu(name: HTMLElement, actions: TopBarActions): HTMLElement {
  const problem = element("p", { class: "ds-note", role: "status" });
  const close = (): void => menu.removeAttribute("open");
  const form = element(
    "form",
    { method: "post", action: "/leave", onsubmit: (event) => leave(event, form, problem, actions) },
    element("button", { type: "submit" }, "Leave on this device"),
  );
  const restart = async (): Promise<void> => {
    close();
    await actions.restart();
  };
  const menu: HTMLElement = element(
    "details",
    { class: "ds-menu" },
    element("summary", {}, name),
    element(
      "div",
      { class: "ds-menu-body" },
      element("a", { href: "/me/progress" }, "My progress"),
      element("a", { href: "/me/card" }, "My resume code"),
      element("button", { type: "button", onclick: starting(restart) }, "Start the notebook afresh"),
      element("p", { class: "ds-note" }, "Starting afresh forgets what the cells worked out. What you wrote stays."),
      form,
      problem,
    ),
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) close();
  });
  return menu;
}

/** What this browser keeps goes first: the next person at a shared laptop should not find it. */
function leave(event: Event, form: HTMLFormElement, problem: HTMLElement, actions: TopBarActions): void {
  event.preventDefault();
  starting(async () => {
    const words = await wordsFor(actions.beforeLeaving());
    problem.textContent = words ?? "";
    if (words === undefined) form.submit();
  })();
}
