/** Work that comes round again while the server runs: one round after the other, and none is left half way when it closes. */

export interface Repeating extends AsyncDisposable {
  /** A round now, after the one that may be running. Resolves when it is over, however it went. */
  now(): Promise<void>;
}

export interface RepeatingOptions {
  /** Milliseconds between two rounds. */
  readonly every: number;
  readonly run: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export function openRepeating({ every, run, onError }: RepeatingOptions): Repeating {
  let running = Promise.resolve();
  const now = (): Promise<void> => {
    running = running.then(run).catch(onError);
    return running;
  };
  const timer = setInterval(() => void now(), every);
  // A server that has nothing else to do may end.
  timer.unref();
  return {
    now,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
