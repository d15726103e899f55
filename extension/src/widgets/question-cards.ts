/** Questions under the band: who asks to come in, who asks for the keyboard, who looked while one was away. Each is answered with one press. */
import { roomRoles, type ListedPerson, type PeopleCommand, type RoomRole } from "@data-surgery/contract";
import type { RoomModel } from "../models/room-model.js";
import { clockTime } from "../models/clock-time.js";
import { roleChoices } from "../models/room-words.js";
import { element, starting } from "./element.js";

type Ask = (command: PeopleCommand) => Promise<void>;

/** With this one the learner keeps the keyboard: the way a surgery works. */
const firstOffer: RoomRole = "suggest";

export function questionCards(room: RoomModel, ask: Ask): HTMLElement[] {
  if (!room.manages) return [];
  const cards = room.view.people.filter((person) => person.asking).map((person) => comingIn(person, ask));
  if (room.view.keyboardAsked !== null) cards.push(keyboardCard(room, ask));
  const unseen = room.visits.filter((visit) => !visit.seen);
  if (unseen.length > 0) cards.push(visitsCard(unseen, ask));
  return cards;
}

function comingIn(person: ListedPerson, ask: Ask): HTMLElement {
  const { personId, name } = person;
  const role = element(
    "select",
    { class: "ds-select", "data-key": `offer-${personId}` },
    ...roomRoles.map((one) => element("option", { value: one, selected: one === firstOffer }, roleChoices[one])),
  );
  const always = element("input", { type: "checkbox", "data-key": `always-${personId}` });
  const letIn = async (): Promise<void> => {
    const given = role.value as RoomRole;
    if (always.checked) await ask({ type: "open-as", role: given });
    await ask({ type: "give", personId, role: given });
  };
  return card(
    `${name} asks to come in.`,
    element("label", { class: "ds-question-field" }, `${name} may `, role),
    element("label", { class: "ds-question-field" }, always, " and so may others who help, without asking"),
    element(
      "div",
      { class: "ds-question-actions" },
      button(`in-${personId}`, "Let in", letIn, true),
      button(`no-${personId}`, "Not now", () => ask({ type: "give", personId, role: null })),
    ),
  );
}

function keyboardCard({ view }: RoomModel, ask: Ask): HTMLElement {
  const { by, keyboard } = view.keyboardAsked ?? { by: { name: "" }, keyboard: { name: "" } };
  const what = by.name === keyboard.name ? "the keyboard" : `that only ${keyboard.name} types`;
  return card(
    `${by.name} asks for ${what}. You can still suggest changes, and take it back when you like.`,
    button("keyboard-yes", "Hands off", () => ask({ type: "answer-keyboard", yes: true }), true),
    button("keyboard-no", "Not now", () => ask({ type: "answer-keyboard", yes: false })),
  );
}

function visitsCard(visits: RoomModel["visits"], ask: Ask): HTMLElement {
  const lines = visits.map((visit) => {
    const until = visit.until === null ? "" : ` until ${clockTime(visit.until)}`;
    return element("li", {}, `${visit.name} at ${clockTime(visit.from)}${until}`);
  });
  return card(
    "While you were away, somebody looked at this notebook:",
    element("ul", { class: "ds-question-list" }, ...lines),
    button("visits-seen", "All right", () => ask({ type: "see-visits" }), true),
  );
}

function card(text: string, ...parts: HTMLElement[]): HTMLElement {
  return element("div", { class: "ds-question", role: "group", "aria-label": text }, element("p", {}, text), ...parts);
}

function button(key: string, label: string, act: () => Promise<void>, isMain = false): HTMLElement {
  const look = `ds-button ds-band-button${isMain ? " ds-button-main" : ""}`;
  return element("button", { type: "button", class: look, "data-key": key, onclick: starting(act) }, label);
}
