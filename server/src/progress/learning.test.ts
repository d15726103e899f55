import type { Pathway, ProgressEvent, ProgressFact } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { projectLearning } from "./learning.js";
import { hideSmallNumbers, lessonInsights, type LessonInsight } from "./lesson-insights.js";
import { pathwayStanding } from "./pathway/pathway-standing.js";
import { applyProgress, noProgress, type PersonProgress } from "./person-progress.js";
import { testLesson } from "./test-lessons.js";

const lessons = [testLesson("first", { a: "count", b: "filter" }), testLesson("second", { "c?": "explain" })];
const minute = 60_000;
const start = 1_800_000_000_000;
let seq = 0;
let attempts = 0;

const at = (minutes: number, fact: ProgressFact): ProgressEvent => ({
  seq: ++seq,
  id: String(seq),
  at: start + minutes * minute,
  personId: "p",
  workshopId: "w",
  ...fact,
});
const opened: ProgressFact = { type: "lesson-opened", lesson: "first" };
const checked = (exercise: string, outcome: "pass" | "not-yet" | "could-not-run", lesson = "first"): ProgressFact => ({
  type: "check-recorded",
  lesson,
  exercise,
  attemptId: `attempt-${++attempts}`,
  outcome,
});
const progressOf = (...events: ProgressEvent[]): PersonProgress => events.reduce(applyProgress, noProgress);

const pathway: Pathway = {
  id: "way",
  title: "Way",
  format: 1,
  levels: [
    { id: "one", title: "One", about: "?", criteria: [{ type: "lessons-done", count: 1, text: "Finish one." }] },
    {
      id: "two",
      title: "Two",
      about: "?",
      criteria: [
        { type: "lessons-done", count: 1, text: "Finish one." },
        { type: "skills-shown", count: 3, text: "Show three." },
        { type: "answers-accepted", count: 1, text: "One accepted." },
      ],
    },
    { id: "three", title: "Three", about: "?", criteria: [{ type: "lessons-done", count: 6, text: "Finish six." }] },
  ],
};
const levels = (progress: PersonProgress): string[] =>
  pathwayStanding(pathway, projectLearning(progress, lessons), lessons).map(
    ({ id, state, why }) => `${id} ${state}: ${why}`,
  );

test("LP1 a level says how much of it is there and what is still to come, and what a house can't offer is not open", () => {
  expect(levels(noProgress)).toEqual([
    "one ahead: You have 0 of 1, because 1 more lesson is still to come.",
    "two ahead: You have 0 of 3, because 1 more lesson is still to come, 3 more skills are still to come and 1 more answer to review is still to come.",
    "three not-open: Not open here yet: it asks for 6 lessons (here: 2).",
  ]);
  const done = [at(0, opened), at(1, checked("a", "pass")), at(2, checked("b", "pass"))];
  expect(levels(progressOf(...done)).slice(0, 2)).toEqual([
    "one reached: You have 1 of 1. This level is yours.",
    "two ahead: You have 1 of 3, because 1 more skill is still to come and 1 more answer to review is still to come.",
  ]);
});

test("LP2 a skill is shown by an exercise that is right, not by one that was handed in, and names its evidence", () => {
  const place = { lesson: "second", exercise: "c", attemptId: "x" } as const;
  const handedIn = at(1, { ...place, type: "check-recorded", outcome: "handed-in" });
  const explain = (progress: PersonProgress): string[] =>
    projectLearning(progress, lessons)
      .skills.find(({ skill }) => skill === "explain")!
      .evidence.map(({ exercise, accepted }) => `${exercise} ${accepted ? "accepted" : ""}`);
  expect(explain(progressOf(handedIn))).toEqual([]);
  const accepted = at(2, {
    ...place,
    type: "answer-reviewed",
    decision: "accepted",
    points: { earned: 2, possible: 2 },
  });
  expect(explain(progressOf(handedIn, accepted))).toEqual(["c accepted"]);
});

test("LP3 hints and a look at the solution take nothing away", () => {
  const straight = progressOf(at(0, opened), at(1, checked("a", "pass")), at(2, checked("b", "pass")));
  const helped = progressOf(
    at(0, opened),
    at(1, { type: "hint-shown", lesson: "first", exercise: "a", number: 1 }),
    at(2, { type: "solution-shown", lesson: "first", exercise: "a" }),
    at(3, checked("a", "pass")),
    at(4, checked("b", "pass")),
  );
  expect(levels(helped)).toEqual(levels(straight));
});

