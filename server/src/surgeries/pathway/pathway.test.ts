import fc from "fast-check";
import { expect, test } from "vitest";
import { pathwayCounts, pathwaySteps, reachedBy, type PathwayRecord, type PathwayStep } from "./pathway.js";

const did = (contactId: string, step: PathwayStep, at: number): PathwayRecord => ({ contactId, step, at });

test("each person is counted once, where they have come furthest, and each move forward is counted", () => {
  const records = [
    did("ada", "patient", 1),
    did("ada", "patient", 2),
    did("ada", "learner", 3),
    did("ada", "surgeon", 4),
    did("bob", "patient", 1),
    did("cy", "surgeon", 1),
    did("cy", "patient", 2),
    did("di", "learner", 5),
    did("di", "champion", 6),
  ];
  expect(pathwayCounts(records)).toEqual({
    patient: 1,
    learner: 0,
    champion: 1,
    surgeon: 2,
    moved: [
      { from: "patient", to: "learner", people: 1 },
      { from: "learner", to: "champion", people: 1 },
      { from: "learner", to: "surgeon", people: 1 },
    ],
  });
  expect(reachedBy(records).get("ada")?.[0]).toEqual({ step: "patient", since: 1, times: 2 });
});

test("nobody is nowhere: no records, no people", () => {
  expect(pathwayCounts([])).toEqual({ patient: 0, learner: 0, champion: 0, surgeon: 0, moved: [] });
});

test("the order of the records changes nothing, and the people add up", () => {
  const record = fc.record({
    contactId: fc.constantFrom("a", "b", "c", "d", "e"),
    step: fc.constantFrom(...pathwaySteps),
    at: fc.integer({ min: 0, max: 50 }),
  });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (records, picks) => {
      const shuffled = records
        .map((one) => ({ one, key: picks.next().value as number }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const counts = pathwayCounts(records);
      expect(pathwayCounts(shuffled)).toEqual(counts);
      const people = pathwaySteps.reduce((sum, step) => sum + counts[step], 0);
      expect(people).toBe(new Set(records.map(({ contactId }) => contactId)).size);
      // Nobody can move more often than there are steps above the first.
      for (const { from, to } of counts.moved) {
        expect(pathwaySteps.indexOf(to)).toBeGreaterThan(pathwaySteps.indexOf(from));
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});
