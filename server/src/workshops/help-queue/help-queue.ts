/**
 * The owner of the help queues: one thing after the other in each workshop, on the disk before it is so (SPEC HQ1 to HQ12). A change of
 * somebody's own signal and of their call are written together, or neither.
 */
import { AppError, type HelpPlace, type HelpStatus, type MyHelp, type ProgressFact } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { AlsoWrite, Who } from "../../progress/index.js";
import type { AnsweredCall, HelpStore, NameOf } from "./help-store.js";
import {
  applyQueue,
  helpersAtWork,
  openQueue,
  type HelpCall,
  type QueueEffect,
  type QueueEvent,
  type QueueState,
} from "./queue-state.js";
import { estimateWait } from "./wait-estimate.js";

export interface HelpQueueOptions {
  readonly store: HelpStore;
  readonly nameOf: NameOf;
  /** Writes down that somebody's signal changed, and what `also` writes, in one. */
  readonly record: (who: Who, fact: ProgressFact, also?: AlsoWrite) => Promise<unknown>;
  /** Takes down a hand that is up in a notebook. */
  readonly lowerHand: (notebook: string, personId: string) => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly clock?: () => number;
  /** How often it is looked whether helpers are gone (milliseconds). */
  readonly period?: number;
}

export interface QueueView {
  readonly at: number;
  readonly calls: readonly HelpCall[];
  readonly helpersHere: number;
}

const periodMs = 30_000;
/** Signals of one person in `limitMs`: whoever presses on and on is asked to wait. */
const mostSignals = 12;
const limitMs = 60_000;

interface Kept {
  state: QueueState;
}

