/** A tap as the form says it, what it does to the day, and the words and the way back that are shown after it. */
import { html, type Html } from "../../http/index.js";
import type { FormFields } from "../announcement.js";
import type { DayPerson, DayView } from "./day.js";
import { newSittingId } from "./day.js";
import { pathOf } from "./day-screen.js";
import type { DayAction } from "./day-state.js";
import { nameOf } from "./day-words.js";
import type { TimerAction } from "./timer.js";

/** Undefined for what nobody on this page can have meant. */
export function tapIn(body: FormFields, view: DayView, now: number): DayAction | undefined {
  const person = view.people.find(({ contactId }) => contactId === body["who"]);
  if (person === undefined) return undefined;
  const { contactId, part } = person;
  switch (body["do"]) {
    case "arrived":
      return { type: "arrive", contactId, part, cameBy: "list", at: now };
    case "not-arrived":
      return { type: "not-arrived", contactId };
    case "left":
      return { type: "leave", contactId, at: now };
    case "not-left":
      return { type: "not-left", contactId };
    case "sit":
      return { type: "sit", sittingId: newSittingId(), patientId: contactId, surgeonId: body["with"] ?? "", at: now };
    default:
      return sittingTap(body, view, now);
  }
}

function sittingTap(body: FormFields, { state }: DayView, now: number): DayAction | undefined {
  const sitting = state.sittings.get(body["sitting"] ?? "");
  if (sitting === undefined || sitting.patientId !== body["who"]) return undefined;
  const sittingId = sitting.id;
  switch (body["do"]) {
    case "apart":
      return { type: "apart", sittingId, at: now };
    case "together-again":
      return { type: "together-again", sittingId };
    case "not-sat":
      return { type: "not-sat", sittingId };
    default:
      return undefined;
  }
}

interface Said {
  readonly words: (name: string, other: string) => string;
  /** What the button that takes it back says is true. */
  readonly undo: string | undefined;
}

const said: Readonly<Record<string, Said>> = {
  arrived: { words: (name) => `${name} is here.`, undo: "not-arrived" },
  "not-arrived": { words: (name) => `${name} is not here.`, undo: "arrived" },
  left: { words: (name) => `${name} has left.`, undo: "not-left" },
  "not-left": { words: (name) => `${name} is still here.`, undo: "left" },
  sit: { words: (name, other) => `${name} sits with ${other}.`, undo: "not-sat" },
  "not-sat": { words: (name) => `${name} sits with whom it was before.`, undo: undefined },
  apart: { words: (name, other) => `${name} has finished with ${other}.`, undo: "together-again" },
  "together-again": { words: (name, other) => `${name} and ${other} go on.`, undo: "apart" },
};

/** Where the browser goes after a tap, so that a reload sends nothing again. */
export function afterTap(view: Pick<DayView, "date">, body: FormFields, action: DayAction): string {
  const sitting = action.type === "sit" ? action.sittingId : (body["sitting"] ?? "");
  const query = new URLSearchParams({ did: body["do"] ?? "", who: body["who"] ?? "", sitting });
  return `${pathOf(view)}?${query.toString()}#p-${body["who"] ?? ""}`;
}

/** "Ada has left. [Undo]". Nothing for an address that somebody made up. */
export function saidAfter(view: DayView, query: URLSearchParams): Html | undefined {
  const one = said[query.get("did") ?? ""];
  const person = personIn(view, query.get("who"));
  if (one === undefined || person === undefined) return undefined;
  const sitting = view.state.sittings.get(query.get("sitting") ?? "");
  const other = personIn(view, sitting?.surgeonId ?? null);
  // Somebody who sat with them already sits with them still: there is nothing to take back.
  const undo = one.undo === "not-sat" && sitting === undefined ? undefined : one.undo;
  const fields = { do: undo ?? "", who: person.contactId, sitting: sitting?.id ?? "" };
  return html`<p>${one.words(nameOf(person), other === undefined ? "somebody" : nameOf(other))}</p>
    ${
      undo !== undefined &&
      html`<form class="tap" method="post" action="${pathOf(view)}/tap">
        ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <button class="button" id="undo">Undo</button>
      </form>`
    }`;
}

const personIn = ({ people }: DayView, contactId: string | null): DayPerson | undefined =>
  people.find((one) => one.contactId === contactId);

export function timerTapIn(body: FormFields, now: number): TimerAction | undefined {
  const minutes = Number(body["minutes"] ?? "");
  const whole = Number.isInteger(minutes) && minutes >= 1 && minutes <= 240;
  switch (body["do"]) {
    case "start":
      return whole ? { type: "start", minutes, at: now } : undefined;
    case "add":
      return whole ? { type: "add", minutes, seen: body["seen"] ?? "", at: now } : undefined;
    case "stop":
      return { type: "stop", at: now };
    case "go-on":
      return { type: "go-on", at: now };
    case "clear":
      return { type: "clear" };
    default:
      return undefined;
  }
}
