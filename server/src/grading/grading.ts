/**
 * Check, hint and solution as a learner uses them: whose notebook, whose turn, what is recorded. A result is told only once it
 * is on the disk.
 */
import {
  AppError,
  isDone,
  lessonKey,
  mayTouchPath,
  roleAllows,
  type CheckResult,
  type Hint,
  type LessonList,
  type Solution,
  type Visitor,
} from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import { randomUUID } from "node:crypto";
import { parseContentPath } from "../jupyter/index.js";
import type { Progress } from "../progress/index.js";
import type { Attempt, AttemptStore } from "./attempt-store.js";
import { checksAtOnce, type CheckBench } from "./check-bench.js";
import { createCheckQueue } from "./check-queue.js";
import { createCheckThrottle } from "./check-throttle.js";
import type { LessonCatalogue } from "./lesson-catalogue.js";
import type { LessonCopies } from "./lesson-copies.js";
import { answerCells } from "./review/answer-cells.js";
import type { OwnFilesPlace, OwnShelf } from "./own-files.js";
import { AuthorFaultError, runCheck } from "./run-check.js";

/** What a learner has in front of them now, also when it is not on the disk yet. */
export interface LearnerNotebooks {
  /** @throws AppError when it is not there or not a notebook */
  read(path: string): Promise<Notebook>;
}

/** Files as people keep them, by paths below the contents root. */
export type LearnerFiles = OwnShelf;

export interface GradingLog {
  error(details: object, message: string): void;
}

export interface GradingOptions {
  readonly catalogue: LessonCatalogue;
  readonly copies: LessonCopies;
  readonly notebooks: LearnerNotebooks;
  readonly files: LearnerFiles;
  readonly attempts: AttemptStore;
  readonly progress: Pick<Progress, "record" | "exercise" | "mine">;
  readonly bench: CheckBench;
  readonly log: GradingLog;
  readonly clock?: () => number;
}

/** Which exercise, and in which notebook. */
export interface Place {
  readonly lesson: string;
  readonly exercise: string;
  readonly path: string;
}

export interface Grading {
  lessons(): LessonList;
  /** The visitor's own copy of a lesson, made when it is not there. Returns its path. */
  open(visitor: Visitor, lesson: string): Promise<string>;
  /** The lesson of this curriculum to go on with: the first that is not finished. */
  openNext(visitor: Visitor, curriculum: string): Promise<string>;
  check(visitor: Visitor, place: Place): Promise<CheckResult>;
  hint(visitor: Visitor, place: Place, number: number): Promise<Hint>;
  solution(visitor: Visitor, place: Place): Promise<Solution>;
  /** Resolves when no check runs and nobody waits for one. */
  quiet(): Promise<void>;
  exportPerson(personId: string): Promise<readonly Attempt[]>;
  erasePerson(personId: string): Promise<void>;
}

export function createGrading(options: GradingOptions): Grading {
  const { catalogue, copies, progress, attempts, clock = Date.now } = options;
  const queue = createCheckQueue({ running: checksAtOnce, waiting: 200, perPerson: 2 });
  const throttle = createCheckThrottle({ burst: 10, every: 3000, clock });

  const open = async (visitor: Visitor, lesson: string): Promise<string> => {
    const path = await copies.open(visitor, lesson);
    options.bench.warm();
    await progress.record(visitor, { type: "lesson-opened", lesson });
    return path;
  };
  return {
    lessons: () => catalogue.list(),
    open,
    openNext: async (visitor, curriculum) => open(visitor, await nextLesson(visitor, curriculum, options)),
    check: async (visitor, place) => {
      catalogue.exercise(place.lesson, place.exercise);
      const own = { ...place, path: ownPath(visitor, place.path) };
      throttle.take(visitor.personId);
      return queue.run(visitor.personId, () => check(visitor, own, options, clock));
    },
    hint: async (visitor, { lesson, exercise, path }, number) => {
      const { hints } = catalogue.exercise(lesson, exercise).exercise;
      ownPath(visitor, path);
      const text = hints[number - 1];
      if (text === undefined) throw new AppError("http.bad-request", { reason: `there are ${hints.length} hints` });
      const shown = (await progress.exercise(visitor, lesson, exercise)).hints;
      if (number > shown + 1)
        throw new AppError("http.bad-request", { reason: "hints are opened one after the other" });
      await progress.record(visitor, { type: "hint-shown", lesson, exercise, number });
      return { number, count: hints.length, text };
    },
    solution: async (visitor, { lesson, exercise, path }) => {
      const { solution, why } = catalogue.exercise(lesson, exercise).exercise;
      ownPath(visitor, path);
      await assertTried(visitor, lesson, exercise, progress);
      await progress.record(visitor, { type: "solution-shown", lesson, exercise });
      return { source: solution, why };
    },
    quiet: () => queue.quiet(),
    exportPerson: (personId) => attempts.ofPerson(personId),
    erasePerson: (personId) => attempts.erase(personId),
  };
}

