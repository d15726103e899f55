import type { LessonSummary, ProgressEvent, ProgressFact } from "@data-surgery/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RunActivity } from "./run-activity.js";
import { applyProgress, exerciseProgress, noProgress, projectMine, type PersonProgress } from "./person-progress.js";
import { emptyBoardMemory, projectBoard, type BoardInput } from "./project-board.js";

const minute = 60_000;
const start = 1_800_000_000_000;

const lesson = (id: string, exercises: string[]): LessonSummary => ({
  id,
  title: id,
  question: "?",
  minutes: 20,
  data: [],
  aims: [],
  release: "0123456789abcdef",
  exercises: exercises.map((exercise) => ({
    id: exercise,
    title: exercise,
    minutes: 5,
    hintCount: 2,
    type: "code" as const,
    skill: "reading",
    stage: "analyse",
    points: 1,
  })),
});
const first = lesson("first", ["a", "b"]);
const second = lesson("second", ["a"]);

let seq = 0;
const at = (minutes: number, fact: ProgressFact): ProgressEvent => ({
  seq: ++seq,
  id: String(seq),
  at: start + minutes * minute,
  personId: "p",
  workshopId: "w",
  ...fact,
});
let attempts = 0;
const checked = (exercise: string, outcome: "pass" | "not-yet" | "not-attempted" | "could-not-run"): ProgressFact => ({
  type: "check-recorded",
  lesson: "first",
  exercise,
  attemptId: `attempt-${++attempts}`,
  outcome,
});
const progressOf = (...events: ProgressEvent[]): PersonProgress => events.reduce(applyProgress, noProgress);

test("PP7 an answer that was handed in counts as done until it is given back, and is right once accepted", () => {
  const handedIn = { type: "check-recorded", lesson: "first", exercise: "a", outcome: "handed-in" } as const;
  const reviewed = {
    type: "answer-reviewed",
    lesson: "first",
    exercise: "a",
    points: { earned: 1, possible: 2 },
  } as const;
  const events = [
    at(1, { ...handedIn, attemptId: "one" }),
    at(2, { ...reviewed, attemptId: "one", decision: "returned" }),
    at(3, { ...handedIn, attemptId: "two" }),
    at(4, { ...reviewed, attemptId: "two", decision: "accepted" }),
  ];
  const states = events.map(
    (_, last) => exerciseProgress(progressOf(...events.slice(0, last + 1)), "first", "a").state,
  );
  expect(states).toEqual(["handed-in", "tried", "handed-in", "passed"]);
});

test("PP8 a regrade takes the place of the outcome it corrects", () => {
  const check = { lesson: "first", exercise: "a", attemptId: "one" } as const;
  const events = [
    at(1, { ...check, type: "check-recorded", outcome: "pass" }),
    at(2, { ...check, type: "attempt-regraded", outcome: "not-yet" }),
  ];
  expect(exerciseProgress(progressOf(...events), "first", "a")).toMatchObject({ state: "tried", tries: 1 });
});

test("PP1 tries count what was tried; a pass stays; the same hint counts once", () => {
  const progress = progressOf(
    at(0, { type: "lesson-opened", lesson: "first" }),
    at(1, checked("a", "not-attempted")),
    at(2, checked("a", "could-not-run")),
    at(3, { type: "hint-shown", lesson: "first", exercise: "a", number: 1 }),
    at(4, { type: "hint-shown", lesson: "first", exercise: "a", number: 1 }),
    at(5, checked("a", "pass")),
    at(6, checked("a", "not-yet")),
    at(7, { type: "solution-shown", lesson: "first", exercise: "b" }),
  );
  expect(exerciseProgress(progress, "first", "a")).toEqual({
    exercise: "a",
    state: "passed",
    tries: 3,
    hints: 1,
    solutionSeen: false,
  });
  expect(projectMine(progress, [first, second])).toEqual({
    help: "fine",
    lessons: [
      {
        lesson: "first",
        exercises: [
          { exercise: "a", state: "passed", tries: 3, hints: 1, solutionSeen: false },
          { exercise: "b", state: "tried", tries: 0, hints: 0, solutionSeen: true },
        ],
      },
      { lesson: "second", exercises: [{ exercise: "a", state: "untouched", tries: 0, hints: 0, solutionSeen: false }] },
    ],
  });
});

