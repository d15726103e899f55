/**
 * The band under the top bar: who is here, what each may do and where they are; questions that wait for an answer; and what one may
 * do oneself. Made anew when something changes, with the focus kept where it was.
 */
import { roomRoles, type PeopleCommand, type RoomRole } from "@data-surgery/contract";
import { Widget } from "@lumino/widgets";
import type { FollowModel } from "../models/follow-model.js";
import { wordsFor } from "../models/plain-error.js";
import type { RoomModel } from "../models/room-model.js";
import type { RoomPerson } from "../models/room-people-here.js";
import { limitWords, roleChoices, roleWords } from "../models/room-words.js";
import { element, starting, type Child } from "./element.js";
import { PressGuard } from "./press-guard.js";
import { questionCards } from "./question-cards.js";

export interface PeopleBandOptions {
  readonly room: RoomModel;
  readonly follow: FollowModel;
  /** How people call a cell; undefined when it is not there. */
  readonly label: (cellId: string) => string | undefined;
  readonly goToCell: (cellId: string) => void;
  readonly openChat: () => void;
  /** Messages that came while the chat was closed. */
  readonly unread: () => number;
}

export class PeopleBand extends Widget {
  readonly #options: PeopleBandOptions;
  readonly #people: HTMLElement = element("ul", { class: "ds-band-people", "aria-label": "People here" });
  readonly #tools: HTMLElement = element("div", { class: "ds-band-tools" });
  readonly #limit: HTMLElement = element("p", { class: "ds-band-limit", role: "status" });
  readonly #questions: HTMLElement = element("div", { class: "ds-questions" });
  readonly #problem: HTMLElement = element("p", { class: "ds-band-problem", role: "status" });
  readonly #press: PressGuard;
  #shown = "";

