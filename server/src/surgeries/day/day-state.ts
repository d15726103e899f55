/**
 * A surgery's day as one value, and what taps do to it: a pure rule. Every tap says what is to be true ("arrived", "left"), not
 * "the other way round", so that taps that come twice, from two phones or late, change nothing a second time. Each tap has one
 * that takes it back.
 *
 * What holds in every state: somebody is with at most one surgeon at a time; people sit together only while both are there; nobody
 * leaves before they arrive; all of it lies within the time for which the doors were open; once they are closed, nobody is there.
 */
import type { Part } from "../places.js";

export type CameBy = "list" | "code" | "walk-in";

/** Times are milliseconds since 1970. */
export interface DayRoom {
  readonly code: string;
  readonly workshopId: string | undefined;
  readonly openedAt: number;
  readonly closedAt: number | undefined;
}

export interface Attendance {
  readonly contactId: string;
  readonly part: Part;
  readonly cameBy: CameBy;
  readonly arrivedAt: number;
  /** Undefined while they are here. */
  readonly leftAt: number | undefined;
}

export interface Sitting {
  readonly id: string;
  readonly patientId: string;
  readonly surgeonId: string;
  readonly beganAt: number;
  readonly endedAt: number | undefined;
}

export interface DayState {
  /** As announced. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** Undefined until the doors are opened for the first time. */
  readonly room: DayRoom | undefined;
  readonly attendances: ReadonlyMap<string, Attendance>;
  readonly sittings: ReadonlyMap<string, Sitting>;
}

export type DayAction =
  /** Also opens again what was closed by mistake: whoever left only because of that is here again. */
  | { readonly type: "open"; readonly at: number; readonly code: string; readonly workshopId: string | undefined }
  | { readonly type: "close"; readonly at: number }
  | {
      readonly type: "arrive";
      readonly contactId: string;
      readonly part: Part;
      readonly cameBy: CameBy;
      readonly at: number;
    }
  | { readonly type: "not-arrived"; readonly contactId: string }
  | { readonly type: "leave"; readonly contactId: string; readonly at: number }
  | { readonly type: "not-left"; readonly contactId: string }
  | {
      readonly type: "sit";
      readonly sittingId: string;
      readonly patientId: string;
      readonly surgeonId: string;
      readonly at: number;
    }
  | { readonly type: "not-sat"; readonly sittingId: string }
  | { readonly type: "apart"; readonly sittingId: string; readonly at: number }
  | { readonly type: "together-again"; readonly sittingId: string }
  /** Times put right by hand, or somebody who was forgotten. `to` undefined: still here. `at` is when it is said. */
  | {
      readonly type: "was-here";
      readonly contactId: string;
      readonly part: Part;
      readonly from: number;
      readonly to: number | undefined;
      readonly at: number;
    }
  /** With everything that hangs on it. */
  | { readonly type: "was-not-here"; readonly contactId: string };

export function applyDay(state: DayState, action: DayAction): DayState {
  if (action.type === "open") return open(state, action);
  const { room } = state;
  if (room === undefined) return state;
  switch (action.type) {
    case "was-here":
      return correct(state, room, action);
    case "was-not-here":
      return without(state, action.contactId);
    case "not-arrived":
      return sittingsOf(state, action.contactId).length > 0 ? state : without(state, action.contactId);
    case "not-sat":
      return notSat(state, action.sittingId);
    default:
      // The rest is said of what happens now, and nothing happens behind closed doors.
      return room.closedAt === undefined ? applyNow(state, room, action) : state;
  }
}

function applyNow(state: DayState, room: DayRoom, action: DayAction): DayState {
  switch (action.type) {
    case "close":
      return close(state, room, action.at);
    case "arrive":
      return arrive(state, room, action);
    case "leave":
      return leave(state, action.contactId, action.at);
    case "not-left":
      return notLeft(state, action.contactId);
    case "sit":
      return sit(state, action);
    case "apart":
      return apart(state, action.sittingId, action.at);
    case "together-again":
      return togetherAgain(state, action.sittingId);
    default:
      return state;
  }
}

export const isOpen = ({ room }: DayState): boolean => room !== undefined && room.closedAt === undefined;

export function isHere(state: DayState, contactId: string): boolean {
  const attendance = state.attendances.get(contactId);
  return attendance !== undefined && attendance.leftAt === undefined;
}

