/**
 * What a check says, from what was seen. The learner is told the author's words and what stands in visible tests; of hidden
 * ones only the author's message to the learner, never their title, inputs or expectations.
 */
import type { CheckFailure, CheckOutcome, Points, TestResult } from "@data-surgery/contract";
import type { CodeExercise, Exercise } from "@data-surgery/grading";
import { runnerEnded, timeUp, type StoppedCell } from "./check-session.js";
import { errorWords } from "./error-words.js";
import type { TestReport, TestStop } from "./test-worker.js";

export interface Verdict {
  readonly type: CheckOutcome;
  readonly head: string;
  readonly message: string;
  readonly tests: readonly TestResult[];
  readonly failure?: CheckFailure;
  readonly points?: Points;
}

export function notAttempted(exercise: Exercise): Verdict {
  const line = exercise.starter.split("\n").find((text) => text.includes("____")) ?? exercise.starter;
  return {
    type: "not-attempted",
    head: "Ready when you are",
    message: `Put your answer where the ____ is, in the line: ${line.trim()}`,
    tests: [],
  };
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

export function couldNotRun(stopped: StoppedCell, exerciseCell: string): Verdict {
  const { cell, name, message, line } = stopped;
  const isExercise = cell.id === exerciseCell;
  const words = name === timeUp ? tooLong : errorWords(name === runnerEnded ? "Error" : name, message);
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
  };
}

const tooLong = "It took longer than 10 seconds. Is there a loop that never ends, or something it waits for?";

/** @returns undefined when the author's own tests are at fault */
export function judge(exercise: CodeExercise, report: TestReport): Verdict | undefined {
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
  const message = misconception?.say ?? failed?.message ?? (stop === undefined ? "" : stopWords(stop));
  return {
    type: "not-yet",
    head: "Not yet",
    message,
    tests: visible,
    points: { earned: 0, possible: exercise.points },
  };
}

/** Why the tests could not be finished. What was asked in a hidden part is not told. */
function stopWords({ by, hidden, name, message }: TestStop): string {
  if (hidden)
    return "It works with these figures, but stopped when we tried it on others. Let it work for any figures.";
  if (by === "data") {
    return "Your answer is another kind of thing than this exercise asks for. Look at what the cell shows, and at the hint.";
  }
  const missing = /^(\S+) is not defined$/.exec(message)?.[1];
  if (missing !== undefined) return `There is nothing called “${missing}” yet. Keep that name in your line.`;
  if (name === timeUp) return tooLong;
  return `Your code stopped when it was tried: ${errorWords(name === runnerEnded ? "Error" : name, message)}`;
}