test("LP4 a regrade that takes the pass back takes the level back, and what others do is no work of one's own", () => {
  const events = [at(0, opened), at(1, checked("a", "pass")), at(2, checked("b", "pass"))];
  const before = progressOf(...events);
  const attemptId = [...before.exercises.get("first/b")!.outcomes.keys()][0]!;
  const regraded = at(900, { type: "attempt-regraded", lesson: "first", exercise: "b", attemptId, outcome: "not-yet" });
  const after = applyProgress(before, regraded);
  expect(levels(after)[0]).toMatch(/^one ahead/);
  expect(after.lastAt).toBe(before.lastAt);
  expect(after.exercises.get("first/b")).toMatchObject({ doneAt: undefined, workMs: minute });
});

test("LP5 minutes are the time worked on an exercise until it is done; a break counts for ten, what comes after for nothing", () => {
  const [first] = lessonInsights({
    at: start + 100 * minute,
    lessons,
    progress: [
      progressOf(
        at(0, opened),
        at(3, checked("a", "not-yet")),
        at(5, checked("a", "pass")),
        at(45, checked("b", "pass")),
        at(50, checked("a", "pass")),
      ),
    ],
  });
  expect(first?.exercises.map(({ medianMinutes }) => medianMinutes)).toEqual([5, 10]);
  expect(first).toMatchObject({ started: 1, done: 1, medianMinutes: 15 });
});

test("LP6 the figures of a lesson: how many, how hard, what came first, and where those who left had stopped", () => {
  const run = (offset: number, ...facts: ProgressFact[]): PersonProgress =>
    progressOf(...[opened, ...facts].map((fact, index) => at(offset + index, fact)));
  const people = [
    run(0, checked("a", "not-yet"), checked("a", "pass"), checked("b", "pass")),
    run(0, checked("a", "not-yet"), checked("a", "not-yet"), checked("a", "not-yet")),
    run(0, checked("a", "could-not-run"), checked("a", "pass"), checked("b", "not-yet")),
    run(58, checked("a", "pass")),
    noProgress,
  ];
  const troubles = [{ lesson: "first", exercise: "a", words: "That counts years, not countries.", people: 2 }];
  const [first] = lessonInsights({ at: start + 60 * minute, lessons, progress: people, troubles });
  expect(first?.exercises.map(({ commonTrouble }) => commonTrouble?.people)).toEqual([2, undefined]);
  expect(first).toMatchObject({ started: 4, done: 1 });
  expect(first?.exercises).toMatchObject([
    { exercise: "a", tried: 4, done: 3, medianTries: 2, stopped: 1, firstTrouble: "not-yet" },
    { exercise: "b", tried: 2, done: 1, stopped: 1 },
  ]);
});

test("LP7 who is not the room's trainer sees no figure of fewer than five people, nor one that leaves fewer than five over", () => {
  const exercise = { title: "?", medianTries: 2, medianHints: 0, medianMinutes: 4, firstTrouble: "not-yet" } as const;
  const insight: LessonInsight = {
    lesson: "first",
    title: "First",
    started: 12,
    done: 6,
    medianMinutes: 20,
    exercises: [
      {
        ...exercise,
        exercise: "a",
        tried: 12,
        done: 10,
        sawSolution: 2,
        stopped: 0,
        commonTrouble: { words: "?", people: 4 },
      },
      { ...exercise, exercise: "b", tried: 4, done: 4, sawSolution: 6, stopped: 5 },
    ],
  };
  expect(hideSmallNumbers([insight])).toMatchObject([
    {
      started: 12,
      done: 6,
      exercises: [
        { tried: 12, done: undefined, sawSolution: undefined, stopped: 0, medianTries: 2 },
        {
          tried: undefined,
          done: undefined,
          sawSolution: 6,
          stopped: 5,
          medianTries: undefined,
          medianMinutes: undefined,
        },
      ],
    },
  ]);
  expect(hideSmallNumbers([insight])[0]?.exercises[0]).not.toHaveProperty("commonTrouble");
  expect(hideSmallNumbers([insight], 4)[0]?.exercises[0]).toHaveProperty("commonTrouble");
  expect(hideSmallNumbers([insight])[0]?.exercises[1]).not.toHaveProperty("firstTrouble");
  const few = hideSmallNumbers([{ ...insight, started: 4, done: 0 }])[0];
  expect([few?.started, few?.done, few?.medianMinutes]).toEqual([undefined, undefined, undefined]);
});
