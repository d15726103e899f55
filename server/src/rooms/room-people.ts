/**
 * Who may do what in one room, who asks to come in, who has the keyboard, whom all are asked to follow, who has a hand up: a pure
 * reducer (SPEC RO21 to RO26). Its owner (`people-keeper.ts`) writes what the effects name, and only then takes over the state.
 * Times in milliseconds. What somebody is to the document (`Standing`) follows from its path and is given with each event.
 */
import {
  AppError,
  roleReaches,
  type ListedPerson,
  type NamedPerson,
  type PeopleCommand,
  type PeopleNotice,
  type RaisedHand,
  type RoomPeople,
  type RoomRole,
  type Standing,
  type Visit,
} from "@data-surgery/contract";

/** Somebody in the room, or acting on it. */
export interface Actor extends NamedPerson {
  readonly color: string;
  readonly standing: Standing;
}

/** What is kept about one person in one room. */
export interface KeptPerson extends NamedPerson {
  readonly color: string;
  readonly role: RoomRole | null;
  /** When the owner last decided about them. */
  readonly decidedAt: number;
  readonly declined: boolean;
  readonly hand: RaisedHand | null;
}

interface Present extends Actor {
  readonly lines: number;
}

interface LookingIn {
  readonly visit: string;
  /** Since when they have no line; undefined while they have one. */
  readonly goneAt: number | undefined;
}

export interface PeopleState {
  readonly owner: NamedPerson | null;
  readonly openAs: RoomRole | null;
  readonly kept: ReadonlyMap<string, KeptPerson>;
  readonly visits: readonly Visit[];
  readonly keyboard: NamedPerson | null;
  /** The rest is of this moment and never stored. */
  readonly present: ReadonlyMap<string, Present>;
  readonly looking: ReadonlyMap<string, LookingIn>;
  readonly keyboardAsked: RoomPeople["keyboardAsked"];
  readonly attention: NamedPerson | null;
}

export type StoredPeople = Pick<PeopleState, "owner" | "openAs" | "kept" | "visits" | "keyboard">;

/** Commands that change who may what; suggestions and messages are looked after elsewhere. */
export type RoleCommand = Exclude<
  PeopleCommand,
  { readonly type: "suggest" | "withdraw" | "accept" | "decline" | "say" | "erase-message" }
>;

export type PeopleEvent =
  | { readonly type: "came" | "left" }
  /** By a code that the owner gave out, with what they may do, and when. */
  | { readonly type: "admitted"; readonly role: RoomRole; readonly codeFrom: number }
  /** With what the server adds to it: a name for the place of a hand. */
  | (RoleCommand & { readonly label?: string });

export interface Happening {
  readonly event: PeopleEvent;
  readonly by: Actor;
  readonly at: number;
  /** For whatever is made by it. */
  readonly id: string;
}

export type PeopleEffect =
  | { readonly type: "keep-person"; readonly personId: string }
  | { readonly type: "keep-settings" }
  | { readonly type: "keep-visits"; readonly ids: readonly string[] }
  | { readonly type: "hand"; readonly personId: string; readonly hand: RaisedHand | null };

export interface PeopleChange {
  readonly state: PeopleState;
  readonly effects: readonly PeopleEffect[];
}

const hour = 3_600_000;
/** Letting somebody in is for the evening: who comes later asks again. */
export const grantLasts: number = 12 * hour;
/** A network that drops for a moment does not end a look. */
const lookLasts = 5 * 60_000;
const mostVisits = 50;

export const emptyPeople: StoredPeople = { owner: null, openAs: null, kept: new Map(), visits: [], keyboard: null };

export function openPeople(stored: StoredPeople): PeopleState {
  return { ...stored, present: new Map(), looking: new Map(), keyboardAsked: null, attention: null };
}

/** What somebody may do now; undefined: nothing, not even look. */
export function roleOf(state: PeopleState, personId: string, standing: Standing): RoomRole | undefined {
  const own = ownRole(state, personId, standing);
  if (own === undefined || state.keyboard === null) return own;
  if (state.keyboard.personId === personId) return roleReaches(own, "edit") ? own : "edit";
  return roleReaches(own, "suggest") ? "suggest" : own;
}

