/**
 * Whose code runs at this moment. Browsers have nothing that follows a run through its promises, so: while a cell runs, its
 * own; in a timer, the run that set it; otherwise the last one that ran.
 */
import { Interruption } from "../core/realm/interruption.js";
import type { Run } from "../core/realm/realm-host.js";

export interface RunTracker {
  current(): Run | undefined;
  within<Result>(run: Run, action: () => Result): Result;
  /** All runs when it is not given. */
  cancelTimers(run: Run | undefined): void;
}

type Callback = (...given: unknown[]) => void;

/** Replaces the timers of the global scope. `report` is told what their callbacks throw. */
export function trackRuns(report: (thrown: unknown, run: Run | undefined) => void): RunTracker {
  const raw = {
    setTimeout: globalThis.setTimeout.bind(globalThis),
    setInterval: globalThis.setInterval.bind(globalThis),
    clearTimeout: globalThis.clearTimeout.bind(globalThis),
    queueMicrotask: globalThis.queueMicrotask.bind(globalThis),
  };
  const planned = new Map<number, Run | undefined>();
  let inside: Run | undefined;
  let last: Run | undefined;
  const current = (): Run | undefined => inside ?? last;

  const within = <Result>(run: Run | undefined, action: () => Result): Result => {
    const before = inside;
    inside = run;
    try {
      return action();
    } finally {
      inside = before;
    }
  };
  const owned = (callback: unknown, given: readonly unknown[], done: () => void): (() => void) => {
    // Text as code, as browsers allow it, would run outside the rules of cells.
    if (typeof callback !== "function") throw new TypeError("A timer needs a function.");
    const run = current();
    return () => {
      done();
      if (run?.isInterrupted === true) return;
      try {
        within(run, () => (callback as Callback)(...given));
      } catch (error) {
        report(error, run);
      }
    };
  };
  const refuseIfStopped = (): void => {
    if (current()?.isInterrupted === true) throw new Interruption();
  };
  const timers = {
    setTimeout: (callback: unknown, delay?: number, ...given: unknown[]): number => {
      refuseIfStopped();
      const id: number = raw.setTimeout(
        owned(callback, given, () => planned.delete(id)),
        delay,
      );
      planned.set(id, current());
      return id;
    },
    setInterval: (callback: unknown, delay?: number, ...given: unknown[]): number => {
      refuseIfStopped();
      const id: number = raw.setInterval(
        owned(callback, given, () => undefined),
        delay,
      );
      planned.set(id, current());
      return id;
    },
    clearTimeout: (id?: number): void => {
      raw.clearTimeout(id);
      if (id !== undefined) planned.delete(id);
    },
    queueMicrotask: (callback: unknown): void => raw.queueMicrotask(owned(callback, [], () => undefined)),
  };
  const named = { ...timers, clearInterval: timers.clearTimeout };
  for (const [name, value] of Object.entries(named))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });

  return {
    current,
    within: (run, action) => {
      last = run;
      return within(run, action);
    },
    cancelTimers: (run) => {
      for (const [id, owner] of planned) {
        if (run !== undefined && owner !== run) continue;
        raw.clearTimeout(id);
        planned.delete(id);
      }
    },
  };
}
