import { expect, test } from "vitest";
import type { Records } from "../surgeries/index.js";
import { definitions } from "./definitions.js";
import { figuresOf, splitRecords } from "./indicators.js";

const hour = 60 * 60 * 1000;
const evening = (number: number): number => Date.UTC(2026, 0, number, 18);

type Visit = Records["visits"][number];
const visit = (day: number, contactId: string, part: Visit["part"], stayed?: number): Visit => {
  const arrivedAt = evening(day);
  return {
    dateId: `d${day}`,
    contactId,
    part,
    arrivedAt,
    leftAt: stayed === undefined ? undefined : arrivedAt + stayed,
  };
};
const date = (day: number, changes: Partial<Records["dates"][number]> = {}): Records["dates"][number] => ({
  id: `d${day}`,
  surgeryId: "s",
  venueId: "v",
  startsAt: evening(day),
  endsAt: evening(day) + 2 * hour,
  calledOff: false,
  opened: true,
  ...changes,
});

const nothing: Records = {
  dates: [],
  visits: [],
  sittings: [],
  cards: [],
  confidence: [],
  followUps: [],
  firstTimes: new Map(),
};

/** What the store would say of these visits. */
function withFirstTimes(records: Omit<Records, "firstTimes">): Records {
  const times = new Map<string, { first: number; firstAsGuest: number | undefined }>();
  for (const one of records.visits.toSorted((a, b) => a.arrivedAt - b.arrivedAt)) {
    const known = times.get(one.contactId) ?? { first: one.arrivedAt, firstAsGuest: undefined };
    if (one.part !== "surgeon") known.firstAsGuest ??= one.arrivedAt;
    times.set(one.contactId, known);
  }
  return { ...records, firstTimes: times };
}

test("inputs: held, called off and unrecorded dates are told apart; hours are of those whose leaving is known", () => {
  const { inputs } = figuresOf({
    ...nothing,
    dates: [
      date(1),
      date(2, { opened: false, venueId: "w" }),
      date(3, { opened: false }),
      date(4, { calledOff: true, opened: false }),
    ],
    visits: [
      visit(1, "s1", "surgeon", 2 * hour),
      visit(2, "s1", "surgeon", 1.5 * hour),
      visit(2, "s2", "surgeon"),
      // Nobody said that they left, and a month later somebody closed the day.
      visit(1, "s3", "surgeon", 700 * hour),
      visit(1, "p1", "patient", hour),
    ],
  });
  expect(inputs).toEqual({
    held: 2,
    calledOff: 1,
    unrecorded: 1,
    venues: 2,
    surgeons: 3,
    volunteerHours: 3.5,
    openVisits: 2,
  });
});

test("people: new ones, those who came back, and champions, by their made-up ids", () => {
  const records = withFirstTimes({
    ...nothing,
    dates: [date(1), date(2), date(3)],
    visits: [
      visit(1, "anna", "patient"),
      visit(2, "anna", "patient"),
      visit(3, "anna", "surgeon"),
      visit(2, "ben", "learner"),
      visit(1, "cem", "surgeon"),
      visit(3, "cem", "surgeon"),
    ],
  });
  const all = figuresOf(records);
  expect(all.activities).toMatchObject({ people: 3, visits: 6, helped: 1, learners: 1, newPeople: 3, cameBack: 2 });
  expect(all.outputs.champions).toBe(1);
  const days = splitRecords(records, ({ id }) => id);
  expect([...days.keys()]).toEqual(["d1", "d2", "d3"]);
  const last = figuresOf(days.get("d3")!);
  expect(last.activities).toMatchObject({ people: 2, newPeople: 0, cameBack: 2 });
  expect(last.outputs.champions).toBe(1);
  const first = figuresOf(days.get("d1")!);
  expect(first.activities).toMatchObject({ people: 2, newPeople: 2, cameBack: 0 });
  expect(first.outputs.champions).toBe(0);
});

test("confidence: one pair a person, their first before and their last after; who could have answered is told", () => {
  const said = (
    contactId: string,
    day: number,
    moment: "before" | "after",
    score: number,
  ): Records["confidence"][number] => ({
    dateId: `d${day}`,
    contactId,
    moment,
    score,
    saidAt: evening(day) + (moment === "after" ? hour : 0),
  });
  const { confidence } = figuresOf({
    ...nothing,
    visits: ["a", "b", "c", "d", "e", "f"].map((id) => visit(1, id, "patient")),
    confidence: [
      said("a", 1, "before", 2),
      said("a", 1, "after", 3),
      said("a", 2, "before", 3),
      said("a", 2, "after", 4),
      said("b", 1, "before", 3),
      said("b", 1, "after", 3),
      said("c", 1, "before", 4),
      said("c", 1, "after", 3),
      said("d", 1, "before", 1),
      // An after without a before, and one that was said earlier.
      said("e", 1, "after", 5),
      said("f", 1, "after", 5),
      said("f", 2, "before", 1),
    ],
  }).outcomes;
  expect(confidence).toMatchObject({ could: 6, answeredBefore: 5, pairs: 3, before: 3, same: 1, lessSure: 1 });
  expect(confidence.surer).toMatchObject({ yes: 1, of: 3 });
  expect(confidence.after).toBeCloseTo(10 / 3, 10);
  expect(confidence.difference!.mean).toBeCloseTo(1 / 3, 10);
});

test("90 days later: shares are of those who answered, and how many were asked is told", () => {
  const later = (sent: boolean, used?: boolean, won?: boolean): Records["followUps"][number] => ({
    dateId: "d1",
    contactId: "x",
    sent,
    answered: used !== undefined,
    used,
    published: undefined,
    decided: undefined,
    won,
  });
  const figures = figuresOf({
    ...nothing,
    followUps: [later(true, true, false), later(true, false), later(true), later(false)],
  });
  const { later: figure } = figures.outcomes;
  expect(figure.asked).toBe(3);
  expect(figure.answered).toMatchObject({ yes: 2, of: 3 });
  expect(figure.used).toMatchObject({ yes: 1, of: 2 });
  // Only one said anything about winning: the other is no "no".
  expect(figure.won).toMatchObject({ yes: 0, of: 1 });
  expect(figures.impact.won).toEqual(figure.won);
});

test("of nothing, nothing is said: no division by nothing anywhere", () => {
  expect(JSON.stringify(figuresOf(nothing))).not.toMatch(/NaN|Infinity|null/);
});

test("each figure is defined once", () => {
  expect(new Set(definitions.map(({ id }) => id)).size).toBe(definitions.length);
  expect(definitions.every(({ counts }) => counts.endsWith("."))).toBe(true);
});
