/** Every attempt as it was checked, so that a result can be explained and graded again later. Append-only. */
import type { CheckResult } from "@data-surgery/contract";
import type { CheckPlan } from "@data-surgery/grading";
import type { Kysely } from "kysely";
import type { Migration, Store } from "../store/index.js";
import type { AnswerCell } from "./review/answer-cells.js";
import { eraseRegrades, eraseRegradesOf } from "./regrade/regrade-store.js";
import { regradeMigrations } from "./regrade/regrade-tables.js";
import { eraseAnswer, eraseAnswers, insertAnswer } from "./review/answer-store.js";
import { reviewMigrations } from "./review/review-tables.js";

export interface GradingTables {
  check_attempts: {
    id: string;
    at: number;
    /** Personal; the rows of an erased person go. */
    person_id: string;
    workshop_id: string;
    lesson: string;
    lesson_hash: string;
    exercise: string;
    /** Path of the notebook below the contents root. Personal: it holds the home's name. */
    notebook: string;
    outcome: string;
    /** CheckResult as JSON. */
    result: string;
    /** CheckPlan as JSON: the cells that ran, in order, and what was put right. Personal. */
    plan: string;
    took_ms: number;
  };
}

export interface Attempt {
  readonly personId: string;
  readonly workshopId: string;
  readonly lesson: string;
  readonly lessonHash: string;
  readonly exercise: string;
  readonly notebook: string;
  readonly result: CheckResult;
  readonly plan: CheckPlan;
  readonly tookMs: number;
  /** What was handed in for a person to read; kept beside the attempt (review/), and not given out with it. */
  readonly answer?: readonly AnswerCell[] | undefined;
}

const create: Migration = {
  name: "grading-001-create",
  up: async (db) => {
    await db.schema
      .createTable("check_attempts")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("workshop_id", "text", (column) => column.notNull())
      .addColumn("lesson", "text", (column) => column.notNull())
      .addColumn("lesson_hash", "text", (column) => column.notNull())
      .addColumn("exercise", "text", (column) => column.notNull())
      .addColumn("notebook", "text", (column) => column.notNull())
      .addColumn("outcome", "text", (column) => column.notNull())
      .addColumn("result", "text", (column) => column.notNull())
      .addColumn("plan", "text", (column) => column.notNull())
      .addColumn("took_ms", "integer", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("check_attempts_by_person")
      .on("check_attempts")
      .columns(["person_id", "lesson", "exercise", "at"])
      .execute();
  },
};

export const gradingMigrations: readonly Migration[] = [create, ...reviewMigrations, ...regradeMigrations];

export interface AttemptStore {
  /** `inside` is the transaction of the event that tells of it. */
  insert(attempt: Attempt, inside: Kysely<unknown>): Promise<void>;
  ofPerson(personId: string): Promise<Attempt[]>;
  erase(personId: string): Promise<void>;
  /** What others checked in this home folder, as a trainer may: it holds the work of whoever the folder belongs to. Returns how many attempts went. */
  eraseHome(home: string): Promise<number>;
}

export function sqlAttemptStore(store: Store): AttemptStore {
  const db = store.tables<GradingTables>();
  return {
    insert: async (attempt, inside) => {
      await (inside as unknown as Kysely<GradingTables>).insertInto("check_attempts").values(rowOf(attempt)).execute();
      const { answer, result } = attempt;
      if (answer === undefined) return;
      await insertAnswer({ ...attempt, attemptId: result.attemptId, at: result.at, cells: answer }, inside);
    },
    ofPerson: async (personId) => {
      const rows = await db
        .selectFrom("check_attempts")
        .selectAll()
        .where("person_id", "=", personId)
        .orderBy("at")
        .orderBy("id")
        .execute();
      return rows.map((row) => ({
        personId: row.person_id,
        workshopId: row.workshop_id,
        lesson: row.lesson,
        lessonHash: row.lesson_hash,
        exercise: row.exercise,
        notebook: row.notebook,
        // Both were written by this store from the same types.
        result: JSON.parse(row.result) as CheckResult,
        plan: JSON.parse(row.plan) as CheckPlan,
        tookMs: row.took_ms,
      }));
    },
    erase: async (personId) => {
      await db.transaction().execute(async (inside) => {
        await eraseAnswers(personId, inside as unknown as Kysely<unknown>);
        await eraseRegrades(personId, inside as unknown as Kysely<unknown>);
        await inside.deleteFrom("check_attempts").where("person_id", "=", personId).execute();
      });
    },
    eraseHome: (home) =>
      db.transaction().execute(async (inside) => {
        const below = `people/${home}/%`;
        const rows = await inside.selectFrom("check_attempts").select("id").where("notebook", "like", below).execute();
        for (const { id } of rows) {
          await eraseAnswer(id, inside as unknown as Kysely<unknown>);
          await eraseRegradesOf(id, inside as unknown as Kysely<unknown>);
          await inside.deleteFrom("check_attempts").where("id", "=", id).execute();
        }
        return rows.length;
      }),
  };
}

function rowOf(attempt: Attempt): GradingTables["check_attempts"] {
  const { result, plan, personId, workshopId, lesson, lessonHash, exercise, notebook, tookMs } = attempt;
  return {
    id: result.attemptId,
    at: result.at,
    person_id: personId,
    workshop_id: workshopId,
    lesson,
    lesson_hash: lessonHash,
    exercise,
    notebook,
    outcome: result.type,
    result: JSON.stringify(result),
    plan: JSON.stringify(plan),
    took_ms: Math.round(tookMs),
  };
}
