/** One check from beginning to end, without a store: what the server records and what `surgery check` proves lessons with. */
import { planCheck, type CheckPlan, type CodeExercise, type Exercise, type Lesson } from "@data-surgery/grading";
import type { Notebook } from "@data-surgery/jupyter";
import { CheckSession } from "./check-session.js";
import type { CheckBench } from "./check-bench.js";
import { TestCodeError, testTask } from "./run-author-tests.js";
import type { RunnerFiles } from "./runner-pool.js";
import type { TestReport } from "./test-worker.js";
import { cellMissing, couldNotRun, handedIn, judge, notAttempted, type Verdict } from "./verdict.js";

export interface CheckInput {
  readonly lesson: Lesson;
  readonly exercise: Exercise;
  readonly notebook: Notebook;
  /** The lesson's own data: what a learner did to their copy does not count. */
  readonly files: RunnerFiles;
}

export interface CheckRun {
  readonly verdict: Verdict;
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

export async function runCheck(
  input: CheckInput,
  bench: CheckBench,
  timeLimit: number = checkTimeLimit,
): Promise<CheckRun> {
  const { lesson, exercise, notebook, files } = input;
  const plan = planCheck(lesson, notebook, exercise.id);
  if (plan.type === "not-attempted") return { verdict: notAttempted(exercise), plan };
  if (plan.type === "cell-missing") return { verdict: cellMissing(exercise), plan };
  if (exercise.type === "reviewed") return { verdict: handedIn(), plan };
  const signal = AbortSignal.timeout(timeLimit);
  await using session = new CheckSession({ pool: bench.runners, cells: plan.cells, files, signal });
  const stopped = await session.start();
  if (stopped !== undefined) return { verdict: couldNotRun(stopped, plan.cellId), plan };
  const report = await runTests(exercise, session, bench, signal);
  const verdict = judge(exercise, report);
  if (verdict === undefined) throw new AuthorFaultError(`${exercise.test.cellId}: ${report.stop?.message ?? ""}`);
  return { verdict, plan, report };
}

async function runTests(
  exercise: CodeExercise,
  session: CheckSession,
  bench: CheckBench,
  signal: AbortSignal,
): Promise<TestReport> {
  try {
    return await bench.tests.run(testTask(exercise), (question) => session.answer(question), signal);
  } catch (cause) {
    if (signal.aborted)
      return { tests: [], stop: { by: "learner", hidden: false, name: "TimeUp", message: "It took too long." } };
    if (cause instanceof TestCodeError)
      throw new AuthorFaultError(`${exercise.test.cellId}: ${cause.message}`, { cause });
    throw cause;
  }
}