/** The sitting that this person has now as the one who is helped. */
export function sittingNow(state: DayState, patientId: string): Sitting | undefined {
  return [...state.sittings.values()].find((one) => one.patientId === patientId && one.endedAt === undefined);
}

export function sittingsOf(state: DayState, contactId: string): Sitting[] {
  return [...state.sittings.values()].filter((one) => one.patientId === contactId || one.surgeonId === contactId);
}

function open(state: DayState, { at, code, workshopId }: DayAction & { type: "open" }): DayState {
  const { room } = state;
  if (room === undefined) return { ...state, room: { code, workshopId, openedAt: at, closedAt: undefined } };
  const { closedAt } = room;
  if (closedAt === undefined) return state;
  const attendances = mapValues(state.attendances, (one) =>
    one.leftAt === closedAt ? { ...one, leftAt: undefined } : one,
  );
  const reopened = { ...state, room: { ...room, closedAt: undefined }, attendances };
  return reviveSittings(reopened, closedAt, () => true);
}

function close(state: DayState, room: DayRoom, at: number): DayState {
  // Told late (nobody had closed): who came after the planned end was there all the same.
  const latest = [...state.attendances.values()].flatMap(({ arrivedAt, leftAt }) => [arrivedAt, leftAt ?? arrivedAt]);
  const began = [...state.sittings.values()].map(({ beganAt }) => beganAt);
  const closedAt = Math.max(at, room.openedAt, ...latest, ...began);
  return {
    ...state,
    room: { ...room, closedAt },
    attendances: mapValues(state.attendances, (one) => (one.leftAt === undefined ? { ...one, leftAt: closedAt } : one)),
    sittings: mapValues(state.sittings, (one) => (one.endedAt === undefined ? { ...one, endedAt: closedAt } : one)),
  };
}

/** Somebody who went and comes back was here all the time: the record has one arrival and one leaving for each. */
function arrive(
  state: DayState,
  room: DayRoom,
  { contactId, part, cameBy, at }: DayAction & { type: "arrive" },
): DayState {
  const known = state.attendances.get(contactId);
  if (known === undefined)
    return putAttendance(state, {
      contactId,
      part,
      cameBy,
      arrivedAt: Math.max(at, room.openedAt),
      leftAt: undefined,
    });
  return known.leftAt === undefined ? state : putAttendance(state, { ...known, leftAt: undefined });
}

function leave(state: DayState, contactId: string, at: number): DayState {
  const known = state.attendances.get(contactId);
  if (known === undefined || known.leftAt !== undefined) return state;
  const own = sittingsOf(state, contactId);
  const leftAt = Math.max(at, known.arrivedAt, ...own.map(({ beganAt, endedAt }) => endedAt ?? beganAt));
  const left = putAttendance(state, { ...known, leftAt });
  return own
    .filter(({ endedAt }) => endedAt === undefined)
    .reduce((to, one) => putSitting(to, { ...one, endedAt: leftAt }), left);
}

function notLeft(state: DayState, contactId: string): DayState {
  const known = state.attendances.get(contactId);
  if (known?.leftAt === undefined) return state;
  const back = putAttendance(state, { ...known, leftAt: undefined });
  return reviveSittings(back, known.leftAt, (one) => one.patientId === contactId || one.surgeonId === contactId);
}

function sit(state: DayState, { sittingId, patientId, surgeonId, at }: DayAction & { type: "sit" }): DayState {
  const [patient, surgeon] = [state.attendances.get(patientId), state.attendances.get(surgeonId)];
  const both = isHere(state, patientId) && isHere(state, surgeonId) && patientId !== surgeonId;
  if (!both || patient?.part === "surgeon" || surgeon?.part !== "surgeon" || state.sittings.has(sittingId))
    return state;
  const before = sittingNow(state, patientId);
  if (before?.surgeonId === surgeonId) return state;
  const earlier = [...state.sittings.values()].filter((one) => one.patientId === patientId);
  const beganAt = Math.max(
    at,
    patient?.arrivedAt ?? at,
    surgeon.arrivedAt,
    ...earlier.map((one) => one.endedAt ?? one.beganAt),
  );
  const ended = before === undefined ? state : putSitting(state, { ...before, endedAt: beganAt });
  return putSitting(ended, { id: sittingId, patientId, surgeonId, beganAt, endedAt: undefined });
}