  constructor(options: PeopleBandOptions) {
    super({ node: element("section", { "aria-label": "People in this notebook" }) });
    this.addClass("ds-band");
    this.#options = options;
    const row = element("div", { class: "ds-band-row" }, this.#people, this.#tools);
    this.node.append(row, this.#limit, this.#questions, this.#problem);
    // In a notebook Enter and letters are commands; here they are not.
    this.node.addEventListener("keydown", (event) => {
      event.stopPropagation();
      const open = event.target instanceof Element ? event.target.closest("details[open]") : null;
      if (event.key !== "Escape" || open === null) return;
      open.removeAttribute("open");
      open.querySelector("summary")?.focus();
    });
    document.addEventListener("pointerdown", this.#onPointer);
    this.#press = new PressGuard(this.node, this.refresh);
    options.room.changed.connect(this.refresh);
    options.follow.changed.connect(this.refresh);
    this.refresh();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    document.removeEventListener("pointerdown", this.#onPointer);
    this.#options.room.changed.disconnect(this.refresh);
    this.#options.follow.changed.disconnect(this.refresh);
    super.dispose();
  }

  /** Alone, with nothing to answer, there is nothing to show. */
  get isWanted(): boolean {
    const { room } = this.#options;
    if (!room.isKnown) return false;
    const isAsked =
      room.manages && (room.view.people.some((one) => one.asking) || room.visits.some((one) => !one.seen));
    const isLimited = limitWords(room.role ?? "run", room.view, room.self) !== "";
    return room.here.length > 0 || isAsked || isLimited || room.messages.length > 0 || room.view.keyboard !== null;
  }

  /** What its parts need, in CSS pixels; the node itself has what the layout gave it. */
  get contentHeight(): number {
    if (this.node.hidden) return 0;
    const parts = [...this.node.children].map((part) => part.getBoundingClientRect().height);
    return Math.ceil(parts.reduce((sum, height) => sum + height, 1));
  }

  readonly refresh = (): void => {
    if (this.isDisposed || this.#press.holds()) return;
    const { room, follow, unread } = this.#options;
    this.node.hidden = !this.isWanted;
    const { role, manages, view, visits, here } = room;
    const shown = JSON.stringify([
      role,
      manages,
      view,
      visits,
      here,
      follow.now?.leader.key,
      unread(),
      room.place.cell,
    ]);
    // A select that somebody has open must not be made anew for nothing.
    if (shown === this.#shown || this.node.hidden) return;
    this.#shown = shown;
    const [focused, unfolded] = [this.#focusKey(), this.#unfolded()];
    this.#people.replaceChildren(...here.map((person) => this.#person(person)));
    this.#tools.replaceChildren(...this.#ownTools().filter((child) => child instanceof Node));
    const limit = limitWords(role ?? "run", view, room.self);
    if (this.#limit.textContent !== limit) this.#limit.textContent = limit;
    this.#questions.replaceChildren(...questionCards(room, (command) => this.#do(command)));
    for (const key of unfolded) this.#find(key)?.closest("details")?.setAttribute("open", "");
    if (focused !== undefined) this.#find(focused)?.focus({ preventScroll: true });
  };

  #person(person: RoomPerson): HTMLElement {
    const { room } = this.#options;
    const mark = element(
      "span",
      { class: "ds-initials", "aria-hidden": "true" },
      person.initials || person.name.slice(0, 1),
    );
    mark.style.backgroundColor = person.color;
    const has = room.view.keyboard?.personId === person.key ? ", has the keyboard" : "";
    const facts = [
      `${person.lookingIn ? "looks in" : roleWords[person.role]}${has}`,
      this.#placeOf(person),
      person.following === room.self ? "follows you" : undefined,
    ].filter((fact) => fact !== undefined);
    const hand =
      person.hand === null ? undefined : element("span", { class: "ds-hand" }, `▲ asks at ${person.hand.label}`);
    const name = element("span", { class: "ds-band-name" }, person.name);
    const words = element("span", { class: "ds-band-facts" }, facts.join(" · "));
    return element(
      "li",
      { "data-person": person.key, "data-role": person.role },
      element(
        "details",
        { class: "ds-menu ds-band-menu" },
        element("summary", { "data-key": `person-${person.key}` }, mark, element("span", {}, name, " ", words), hand),
        element("div", { class: "ds-menu-body" }, ...this.#personActions(person)),
      ),
    );
  }

  #placeOf({ cell }: RoomPerson): string | undefined {
    const place = cell === null ? undefined : this.#options.label(cell);
    return place === undefined ? undefined : `at ${place}`;
  }

  #personActions(person: RoomPerson): Child[] {
    const { room, follow, goToCell } = this.#options;
    const { cell, hand, key } = person;
    const isFollowed = follow.now?.leader.key === key;
    const asks = hand?.cellId;
    return [
      asks !== undefined && this.#action(`hand-${key}`, `Go to ${person.name}’s question`, () => goToCell(asks)),
      cell !== null && this.#action(`go-${key}`, `Go to where ${person.name} is`, () => goToCell(cell)),
      this.#action(`follow-${key}`, isFollowed ? "Stop following" : `Follow ${person.name}`, () =>
        isFollowed ? follow.stop() : follow.follow(key),
      ),
      asks !== undefined && this.#command(`lower-${key}`, "Question answered", { type: "lower-hand", personId: key }),
      ...(room.manages && person.role !== "owner" ? this.#ownerActions(person) : []),
    ];
  }

  #ownerActions(person: RoomPerson): Child[] {
    const { room } = this.#options;
    const { key, name } = person;
    const listed = room.view.people.find((one) => one.personId === key);
    const now = listed?.role ?? (person.role === "owner" ? "run" : person.role);
    return [
      element(
        "label",
        { class: "ds-menu-field" },
        `${name} may `,
        roleSelect(`role-${key}`, now, (role) => this.#do({ type: "give", personId: key, role })),
      ),
      room.view.keyboard?.personId !== key &&
        this.#command(`keyboard-${key}`, `Only ${name} types`, { type: "keyboard", personId: key }),
      this.#command(`out-${key}`, `Show ${name} out`, { type: "give", personId: key, role: null }),
    ];
  }

  #ownTools(): Child[] {
    const { room, openChat, unread } = this.#options;
    const { keyboard, attention } = room.view;
    const isMine = keyboard?.personId === room.self;
    const chat = unread() > 0 ? `Chat (${unread()} new)` : "Chat";
    return [
      this.#handsOff(isMine),
      this.#mayLead &&
        this.#toggle("attention", "All follow me", attention?.personId === room.self, (on) => ({
          type: "attention",
          on,
        })),
      (room.here.length > 0 || room.messages.length > 0) &&
        element(
          "button",
          { type: "button", class: "ds-button ds-band-button", "data-key": "chat", onclick: openChat },
          chat,
        ),
    ];
  }

  get #mayLead(): boolean {
    const { room } = this.#options;
    return room.here.length > 0 && (room.manages || room.view.owner !== null);
  }

  /** A switch that both see. For those who may not switch it, it says so in the line below. */
  #handsOff(isMine: boolean): Child {
    const { room } = this.#options;
    const { keyboard, keyboardAsked, owner } = room.view;
    if (keyboard === null && room.here.length === 0) return undefined;
    if (!room.manages && !isMine && (keyboard !== null || owner === null)) return undefined;
    if (!room.manages && keyboard === null && keyboardAsked?.by.personId === room.self)
      return element("span", { class: "ds-band-facts" }, "Asked for the keyboard…");
    const label = room.manages || isMine ? "Hands off" : "Ask for the keyboard";
    return this.#toggle("hands-off", label, keyboard !== null, (on) => ({
      type: "keyboard",
      personId: on ? room.self : null,
    }));
  }

  #toggle(key: string, label: string, on: boolean, command: (on: boolean) => PeopleCommand): HTMLElement {
    return element(
      "button",
      {
        type: "button",
        class: "ds-button ds-band-button ds-switch",
        role: "switch",
        "aria-checked": String(on),
        "data-key": key,
        onclick: starting(() => this.#do(command(!on))),
      },
      label,
      element("span", { class: "ds-switch-state", "aria-hidden": "true" }, on ? "on" : "off"),
    );
  }

  #action(key: string, label: string, act: () => void): HTMLElement {
    const onclick = (event: Event): void => {
      if (event.currentTarget instanceof Element) event.currentTarget.closest("details")?.removeAttribute("open");
      act();
    };
    return element("button", { type: "button", "data-key": key, onclick }, label);
  }

  #command(key: string, label: string, command: PeopleCommand): HTMLElement {
    return this.#action(
      key,
      label,
      starting(() => this.#do(command)),
    );
  }

  async #do(command: PeopleCommand): Promise<void> {
    this.#problem.textContent = (await wordsFor(this.#options.room.ask(command))) ?? "";
  }

  #focusKey(): string | undefined {
    const focused = this.node.contains(document.activeElement) ? document.activeElement : null;
    return focused instanceof HTMLElement ? focused.dataset["key"] : undefined;
  }

  #unfolded(): string[] {
    return [...this.node.querySelectorAll<HTMLElement>("details[open] > summary")].flatMap(
      (one) => one.dataset["key"] ?? [],
    );
  }

  #find(key: string): HTMLElement | null {
    return this.node.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  }

  readonly #onPointer = (event: Event): void => {
    for (const open of this.node.querySelectorAll("details[open]")) {
      if (event.target instanceof Node && !open.contains(event.target)) open.removeAttribute("open");
    }
  };
}

export function roleSelect(key: string, now: RoomRole, change: (role: RoomRole) => Promise<void>): HTMLSelectElement {
  const select = element(
    "select",
    { class: "ds-select", "data-key": key },
    ...roomRoles.map((role) => element("option", { value: role, selected: role === now }, roleChoices[role])),
  );
  select.addEventListener(
    "change",
    starting(() => change(select.value as RoomRole)),
  );
  return select;
}
