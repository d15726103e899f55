/** One check from beginning to end, without a store: what the server records and what `surgery check` proves lessons with. */
import {
  largestSeed,
  planCheck,
  type CheckPlan,
  type CodeExercise,
  type Exercise,
  type Lesson,
} from "@data-surgery/grading";
import type { Notebook } from "@data-surgery/jupyter";
import { randomInt } from "node:crypto";
import { CheckSession } from "./check-session.js";
import type { CheckBench } from "./check-bench.js";
import { explainLeftOut, takeOwnFiles, type OwnFiles, type OwnFilesPlace } from "./own-files.js";
import { testCode, TestCodeError } from "./run-author-tests.js";
import type { RunnerFiles } from "./runner-pool.js";
import type { TestReport } from "./test-report.js";
import { cellMissing, couldNotRun, handedIn, judge, notAttempted, type Verdict } from "./verdict.js";

export interface CheckInput {
  readonly lesson: Lesson;
  readonly exercise: Exercise;
  readonly notebook: Notebook;
  /** The lesson's own data: what a learner did to their copy does not count. */
  readonly files: RunnerFiles;
  /** Where the learner's own files are; without it, there are none. */
  readonly own?: OwnFilesPlace;
  /** Where a verdict is to come out again: the seed of its plan. Without it each check has inputs of its own. */
  readonly seed?: number;
}

export interface CheckRun {
  readonly verdict: Verdict;
  /** What ran; where tests were asked, with their seed. */
  readonly plan: CheckPlan;
  /** What the tests saw; for authors only. */
  readonly report?: TestReport;
}

/** The lesson's tests themselves are at fault, so that nothing can be said about the answer. */
export class AuthorFaultError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AuthorFaultError";
  }
}

/** Processor time is shared with the whole room, so this is generous. */
export const checkTimeLimit = 10_000;

const noFiles: OwnFiles = { files: new Map(), leftOut: new Map() };

/** @param timeLimit milliseconds; without it the exercise's own, or what every check has */
export async function runCheck(input: CheckInput, bench: CheckBench, timeLimit?: number): Promise<CheckRun> {
  const { lesson, exercise, notebook, files } = input;
  const planned = planCheck(lesson, notebook, exercise.id);
  if (planned.type === "not-attempted") return { verdict: notAttempted(exercise), plan: planned };
  if (planned.type === "cell-missing") return { verdict: cellMissing(exercise), plan: planned };
  if (exercise.type === "reviewed") return { verdict: handedIn(), plan: planned };
  const { seconds = checkTimeLimit / 1000, memoryMb } = exercise.limits ?? {};
  const limit = timeLimit ?? seconds * 1000;
  const { cells } = planned;
  const own = input.own === undefined ? noFiles : await takeOwnFiles(cells, files, input.own);
  const signal = AbortSignal.timeout(limit);
  await using session = new CheckSession({ pool: bench.runners, cells, files, own: own.files, signal, memoryMb });
  const stopped = await session.start();
  const ran = own.files.size === 0 ? planned : { ...planned, ownFiles: [...own.files.keys()] };
  if (stopped !== undefined) {
    return { verdict: couldNotRun(explainLeftOut(stopped, own), planned.cellId, exercise, limit), plan: ran };
  }
  const seed = input.seed ?? randomInt(largestSeed + 1);
  const plan = { ...ran, seed };
  const report = await runTests(exercise, seed, session, bench, signal);
  const verdict = judge(exercise, report, limit);
  if (verdict === undefined) throw new AuthorFaultError(`${exercise.test.cellId}: ${report.stop?.message ?? ""}`);
  return { verdict, plan, report };
}

async function runTests(
  exercise: CodeExercise,
  seed: number,
  session: CheckSession,
  bench: CheckBench,
  signal: AbortSignal,
): Promise<TestReport> {
  try {
    return await bench.tests.run({ ...testCode(exercise), seed }, (question) => session.answer(question), signal);
  } catch (cause) {
    if (signal.aborted)
      return { tests: [], stop: { by: "learner", hidden: false, name: "TimeUp", message: "It took too long." } };
    if (cause instanceof TestCodeError)
      throw new AuthorFaultError(`${exercise.test.cellId}: ${cause.message}`, { cause });
    throw cause;
  }
}
