/** Who is in a room now, with what each may do and where they are: from what each page says of itself and what the server says of all. No DOM. */
import type { RaisedHand, RoomPeople, RoomRole } from "@data-surgery/contract";
import { peopleHere, type PersonHere } from "./people-here.js";

/** What our pages say of themselves in the awareness, under `surgery`. */
export interface OwnPlace {
  readonly cell: string | null;
  /** Whom they follow. */
  readonly following: string | null;
}

export interface RoomPerson extends PersonHere {
  readonly role: RoomRole | "owner";
  readonly lookingIn: boolean;
  readonly hand: RaisedHand | null;
  readonly cell: string | null;
  readonly following: string | null;
}

type States = ReadonlyMap<number, Readonly<Record<string, unknown>>>;

/** Without the asking ones: they are not in. */
export function roomPeopleHere(states: States, ownClient: number, view: RoomPeople): RoomPerson[] {
  const places = placesByPerson(states);
  return peopleHere(states, ownClient).map((person) => {
    const listed = view.people.find((one) => one.personId === person.key);
    const place = places.get(person.key) ?? { cell: null, following: null };
    return {
      ...person,
      ...place,
      role: shownRole(view, person.key),
      lookingIn: listed?.lookingIn === true,
      hand: listed?.hand ?? null,
    };
  });
}

/** What the server lets somebody do, for showing it; the server decides anew each time. */
export function shownRole(view: RoomPeople, personId: string): RoomRole | "owner" {
  const listed = view.people.find((one) => one.personId === personId);
  const isOwner = view.owner?.personId === personId;
  const own = isOwner
    ? "owner"
    : (listed?.role ?? (listed?.lookingIn === true ? "observe" : (view.openAs ?? "observe")));
  if (view.keyboard === null || own === "observe") return view.keyboard?.personId === personId ? "edit" : own;
  if (view.keyboard.personId === personId) return own === "suggest" ? "edit" : own;
  return "suggest";
}

/** The latest of a person's pages that says where it is. */
function placesByPerson(states: States): Map<string, OwnPlace> {
  const places = new Map<string, OwnPlace>();
  for (const state of states.values()) {
    const user = fields(state["user"]);
    const { cell, following } = fields(state["surgery"]);
    if (typeof user["username"] !== "string") continue;
    const known = places.get(user["username"]);
    places.set(user["username"], {
      cell: typeof cell === "string" ? cell : (known?.cell ?? null),
      following: typeof following === "string" ? following : (known?.following ?? null),
    });
  }
  return places;
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
