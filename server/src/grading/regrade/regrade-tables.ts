/** Attempts that are judged again after a lesson's tests were mended. Part of the grading domain's tables. */
import type { Migration } from "../../store/index.js";

/**
 * `judging` → `ready` (to be looked at) → `applying` → `applied` → `undoing` → `undone`; or `dropped` by somebody or because the
 * lesson changed again; or `failed` because the tests themselves stop.
 */
export type RegradeState = "judging" | "ready" | "applying" | "applied" | "undoing" | "undone" | "dropped" | "failed";

export interface RegradeTables {
  regrades: {
    id: string;
    at: number;
    workshop_id: string;
    lesson: string;
    /** The version of the lesson that judges. */
    lesson_hash: string;
    /** Personal; blank once they are erased. */
    by_person: string;
    state: RegradeState;
    /** 1: whoever passed stays passed. */
    keep_passes: number;
    /** When it was applied. */
    applied_at: number | null;
    /** Why it failed, for its author. */
    problem: string | null;
  };
  /** One row for each attempt that is judged again: what stood before, and what it is now. */
  regrade_results: {
    regrade_id: string;
    attempt_id: string;
    /** Personal; the rows of an erased person go. */
    person_id: string;
    exercise: string;
    /** When the attempt was made. */
    at: number;
    before_outcome: string;
    /** Points as JSON, or null. */
    before_points: string | null;
    /** Null until it is judged. */
    after_outcome: string | null;
    /** Verdict as JSON: what a check would say now. */
    after: string | null;
    /** 1 once it was applied. Of several for one attempt, the one that was applied last stands. */
    standing: number;
    /** 0: nobody was told. 1: an event has told of it. 2: another has taken it back. 3: the pass of before was kept. */
    told: number;
  };
}

const create: Migration = {
  name: "regrades-001-create",
  up: async (db) => {
    await db.schema
      .createTable("regrades")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("workshop_id", "text", (column) => column.notNull())
      .addColumn("lesson", "text", (column) => column.notNull())
      .addColumn("lesson_hash", "text", (column) => column.notNull())
      .addColumn("by_person", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("keep_passes", "integer", (column) => column.notNull())
      .addColumn("applied_at", "bigint")
      .addColumn("problem", "text")
      .execute();
    await db.schema.createIndex("regrades_by_workshop").on("regrades").columns(["workshop_id", "at"]).execute();
    await db.schema
      .createTable("regrade_results")
      .addColumn("regrade_id", "text", (column) => column.notNull())
      .addColumn("attempt_id", "text", (column) => column.notNull())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("exercise", "text", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("before_outcome", "text", (column) => column.notNull())
      .addColumn("before_points", "text")
      .addColumn("after_outcome", "text")
      .addColumn("after", "text")
      .addColumn("standing", "integer", (column) => column.notNull())
      .addColumn("told", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("regrade_results_key", ["regrade_id", "attempt_id"])
      .execute();
    await db.schema
      .createIndex("regrade_results_by_attempt")
      .on("regrade_results")
      .columns(["attempt_id", "standing"])
      .execute();
    await db.schema.createIndex("regrade_results_by_person").on("regrade_results").column("person_id").execute();
    await db.schema
      .createIndex("check_attempts_by_lesson")
      .on("check_attempts")
      .columns(["workshop_id", "lesson", "exercise", "at"])
      .execute();
  },
};

export const regradeMigrations: readonly Migration[] = [create];
