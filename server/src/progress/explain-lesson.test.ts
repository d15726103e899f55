import type { ProgressEvent, ProgressFact } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { explainLesson } from "./explain-lesson.js";
import { applyProgress, noProgress, projectMine } from "./person-progress.js";

const day = 86_400_000;
const start = Date.UTC(2026, 2, 1, 19);
const exercise = (id: string): never =>
  ({ id, title: id, minutes: 1, hintCount: 1, type: "code", skill: "s", stage: "get", points: 1 }) as never;
const lesson = {
  id: "l",
  title: "L",
  question: "?",
  minutes: 9,
  aims: [],
  release: "0123456789abcdef",
  data: [],
  exercises: ["a", "b", "c", "d"].map(exercise),
};

function log(...facts: readonly object[]): ProgressEvent[] {
  return facts.map((fact, index) => ({
    ...(fact as ProgressFact),
    seq: index + 1,
    id: String(index),
    at: start + index * day,
    personId: "ada",
    workshopId: "w",
  }));
}

let attempts = 0;
const check = (id: string, outcome: string, attemptId: string = `t${attempts++}`): object => ({
  type: "check-recorded",
  lesson: "l",
  exercise: id,
  attemptId,
  outcome,
});
const reasons = (events: readonly ProgressEvent[]): string[] =>
  explainLesson(events, lesson, "Europe/London").exercises.map(({ reason }) => reason);

test("PE1 each state has its reason: when, at which try, who looks at it next", () => {
  const events = log(
    check("a", "not-yet"),
    check("a", "not-attempted"),
    check("a", "could-not-run"),
    check("a", "pass"),
    check("b", "handed-in", "b1"),
    check("c", "not-yet"),
    check("c", "not-yet"),
  );
  expect(reasons(events)).toEqual([
    "passed on 4 March at the third try",
    "handed in on 5 March; a reader will look at it",
    "tried 2 times, not right yet",
    "not started",
  ]);
});

test("PE2 what came later is said: a newer version, a reader's answer, a regrade", () => {
  const review = (decision: string): object => ({
    type: "answer-reviewed",
    lesson: "l",
    exercise: "b",
    attemptId: "b1",
    decision,
    points: { earned: 1, possible: 1 },
  });
  const regrade = (id: string, attemptId: string, outcome: string): object => ({
    ...check(id, outcome, attemptId),
    type: "attempt-regraded",
  });
  const updated = { type: "lesson-updated", lesson: "l", from: "1", to: "2" };
  const handed = [check("a", "pass", "a1"), check("b", "handed-in", "b1"), check("c", "not-yet", "c1"), updated];
  expect(reasons(log(...handed, review("returned"), regrade("c", "c1", "pass")))).toEqual([
    "passed on 1 March at the first try; the lesson has changed since",
    "given back by a reader on 5 March: have another go",
    "passed on 6 March, when a check was mended; the lesson has changed since",
    "not started",
  ]);
  expect(reasons(log(...handed, review("accepted")))[1]).toBe("read and accepted on 5 March");
  expect(reasons(log(check("a", "pass", "a1"), regrade("a", "a1", "not-yet")))[0]).toBe(
    "tried once; a check was mended and it is not right yet",
  );
});

test("PE3 1,000 seeded logs: replaying one gives the identical answer, and the count is that of the projection", () => {
  let state = 7;
  const draw = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const outcomes = ["pass", "not-yet", "not-attempted", "could-not-run", "handed-in"];
  for (let run = 0; run < 1000; run++) {
    const facts = Array.from({ length: draw(12) }, () => {
      const id = "abcd"[draw(4)]!;
      const attemptId = `r${draw(6)}`;
      const outcome = outcomes[draw(5)]!;
      const decision = draw(2) === 0 ? "accepted" : "returned";
      return [
        check(id, outcome, attemptId),
        { ...check(id, outcome, attemptId), type: "attempt-regraded" },
        { type: "answer-reviewed", lesson: "l", exercise: id, attemptId, decision, points: { earned: 0, possible: 1 } },
        { type: "hint-shown", lesson: "l", exercise: id, number: 1 + draw(2) },
        { type: "solution-shown", lesson: "l", exercise: id },
        { type: "lesson-updated", lesson: "l", from: "1", to: "2" },
      ][draw(6)]!;
    });
    const events = log(...facts);
    const told = explainLesson(events, lesson, "Europe/London");
    const replayed = JSON.parse(JSON.stringify(events)) as ProgressEvent[];
    expect(explainLesson(replayed, lesson, "Europe/London")).toEqual(told);
    const [mine] = projectMine(events.reduce(applyProgress, noProgress), [lesson]).lessons;
    expect(told.exercises.map((one) => one.state)).toEqual(mine?.exercises.map((one) => one.state));
  }
});
