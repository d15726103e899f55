import { promiseHooks } from "node:v8";

export interface FirstPromise {
  /** Undefined as long as none was made. */
  readonly promise: Promise<unknown> | undefined;
  stop(): void;
}

/**
 * The first promise that is made from here on: in the inspector's REPL mode that is the whole of what is evaluated next. When it is
 * collected before it has settled (it waits for something that never comes, or was stopped) the inspector answers in the middle of
 * the collection, which ends the process. So whoever evaluates keeps it until it settles, which may be never.
 */
export function watchFirstPromise(): FirstPromise {
  let first: Promise<unknown> | undefined;
  const stop = promiseHooks.onInit((promise) => {
    first ??= promise;
    stop();
  }) as () => void;
  return {
    get promise() {
      return first;
    },
    stop,
  };
}
