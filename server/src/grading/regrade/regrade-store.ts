/** What is judged again, how far that is, and what stands. */
import type { CheckOutcome, Points } from "@data-surgery/contract";
import type { CheckPlan } from "@data-surgery/grading";
import type { Kysely, Selectable } from "kysely";
import type { Store } from "../../store/index.js";
import type { GradingTables } from "../attempt-store.js";
import type { Verdict } from "../verdict.js";
import type { RegradeState, RegradeTables } from "./regrade-tables.js";

type Tables = GradingTables & RegradeTables;

/** An attempt that another version of the lesson judged. */
export interface OutdatedAttempt {
  readonly attemptId: string;
  readonly personId: string;
  readonly exercise: string;
  readonly at: number;
  /** What stands for it now. */
  readonly outcome: CheckOutcome;
}

export interface Regrade {
  readonly id: string;
  readonly at: number;
  readonly workshopId: string;
  readonly lesson: string;
  readonly lessonHash: string;
  readonly by: string;
  readonly state: RegradeState;
  readonly keepPasses: boolean;
  readonly appliedAt?: number | undefined;
  readonly problem?: string | undefined;
}

export interface RegradeProgress {
  readonly judged: number;
  readonly all: number;
}

export interface RegradeResult {
  readonly attemptId: string;
  readonly personId: string;
  readonly exercise: string;
  readonly at: number;
  readonly before: { readonly outcome: CheckOutcome; readonly points?: Points | undefined };
  readonly after: Verdict;
  /** See RegradeTables. */
  readonly told: number;
}

/** One attempt as it must be judged: its plan and what it said at first. */
export interface AttemptToJudge {
  readonly attemptId: string;
  readonly exercise: string;
  readonly plan: CheckPlan;
  /** What stands now. */
  readonly before: { readonly outcome: CheckOutcome; readonly points?: Points | undefined };
}

/** Whose attempt it was has been erased meanwhile: no event may name them. */
export class ErasedError extends Error {
  constructor() {
    super("The attempt is not there any more.");
    this.name = "ErasedError";
  }
}

