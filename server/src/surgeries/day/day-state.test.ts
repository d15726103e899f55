import fc from "fast-check";
import { expect, test } from "vitest";
import type { Part } from "../places.js";
import { effectsOf, type DayEffect } from "./day-effects.js";
import { applyDay, isHere, sittingNow, type DayAction, type DayState } from "./day-state.js";

const minute = 60_000;
const startsAt = 1_000 * minute;
const empty: DayState = {
  startsAt,
  endsAt: startsAt + 120 * minute,
  room: undefined,
  attendances: new Map(),
  sittings: new Map(),
};
const opened = applyDay(empty, { type: "open", at: startsAt, code: "ABC234", workshopId: "w" });

const people = ["p1", "p2", "p3", "s1", "s2"];
const partOf = (contactId: string): Part => (contactId.startsWith("s") ? "surgeon" : "patient");
const anyone = fc.constantFrom(...people);
const anySitting = fc.constantFrom("a", "b", "c", "d");
const anyTime = fc.integer({ min: 900, max: 1_200 }).map((at) => at * minute);

type Tap = (at: number) => DayAction;
const tap: fc.Arbitrary<Tap> = fc.oneof(
  fc.constant<Tap>((at) => ({ type: "open", at, code: "ABC234", workshopId: "w" })),
  { arbitrary: fc.constant<Tap>((at) => ({ type: "close", at })), weight: 1 },
  {
    arbitrary: anyone.map<Tap>((contactId) => (at) => ({
      type: "arrive",
      contactId,
      part: partOf(contactId),
      cameBy: "list",
      at,
    })),
    weight: 6,
  },
  anyone.map<Tap>((contactId) => () => ({ type: "not-arrived", contactId })),
  { arbitrary: anyone.map<Tap>((contactId) => (at) => ({ type: "leave", contactId, at })), weight: 2 },
  { arbitrary: anyone.map<Tap>((contactId) => () => ({ type: "not-left", contactId })), weight: 2 },
  {
    arbitrary: fc.tuple(anySitting, anyone, anyone).map<Tap>(([sittingId, patientId, surgeonId]) => (at) => ({
      type: "sit",
      sittingId,
      patientId,
      surgeonId,
      at,
    })),
    weight: 8,
  },
  anySitting.map<Tap>((sittingId) => () => ({ type: "not-sat", sittingId })),
  anySitting.map<Tap>((sittingId) => (at) => ({ type: "apart", sittingId, at })),
  { arbitrary: anySitting.map<Tap>((sittingId) => () => ({ type: "together-again", sittingId })), weight: 2 },
  fc.tuple(anyone, anyTime, fc.option(anyTime, { nil: undefined })).map<Tap>(([contactId, from, to]) => (at) => ({
    type: "was-here",
    contactId,
    part: partOf(contactId),
    from,
    to,
    at,
  })),
  anyone.map<Tap>((contactId) => () => ({ type: "was-not-here", contactId })),
);
/** Each a minute after the one before. */
const evening = fc
  .array(tap, { maxLength: 60 })
  .map((taps) => taps.map((make, at) => make(startsAt + (at + 1) * minute)));

const play = (actions: readonly DayAction[], from = opened): DayState => actions.reduce(applyDay, from);

