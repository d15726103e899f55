/** The timer on the wall, as a pure rule. It runs out at an instant of the server's clock, so that all screens agree. */
export interface Timer {
  /** While it runs, and after it has run out. */
  readonly endsAt: number | undefined;
  /** While it is stopped: milliseconds to go. */
  readonly leftMs: number | undefined;
}

export type TimerAction =
  | { readonly type: "start"; readonly minutes: number; readonly at: number }
  /** `seen` is what the screen showed (`markOf`): two taps at once add once. */
  | { readonly type: "add"; readonly minutes: number; readonly seen: string; readonly at: number }
  | { readonly type: "stop"; readonly at: number }
  | { readonly type: "go-on"; readonly at: number }
  | { readonly type: "clear" };

export const noTimer: Timer = { endsAt: undefined, leftMs: undefined };

const minute = 60_000;
const longest = 4 * 60 * minute;

export function applyTimer(timer: Timer, action: TimerAction): Timer {
  const { endsAt, leftMs } = timer;
  switch (action.type) {
    case "start":
      return { endsAt: action.at + capped(action.minutes * minute), leftMs: undefined };
    case "add": {
      if (action.seen !== markOf(timer)) return timer;
      const more = action.minutes * minute;
      if (leftMs !== undefined) return { endsAt: undefined, leftMs: capped(leftMs + more) };
      // Of one that has run out, the time is counted from now.
      const left = Math.max(0, (endsAt ?? action.at) - action.at);
      return { endsAt: action.at + capped(left + more), leftMs: undefined };
    }
    case "stop":
      return endsAt === undefined || endsAt <= action.at ? timer : { endsAt: undefined, leftMs: endsAt - action.at };
    case "go-on":
      return leftMs === undefined ? timer : { endsAt: action.at + leftMs, leftMs: undefined };
    default:
      return noTimer;
  }
}

export type TimerStanding = "none" | "running" | "stopped" | "up";

export function standingOf({ endsAt, leftMs }: Timer, now: number): TimerStanding {
  if (leftMs !== undefined) return "stopped";
  if (endsAt === undefined) return "none";
  return endsAt > now ? "running" : "up";
}

export const markOf = ({ endsAt, leftMs }: Timer): string => `${endsAt ?? ""}/${leftMs ?? ""}`;

const capped = (ms: number): number => Math.min(Math.max(ms, minute), longest);