export interface RegradeStore {
  /** Which lessons have attempts of other versions than the one given for each. */
  outdatedLessons(workshopId: string, hashes: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, number>>;
  outdated(workshopId: string, lesson: string, hash: string): Promise<readonly OutdatedAttempt[]>;
  /** The regrade and its attempts, in one transaction. */
  insert(regrade: Regrade, attempts: readonly OutdatedAttempt[]): Promise<void>;
  byId(id: string): Promise<Regrade | undefined>;
  /** Newest first. */
  ofWorkshop(workshopId: string): Promise<readonly Regrade[]>;
  /** Those that a stopped server left in the middle, oldest first. */
  unfinished(): Promise<readonly Regrade[]>;
  progress(id: string): Promise<RegradeProgress>;
  nextToJudge(id: string): Promise<AttemptToJudge | undefined>;
  saveJudged(id: string, attempt: AttemptToJudge, verdict: Verdict): Promise<void>;
  /** Where the outcome or the points differ. */
  changes(id: string): Promise<readonly RegradeResult[]>;
  /** Only from `from`: false when somebody was quicker. */
  move(
    id: string,
    from: RegradeState,
    to: RegradeState,
    more?: { keepPasses?: boolean; appliedAt?: number; problem?: string },
  ): Promise<boolean>;
  /** Marks in the transaction of the event that tells (1) or takes it back (2). @throws ErasedError */
  tell(id: string, attemptId: string, told: 1 | 2, inside: Kysely<unknown>): Promise<void>;
  /** Passes that would be lost are kept. */
  keepPasses(id: string): Promise<void>;
  /** From now on all of it stands, or none of it. */
  stand(id: string, standing: boolean): Promise<void>;
  exportPerson(personId: string): Promise<readonly RegradeResult[]>;
}

export function sqlRegradeStore(store: Store): RegradeStore {
  const db = store.tables<Tables>();
  const outdated = (workshopId: string, lesson: string, hash: string) => readOutdated(db, workshopId, lesson, hash);
  return {
    outdatedLessons: async (workshopId, hashes) => {
      const rows = await db
        .selectFrom("check_attempts")
        .select(["lesson", "lesson_hash"])
        .distinct()
        .where("workshop_id", "=", workshopId)
        .execute();
      const suspects = new Set(
        rows.filter((row) => hashes.get(row.lesson) !== row.lesson_hash).map((row) => row.lesson),
      );
      const found = new Map<string, number>();
      for (const lesson of suspects) {
        const hash = hashes.get(lesson);
        const count = hash === undefined ? 0 : (await outdated(workshopId, lesson, hash)).length;
        if (count > 0) found.set(lesson, count);
      }
      return found;
    },
    outdated,
    insert: (regrade, attempts) =>
      db.transaction().execute(async (inside) => {
        await inside.insertInto("regrades").values(rowOf(regrade)).execute();
        const rows = attempts.map((attempt) => resultRow(regrade.id, attempt));
        // Databases bound how many values one statement may have.
        const atOnce = 50;
        for (let from = 0; from < rows.length; from += atOnce)
          await inside
            .insertInto("regrade_results")
            .values(rows.slice(from, from + atOnce))
            .execute();
      }),
    byId: async (id) => {
      const row = await db.selectFrom("regrades").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? undefined : regradeOf(row);
    },
    ofWorkshop: async (workshopId) => {
      const all = db.selectFrom("regrades").selectAll().where("workshop_id", "=", workshopId);
      return (await all.orderBy("at", "desc").limit(50).execute()).map(regradeOf);
    },
    unfinished: async () => {
      const all = db.selectFrom("regrades").selectAll().where("state", "in", ["judging", "applying", "undoing"]);
      return (await all.orderBy("at").execute()).map(regradeOf);
    },
    progress: async (id) => {
      const row = await db
        .selectFrom("regrade_results")
        .select(({ fn }) => [fn.countAll().as("all"), fn.count("after_outcome").as("judged")])
        .where("regrade_id", "=", id)
        .executeTakeFirstOrThrow();
      return { judged: Number(row.judged), all: Number(row.all) };
    },
    nextToJudge: (id) => readNext(db, id),
    saveJudged: async (id, { attemptId, before }, verdict) => {
      const after = { after_outcome: verdict.type, after: JSON.stringify(verdict) };
      await db
        .updateTable("regrade_results")
        .set({ ...after, before_points: before.points === undefined ? null : JSON.stringify(before.points) })
        .where("regrade_id", "=", id)
        .where("attempt_id", "=", attemptId)
        .execute();
    },
    changes: async (id) => {
      const rows = await db
        .selectFrom("regrade_results")
        .selectAll()
        .where("regrade_id", "=", id)
        .where("after_outcome", "is not", null)
        .orderBy("exercise")
        .orderBy("at")
        .orderBy("attempt_id")
        .execute();
      return rows.map(resultOf).filter(differs);
    },
    move: async (id, from, to, { keepPasses, appliedAt, problem } = {}) => {
      const { numUpdatedRows } = await db
        .updateTable("regrades")
        .set({
          state: to,
          ...(keepPasses === undefined ? {} : { keep_passes: keepPasses ? 1 : 0 }),
          ...(appliedAt === undefined ? {} : { applied_at: appliedAt }),
          ...(problem === undefined ? {} : { problem }),
        })
        .where("id", "=", id)
        .where("state", "=", from)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    tell: async (id, attemptId, told, inside) => {
      const { numUpdatedRows } = await (inside as unknown as Kysely<Tables>)
        .updateTable("regrade_results")
        .set({ told, standing: told === 1 ? 1 : 0 })
        .where("regrade_id", "=", id)
        .where("attempt_id", "=", attemptId)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new ErasedError();
    },
    keepPasses: async (id) => {
      await db
        .updateTable("regrade_results")
        .set({ told: 3 })
        .where("regrade_id", "=", id)
        .where("told", "=", 0)
        .where("before_outcome", "=", "pass")
        .where("after_outcome", "!=", "pass")
        .execute();
    },
    stand: async (id, standing) => {
      const row = { standing: standing ? 1 : 0 };
      await db.updateTable("regrade_results").set(row).where("regrade_id", "=", id).execute();
    },
    exportPerson: async (personId) => {
      const all = db.selectFrom("regrade_results").selectAll().where("person_id", "=", personId);
      return (await all.where("after", "is not", null).orderBy("at").execute()).map(resultOf);
    },
  };
}

async function readOutdated(
  db: Kysely<Tables>,
  workshopId: string,
  lesson: string,
  hash: string,
): Promise<OutdatedAttempt[]> {
  const attempts = await db
    .selectFrom("check_attempts")
    .select(["id", "person_id", "exercise", "at", "outcome", "lesson_hash"])
    .where("workshop_id", "=", workshopId)
    .where("lesson", "=", lesson)
    .where("outcome", "in", judgedOutcomes)
    .orderBy("exercise")
    .orderBy("at")
    .execute();
  const standing = await readStanding(db, workshopId, lesson);
  return attempts.flatMap((attempt) => {
    const now = standing.get(attempt.id) ?? { hash: attempt.lesson_hash, outcome: attempt.outcome };
    if (now.hash === hash) return [];
    const { id: attemptId, person_id: personId, exercise, at } = attempt;
    return [{ attemptId, personId, exercise, at, outcome: now.outcome as CheckOutcome }];
  });
}

/** What no test judged is not judged again. */
const judgedOutcomes: readonly CheckOutcome[] = ["pass", "not-yet", "could-not-run"];

/** By attempt: which version of the lesson judged it last, and what stands since. */
async function readStanding(
  db: Kysely<Tables>,
  workshopId: string,
  lesson: string,
): Promise<Map<string, { readonly hash: string; readonly outcome: string }>> {
  const rows = await db
    .selectFrom("regrades")
    .innerJoin("regrade_results", "regrade_results.regrade_id", "regrades.id")
    .select(["attempt_id", "lesson_hash", "before_outcome", "after_outcome", "told"])
    .where("workshop_id", "=", workshopId)
    .where("lesson", "=", lesson)
    .where("standing", "=", 1)
    .orderBy("applied_at")
    .execute();
  return new Map(
    rows.map((row) => {
      const outcome = row.told === kept ? row.before_outcome : (row.after_outcome ?? row.before_outcome);
      return [row.attempt_id, { hash: row.lesson_hash, outcome }];
    }),
  );
}

const kept = 3;

async function readNext(db: Kysely<Tables>, id: string): Promise<AttemptToJudge | undefined> {
  const row = await db
    .selectFrom("regrade_results")
    .innerJoin("check_attempts", "check_attempts.id", "regrade_results.attempt_id")
    .select(["attempt_id", "regrade_results.exercise", "before_outcome", "plan", "result"])
    .where("regrade_id", "=", id)
    .where("after_outcome", "is", null)
    .orderBy("attempt_id")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { attempt_id: attemptId, exercise } = row;
  const earlier = await db
    .selectFrom("regrade_results")
    .innerJoin("regrades", "regrades.id", "regrade_results.regrade_id")
    .select(["after", "told", "before_points"])
    .where("attempt_id", "=", attemptId)
    .where("standing", "=", 1)
    .orderBy("applied_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const first = (JSON.parse(row.result) as { points?: Points }).points;
  const points =
    earlier === undefined
      ? first
      : earlier.told === kept
        ? pointsOf(earlier.before_points)
        : (JSON.parse(earlier.after ?? "{}") as { points?: Points }).points;
  // Both were written by this domain from the same types.
  const before = { outcome: row.before_outcome as CheckOutcome, points };
  return { attemptId, exercise, plan: JSON.parse(row.plan) as CheckPlan, before };
}

function pointsOf(text: string | null): Points | undefined {
  return text === null ? undefined : (JSON.parse(text) as Points);
}

function rowOf({ id, at, workshopId, lesson, lessonHash, by, state, keepPasses }: Regrade): RegradeTables["regrades"] {
  const own = { id, at, workshop_id: workshopId, lesson, lesson_hash: lessonHash, by_person: by, state };
  return { ...own, keep_passes: keepPasses ? 1 : 0, applied_at: null, problem: null };
}

function regradeOf(row: Selectable<RegradeTables["regrades"]>): Regrade {
  const { id, at, lesson, state } = row;
  return {
    id,
    at,
    workshopId: row.workshop_id,
    lesson,
    lessonHash: row.lesson_hash,
    by: row.by_person,
    state,
    keepPasses: row.keep_passes === 1,
    appliedAt: row.applied_at ?? undefined,
    problem: row.problem ?? undefined,
  };
}

function resultRow(regradeId: string, attempt: OutdatedAttempt): RegradeTables["regrade_results"] {
  const { attemptId, personId, exercise, at, outcome } = attempt;
  const judged = { before_points: null, after_outcome: null, after: null, standing: 0, told: 0 };
  const which = { regrade_id: regradeId, attempt_id: attemptId, person_id: personId };
  return { ...which, exercise, at, before_outcome: outcome, ...judged };
}

function resultOf(row: Selectable<RegradeTables["regrade_results"]>): RegradeResult {
  const { attempt_id: attemptId, person_id: personId, exercise, at, told } = row;
  const before = { outcome: row.before_outcome as CheckOutcome, points: pointsOf(row.before_points) };
  return { attemptId, personId, exercise, at, before, after: JSON.parse(row.after ?? "{}") as Verdict, told };
}

/** Points count too: a test that was worth one may now be worth two. */
function differs({ before, after }: RegradeResult): boolean {
  const [was, is] = [before.points, after.points];
  if (before.outcome !== after.type) return true;
  return is !== undefined && was !== undefined && (was.earned !== is.earned || was.possible !== is.possible);
}

/** What was judged again for somebody goes with them; what they had judged again stays, and names nobody. */
export async function eraseRegrades(personId: string, inside: Kysely<unknown>): Promise<void> {
  const db = inside as unknown as Kysely<RegradeTables>;
  await db.deleteFrom("regrade_results").where("person_id", "=", personId).execute();
  await db.updateTable("regrades").set({ by_person: "" }).where("by_person", "=", personId).execute();
}

/** Of one attempt that goes. */
export async function eraseRegradesOf(attemptId: string, inside: Kysely<unknown>): Promise<void> {
  const db = inside as unknown as Kysely<RegradeTables>;
  await db.deleteFrom("regrade_results").where("attempt_id", "=", attemptId).execute();
}