function faultsOf(state: DayState): string[] {
  const faults: string[] = [];
  const earliest = Math.min(state.room?.openedAt ?? 0, state.startsAt);
  const closedAt = state.room?.closedAt;
  for (const { contactId, arrivedAt, leftAt } of state.attendances.values()) {
    if (leftAt !== undefined && leftAt < arrivedAt) faults.push(`${contactId} left before arriving`);
    if (arrivedAt < earliest || (leftAt ?? 0) > (closedAt ?? Infinity)) faults.push(`${contactId} behind closed doors`);
    if (closedAt !== undefined && leftAt === undefined) faults.push(`${contactId} was locked in`);
  }
  const sittings = [...state.sittings.values()];
  for (const one of sittings) {
    const [patient, surgeon] = [state.attendances.get(one.patientId), state.attendances.get(one.surgeonId)];
    if (patient?.part === "surgeon" || surgeon?.part !== "surgeon") faults.push(`${one.id}: wrong parts`);
    for (const who of [patient, surgeon]) {
      if (who === undefined || one.beganAt < who.arrivedAt || (one.endedAt ?? Infinity) > (who.leftAt ?? Infinity))
        faults.push(`${one.id}: without ${who?.contactId ?? "somebody"}`);
    }
    if ((one.endedAt ?? Infinity) < one.beganAt) faults.push(`${one.id} ended before it began`);
    const overlapping = sittings.filter(
      (other) =>
        other.id !== one.id &&
        other.patientId === one.patientId &&
        other.beganAt < (one.endedAt ?? Infinity) &&
        one.beganAt < (other.endedAt ?? Infinity),
    );
    if (overlapping.length > 0) faults.push(`${one.patientId} with two at once`);
  }
  return faults;
}

test("whatever is tapped in whatever order: nobody sits with two, no time is negative or behind closed doors, seeded", () => {
  fc.assert(
    fc.property(evening, (actions) => {
      actions.reduce((state, action) => {
        const next = applyDay(state, action);
        expect(faultsOf(next)).toEqual([]);
        return next;
      }, opened);
    }),
    { seed: 701, numRuns: 600 },
  );
});

test("a tap that comes twice, the second time later, counts once, seeded", () => {
  fc.assert(
    fc.property(evening, tap, (actions, make) => {
      const before = play(actions);
      const now = startsAt + 100 * minute;
      const action = make(now);
      // A new sitting of the same two has another id each time it is sent.
      const again = action.type === "sit" ? { ...action, sittingId: "again", at: now + 700 } : make(now + 700);
      const once = applyDay(before, action);
      const twice = applyDay(once, again);
      const refused = action.type === "sit" && once === before;
      if (!refused && action.type !== "was-here") expect(twice).toEqual(once);
    }),
    { seed: 702, numRuns: 400 },
  );
});

/** What takes a tap back, when it did something. */
function undoOf(action: DayAction): DayAction | undefined {
  switch (action.type) {
    case "arrive":
      return { type: "not-arrived", contactId: action.contactId };
    case "leave":
      return { type: "not-left", contactId: action.contactId };
    case "sit":
      return { type: "not-sat", sittingId: action.sittingId };
    case "apart":
      return { type: "together-again", sittingId: action.sittingId };
    case "close":
      return { type: "open", at: action.at + minute, code: "", workshopId: undefined };
    default:
      return undefined;
  }
}

test("undo puts everything back as it was, seeded", () => {
  let undone = 0;
  fc.assert(
    fc.property(evening, tap, (actions, make) => {
      const before = play(actions);
      const action = make(startsAt + 200 * minute);
      const undo = undoOf(action);
      const after = applyDay(before, action);
      // Coming back after having left is taken back by leaving again.
      const cameBack = action.type === "arrive" && before.attendances.has(action.contactId);
      if (undo === undefined || after === before || cameBack) return;
      undone++;
      expect(applyDay(after, undo)).toEqual(before);
    }),
    { seed: 703, numRuns: 1500 },
  );
  expect(undone).toBeGreaterThan(200);
});

test("two phones that tap at once, in either order, find the same people here, seeded", () => {
  const phone = fc.array(anyone, { maxLength: 8 });
  fc.assert(
    fc.property(phone, phone, (one, other) => {
      const arrivals = (ids: readonly string[]): DayAction[] =>
        ids.map((contactId, at) => ({
          type: "arrive",
          contactId,
          part: partOf(contactId),
          cameBy: "list",
          at: startsAt + at * minute,
        }));
      const here = (state: DayState): string[] => people.filter((id) => isHere(state, id));
      const [first, second] = [arrivals(one), arrivals(other)];
      expect(here(play([...first, ...second]))).toEqual(here(play([...second, ...first])));
      expect(here(play([...first, ...second]))).toEqual(people.filter((id) => [...one, ...other].includes(id)));
    }),
    { seed: 704, numRuns: 200 },
  );
});

