import { expect, test } from "vitest";
import { eventPrivacy, factPrivacy } from "./progress-privacy.js";
import { ProgressEvent } from "./progress.js";

const base = { seq: 1, id: "e", at: 1, personId: "p", workshopId: "w" };
const exercise = { lesson: "l", exercise: "x" };
const points = { earned: 1, possible: 2 };
const place = { notebook: "people/ada/l/l.ipynb", cellId: "c", label: "cell 1" };

/** One of each kind with every field it may have. */
const complete: readonly object[] = [
  { type: "check-recorded", ...exercise, attemptId: "a", outcome: "pass", points },
  { type: "answer-reviewed", ...exercise, attemptId: "a", decision: "accepted", points },
  { type: "attempt-regraded", ...exercise, attemptId: "a", outcome: "pass", points },
  { type: "hint-shown", ...exercise, number: 1 },
  { type: "solution-shown", ...exercise },
  { type: "lesson-opened", lesson: "l" },
  { type: "lesson-updated", lesson: "l", from: "a", to: "b" },
  { type: "help-changed", status: "help", place },
];

test("every field that the log keeps is marked personal or not, and no mark is left over", () => {
  const seen = complete.map((fact) => {
    const event = ProgressEvent.parse({ ...base, ...fact, unknown: "is dropped" });
    const own = Object.keys(event).filter((field) => !(field in eventPrivacy));
    return [event.type, own.toSorted()];
  });
  expect(seen).toEqual(
    complete
      .map((fact) => ProgressEvent.parse({ ...base, ...fact }))
      .map(({ type }) => [type, Object.keys(factPrivacy[type]).toSorted()]),
  );
  expect(new Set(seen.map(([type]) => type))).toEqual(new Set(Object.keys(factPrivacy)));
});

test("who somebody is, their attempts and their places are personal", () => {
  expect(eventPrivacy.personId).toBe("personal");
  expect(factPrivacy["check-recorded"].attemptId).toBe("personal");
  expect(factPrivacy["help-changed"].place).toBe("personal");
});