function board(people: Record<string, ProgressEvent[]>, minutes: number, more: Partial<BoardInput> = {}): string[] {
  const projected = projectBoard({
    at: start + minutes * minute,
    people: Object.keys(people).map((name) => ({
      personId: name,
      name,
      color: "#000000",
      home: `${name.toLowerCase()}-1234`,
      joinedAt: start,
    })),
    progress: new Map(Object.entries(people).map(([name, events]) => [name, progressOf(...events)])),
    lessons: [first, second],
    ...more,
  });
  return projected.rows.map(({ name, needs }) => (needs === undefined ? name : `${name}: ${needs}`));
}

test("PP2 who asked for help comes first, longest waiting on top; then who is stuck; then who is quiet; then the others", () => {
  const help = { type: "help-changed", status: "help" } as const;
  expect(
    board(
      {
        Fine: [at(9, checked("a", "pass"))],
        Quiet: [at(1, checked("a", "pass"))],
        New: [],
        Stuck: [at(4, checked("b", "not-yet")), at(6, checked("b", "not-yet")), at(9, checked("b", "not-yet"))],
        Later: [at(9.5, help)],
        Sooner: [at(3, help)],
      },
      10,
    ),
  ).toEqual([
    "Sooner: asked for help 7 minutes ago",
    "Later: asked for help",
    "Stuck: 3 tries on 2, 6 minutes",
    "New: joined 10 minutes ago, nothing tried yet",
    "Quiet: quiet for 9 minutes",
    "Fine",
  ]);
});

test("PP3 two tries are no trouble, ten minutes at one exercise are; who is done or has passed all needs nobody", () => {
  const done = { type: "help-changed", status: "done" } as const;
  expect(
    board(
      {
        Two: [at(8, checked("a", "not-yet")), at(9, checked("a", "not-yet"))],
        Long: [at(0, checked("a", "could-not-run")), at(11, checked("a", "not-yet"))],
        Done: [at(1, checked("a", "not-yet")), at(2, done)],
        All: [at(1, checked("a", "pass")), at(2, checked("b", "pass"))],
      },
      12,
    ),
  ).toEqual(["Long: 2 tries on 1, 12 minutes", "All", "Done", "Two"]);
});

test("PP4 after 45 quiet minutes somebody is taken to have gone home", () => {
  expect(board({ Gone: [at(0, checked("a", "not-yet"))], Here: [at(49, checked("a", "pass"))] }, 50)).toEqual([
    "Here",
    "Gone",
  ]);
});

test("PP5 the columns are the lessons that somebody is at, the first one while nobody is", () => {
  const labels = (people: ReadonlyMap<string, PersonProgress>): string[] =>
    projectBoard({
      at: start,
      people: [{ personId: "Ada", name: "Ada", color: "#000000", home: "ada-1234", joinedAt: start }],
      progress: people,
      lessons: [first, second],
    }).columns.map((column) => `${column.label} ${column.lesson}/${column.exercise}`);
  expect(labels(new Map())).toEqual(["1 first/a", "2 first/b"]);
  const both = progressOf(at(0, checked("a", "pass")), at(1, { type: "lesson-opened", lesson: "second" }));
  expect(labels(new Map([["Ada", both]]))).toEqual(["A1 first/a", "A2 first/b", "B1 second/a"]);
});

test("PP6 a row leads to the notebook of the lesson that the person is at", () => {
  const input: BoardInput = {
    at: start,
    people: [{ personId: "Ada", name: "Ada", color: "#000000", home: "ada-1234", joinedAt: start }],
    progress: new Map([["Ada", progressOf(at(0, checked("a", "pass")))]]),
    lessons: [first],
  };
  expect(projectBoard(input).rows[0]?.notebook).toBe("people/ada-1234/first/first.ipynb");
  expect(projectBoard({ ...input, progress: new Map() }).rows[0]?.notebook).toBeUndefined();
  expect(projectBoard(input).counts).toEqual({ joined: 1, working: 1, waiting: 0 });
});

test("PP9 a notebook that stops with an error again and again is said to; one error is a slip; a check that ran ends the row", () => {
  expect(
    board(
      {
        Erring: [at(1, checked("a", "could-not-run")), at(4, checked("a", "could-not-run"))],
        Slip: [at(4, checked("a", "could-not-run"))],
        Mended: [
          at(1, checked("a", "could-not-run")),
          at(2, checked("a", "could-not-run")),
          at(4, checked("a", "not-yet")),
        ],
      },
      5,
    ),
  ).toEqual(["Mended: 3 tries on 1, 4 minutes", "Erring: stopped by an error 2 times on 1, 4 minutes", "Slip"]);
});