/** It did not happen: whom they sat with until then, they sit with again. */
function notSat(state: DayState, sittingId: string): DayState {
  const known = state.sittings.get(sittingId);
  if (known === undefined) return state;
  const sittings = new Map(state.sittings);
  sittings.delete(sittingId);
  const gone = { ...state, sittings };
  if (known.endedAt !== undefined || !isOpen(state)) return gone;
  return reviveSittings(gone, known.beganAt, (one) => one.patientId === known.patientId);
}

function apart(state: DayState, sittingId: string, at: number): DayState {
  const known = state.sittings.get(sittingId);
  if (known === undefined || known.endedAt !== undefined) return state;
  return putSitting(state, { ...known, endedAt: Math.max(at, known.beganAt) });
}

function togetherAgain(state: DayState, sittingId: string): DayState {
  const known = state.sittings.get(sittingId);
  if (known?.endedAt === undefined) return state;
  return reviveSittings(state, known.endedAt, ({ id }) => id === sittingId);
}

/** Those that ended at that moment go on, where both are here and the one who is helped has sat with nobody since. */
function reviveSittings(state: DayState, endedAt: number, concerns: (sitting: Sitting) => boolean): DayState {
  return [...state.sittings.values()]
    .filter((one) => one.endedAt === endedAt && concerns(one))
    .reduce((to, one) => {
      const since = [...to.sittings.values()].some(
        (other) =>
          other.id !== one.id && other.patientId === one.patientId && (other.endedAt ?? Infinity) > one.beganAt,
      );
      if (since || !isHere(to, one.patientId) || !isHere(to, one.surgeonId)) return to;
      return putSitting(to, { ...one, endedAt: undefined });
    }, state);
}

function correct(
  state: DayState,
  room: DayRoom,
  { contactId, part, from, to, at }: DayAction & { type: "was-here" },
): DayState {
  const known = state.attendances.get(contactId);
  // Doors that were opened late were open for whoever was there from the planned beginning.
  const earliest = Math.min(room.openedAt, state.startsAt);
  const latest = room.closedAt ?? Math.max(at, room.openedAt);
  const within = (time: number): number => Math.min(Math.max(time, earliest), latest);
  const arrivedAt = within(from);
  const leftAt =
    to === undefined && room.closedAt === undefined ? undefined : Math.max(arrivedAt, within(to ?? latest));
  const put = putAttendance(state, {
    contactId,
    part: known === undefined || sittingsOf(state, contactId).length === 0 ? part : known.part,
    cameBy: known?.cameBy ?? "list",
    arrivedAt,
    leftAt,
  });
  return sittingsOf(put, contactId).reduce((next, one) => fitSitting(next, one, arrivedAt, leftAt), put);
}

/** A sitting can't last longer than somebody was there; one that lies outside that time did not happen. */
function fitSitting(state: DayState, one: Sitting, arrivedAt: number, leftAt: number | undefined): DayState {
  const beganAt = Math.max(one.beganAt, arrivedAt);
  const endedAt = leftAt === undefined ? one.endedAt : Math.min(one.endedAt ?? leftAt, leftAt);
  if (endedAt === undefined || endedAt > beganAt) return putSitting(state, { ...one, beganAt, endedAt });
  const sittings = new Map(state.sittings);
  sittings.delete(one.id);
  return { ...state, sittings };
}

function without(state: DayState, contactId: string): DayState {
  if (!state.attendances.has(contactId)) return state;
  const attendances = new Map(state.attendances);
  attendances.delete(contactId);
  const kept = [...state.sittings].filter(([, one]) => one.patientId !== contactId && one.surgeonId !== contactId);
  return { ...state, attendances, sittings: new Map(kept) };
}

function putAttendance(state: DayState, attendance: Attendance): DayState {
  return { ...state, attendances: new Map([...state.attendances, [attendance.contactId, attendance]]) };
}

function putSitting(state: DayState, sitting: Sitting): DayState {
  return { ...state, sittings: new Map([...state.sittings, [sitting.id, sitting]]) };
}

function mapValues<T>(map: ReadonlyMap<string, T>, change: (value: T) => T): ReadonlyMap<string, T> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
