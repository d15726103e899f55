/** Somebody's earlier tries at one exercise, from the attempts that are kept. Reads only. */
import type { CheckResult, Try, TryPage } from "@data-surgery/contract";
import type { CheckPlan } from "@data-surgery/grading";
import type { Store } from "../store/index.js";
import type { GradingTables } from "./attempt-store.js";
import type { RegradeTables } from "./regrade/regrade-tables.js";
import type { Verdict } from "./verdict.js";

/** Whose, and at what. */
export interface TriesOf {
  readonly personId: string;
  readonly lesson: string;
  readonly exercise: string;
}

export interface LastResult {
  readonly result: CheckResult;
  /** When it was judged again, where that changed it. */
  readonly regradedAt?: number;
}

export interface TriesReader {
  /** Of the last check, whatever came of it; as it was judged last. */
  lastResult(of: TriesOf): Promise<LastResult | undefined>;
  /** Newest first, those with an answer in them only. @param before an attempt of the same person and exercise; what is older than it */
  page(of: TriesOf, before?: string): Promise<TryPage>;
}

export const triesOnPage = 10;

/** A regrade that changed something, and that its learner heard of (see RegradeTables). */
const told = 1;

export function sqlTriesReader(store: Store): TriesReader {
  const db = store.tables<GradingTables & RegradeTables>();
  const own = ({ personId, lesson, exercise }: TriesOf) =>
    db
      .selectFrom("check_attempts")
      .where("person_id", "=", personId)
      .where("lesson", "=", lesson)
      .where("exercise", "=", exercise);
  return {
    lastResult: async (of) => {
      const row = await own(of).select(["id", "result"]).orderBy("at", "desc").orderBy("id", "desc").executeTakeFirst();
      if (row === undefined) return undefined;
      // Written by the attempt store from the same type, and below by the regrades'.
      const result = JSON.parse(row.result) as CheckResult;
      const again = await db
        .selectFrom("regrade_results")
        .innerJoin("regrades", "regrades.id", "regrade_results.regrade_id")
        .select(["after", "applied_at"])
        .where("attempt_id", "=", row.id)
        .where("standing", "=", 1)
        .where("told", "=", told)
        .orderBy("applied_at", "desc")
        .executeTakeFirst();
      if (again?.after == null) return { result };
      const { attemptId, tries, at } = result;
      const verdict = JSON.parse(again.after) as Verdict;
      return { result: { ...verdict, attemptId, tries, at }, regradedAt: again.applied_at ?? at };
    },
    page: async (of, before) => {
      let tries = own(of)
        .select(["id", "at", "result", "plan"])
        .where("outcome", "!=", "not-attempted")
        .orderBy("at", "desc")
        .orderBy("id", "desc");
      if (before !== undefined) {
        const last = await own(of).select("at").where("id", "=", before).executeTakeFirst();
        if (last === undefined) return { tries: [] };
        tries = tries.where((where) =>
          where.or([where("at", "<", last.at), where.and([where("at", "=", last.at), where("id", "<", before)])]),
        );
      }
      const rows = await tries.limit(triesOnPage + 1).execute();
      const shown = rows.slice(0, triesOnPage);
      const last = shown.at(-1);
      return { tries: shown.flatMap(tryOf), ...(rows.length > triesOnPage && last !== undefined && { next: last.id }) };
    },
  };
}

interface TryRow {
  readonly id: string;
  readonly result: string;
  readonly plan: string;
}

/** Nothing for a try whose cell was gone: there is nothing to compare with or take back. */
function tryOf({ id, result, plan }: TryRow): Try[] {
  const ran = JSON.parse(plan) as CheckPlan;
  if (ran.type !== "run") return [];
  const source = ran.cells.find((cell) => cell.id === ran.cellId)?.source;
  if (source === undefined) return [];
  const { type, at } = JSON.parse(result) as CheckResult;
  return [{ attemptId: id, at, outcome: type, source }];
}
