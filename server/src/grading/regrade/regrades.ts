/**
 * Judging again what was judged by another version of a lesson. First it is judged, in the background and only while no learner
 * waits for a check; then somebody looks at who would change; only then it is written, an event for each change. All of it goes
 * on where it was when the server is started again, and can be taken back.
 */
import { AppError, type Visitor } from "@data-surgery/contract";
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Progress } from "../../progress/index.js";
import type { CheckBench } from "../check-bench.js";
import type { LessonCatalogue, ReadyLesson } from "../lesson-catalogue.js";
import { AuthorFaultError, runCheck } from "../run-check.js";
import type { Verdict } from "../verdict.js";
import { attemptNotebook } from "./attempt-notebook.js";
import {
  ErasedError,
  type AttemptToJudge,
  type Regrade,
  type RegradeProgress,
  type RegradeResult,
  type RegradeStore,
} from "./regrade-store.js";

export interface RegradesOptions {
  readonly store: RegradeStore;
  readonly catalogue: LessonCatalogue;
  readonly progress: Pick<Progress, "record">;
  readonly bench: CheckBench;
  /** Resolves when no learner waits for a check. */
  readonly quiet: () => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly clock?: () => number;
}

/** A lesson with attempts that another version of it judged. */
export interface RegradeOffer {
  readonly lesson: string;
  readonly attempts: number;
}

export interface OpenRegrade {
  readonly regrade: Regrade;
  readonly progress: RegradeProgress;
  readonly changes: readonly RegradeResult[];
}

