/**
 * What a check says, from what was seen. The learner is told the author's words and what stands in visible tests; of hidden
 * ones only the author's message to the learner, never their title, inputs or expectations.
 */
import type { CheckFailure, CheckOutcome, Points, TestResult } from "@data-surgery/contract";
import { earnedPoints, type CodeExercise, type Exercise } from "@data-surgery/grading";
import { runnerEnded, timeUp, type StoppedCell } from "./check-session.js";
import { errorWords } from "./error-words.js";
import { notAChart, type TestReport, type TestStop } from "./test-report.js";

export interface Verdict {
  readonly type: CheckOutcome;
  readonly head: string;
  readonly message: string;
  readonly tests: readonly TestResult[];
  readonly failure?: CheckFailure;
  readonly points?: Points;
}

export function notAttempted(exercise: Exercise): Verdict {
  return { type: "not-attempted", head: "Ready when you are", message: whereToWrite(exercise), tests: [] };
}

/** Tasks and imported exercises have no gap. */
function whereToWrite(exercise: Exercise): string {
  if (exercise.type === "reviewed" && exercise.answer === "below") {
    return "Write your answer in cells of your own, below this one. The + above the notebook adds them.";
  }
  const line = exercise.starter.split("\n").find((text) => text.includes("____"));
  if (line === undefined) return "Write your answer in this cell, in place of what stands there.";
  return `Put your answer where the ____ is, in the line: ${line.trim()}`;
}

export function handedIn(): Verdict {
  return {
    type: "handed-in",
    head: "Handed in",
    message: "Your answer is kept as it stands now. Somebody will read it; you can go on, and hand it in again.",
    tests: [],
  };
}

export function cellMissing(exercise: Exercise): Verdict {
  return {
    type: "could-not-run",
    head: "The cell of this exercise is not there",
    message: `The cell of “${exercise.title}” is not in your notebook any more. Undo its deletion, or ask the trainer for a fresh copy.`,
    tests: [],
  };
}

/** @param limit milliseconds that the check had */
export function couldNotRun(
  stopped: StoppedCell,
  exerciseCell: string,
  exercise: CodeExercise,
  limit: number,
): Verdict {
  const { cell, name, message, line } = stopped;
  const isExercise = cell.id === exerciseCell;
  const words = name === timeUp ? tooLong(limit) : errorWords(name === runnerEnded ? "Error" : name, message);
  return {
    type: "could-not-run",
    head: isExercise ? "This cell stopped before it was done" : "Your notebook stopped before this",
    message: isExercise ? words : `A cell above this one stopped: ${words}`,
    tests: [],
    failure: {
      ...(cell.restored ? {} : { cellId: cell.id }),
      message: words,
      ...(line === undefined ? {} : { line }),
    },
    points: { earned: 0, possible: exercise.points },
  };
}

function tooLong(limit: number): string {
  const seconds = Math.max(1, Math.round(limit / 1000));
  const time = `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  return `It took longer than ${time}. Is there a loop that never ends, or something it waits for?`;
}

/**
 * @param limit milliseconds that the check had
 * @returns undefined when the author's own tests are at fault
 */
export function judge(exercise: CodeExercise, report: TestReport, limit: number): Verdict | undefined {
  const { tests, stop } = report;
  if (stop?.by === "author") return undefined;
  const visible = tests
    .filter(({ hidden }) => !hidden)
    .map(({ title, passed, message }): TestResult => (passed ? { title, passed } : { title, passed, message }));
  if (stop === undefined && tests.every(({ passed }) => passed)) {
    return {
      type: "pass",
      head: "That's right",
      message: exercise.test.pass,
      tests: visible,
      points: { earned: exercise.points, possible: exercise.points },
    };
  }
  const misconception = report.misconception === undefined ? undefined : exercise.misconceptions[report.misconception];
  const failed = tests.find(({ passed }) => !passed);
  const message = misconception?.say ?? failed?.message ?? (stop === undefined ? "" : stopWords(stop, limit));
  return {
    type: "not-yet",
    head: "Not yet",
    message,
    tests: visible,
    // Of tests that stopped, nobody knows what the rest would have said.
    points: { earned: stop === undefined ? earnedPoints(exercise.points, tests) : 0, possible: exercise.points },
  };
}

/** Why the tests could not be finished. What was asked in a hidden part is not told. */
function stopWords({ by, hidden, name, message }: TestStop, limit: number): string {
  if (name === notAChart) return hidden ? noChart : chartWords(message);
  if (hidden)
    return "It works with these figures, but stopped when we tried it on others. Let it work for any figures.";
  if (by === "data") {
    return "Your answer is another kind of thing than this exercise asks for. Look at what the cell shows, and at the hint.";
  }
  const missing = /^(\S+) is not defined$/.exec(message)?.[1];
  if (missing !== undefined) return `There is nothing called “${missing}” yet. Keep that name in your line.`;
  if (name === timeUp) return tooLong(limit);
  return `Your code stopped when it was tried: ${errorWords(name === runnerEnded ? "Error" : name, message)}`;
}

const noChart = "This cell shows no chart yet. End it with a line such as show(chart).";

/** @param name what the tests asked for; empty for whatever the cell shows */
function chartWords(name: string): string {
  return name === "" ? noChart : `“${name}” is not a chart yet. Make it one, for example with barChart or lineChart.`;
}