function ownRole(state: PeopleState, personId: string, standing: Standing): RoomRole | undefined {
  if (standing === "stranger") return undefined;
  if (standing === "owner") return "run";
  const kept = state.kept.get(personId);
  if (kept?.role != null) return kept.role;
  // Everybody's notebook is open to everybody, unless its owner said otherwise.
  if (standing === "member") return state.openAs ?? "run";
  if (kept?.declined === true) return undefined;
  return state.openAs ?? (state.looking.has(personId) ? "observe" : undefined);
}

/** May change who may what. */
export const manages = (standing: Standing): boolean => standing === "owner";

/** What a page without a role is told. */
export function waitingState(state: PeopleState, personId: string): (PeopleNotice & { type: "waiting" })["state"] {
  if (state.kept.get(personId)?.declined === true) return "declined";
  return ownerIsHere(state) ? "asking" : "absent";
}

const ownerIsHere = (state: PeopleState): boolean => [...state.present.values()].some((one) => manages(one.standing));

/** What a person in the room sees. @param seesHandOf whose raised hand is theirs to see */
export function viewPeople(
  state: PeopleState,
  isCommon: boolean,
  seesHandOf: (personId: string) => boolean,
): RoomPeople {
  const people = new Map<string, ListedPerson>();
  for (const { personId, name, color, role, hand: raised } of state.kept.values()) {
    const hand = seesHandOf(personId) ? raised : null;
    if (role === null && hand === null) continue;
    people.set(personId, { personId, name, color, role, hand, asking: false, lookingIn: false });
  }
  for (const { personId, name, color, standing } of state.present.values()) {
    const lookingIn = state.looking.has(personId) && ownRole(state, personId, standing) === "observe";
    const asking = roleOf(state, personId, standing) === undefined && waitingState(state, personId) === "asking";
    if (!lookingIn && !asking) continue;
    const listed = people.get(personId) ?? { personId, name, color, role: null, hand: null };
    people.set(personId, { ...listed, lookingIn, asking });
  }
  const leads = state.attention !== null && state.present.has(state.attention.personId);
  return {
    owner: isCommon ? null : (state.owner ?? { personId: "", name: "" }),
    openAs: state.openAs ?? (isCommon ? "run" : null),
    people: [...people.values()].toSorted((a, b) => a.name.localeCompare(b.name, "en")),
    keyboard: state.keyboard,
    keyboardAsked: state.keyboardAsked,
    attention: leads ? state.attention : null,
  };
}

/** @throws AppError `rooms.owner-only`, `rooms.role-needed`, `rooms.ask-first`, `rooms.gone` */
export function applyPeople(state: PeopleState, happening: Happening): PeopleChange {
  const { event, by } = happening;
  switch (event.type) {
    case "came":
      return came(state, happening);
    case "left":
      return left(state, happening);
    case "admitted":
      return admitted(state, happening, event.role, event.codeFrom);
    case "ask":
      // Asking an empty room would turn a "not now" into a look.
      if (!ownerIsHere(state)) throw new AppError("rooms.ask-first");
      return { state: withKept(state, { ...keptOf(state, by), declined: false }), effects: [keepPerson(by)] };
    case "look-in":
      return lookIn(state, happening);
    case "give":
      return give(state, happening, event.personId, event.role);
    case "open-as":
      assertManages(by);
      return { state: { ...state, openAs: event.role }, effects: [{ type: "keep-settings" }] };
    case "keyboard":
      return keyboard(state, by, event.personId);
    case "answer-keyboard":
      return answerKeyboard(state, by, event.yes);
    case "attention":
      return attention(state, by, event.on);
    case "raise-hand":
      return raiseHand(state, happening, event.cellId, event.label ?? "");
    case "lower-hand":
      return lowerHand(state, by, event.personId ?? by.personId);
    case "see-visits": {
      assertManages(by);
      const unseen = state.visits.filter((visit) => !visit.seen).map((visit) => visit.id);
      const visits = state.visits.map((visit) => ({ ...visit, seen: true }));
      return { state: { ...state, visits }, effects: [{ type: "keep-visits", ids: unseen }] };
    }
    default:
      return event satisfies never;
  }
}