export interface Regrades extends AsyncDisposable {
  offers(workshopId: string): Promise<readonly RegradeOffer[]>;
  ofWorkshop(workshopId: string): Promise<readonly Regrade[]>;
  /** Goes on with the one that is under way for this lesson, if there is one. Resolves to its id. @throws AppError `lessons.not-found`, `regrades.nothing` */
  begin(visitor: Pick<Visitor, "personId" | "workshopId">, lesson: string): Promise<string>;
  /** @throws AppError `http.not-found` */
  open(workshopId: string, id: string): Promise<OpenRegrade>;
  /** Begins to write what was judged. @throws AppError `http.not-found`, `regrades.moved-on` */
  apply(workshopId: string, id: string, keepPasses: boolean): Promise<void>;
  /** Begins to take back what was written. @throws AppError `http.not-found`, `regrades.moved-on` */
  undo(workshopId: string, id: string): Promise<void>;
  /** @throws AppError `http.not-found`, `regrades.moved-on` */
  drop(workshopId: string, id: string): Promise<void>;
  /** Goes on with what a stopped server left. */
  resume(): Promise<void>;
  exportPerson: RegradeStore["exportPerson"];
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

/** Milliseconds: in a room that never stops checking, one attempt goes in between. */
const longestWait = 5000;

export function createRegrades(options: RegradesOptions): Regrades {
  const { store, catalogue, clock = Date.now } = options;
  const stopping = new AbortController();
  let working: Promise<void> = Promise.resolve();
  const work = (id: string): void => {
    working = working.then(() => carryOn(id, options, stopping.signal)).catch(options.onError);
  };
  const known = async (workshopId: string, id: string): Promise<Regrade> => {
    const regrade = await store.byId(id);
    if (regrade?.workshopId !== workshopId) throw new AppError("http.not-found");
    return regrade;
  };
  const moveOn = async (moved: Promise<boolean>): Promise<void> => {
    if (!(await moved)) throw new AppError("regrades.moved-on");
  };
  return {
    offers: async (workshopId) => {
      const hashes = new Map(catalogue.list().map(({ id }) => [id, catalogue.get(id).lesson.hash]));
      const found = await store.outdatedLessons(workshopId, hashes);
      return [...found].map(([lesson, attempts]) => ({ lesson, attempts }));
    },
    ofWorkshop: (workshopId) => store.ofWorkshop(workshopId),
    exportPerson: (personId) => store.exportPerson(personId),
    begin: async ({ personId, workshopId }, lesson) => {
      const { hash } = catalogue.get(lesson).lesson;
      const before = (await store.ofWorkshop(workshopId)).find((one) => one.lesson === lesson && isOpen(one));
      if (before !== undefined) {
        if (before.lessonHash === hash || isBeingWritten(before)) return before.id;
        await store.move(before.id, before.state, "dropped");
      }
      const attempts = await store.outdated(workshopId, lesson, hash);
      if (attempts.length === 0) throw new AppError("regrades.nothing", { lesson });
      const id = randomUUID();
      const own = { id, at: clock(), workshopId, lesson, lessonHash: hash, by: personId };
      await store.insert({ ...own, state: "judging", keepPasses: true }, attempts);
      work(id);
      return id;
    },
    open: async (workshopId, id) => {
      const regrade = await known(workshopId, id);
      const [progress, changes] = await Promise.all([store.progress(id), store.changes(id)]);
      return { regrade, progress, changes };
    },
    apply: async (workshopId, id, keepPasses) => {
      await known(workshopId, id);
      await moveOn(store.move(id, "ready", "applying", { keepPasses, appliedAt: clock() }));
      work(id);
    },
    undo: async (workshopId, id) => {
      const { lesson } = await known(workshopId, id);
      const newest = (await store.ofWorkshop(workshopId)).find(
        (one) => one.lesson === lesson && one.state === "applied",
      );
      // An older one stands below the newest, so that one goes first.
      if (newest?.id !== id) throw new AppError("regrades.moved-on");
      await moveOn(store.move(id, "applied", "undoing"));
      work(id);
    },
    drop: async (workshopId, id) => {
      const { state } = await known(workshopId, id);
      await moveOn(
        state === "judging" || state === "ready" ? store.move(id, state, "dropped") : Promise.resolve(false),
      );
    },
    resume: async () => {
      for (const { id } of await store.unfinished()) work(id);
    },
    settled: async () => {
      let seen: Promise<void> | undefined;
      while (seen !== working) {
        seen = working;
        await seen;
      }
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await working;
    },
  };
}

function isOpen(regrade: Regrade): boolean {
  return regrade.state === "judging" || regrade.state === "ready" || isBeingWritten(regrade);
}

function isBeingWritten({ state }: Regrade): boolean {
  return state === "applying" || state === "undoing";
}

async function carryOn(id: string, options: RegradesOptions, signal: AbortSignal): Promise<void> {
  const regrade = await options.store.byId(id);
  if (regrade?.state === "judging") await judgeAll(regrade, options, signal);
  else if (regrade?.state === "applying") await tellAll(regrade, options, signal);
  else if (regrade?.state === "undoing") await takeBackAll(regrade, options, signal);
}

async function judgeAll(regrade: Regrade, options: RegradesOptions, signal: AbortSignal): Promise<void> {
  const { store, catalogue, quiet } = options;
  const { id, lesson, lessonHash } = regrade;
  const ready = catalogue.list().some((one) => one.id === lesson) ? catalogue.get(lesson) : undefined;
  // Started again with another version of the lesson: half of it by one and half by the other would be nobody's result.
  if (ready?.lesson.hash !== lessonHash) {
    await store.move(id, "judging", "dropped");
    return;
  }
  // A room gives many equal answers; each is run once.
  const seen = new Map<string, Verdict>();
  while (!signal.aborted) {
    const attempt = await store.nextToJudge(id);
    if (attempt === undefined) {
      await store.move(id, "judging", "ready");
      return;
    }
    if ((await store.byId(id))?.state !== "judging") return;
    const key = keyOf(attempt);
    let verdict = seen.get(key);
    if (verdict === undefined) {
      const waiting = new AbortController();
      await Promise.race([quiet(), delay(longestWait, undefined, { signal: waiting.signal }).catch(() => undefined)]);
      waiting.abort();
      try {
        verdict = await judgeAgain(ready, attempt, options.bench);
      } catch (error) {
        if (!(error instanceof AuthorFaultError)) throw error;
        await store.move(id, "judging", "failed", { problem: error.message });
        return;
      }
      seen.set(key, verdict);
    }
    await store.saveJudged(id, attempt, verdict);
  }
}

function keyOf({ exercise, plan, before }: AttemptToJudge): string {
  // Where nothing runs, what stands is what comes out.
  const cells = plan.type === "run" && plan.ownFiles === undefined ? plan.cells : [plan.type, before];
  return createHash("sha256")
    .update(JSON.stringify([exercise, cells]))
    .digest("base64");
}

async function judgeAgain(ready: ReadyLesson, attempt: AttemptToJudge, bench: CheckBench): Promise<Verdict> {
  const { lesson, files } = ready;
  const exercise = lesson.exercises.find(({ id }) => id === attempt.exercise);
  const { plan, before } = attempt;
  if (exercise?.type !== "code" || plan.type !== "run" || plan.ownFiles !== undefined) {
    // The exercise went, nothing had run, or it ran on files of the learner's own, which nobody kept: what stands stays.
    const points = before.points === undefined ? {} : { points: before.points };
    return { type: before.outcome, head: "", message: "", tests: [], ...points };
  }
  const notebook = attemptNotebook(ready, plan, exercise.cellId);
  // The made-up inputs of before, so that only the mended test can make a difference.
  const seed = plan.seed === undefined ? {} : { seed: plan.seed };
  return (await runCheck({ lesson, exercise, notebook, files, ...seed }, bench)).verdict;
}

async function tellAll(regrade: Regrade, { store, progress }: RegradesOptions, signal: AbortSignal): Promise<void> {
  const { id, keepPasses } = regrade;
  if (keepPasses) await store.keepPasses(id);
  for (const result of await store.changes(id)) {
    if (signal.aborted) return;
    if (result.told !== 0) continue;
    const { type: outcome, points } = result.after;
    await record(regrade, result, { outcome, points }, progress, (inside) =>
      store.tell(id, result.attemptId, 1, inside),
    );
  }
  await store.stand(id, true);
  await store.move(id, "applying", "applied");
}

async function takeBackAll(regrade: Regrade, { store, progress }: RegradesOptions, signal: AbortSignal): Promise<void> {
  const { id } = regrade;
  for (const result of await store.changes(id)) {
    if (signal.aborted) return;
    if (result.told !== 1) continue;
    await record(regrade, result, result.before, progress, (inside) => store.tell(id, result.attemptId, 2, inside));
  }
  await store.stand(id, false);
  await store.move(id, "undoing", "undone");
}

async function record(
  { workshopId, lesson }: Regrade,
  { personId, exercise, attemptId }: RegradeResult,
  { outcome, points }: RegradeResult["before"],
  progress: RegradesOptions["progress"],
  also: Parameters<Progress["record"]>[2],
): Promise<void> {
  const given = points === undefined ? {} : { points };
  try {
    await progress.record(
      { personId, workshopId },
      { type: "attempt-regraded", lesson, exercise, attemptId, outcome, ...given },
      also,
    );
  } catch (error) {
    if (!(error instanceof ErasedError)) throw error;
  }
}