export class HelpQueue implements Disposable {
  readonly #options: HelpQueueOptions;
  readonly #clock: () => number;
  readonly #workshops = new Map<string, Promise<Kept>>();
  readonly #lines = new Map<string, Promise<unknown>>();
  readonly #listeners = new Set<(workshopId: string, people: ReadonlySet<string>) => void>();
  readonly #signals = new Map<string, number[]>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: HelpQueueOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#timer = setInterval(() => {
      this.look().catch(options.onError);
    }, options.period ?? periodMs);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  /** Hears of each change, with those whose own place may be another by it. */
  onChange(listener: (workshopId: string, people: ReadonlySet<string>) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Somebody's own signal: fine, help or done. Durable when it resolves. @throws AppError `http.too-many`, `store.*` */
  signal(who: Who, status: HelpStatus, place?: HelpPlace): Promise<void> {
    this.#count(who.personId);
    const { personId } = who;
    return this.#inLine(who.workshopId, async (kept) => {
      const event: QueueEvent =
        status === "help"
          ? { type: "asked", id: randomUUID(), personId, ...(place === undefined ? {} : { place }) }
          : { type: "cancelled", personId };
      const change = applyQueue(kept.state, event, this.#clock());
      const fact: ProgressFact = { type: "help-changed", status, ...(place === undefined ? {} : { place }) };
      await this.#options.record(who, fact, async (inside) => {
        for (const effect of change.effects) await this.#write(who.workshopId, change.state, effect, inside);
      });
      this.#take(who.workshopId, kept, change.state);
    });
  }

  /** What a helper does. @throws AppError `help.*`, `store.*` */
  async act(workshopId: string, event: Exclude<QueueEvent, { readonly type: "asked" | "cancelled" }>): Promise<void> {
    const closed: HelpCall[] = [];
    await this.#inLine(workshopId, async (kept) => {
      const before = kept.state;
      const change = applyQueue(before, event, this.#clock());
      for (const effect of change.effects) {
        if (effect.type === "close") closed.push(effect.call);
        await this.#perform(workshopId, change.state, effect);
      }
      this.#take(workshopId, kept, change.state);
    });
    // Outside the line: the room tells of the hand that comes down, and that stands in line too.
    for (const { place, personId } of closed) {
      if (place !== undefined) this.#options.lowerHand(place.notebook, personId).catch(this.#options.onError);
    }
  }

  async view(workshopId: string): Promise<QueueView> {
    const { state } = await this.#load(workshopId);
    const at = this.#clock();
    return { at, calls: state.calls, helpersHere: helpersAtWork(state, at) };
  }

  answered(workshopId: string): Promise<readonly AnsweredCall[]> {
    return this.#options.store.answered(workshopId);
  }

  async mine({ workshopId, personId }: Who): Promise<MyHelp> {
    const { state } = await this.#load(workshopId);
    const call = state.calls.find((one) => one.personId === personId);
    if (call === undefined) return { state: "not-asking" };
    if (call.claim !== undefined) return { state: "coming", helper: call.claim.helper.name };
    const at = this.#clock();
    const waiting = state.calls.filter(({ claim }) => claim === undefined);
    const before = waiting.indexOf(call);
    const busyFor = state.calls.flatMap(({ claim }) => (claim === undefined ? [] : [at - claim.at]));
    const wait = estimateWait({ before, helpers: helpersAtWork(state, at), busyFor, took: state.took });
    const gone = call.returned === undefined ? {} : { returned: call.returned.by.name };
    return { state: "waiting", before, wait, ...gone };
  }

  /** A helper has the queue before them, until it is disposed. */
  present(workshopId: string, helperId: string): Disposable {
    const tell = (type: "helper-came" | "helper-left"): void => {
      this.act(workshopId, { type, helperId }).catch(this.#options.onError);
    };
    tell("helper-came");
    return { [Symbol.dispose]: () => tell("helper-left") };
  }

  /** A helper did something. */
  seen(workshopId: string, helperId: string): void {
    this.act(workshopId, { type: "helper-seen", helperId }).catch(this.#options.onError);
  }

  /** Whether somebody is gone, in every workshop in which somebody asks. */
  async look(): Promise<void> {
    const asking = new Set([...this.#workshops.keys(), ...(await this.#options.store.workshopsAsking())]);
    for (const workshopId of asking) await this.act(workshopId, { type: "time-passed" });
  }

  #count(personId: string): void {
    const now = this.#clock();
    const recent = (this.#signals.get(personId) ?? []).filter((at) => at > now - limitMs);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= mostSignals) {
      throw new AppError("http.too-many", { seconds: Math.max(1, Math.ceil((oldest + limitMs - now) / 1000)) });
    }
    this.#signals.set(personId, [...recent, now]);
  }

  async #perform(workshopId: string, state: QueueState, effect: QueueEffect): Promise<void> {
    if (effect.type === "keep" || !effect.settle) {
      await this.#write(workshopId, state, effect);
      return;
    }
    const who = { workshopId, personId: effect.call.personId };
    await this.#options.record(who, { type: "help-changed", status: "fine" }, (inside) =>
      this.#write(workshopId, state, effect, inside),
    );
  }

  async #write(
    workshopId: string,
    state: QueueState,
    effect: QueueEffect,
    inside?: Parameters<AlsoWrite>[0],
  ): Promise<void> {
    const { store } = this.#options;
    if (effect.type === "close") return store.close(workshopId, effect.call, effect.closing, inside);
    const call = state.calls.find(({ id }) => id === effect.callId);
    if (call !== undefined) await store.keep(workshopId, call, inside);
  }

  #take(workshopId: string, kept: Kept, next: QueueState): void {
    const before = kept.state;
    kept.state = next;
    if (before === next) return;
    const people = new Set([...before.calls, ...next.calls].map(({ personId }) => personId));
    for (const listener of this.#listeners) listener(workshopId, people);
  }

  #load(workshopId: string): Promise<Kept> {
    const known = this.#workshops.get(workshopId);
    if (known !== undefined) return known;
    const { store, nameOf } = this.#options;
    const loading = store
      .load(workshopId, nameOf)
      .then((stored): Kept => ({ state: openQueue(stored, this.#clock()) }));
    this.#workshops.set(workshopId, loading);
    // A failed reading must not stay: the next one may succeed.
    loading.catch(() => this.#workshops.delete(workshopId));
    return loading;
  }

  #inLine<T>(workshopId: string, work: (kept: Kept) => Promise<T>): Promise<T> {
    const before = this.#lines.get(workshopId) ?? Promise.resolve();
    const done = before.then(async () => work(await this.#load(workshopId)));
    this.#lines.set(
      workshopId,
      done.catch(() => undefined),
    );
    return done;
  }
}
