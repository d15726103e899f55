/** Somebody's earlier tries at one exercise, from the attempts that are kept. Reads only. */
import type { CheckResult, Try, TryPage } from "@data-surgery/contract";
import type { CheckPlan } from "@data-surgery/grading";
import type { Store } from "../store/index.js";
import type { GradingTables } from "./attempt-store.js";

/** Whose, and at what. */
export interface TriesOf {
  readonly personId: string;
  readonly lesson: string;
  readonly exercise: string;
}

export interface TriesReader {
  /** Of the last check, whatever came of it. */
  lastResult(of: TriesOf): Promise<CheckResult | undefined>;
  /** Newest first, those with an answer in them only. @param before an attempt of the same person and exercise; what is older than it */
  page(of: TriesOf, before?: string): Promise<TryPage>;
}

export const triesOnPage = 10;

export function sqlTriesReader(store: Store): TriesReader {
  const db = store.tables<GradingTables>();
  const own = ({ personId, lesson, exercise }: TriesOf) =>
    db
      .selectFrom("check_attempts")
      .where("person_id", "=", personId)
      .where("lesson", "=", lesson)
      .where("exercise", "=", exercise);
  return {
    lastResult: async (of) => {
      const row = await own(of).select("result").orderBy("at", "desc").orderBy("id", "desc").executeTakeFirst();
      // Written by the attempt store from the same type.
      return row === undefined ? undefined : (JSON.parse(row.result) as CheckResult);
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
