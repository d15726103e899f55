/**
 * How many wrong codes are looked at. Right ones are never counted, so a class behind one address joins freely.
 * A sliding window per network address, and one over all of them for guessers with many addresses.
 */
import { AppError } from "@data-surgery/contract";
import { networkOf } from "./network-of.js";

export interface FailureLimits {
  readonly perNetwork: number;
  readonly overall: number;
  readonly windowMs: number;
}

export const failureLimits: FailureLimits = { perNetwork: 20, overall: 300, windowMs: 60_000 };

export interface FailureLimit {
  /**
   * Runs `attempt`; a rejection with one of the counted codes is a wrong try. Attempts run one after the other, so that
   * thousands sent at once can't all be looked at before the first is counted.
   * @throws AppError `identity.too-many-tries` without running it, when the limit is reached
   */
  attempt<T>(address: string, run: () => Promise<T>): Promise<T>;
}

const wrongCodes: ReadonlySet<string> = new Set(["identity.wrong-join-code", "identity.wrong-resume-code"]);

/** @param counted codes of the errors that are wrong tries */
export function createFailureLimit(
  clock: () => number,
  limits: FailureLimits = failureLimits,
  counted: ReadonlySet<string> = wrongCodes,
): FailureLimit {
  /** Times of failures within the window, oldest first, by network. `overall` bounds how many there can be. */
  const failures = new Map<string, number[]>();
  let all: number[] = [];
  let queue: Promise<unknown> = Promise.resolve();

  const forget = (now: number): void => {
    const since = now - limits.windowMs;
    all = all.filter((at) => at > since);
    for (const [network, times] of failures) {
      const left = times.filter((at) => at > since);
      if (left.length === 0) failures.delete(network);
      else failures.set(network, left);
    }
  };

  const assertOpen = (network: string, now: number): void => {
    forget(now);
    const own = failures.get(network) ?? [];
    const full = own.length >= limits.perNetwork ? own : all.length >= limits.overall ? all : undefined;
    if (full === undefined) return;
    const seconds = Math.max(1, Math.ceil(((full[0] ?? now) + limits.windowMs - now) / 1000));
    throw new AppError("identity.too-many-tries", { seconds });
  };

  const once = async <T>(network: string, run: () => Promise<T>): Promise<T> => {
    assertOpen(network, clock());
    try {
      return await run();
    } catch (error) {
      if (error instanceof AppError && counted.has(error.code)) {
        const now = clock();
        all.push(now);
        failures.set(network, [...(failures.get(network) ?? []), now]);
      }
      throw error;
    }
  };

  return {
    attempt: (address, run) => {
      const turn = queue.then(() => once(networkOf(address), run));
      // The next one waits for the end of this one, not for its success; its own caller hears of the failure.
      queue = turn.then(
        () => undefined,
        () => undefined,
      );
      return turn;
    },
  };
}
