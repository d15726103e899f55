/** When an open room is saved and when it is given up: a pure reducer and a plan (SPEC RO12, RO13). Times in milliseconds. */
export interface RoomState {
  readonly members: number;
  /** Cells running or waiting to run, and readers that need the room for a moment. */
  readonly holds: number;
  /** First and latest change that the file does not have yet. */
  readonly unsaved: { readonly since: number; readonly last: number } | undefined;
  readonly isSaving: boolean;
  /** After a failed save: not before then. */
  readonly retryAt: number;
  readonly failures: number;
  /** Since when there is nobody and nothing. */
  readonly emptySince: number | undefined;
}

export interface RoomStateEvent {
  readonly type: "joined" | "left" | "held" | "released" | "edited" | "save-started" | "saved" | "save-failed";
  readonly at: number;
}

export type RoomPlan =
  | { readonly type: "save" }
  | { readonly type: "evict" }
  | { readonly type: "wait"; readonly until: number }
  | { readonly type: "rest" };

export interface RoomTimes {
  /** Quiet time after the last edit before the file is written. */
  readonly quiet: number;
  /** Longest time that a file lags behind while somebody types. */
  readonly longest: number;
  /** How long an empty room stays open. */
  readonly linger: number;
}

export const defaultTimes: RoomTimes = { quiet: 500, longest: 5000, linger: 30_000 };

/** Waits between tries to save: 1 s, 2 s, 4 s, ... 30 s. */
const retryWait = (failures: number): number => Math.min(30_000, 1000 * 2 ** (failures - 1));

export function newRoomState(now: number): RoomState {
  return {
    members: 0,
    holds: 0,
    unsaved: undefined,
    isSaving: false,
    retryAt: 0,
    failures: 0,
    emptySince: now,
  };
}

export function applyRoomEvent(state: RoomState, event: RoomStateEvent): RoomState {
  const next = change(state, event);
  const isEmpty = next.members === 0 && next.holds === 0;
  return { ...next, emptySince: isEmpty ? (next.emptySince ?? event.at) : undefined };
}

function change(state: RoomState, event: RoomStateEvent): RoomState {
  switch (event.type) {
    case "joined":
      return { ...state, members: state.members + 1 };
    case "left":
      return { ...state, members: state.members - 1 };
    case "held":
      return { ...state, holds: state.holds + 1 };
    case "released":
      return { ...state, holds: state.holds - 1 };
    case "edited":
      return { ...state, unsaved: { since: state.unsaved?.since ?? event.at, last: event.at } };
    case "save-started":
      // What is edited from here on is for the next save.
      return { ...state, isSaving: true, unsaved: undefined };
    case "saved":
      return { ...state, isSaving: false, failures: 0, retryAt: 0 };
    case "save-failed":
      return {
        ...state,
        isSaving: false,
        failures: state.failures + 1,
        retryAt: event.at + retryWait(state.failures + 1),
        unsaved: state.unsaved ?? { since: event.at, last: event.at },
      };
    default:
      return event.type satisfies never;
  }
}

export function planRoom(state: RoomState, now: number, times: RoomTimes): RoomPlan {
  if (state.isSaving) return { type: "rest" };
  if (state.unsaved !== undefined) {
    const due = Math.min(state.unsaved.last + times.quiet, state.unsaved.since + times.longest);
    const at = Math.max(due, state.retryAt);
    return at <= now ? { type: "save" } : { type: "wait", until: at };
  }
  if (state.emptySince === undefined) return { type: "rest" };
  const at = state.emptySince + times.linger;
  return at <= now ? { type: "evict" } : { type: "wait", until: at };
}
