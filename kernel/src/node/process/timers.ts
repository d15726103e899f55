/**
 * Timers of cells: their callbacks run through the evaluator, so that a loop in one can be stopped (in a raw callback that ends
 * the process), and they end with the run that made them. Covers the globals, node:timers and node:timers/promises.
 */
import type { AsyncLocalStorage } from "node:async_hooks";
import { createRequire, syncBuiltinESMExports } from "node:module";
import type * as TimersModule from "node:timers";
import type * as PromisesModule from "node:timers/promises";
import { promisify } from "node:util";
import { Interruption } from "../../core/realm/interruption.js";
import type { Run } from "../../core/realm/realm-host.js";

const { Map, Set, AbortController: Controller, AbortSignal: Signals } = globalThis;

export interface TimersOptions {
  readonly store: AsyncLocalStorage<Run>;
  readonly call: (action: () => void) => void;
  /** Thrown by a callback. */
  readonly report: (thrown: unknown, run: Run) => void;
}

export interface Timers {
  /** Of one run, or of all. */
  cancel(run: Run | undefined): void;
}

type Callback = (...args: unknown[]) => void;
type Handle = NodeJS.Timeout | NodeJS.Immediate;

/** One set a run: timers that wait, and what its promises of time listen to. */
interface Planned {
  readonly handles: Set<Handle>;
  readonly controller: AbortController;
}

export function wrapTimers({ store, call, report }: TimersOptions): Timers {
  const require = createRequire(import.meta.url);
  const timers = require("node:timers") as typeof TimersModule;
  const promises = require("node:timers/promises") as typeof PromisesModule;
  const raw = { ...timers };
  const rawPromises = { ...promises, wait: promises.scheduler.wait.bind(promises.scheduler) };
  const planned = new Map<Run, Planned>();

  const plannedOf = (run: Run): Planned => {
    if (run.isInterrupted) throw new Interruption();
    let found = planned.get(run);
    if (found === undefined) {
      found = { handles: new Set(), controller: new Controller() };
      planned.set(run, found);
    }
    return found;
  };
  const forget = (run: Run, handle: Handle): void => {
    const found = planned.get(run);
    found?.handles.delete(handle);
    if (found?.handles.size === 0 && run.isEnded) planned.delete(run);
  };
  const guarded = (run: Run, callback: Callback, handle: () => Handle, args: unknown[]): void =>
    call(() => {
      try {
        callback.apply(handle(), args);
      } catch (error) {
        report(error, run);
      }
    });

  const wrap = (plan: (callback: Callback, delay: number, ...args: unknown[]) => Handle, repeats: boolean) =>
    function (callback: Callback, delay: number, ...args: unknown[]): Handle {
      const run = store.getStore();
      if (run === undefined || typeof callback !== "function") return plan(callback, delay, ...args);
      const { handles } = plannedOf(run);
      const handle = plan(() => {
        if (!repeats) forget(run, handle);
        guarded(run, callback, () => handle, args);
      }, delay);
      handles.add(handle);
      return handle;
    };
  const clear = (rawClear: (handle: never) => void) => (handle: unknown) => {
    const run = store.getStore();
    if (run !== undefined && typeof handle === "object" && handle !== null) {
      for (const [owner, { handles }] of planned) if (handles.has(handle as Handle)) forget(owner, handle as Handle);
    }
    rawClear(handle as never);
  };

  const named = {
    setTimeout: wrap((callback, delay, ...args) => raw.setTimeout(callback, delay, ...args), false),
    setInterval: wrap((callback, delay, ...args) => raw.setInterval(callback, delay, ...args), true),
    setImmediate: (() => {
      const immediate = wrap((callback, _delay, ...args) => raw.setImmediate(callback, ...args), false);
      return (callback: Callback, ...args: unknown[]) => immediate(callback, 0, ...args);
    })(),
    clearTimeout: clear(raw.clearTimeout),
    clearInterval: clear(raw.clearInterval),
    clearImmediate: clear(raw.clearImmediate),
  };

  /** A wait that ends with its run. */
  const waiting = async <Value>(
    options: { signal?: AbortSignal } | undefined,
    wait: (options: object) => Promise<Value>,
  ): Promise<Value> => {
    const run = store.getStore();
    if (run === undefined) return wait(options ?? {});
    const { controller } = plannedOf(run);
    const signal = options?.signal === undefined ? controller.signal : Signals.any([options.signal, controller.signal]);
    try {
      return await wait({ ...options, signal });
    } catch (error) {
      if (run.isInterrupted) throw new Interruption();
      throw error;
    }
  };
  const sleep = (delay?: number, value?: unknown, options?: { signal?: AbortSignal }): Promise<unknown> =>
    waiting(options, (all) => rawPromises.setTimeout(delay, value, all));
  const soon = (value?: unknown, options?: { signal?: AbortSignal }): Promise<unknown> =>
    waiting(options, (all) => rawPromises.setImmediate(value, all));
  const wait = (delay: number, options?: { signal?: AbortSignal }): Promise<unknown> =>
    waiting(options, (all) => rawPromises.wait(delay, all));
  async function* every(delay?: number, value?: unknown, options?: object): AsyncGenerator {
    for (;;) {
      await sleep(delay, undefined, options);
      yield value;
    }
  }

  Object.defineProperty(named.setTimeout, promisify.custom, { value: sleep });
  Object.defineProperty(named.setImmediate, promisify.custom, { value: soon });
  for (const [name, value] of Object.entries(named)) {
    Object.defineProperty(value, "name", { value: name });
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
  }
  Object.assign(timers, named);
  Object.assign(promises, { setTimeout: sleep, setImmediate: soon, setInterval: every });
  Object.assign(promises.scheduler, { wait });
  syncBuiltinESMExports();

  const cancelRun = (run: Run, { handles, controller }: Planned): void => {
    planned.delete(run);
    run.isInterrupted = true;
    for (const handle of handles) {
      if ("hasRef" in handle && "refresh" in handle) raw.clearTimeout(handle);
      else raw.clearImmediate(handle);
    }
    controller.abort();
  };
  return {
    cancel: (run) => {
      if (run === undefined) for (const [owner, one] of planned) cancelRun(owner, one);
      else {
        const one = planned.get(run);
        if (one !== undefined) cancelRun(run, one);
      }
    },
  };
}
