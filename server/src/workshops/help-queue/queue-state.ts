/**
 * Who asks for help and who is going: a pure reducer (SPEC HQ1 to HQ12). Its owner (`help-queue.ts`) writes what the effects name, and
 * only then takes over the state. Times in milliseconds. The rules hold for one workshop; calls stand in the order in which they came.
 */
import { AppError, type HelpPlace, type NamedPerson } from "@data-surgery/contract";

export interface Claim {
  readonly helper: NamedPerson;
  readonly at: number;
  /** Who handed it over to this helper, and what they said. */
  readonly from?: { readonly by: NamedPerson; readonly word: string; readonly at: number } | undefined;
}

export interface HelpCall {
  readonly id: string;
  readonly personId: string;
  readonly askedAt: number;
  readonly place?: HelpPlace | undefined;
  readonly claim?: Claim | undefined;
  /** The helper who was on the way last and is not any more. */
  readonly returned?: Returned | undefined;
}

export interface Returned {
  readonly by: NamedPerson;
  readonly why: "gave-back" | "gone";
  readonly word: string;
}

/** A helper with a page open, or who had one lately. */
interface HelperHere {
  readonly pages: number;
  readonly seenAt: number;
}

export interface QueueState {
  /** Whoever asked first stands first. */
  readonly calls: readonly HelpCall[];
  /** How long the latest calls took, in milliseconds, oldest first. */
  readonly took: readonly number[];
  /** Of this moment and never stored. */
  readonly helpers: ReadonlyMap<string, HelperHere>;
  /** Since when helpers are seen: a server that was started again has seen nobody yet. */
  readonly since: number;
}

export type QueueEvent =
  | { readonly type: "asked"; readonly id: string; readonly personId: string; readonly place?: HelpPlace | undefined }
  | { readonly type: "cancelled"; readonly personId: string }
  | { readonly type: "claimed"; readonly callId: string; readonly by: NamedPerson }
  | {
      readonly type: "handed-over";
      readonly callId: string;
      readonly by: NamedPerson;
      readonly to: NamedPerson;
      readonly word: string;
    }
  | { readonly type: "given-back"; readonly callId: string; readonly by: NamedPerson; readonly word: string }
  | {
      readonly type: "resolved";
      readonly callId: string;
      readonly by: NamedPerson;
      readonly note: string;
      readonly topic: string;
    }
  | { readonly type: "helper-came" | "helper-left" | "helper-seen"; readonly helperId: string }
  | { readonly type: "time-passed" };

export interface Closing {
  readonly outcome: "resolved" | "cancelled" | "expired";
  readonly at: number;
  readonly by?: string | undefined;
  readonly note: string;
  readonly topic: string;
}

export type QueueEffect =
  /** As it stands in the state after. */
  | { readonly type: "keep"; readonly callId: string }
  /** `settle`: the person's own signal goes back to fine, because a helper or the time says so. */
  | { readonly type: "close"; readonly call: HelpCall; readonly closing: Closing; readonly settle: boolean };

export interface QueueChange {
  readonly state: QueueState;
  readonly effects: readonly QueueEffect[];
}

const minute = 60_000;
/** A helper without any page open for this long is gone, and their calls go back. Long enough to help with the phone in the pocket. */
export const goneAfter: number = 15 * minute;
/** Whoever asked yesterday is not still waiting. */
export const callLasts: number = 12 * 60 * minute;
const mostTook = 20;

export function openQueue(stored: Pick<QueueState, "calls" | "took">, since: number): QueueState {
  return { ...stored, helpers: new Map(), since };
}

/** @throws AppError `help.taken`, `help.over`, `help.not-yours` */
export function applyQueue(state: QueueState, event: QueueEvent, at: number): QueueChange {
  switch (event.type) {
    case "asked":
      return asked(state, event, at);
    case "cancelled": {
      const call = state.calls.find(({ personId }) => personId === event.personId);
      if (call === undefined) return { state, effects: [] };
      return closed(state, call, { outcome: "cancelled", at, note: "", topic: "" }, false);
    }
    case "claimed":
      return claimed(state, event.callId, event.by, at);
    case "handed-over": {
      const call = ownCall(state, event.callId, event.by);
      if (event.to.personId === event.by.personId) return { state, effects: [] };
      const from = { by: event.by, word: event.word, at };
      // To the person who waits it is one call: who comes in the end has had the time from the first taking.
      const claim = { helper: event.to, at: call.claim?.at ?? at, from };
      return kept(state, { ...call, claim });
    }
    case "given-back": {
      const call = ownCall(state, event.callId, event.by);
      return kept(state, returnedBy(call, event.by, "gave-back", event.word));
    }
    case "resolved":
      return resolved(state, event, at);
    case "helper-came":
    case "helper-left":
    case "helper-seen":
      return { state: { ...state, helpers: seen(state.helpers, event, at) }, effects: [] };
    case "time-passed":
      return timePassed(state, at);
    default:
      return event satisfies never;
  }
}

