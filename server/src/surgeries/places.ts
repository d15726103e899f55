/**
 * Who has a place on a date and who waits, as a pure rule. Those who come to be helped or to learn take places; surgeons don't:
 * a room without enough of them is the commoner trouble. Who waits moves up in the order in which they asked.
 */
export const parts = ["patient", "surgeon", "learner"] as const;
export type Part = (typeof parts)[number];

export interface Seat {
  readonly id: string;
  readonly part: Part;
  readonly status: "coming" | "waiting" | "not-coming";
  readonly askedAt: number;
}

export const takesPlace = (part: Part): boolean => part !== "surgeon";

export function placesTaken(seats: readonly Seat[]): number {
  return seats.filter(({ part, status }) => status === "coming" && takesPlace(part)).length;
}

/** For somebody who asks now. */
export function statusFor(part: Part, seats: readonly Seat[], capacity: number): "coming" | "waiting" {
  if (!takesPlace(part)) return "coming";
  const waiting = seats.some((seat) => seat.status === "waiting" && takesPlace(seat.part));
  return !waiting && placesTaken(seats) < capacity ? "coming" : "waiting";
}

/** Ids of those who get a place that has become free, in their order. Nobody who has a place ever loses it by this. */
export function movingUp(seats: readonly Seat[], capacity: number): string[] {
  const free = Math.max(0, capacity - placesTaken(seats));
  return seats
    .filter(({ part, status }) => status === "waiting" && takesPlace(part))
    .sort((a, b) => a.askedAt - b.askedAt || (a.id < b.id ? -1 : 1))
    .slice(0, free)
    .map(({ id }) => id);
}

/** 1 for the next to move up; undefined for who doesn't wait. */
export function placeInLine(id: string, seats: readonly Seat[]): number | undefined {
  const line = seats
    .filter(({ status }) => status === "waiting")
    .sort((a, b) => a.askedAt - b.askedAt || (a.id < b.id ? -1 : 1))
    .map((seat) => seat.id);
  const at = line.indexOf(id);
  return at === -1 ? undefined : at + 1;
}