/** Whoever has not tried yet would only copy. A solution that was seen before is shown again whatever happened since. */
async function assertTried(
  visitor: Visitor,
  lesson: string,
  exercise: string,
  progress: GradingOptions["progress"],
): Promise<void> {
  if (roleAllows(visitor.role, "trainer")) return;
  const { tries, solutionSeen, state } = await progress.exercise(visitor, lesson, exercise);
  if (tries === 0 && !solutionSeen && !isDone(state)) throw new AppError("checks.try-first");
}

/** The path without `..` and the like, so that the rule sees what will be read. @throws AppError when it is not theirs */
function ownPath(visitor: Visitor, path: string): string {
  const parsed = parseContentPath(path);
  if (!mayTouchPath(visitor, parsed, "write")) throw new AppError("identity.not-allowed");
  return parsed;
}

async function nextLesson(visitor: Visitor, curriculum: string, options: GradingOptions): Promise<string> {
  const { lessons } = await options.progress.mine(visitor);
  const listed = options.catalogue.list().map(({ id }) => id);
  const course = options.catalogue.curricula.find(({ id }) => id === curriculum)?.lessons ?? listed;
  const usable = course.filter((id) => listed.includes(id));
  const isFinished = (id: string): boolean =>
    lessons.find(({ lesson }) => lesson === id)?.exercises.every(({ state }) => isDone(state)) ?? false;
  const next = usable.find((id) => !isFinished(id)) ?? usable.at(-1) ?? course[0];
  if (next === undefined) throw new AppError("lessons.not-found", { lesson: curriculum });
  return next;
}

async function check(
  visitor: Visitor,
  place: Place,
  options: GradingOptions,
  clock: () => number,
): Promise<CheckResult> {
  const { ready, exercise } = options.catalogue.exercise(place.lesson, place.exercise);
  const notebook = await options.notebooks.read(place.path);
  assertSameLesson(notebook, place);
  const started = performance.now();
  const own: OwnFilesPlace = {
    folder: place.path.includes("/") ? place.path.slice(0, place.path.lastIndexOf("/")) : "",
    shelf: options.files,
    may: (path) => mayTouchPath(visitor, path, "read"),
  };
  const { verdict, plan } = await runOrReport(options, ready.lesson.id, () =>
    runCheck({ lesson: ready.lesson, exercise, notebook, files: ready.files, own }, options.bench),
  );
  const attemptId = randomUUID();
  const { lesson, exercise: exerciseId } = place;
  const before = await options.progress.exercise(visitor, lesson, exerciseId);
  const tries = before.tries + (verdict.type === "not-attempted" ? 0 : 1);
  const repairs = plan.type === "run" && plan.repairs.length > 0 ? { repairs: plan.repairs } : {};
  const result: CheckResult = { ...verdict, ...repairs, attemptId, tries, at: clock() };
  const { personId, workshopId } = visitor;
  const attempt: Attempt = {
    personId,
    workshopId,
    lesson,
    lessonHash: ready.lesson.hash,
    exercise: exerciseId,
    notebook: place.path,
    result,
    plan,
    tookMs: performance.now() - started,
    ...(exercise.type === "reviewed" && verdict.type === "handed-in"
      ? { answer: answerCells(exercise, plan, notebook) }
      : {}),
  };
  const fact = {
    type: "check-recorded",
    lesson,
    exercise: exerciseId,
    attemptId,
    outcome: verdict.type,
    points: verdict.points,
  } as const;
  await options.progress.record(visitor, fact, (inside) => options.attempts.insert(attempt, inside));
  return result;
}

/** A notebook of another lesson can't be checked against this one; one that says nothing of itself can. */
function assertSameLesson(notebook: Notebook, { lesson, path }: Place): void {
  const ours = notebook.metadata[lessonKey];
  const named = typeof ours === "object" && ours !== null ? (ours as { lesson?: unknown }).lesson : undefined;
  if (typeof named === "string" && named !== lesson) {
    throw new AppError("http.bad-request", {
      reason: `${path} is a notebook of the lesson ${named}, not of ${lesson}`,
    });
  }
}

async function runOrReport<T>({ log }: GradingOptions, lesson: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const incident = randomUUID().slice(0, 6);
    const what = error instanceof AuthorFaultError ? "a lesson's own tests are at fault" : "a check could not run";
    log.error({ err: error, incident, lesson }, what);
    throw new AppError("checks.failed-to-run", { incident }, { cause: error });
  }
}
