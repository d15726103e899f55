import fc from "fast-check";
import { expect, test } from "vitest";
import { movingUp, placeInLine, placesTaken, statusFor, type Part, type Seat } from "./places.js";

/** Many people ask, leave and come back in any order; every step is applied by the rules. */
function play(capacity: number, steps: readonly { who: number; part: Part; leave: boolean }[]): Seat[] {
  let seats: Seat[] = [];
  for (const [at, { who, part, leave }] of steps.entries()) {
    const id = `p${who}`;
    const known = seats.find((seat) => seat.id === id);
    if (leave) {
      seats = seats.map((seat) => (seat.id === id ? { ...seat, status: "not-coming" } : seat));
      const up = new Set(movingUp(seats, capacity));
      seats = seats.map((seat) => (up.has(seat.id) ? { ...seat, status: "coming" } : seat));
    } else if (known === undefined || known.status === "not-coming") {
      const others = seats.filter((seat) => seat.id !== id);
      seats = [
        ...others,
        { id, part: known?.part ?? part, status: statusFor(known?.part ?? part, others, capacity), askedAt: at },
      ];
    }
  }
  return seats;
}

const step = fc.record({
  who: fc.integer({ min: 0, max: 14 }),
  part: fc.constantFrom<Part>("patient", "surgeon", "learner"),
  leave: fc.boolean(),
});

test("never more people than places, no place empty while somebody waits, surgeons never wait, seeded", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 60 }), (capacity, steps) => {
      const seats = play(capacity, steps);
      const waiting = seats.filter(({ status }) => status === "waiting");
      expect(placesTaken(seats)).toBeLessThanOrEqual(capacity);
      if (waiting.length > 0) expect(placesTaken(seats)).toBe(capacity);
      expect(waiting.filter(({ part }) => part === "surgeon")).toEqual([]);
    }),
    { seed: 7, numRuns: 2000 },
  );
});

test("who asked first moves up first, and is told the place in the line", () => {
  const seat = (id: string, status: Seat["status"], askedAt: number): Seat => ({
    id,
    part: "patient",
    status,
    askedAt,
  });
  const seats = [seat("late", "waiting", 3), seat("in", "coming", 1), seat("early", "waiting", 2)];
  expect(movingUp(seats, 1)).toEqual([]);
  expect(movingUp(seats, 2)).toEqual(["early"]);
  expect([placeInLine("early", seats), placeInLine("late", seats), placeInLine("in", seats)]).toEqual([
    1,
    2,
    undefined,
  ]);
});
