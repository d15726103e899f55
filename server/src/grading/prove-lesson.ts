/**
 * Proves a lesson by trying it, as an author would have to: the solution passes, the untouched lesson is "not attempted",
 * each known mistake gets its words, and every hidden test fails for some wrong answer.
 */
import {
  gap,
  lintFiles,
  lintLesson,
  planCheck,
  withSolution,
  type CodeExercise,
  type Exercise,
  type Lesson,
  type LessonFault,
  type LessonFaultCode,
} from "@data-surgery/grading";
import type { Notebook } from "@data-surgery/jupyter";
import type { CheckBench } from "./check-bench.js";
import type { ReadyLesson } from "./lesson-catalogue.js";
import { proveReviewed } from "./prove-reviewed.js";
import { proveWholeRun } from "./prove-whole-run.js";
import { AuthorFaultError, runCheck, type CheckRun } from "./run-check.js";
import { testCode, TestCodeError } from "./run-author-tests.js";
import type { TestRecord } from "./test-report.js";

/** What nobody should pass with, tried in the gap of every exercise. */
const nonAnswers = ["0", "undefined", '"x"', "[]"];

/** Which part of the proof begins, for somebody who waits. */
export type TellProof = (done: number, of: number, what: string) => void;

export async function proveLesson(
  ready: ReadyLesson,
  bench: CheckBench,
  tell: TellProof = () => undefined,
): Promise<LessonFault[]> {
  const { lesson } = ready;
  const faults = [...lintLesson(lesson), ...lintFiles(lesson, ready.files), ...proveReviewed(ready)];
  const parts = lesson.exercises.filter((exercise) => exercise.type === "code");
  for (const [index, exercise] of parts.entries()) {
    tell(index, parts.length + 1, exercise.title);
    faults.push(...(await proveExercise(ready, exercise, bench)));
  }
  tell(parts.length, parts.length + 1, "the whole lesson from top to bottom");
  faults.push(...(await proveWholeRun(ready, bench)));
  return faults;
}

export function proveExercise(ready: ReadyLesson, exercise: CodeExercise, bench: CheckBench): Promise<LessonFault[]> {
  return new ExerciseProof(ready, exercise, bench).faults();
}

class ExerciseProof {
  readonly #ready: ReadyLesson;
  readonly #exercise: CodeExercise;
  readonly #bench: CheckBench;
  readonly #found: LessonFault[] = [];
  /** Hidden tests seen to fail, by position among all tests. */
  readonly #failed = new Set<string>();

  constructor(ready: ReadyLesson, exercise: CodeExercise, bench: CheckBench) {
    this.#ready = ready;
    this.#exercise = exercise;
    this.#bench = bench;
  }

  async faults(): Promise<LessonFault[]> {
    this.#proveUntouched();
    if (!this.#testsAreCode()) return this.#found;
    const solved = await this.#run(this.#exercise.solution);
    if (solved === undefined) return this.#found;
    if (solved.verdict.type !== "pass") {
      const why = solved.verdict.message;
      this.#add(
        "proof.solution-fails",
        `The solution gets “${solved.verdict.type}”: ${why}`,
        "Mend the solution or the tests.",
      );
      return this.#found;
    }
    await this.#proveMisconceptions();
    await this.#proveNonAnswers();
    this.#proveHidden(solved.report?.tests ?? []);
    return this.#found;
  }

  #add(code: LessonFaultCode, message: string, remedy: string, level: LessonFault["level"] = "error"): void {
    this.#found.push({ code, level, cell: this.#exercise.cellId, message, remedy });
  }

  #proveUntouched(): void {
    const plan = planCheck(this.#ready.lesson, this.#ready.released, this.#exercise.id);
    if (plan.type === "not-attempted") return;
    this.#add("proof.not-not-attempted", "The untouched exercise counts as tried.", `Leave ${gap} in the starter.`);
  }

  #testsAreCode(): boolean {
    try {
      testCode(this.#exercise);
      return true;
    } catch (error) {
      if (!(error instanceof TestCodeError)) throw error;
      this.#add(
        "proof.author-error",
        `The tests can't be read as code: ${error.message}`,
        "Mend the test cell or a misconception.",
      );
      return false;
    }
  }

  async #proveMisconceptions(): Promise<void> {
    for (const { say, wrong } of this.#exercise.misconceptions) {
      if (wrong === undefined) {
        const message = `No wrong answer is given for “${say}”.`;
        this.#add("proof.other-words", message, "Add `wrong`, so that it can be proved.", "advice");
        continue;
      }
      const run = await this.#runWrong(wrong);
      if (run === undefined || run.verdict.type === "pass" || run.verdict.message === say) continue;
      const message = `“${wrong}” gets other words: “${run.verdict.message}” (${run.verdict.type}).`;
      this.#add("proof.other-words", message, "Mend `when`, or the order of the misconceptions.");
    }
  }

  async #proveNonAnswers(): Promise<void> {
    for (const text of nonAnswers) await this.#runWrong(this.#exercise.starter.replaceAll(gap, text));
  }

  /** @param instead what stands in the place of the solution */
  async #runWrong(instead: string): Promise<CheckRun | undefined> {
    const source = sourceOf(this.#ready.lesson, this.#exercise);
    const run = await this.#run(withSolution(source, instead));
    if (run?.verdict.type === "pass") {
      this.#add("proof.wrong-passes", `“${instead}” passes and should not.`, "Add a test that tells it apart.");
    }
    for (const [index, test] of (run?.report?.tests ?? []).entries()) {
      if (test.hidden && !test.passed) this.#failed.add(keyOf(index, test));
    }
    return run;
  }

  #proveHidden(tests: readonly TestRecord[]): void {
    for (const [index, test] of tests.entries()) {
      if (!test.hidden || this.#failed.has(keyOf(index, test))) continue;
      const message = `No wrong answer was seen to fail the hidden test “${test.title}”.`;
      this.#add(
        "proof.hidden-cannot-fail",
        message,
        "Give a misconception whose `wrong` fails it, or remove the test.",
      );
    }
  }

  /** Undefined when the tests themselves stopped, which is a fault of its own. */
  async #run(source: string): Promise<CheckRun | undefined> {
    const { lesson, files } = this.#ready;
    const notebook = answeredNotebook(this.#ready, this.#exercise, source);
    try {
      return await runCheck({ lesson, exercise: this.#exercise, notebook, files }, this.#bench);
    } catch (error) {
      if (!(error instanceof AuthorFaultError)) throw error;
      this.#add("proof.author-error", `The tests stopped: ${error.message}`, "Mend the test cell.");
      return undefined;
    }
  }
}

function keyOf(index: number, test: TestRecord): string {
  return `${index} ${test.title}`;
}

function sourceOf(lesson: Lesson, exercise: Exercise): string {
  return lesson.cells.find(({ cell }) => cell.id === exercise.cellId)?.cell.source ?? "";
}

/** The learner's copy with this source in the exercise, and the solution in every other. */
function answeredNotebook({ lesson, released }: ReadyLesson, exercise: Exercise, source: string): Notebook {
  const cells = released.cells.map((cell) => {
    const other = lesson.exercises.find(({ cellId }) => cellId === cell.id);
    if (other === undefined) return cell;
    return { ...cell, source: other.id === exercise.id ? source : other.solution };
  });
  return { ...released, cells };
}