/** The records, as the effects write them. */
function written(
  rows: { room: unknown; people: Map<string, unknown>; sittings: Map<string, unknown> },
  effect: DayEffect,
) {
  if (effect.type === "put-room") rows.room = effect.room;
  else if (effect.type === "put-attendance") rows.people.set(effect.attendance.contactId, effect.attendance);
  else if (effect.type === "delete-attendance") rows.people.delete(effect.contactId);
  else if (effect.type === "put-sitting") rows.sittings.set(effect.sitting.id, effect.sitting);
  else rows.sittings.delete(effect.sittingId);
}

test("what is written, step by step, is what holds, and what changes nothing writes nothing, seeded", () => {
  fc.assert(
    fc.property(evening, (actions) => {
      const rows = { room: opened.room as unknown, people: new Map<string, unknown>(), sittings: new Map() };
      const end = actions.reduce((state, action) => {
        const next = applyDay(state, action);
        const effects = effectsOf(state, next);
        if (next === state) expect(effects).toEqual([]);
        for (const effect of effects) written(rows, effect);
        return next;
      }, opened);
      expect(rows).toEqual({ room: end.room, people: end.attendances, sittings: end.sittings });
    }),
    { seed: 705, numRuns: 200 },
  );
});

const at = (minutes: number): number => startsAt + minutes * minute;
const arrive = (contactId: string, minutes: number): DayAction => ({
  type: "arrive",
  contactId,
  part: partOf(contactId),
  cameBy: "list",
  at: at(minutes),
});
const sit = (sittingId: string, patientId: string, surgeonId: string, minutes: number): DayAction => ({
  type: "sit",
  sittingId,
  patientId,
  surgeonId,
  at: at(minutes),
});

test("a sitting ends when a new one begins, when somebody leaves, and with the day", () => {
  const together = play([arrive("p1", 0), arrive("p2", 0), arrive("s1", 1), arrive("s2", 2), sit("a", "p1", "s1", 5)]);
  const moved = play([sit("b", "p1", "s2", 20), sit("c", "p2", "s1", 21)], together);
  expect([...moved.sittings.values()].map(({ id, beganAt, endedAt }) => [id, beganAt, endedAt])).toEqual([
    ["a", at(5), at(20)],
    ["b", at(20), undefined],
    ["c", at(21), undefined],
  ]);
  const surgeonLeft = applyDay(moved, { type: "leave", contactId: "s2", at: at(40) });
  expect(surgeonLeft.sittings.get("b")?.endedAt).toBe(at(40));
  expect(sittingNow(surgeonLeft, "p1")).toBeUndefined();
  const closed = applyDay(surgeonLeft, { type: "close", at: at(120) });
  expect(closed.sittings.get("c")?.endedAt).toBe(at(120));
  expect([...closed.attendances.values()].map(({ leftAt }) => leftAt)).toEqual([at(120), at(120), at(120), at(40)]);
});

test("behind closed doors nobody arrives; what was forgotten can be added, within the time that they were open", () => {
  const closed = play([arrive("p1", 0), { type: "close", at: at(90) }]);
  expect(applyDay(closed, arrive("p2", 95))).toBe(closed);
  const added = applyDay(closed, {
    type: "was-here",
    contactId: "p2",
    part: "patient",
    from: at(-30),
    to: at(600),
    at: at(5000),
  });
  expect(added.attendances.get("p2")).toMatchObject({ arrivedAt: at(0), leftAt: at(90) });
});

test("before the doors are opened, nothing happens", () => {
  fc.assert(
    fc.property(tap, (make) => {
      const action = make(startsAt);
      if (action.type !== "open") expect(applyDay(empty, action)).toBe(empty);
    }),
    { seed: 706, numRuns: 100 },
  );
});
