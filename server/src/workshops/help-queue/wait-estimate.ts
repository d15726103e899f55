/**
 * How long somebody will wait for a helper: a pure guess from how long the last calls took and who is at work now. Each helper who is
 * busy is free after what calls as old as theirs still took; those who wait before are given out to whoever is free first.
 */
import type { WaitEstimate } from "@data-surgery/contract";

export interface QueueNow {
  /** How many wait before this person. */
  readonly before: number;
  /** How many helpers are here, whether busy or not. */
  readonly helpers: number;
  /** For each call that is being answered now: for how long, in milliseconds. */
  readonly busyFor: readonly number[];
  /** How long the latest calls took from being taken to being answered, in milliseconds. */
  readonly took: readonly number[];
}

const minute = 60_000;
/** From fewer calls than this nothing is guessed. */
const fewest = 3;
/** Said in steps: nobody can promise that it is 7 and not 8 minutes. */
const steps: readonly number[] = [1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 45];

export function estimateWait(now: QueueNow): WaitEstimate {
  const helpers = Math.max(now.helpers, now.busyFor.length);
  if (helpers === 0) return { type: "unknown", why: "no-helper" };
  if (now.took.length < fewest) return { type: "unknown", why: "no-history" };
  return { type: "about", minutes: inSteps(expectedWait({ ...now, helpers }) / minute) };
}

/** In milliseconds, not rounded. */
export function expectedWait({ before, helpers, busyFor, took }: QueueNow): number {
  const usual = mean(took);
  const free = Array.from({ length: helpers }, (_, at) => {
    const busy = busyFor[at];
    return busy === undefined ? 0 : stillTakes(busy, took, usual);
  });
  for (let waiting = 0; waiting < before; waiting += 1) {
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] ?? 0) + usual;
  }
  return Math.min(...free);
}

/** What calls that took longer than this one so far still needed then; half a usual call when none has. */
function stillTakes(busyFor: number, took: readonly number[], usual: number): number {
  const longer = took.filter((one) => one > busyFor).map((one) => one - busyFor);
  return longer.length === 0 ? usual / 2 : mean(longer);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function inSteps(minutes: number): number {
  return steps.find((step) => minutes <= step) ?? 60;
}
