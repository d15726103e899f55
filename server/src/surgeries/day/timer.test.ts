import fc from "fast-check";
import { expect, test } from "vitest";
import { applyTimer, markOf, noTimer, standingOf, type Timer, type TimerAction } from "./timer.js";

const minute = 60_000;

test("started, added to, stopped and gone on with, it runs out when it should, and says so until it is cleared", () => {
  const started = applyTimer(noTimer, { type: "start", minutes: 20, at: 0 });
  expect(started.endsAt).toBe(20 * minute);
  const more = applyTimer(started, { type: "add", minutes: 5, seen: markOf(started), at: 10 * minute });
  expect(more.endsAt).toBe(25 * minute);
  const stopped = applyTimer(more, { type: "stop", at: 12 * minute });
  expect([stopped.leftMs, standingOf(stopped, 99 * minute)]).toEqual([13 * minute, "stopped"]);
  const on = applyTimer(stopped, { type: "go-on", at: 30 * minute });
  expect([on.endsAt, standingOf(on, 42 * minute), standingOf(on, 43 * minute)]).toEqual([43 * minute, "running", "up"]);
  const again = applyTimer(on, { type: "add", minutes: 5, seen: markOf(on), at: 50 * minute });
  expect(again.endsAt).toBe(55 * minute);
  expect(standingOf(applyTimer(again, { type: "clear" }), 0)).toBe("none");
});

test("two phones that add at once add once; every other tap may come twice; it never runs for more than four hours, seeded", () => {
  const action = fc.oneof(
    fc.integer({ min: 0, max: 999 }).map((minutes) => (_timer: Timer, at: number): TimerAction => ({
      type: "start",
      minutes,
      at,
    })),
    fc.integer({ min: 0, max: 999 }).map((minutes) => (timer: Timer, at: number): TimerAction => ({
      type: "add",
      minutes,
      seen: markOf(timer),
      at,
    })),
    fc.constantFrom<(timer: Timer, at: number) => TimerAction>(
      (_timer, at) => ({ type: "stop", at }),
      (_timer, at) => ({ type: "go-on", at }),
      () => ({ type: "clear" }),
    ),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (makes) => {
      let timer = noTimer;
      for (const [at, make] of makes.entries()) {
        const now = at * minute;
        const tapped = make(timer, now);
        timer = applyTimer(timer, tapped);
        expect(applyTimer(timer, tapped)).toEqual(timer);
        expect(Math.max((timer.endsAt ?? 0) - now, timer.leftMs ?? 0)).toBeLessThanOrEqual(240 * minute);
      }
    }),
    { seed: 721, numRuns: 300 },
  );
});