/** Once each person; asked again, the place in the queue stays and only the place in the notebook is new. */
function asked(state: QueueState, event: QueueEvent & { readonly type: "asked" }, at: number): QueueChange {
  const known = state.calls.find(({ personId }) => personId === event.personId);
  const place = event.place === undefined ? {} : { place: event.place };
  if (known !== undefined) return kept(state, { ...known, ...place });
  // Never the same moment twice, so that a restart finds the same order.
  const askedAt = Math.max(at, ...state.calls.map((call) => call.askedAt + 1));
  return kept(state, { id: event.id, personId: event.personId, askedAt, ...place });
}

function claimed(state: QueueState, callId: string, by: NamedPerson, at: number): QueueChange {
  const call = callOf(state, callId);
  if (call.claim?.helper.personId === by.personId) return { state, effects: [] };
  if (call.claim !== undefined) throw new AppError("help.taken", { helper: call.claim.helper.name });
  const { returned: _returned, ...rest } = call;
  return kept(state, { ...rest, claim: { helper: by, at } });
}

/** Also without having taken it: somebody may have helped before they looked at the board. How long that took is not known. */
function resolved(state: QueueState, event: QueueEvent & { readonly type: "resolved" }, at: number): QueueChange {
  const { callId, by, note, topic } = event;
  const call = callOf(state, callId);
  if (call.claim !== undefined && call.claim.helper.personId !== by.personId) {
    throw new AppError("help.taken", { helper: call.claim.helper.name });
  }
  const took = call.claim === undefined ? state.took : [...state.took, at - call.claim.at].slice(-mostTook);
  return closed({ ...state, took }, call, { outcome: "resolved", at, by: by.personId, note, topic }, true);
}

function timePassed(state: QueueState, at: number): QueueChange {
  let next: QueueChange = { state, effects: [] };
  const add = (change: QueueChange): void => {
    next = { state: change.state, effects: [...next.effects, ...change.effects] };
  };
  for (const call of state.calls) {
    if (at - call.askedAt >= callLasts) {
      add(closed(next.state, call, { outcome: "expired", at, note: "", topic: "" }, true));
    } else if (call.claim !== undefined && isGone(state, call.claim, at)) {
      add(kept(next.state, returnedBy(call, call.claim.helper, "gone", "")));
    }
  }
  const helpers = new Map([...state.helpers].filter(([, one]) => one.pages > 0 || at - one.seenAt < goneAfter));
  return { ...next, state: { ...next.state, helpers } };
}

function isGone(state: QueueState, { helper, at: claimedAt, from }: Claim, at: number): boolean {
  const here = state.helpers.get(helper.personId);
  if (here !== undefined && here.pages > 0) return false;
  return at - Math.max(here?.seenAt ?? 0, claimedAt, from?.at ?? 0, state.since) >= goneAfter;
}

function seen(
  helpers: QueueState["helpers"],
  { type, helperId }: { readonly type: "helper-came" | "helper-left" | "helper-seen"; readonly helperId: string },
  at: number,
): QueueState["helpers"] {
  const before = helpers.get(helperId)?.pages ?? 0;
  const change = { "helper-came": 1, "helper-left": -1, "helper-seen": 0 }[type];
  return new Map(helpers).set(helperId, { pages: Math.max(0, before + change), seenAt: at });
}

/** Those who look at the queue now or did so lately. */
export function helpersAtWork(state: QueueState, at: number): number {
  return [...state.helpers.values()].filter((one) => one.pages > 0 || at - one.seenAt < goneAfter).length;
}

function returnedBy(
  { claim: _claim, ...call }: HelpCall,
  by: NamedPerson,
  why: Returned["why"],
  word: string,
): HelpCall {
  return { ...call, returned: { by, why, word } };
}

/** @throws AppError `help.over` */
export function callOf(state: QueueState, callId: string): HelpCall {
  const call = state.calls.find(({ id }) => id === callId);
  if (call === undefined) throw new AppError("help.over");
  return call;
}

function ownCall(state: QueueState, callId: string, by: NamedPerson): HelpCall {
  const call = callOf(state, callId);
  if (call.claim?.helper.personId !== by.personId) throw new AppError("help.not-yours");
  return call;
}

function kept(state: QueueState, call: HelpCall): QueueChange {
  const isKnown = state.calls.some(({ id }) => id === call.id);
  const calls = isKnown ? state.calls.map((one) => (one.id === call.id ? call : one)) : [...state.calls, call];
  return { state: { ...state, calls }, effects: [{ type: "keep", callId: call.id }] };
}

function closed(state: QueueState, call: HelpCall, closing: Closing, settle: boolean): QueueChange {
  const calls = state.calls.filter(({ id }) => id !== call.id);
  return { state: { ...state, calls }, effects: [{ type: "close", call, closing, settle }] };
}