test("PP10 what a trainer has seen is aside until something new happens; a call for help is never aside", () => {
  const tries = [1, 2, 3].map((minutes) => at(minutes, checked("a", "not-yet")));
  const keyOf = (events: ProgressEvent[], minutes: number): string => {
    const [row] = projectBoard({
      at: start + minutes * minute,
      people: [{ personId: "Ada", name: "Ada", color: "#000000", home: "ada-1234", joinedAt: start }],
      progress: new Map([["Ada", progressOf(...events)]]),
      lessons: [first],
    }).rows;
    return row?.alert?.key ?? "";
  };
  const aside = new Map([["Ada", new Set([keyOf(tries, 4)])]]);
  expect(board({ Ada: tries }, 4, { aside })).toEqual(["Ada"]);
  expect(board({ Ada: [...tries, at(5, checked("a", "not-yet"))] }, 6, { aside })).toEqual([
    "Ada: 4 tries on 1, 5 minutes",
  ]);
  expect(board({ Ada: tries }, 12, { aside })).toEqual(["Ada: quiet for 9 minutes"]);
  aside.get("Ada")?.add(keyOf([at(1, checked("a", "pass"))], 12).replace(/\d+$/, String(start + 3 * minute)));
  expect(board({ Ada: tries }, 13, { aside })).toEqual(["Ada"]);
  const asked = [...tries, at(13, { type: "help-changed", status: "help" })];
  expect(board({ Ada: asked }, 15, { aside })).toEqual(["Ada: asked for help 2 minutes ago; 3 tries on 1, 14 minutes"]);
});

test("PP11 with a memory of what it was, the board is the same as without, and a row that did not change is the same object", () => {
  const fact = fc.oneof(
    fc.record({ exercise: fc.constantFrom("a", "b"), outcome: fc.constantFrom("pass", "not-yet", "could-not-run") }),
    fc.constantFrom("fine", "help", "done"),
  );
  const steps = fc.array(
    fc.record({ who: fc.integer({ min: 0, max: 4 }), later: fc.integer({ min: 0, max: 12 }), fact }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const memory = emptyBoardMemory();
      const progress = new Map<string, PersonProgress>();
      let minutes = 0;
      for (const step of all) {
        minutes += step.later;
        const personId = `p${step.who}`;
        const made: ProgressFact =
          typeof step.fact === "string"
            ? { type: "help-changed", status: step.fact }
            : checked(step.fact.exercise, step.fact.outcome);
        progress.set(personId, applyProgress(progress.get(personId) ?? noProgress, at(minutes, made)));
        const people = [0, 1, 2, 3, 4].map((one) => {
          const name = `p${one}`;
          return { personId: name, name, color: "#000000", home: name, joinedAt: start };
        });
        const input = { at: start + minutes * minute, people, progress: new Map(progress), lessons: [first, second] };
        const remembered = projectBoard(input, memory);
        expect(remembered).toEqual(projectBoard(input));
        expect(projectBoard(input, memory).rows.every((row) => remembered.rows.includes(row))).toBe(true);
      }
    }),
    { seed: 3, numRuns: 100 },
  );
});

test("PP12 whoever runs cells is at work; errors one after the other are told, and a cell that ran well ends them", () => {
  const activity = new RunActivity();
  const ran = (personId: string, minutes: number, status: "ok" | "error" | "aborted"): void =>
    activity.note({ personId, status, at: start + minutes * minute });
  for (const minutes of [4, 6, 7, 9]) ran("Wall", minutes, "error");
  ran("Wall", 9, "aborted");
  for (const minutes of [5, 6, 7, 8]) ran("Over", minutes, "error");
  ran("Over", 9, "ok");
  ran("Runs", 9, "ok");
  const people = { Wall: [], Over: [], Runs: [], Silent: [] };
  const activityOf = (personId: string) => activity.of(personId);
  expect(board(people, 10, { activityOf })).toEqual([
    "Wall: 4 errors in a row when running, 6 minutes",
    "Silent: joined 10 minutes ago, nothing tried yet",
    "Over",
    "Runs",
  ]);
  expect(board({ Runs: [] }, 20, { activityOf })).toEqual(["Runs: quiet for 11 minutes"]);
});