function came(before: PeopleState, { by, at, id }: Happening): PeopleChange {
  const known = before.present.get(by.personId);
  const present = new Map(before.present).set(by.personId, { ...by, lines: (known?.lines ?? 0) + 1 });
  let state: PeopleState = { ...before, present };
  if (known !== undefined) return { state, effects: [] };
  const effects: PeopleEffect[] = [];
  if (by.standing === "owner" && (state.owner?.personId !== by.personId || state.owner.name !== by.name)) {
    state = { ...state, owner: { personId: by.personId, name: by.name } };
    effects.push({ type: "keep-settings" });
  }
  const kept = state.kept.get(by.personId);
  if (kept !== undefined && by.standing === "helper" && at - kept.decidedAt > grantLasts) {
    state = withKept(state, { ...kept, role: null, declined: false });
    effects.push(keepPerson(by));
  }
  const looking = state.looking.get(by.personId);
  if (looking?.goneAt !== undefined) {
    const still = at - looking.goneAt <= lookLasts;
    state = withLooking(state, by.personId, still ? { ...looking, goneAt: undefined } : undefined);
  }
  const isUnseen = by.standing === "helper" && !ownerIsHere(state) && !state.looking.has(by.personId);
  if (!isUnseen || roleOf(state, by.personId, by.standing) === undefined) return { state, effects };
  const visited = withVisit(state, by, at, id);
  return { state: visited.state, effects: [...effects, ...visited.effects] };
}

function left(before: PeopleState, { by, at }: Happening): PeopleChange {
  const known = before.present.get(by.personId);
  if (known === undefined) return { state: before, effects: [] };
  const present = new Map(before.present);
  if (known.lines > 1) {
    present.set(by.personId, { ...known, lines: known.lines - 1 });
    return { state: { ...before, present }, effects: [] };
  }
  present.delete(by.personId);
  let state: PeopleState = { ...before, present };
  if (state.keyboardAsked?.by.personId === by.personId) state = { ...state, keyboardAsked: null };
  const looking = state.looking.get(by.personId);
  if (looking !== undefined) state = withLooking(state, by.personId, { ...looking, goneAt: at });
  const open = state.visits.filter((visit) => visit.personId === by.personId && visit.until === null);
  if (open.length === 0) return { state, effects: [] };
  const visits = state.visits.map((visit) => (open.includes(visit) ? { ...visit, until: at } : visit));
  return { state: { ...state, visits }, effects: [{ type: "keep-visits", ids: open.map((visit) => visit.id) }] };
}

/** Only while the owner is away; they are told when they come back. Who was told "not now" does not slip in that way. */
function lookIn(state: PeopleState, { by, at, id }: Happening): PeopleChange {
  if (roleOf(state, by.personId, by.standing) !== undefined) return { state, effects: [] };
  if (by.standing !== "helper" || waitingState(state, by.personId) !== "absent") throw new AppError("rooms.ask-first");
  const visited = withVisit(state, by, at, id);
  return { ...visited, state: withLooking(visited.state, by.personId, { visit: id, goneAt: undefined }) };
}

function give(state: PeopleState, { by, at }: Happening, personId: string, role: RoomRole | null): PeopleChange {
  assertManages(by);
  const target = state.present.get(personId) ?? state.kept.get(personId);
  if (target === undefined) throw new AppError("rooms.gone");
  if (state.present.get(personId)?.standing === "owner") throw new AppError("rooms.owner-only");
  const kept = { ...keptOf(state, target), role, declined: role === null, decidedAt: at };
  const next = withLooking(withKept(state, kept), personId, undefined);
  // Whoever is shown out has the keyboard no more, or nobody would.
  const losesKeyboard = role === null && state.keyboard?.personId === personId;
  const effects: PeopleEffect[] = [{ type: "keep-person", personId }];
  if (losesKeyboard) effects.push({ type: "keep-settings" });
  return { state: losesKeyboard ? { ...next, keyboard: null } : next, effects };
}

/** The owner decided about them when they gave out the code. Whoever was shown out since has to ask. */
function admitted(state: PeopleState, { by, at }: Happening, role: RoomRole, codeFrom: number): PeopleChange {
  if (by.standing !== "helper") return { state, effects: [] };
  const kept = keptOf(state, by);
  if (kept.declined && kept.decidedAt >= codeFrom) throw new AppError("rooms.ask-first");
  const next = withKept(state, { ...kept, role, declined: false, decidedAt: at });
  return { state: next, effects: [keepPerson(by)] };
}

function keyboard(state: PeopleState, by: Actor, personId: string | null): PeopleChange {
  assertRole(state, by, "observe", "look at it");
  if (personId === null) {
    const isTheirs = state.keyboard?.personId === by.personId;
    if (!manages(by.standing) && !isTheirs) throw new AppError("rooms.owner-only");
    return { state: { ...state, keyboard: null, keyboardAsked: null }, effects: [{ type: "keep-settings" }] };
  }
  const target = state.present.get(personId);
  if (target === undefined) throw new AppError("rooms.gone");
  const named = { personId, name: target.name };
  // One who asks for somebody that may not come in would let them in by that.
  if (roleOf(state, personId, target.standing) === undefined) throw new AppError("rooms.ask-first");
  if (manages(by.standing)) {
    return { state: { ...state, keyboard: named, keyboardAsked: null }, effects: [{ type: "keep-settings" }] };
  }
  if (by.standing !== "helper") throw new AppError("rooms.owner-only");
  const asked = { by: { personId: by.personId, name: by.name }, keyboard: named };
  return { state: { ...state, keyboardAsked: asked }, effects: [] };
}

function answerKeyboard(state: PeopleState, by: Actor, yes: boolean): PeopleChange {
  assertManages(by);
  const asked = state.keyboardAsked;
  if (asked === null) throw new AppError("rooms.gone");
  const next = { ...state, keyboardAsked: null };
  if (!yes) return { state: next, effects: [] };
  return { state: { ...next, keyboard: asked.keyboard }, effects: [{ type: "keep-settings" }] };
}

/** The owner and whoever helps may ask all to look where they are; anybody may leave, so it needs no yes. */
function attention(state: PeopleState, by: Actor, on: boolean): PeopleChange {
  assertRole(state, by, "observe", "look at it");
  const isTheirs = state.attention?.personId === by.personId;
  if (by.standing === "member" && !isTheirs) throw new AppError("rooms.owner-only");
  if (!on && !isTheirs && !manages(by.standing)) throw new AppError("rooms.owner-only");
  const leader = on ? { personId: by.personId, name: by.name } : null;
  return { state: { ...state, attention: leader }, effects: [] };
}

function raiseHand(state: PeopleState, { by, at }: Happening, cellId: string, label: string): PeopleChange {
  assertRole(state, by, "observe", "look at it");
  const hand = { cellId, label, at };
  const next = withKept(state, { ...keptOf(state, by), hand });
  // The queue may refuse it: then nothing of it is kept here either.
  return { state: next, effects: [{ type: "hand", personId: by.personId, hand }, keepPerson(by)] };
}

function lowerHand(state: PeopleState, by: Actor, personId: string): PeopleChange {
  assertRole(state, by, "observe", "look at it");
  const kept = state.kept.get(personId);
  if (personId !== by.personId && by.standing === "member") throw new AppError("rooms.owner-only");
  if (kept?.hand == null) return { state, effects: [] };
  const effects: PeopleEffect[] = [
    { type: "keep-person", personId },
    { type: "hand", personId, hand: null },
  ];
  return { state: withKept(state, { ...kept, hand: null }), effects };
}

function assertManages(by: Actor): void {
  if (!manages(by.standing)) throw new AppError("rooms.owner-only");
}

/** @throws AppError `rooms.ask-first` for who may not look, `rooms.role-needed` */
export function assertRole(state: PeopleState, by: Actor, wanted: RoomRole, what: string): void {
  const role = roleOf(state, by.personId, by.standing);
  if (role === undefined) throw new AppError("rooms.ask-first");
  if (!roleReaches(role, wanted)) throw new AppError("rooms.role-needed", { wanted: what });
}

const keepPerson = ({ personId }: NamedPerson): PeopleEffect => ({ type: "keep-person", personId });

function keptOf(state: PeopleState, who: NamedPerson & { readonly color: string }): KeptPerson {
  const { personId, name, color } = who;
  const fresh = { personId, name, color, role: null, decidedAt: 0, declined: false, hand: null };
  return { ...fresh, ...state.kept.get(personId), name, color };
}

const withKept = (state: PeopleState, person: KeptPerson): PeopleState => ({
  ...state,
  kept: new Map(state.kept).set(person.personId, person),
});

function withLooking(state: PeopleState, personId: string, looking: LookingIn | undefined): PeopleState {
  const next = new Map(state.looking);
  if (looking === undefined) next.delete(personId);
  else next.set(personId, looking);
  return { ...state, looking: next };
}

function withVisit(state: PeopleState, { personId, name }: Actor, at: number, id: string): PeopleChange {
  const visit: Visit = { id, personId, name, from: at, until: null, seen: false };
  const visits = [...state.visits, visit].slice(-mostVisits);
  return { state: { ...state, visits }, effects: [{ type: "keep-visits", ids: [id] }] };
}
