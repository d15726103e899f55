/** What was handed in, and what its readers decided. Part of the grading domain's tables. */
import type { Migration } from "../../store/index.js";

export type AnswerState = "waiting" | "superseded" | "reviewed";
export type Decision = "accepted" | "returned";

export interface ReviewTables {
  /** One row for each attempt that was handed in. */
  answers: {
    attempt_id: string;
    at: number;
    /** Personal; the rows of an erased person go. */
    person_id: string;
    workshop_id: string;
    lesson: string;
    exercise: string;
    /** `superseded`: the same person handed in again before anybody had read it. */
    state: AnswerState;
    /** Path of the notebook below the contents root. Personal: it holds the home's name. */
    notebook: string;
    /** AnswerCell[] as JSON. Personal. */
    cells: string;
  };
  /** Append-only: a decision that is changed is another row, and the newest stands. */
  reviews: {
    attempt_id: string;
    /** From 1 for each answer. Two reviewers at once want the same number, and one of them is told. */
    number: number;
    /** 1 for the newest of an answer, else 0. */
    standing: number;
    at: number;
    /** Personal; blank once the reviewer is erased. */
    reviewer_id: string;
    /** Whose answer it is. Personal; the rows of an erased person go. */
    person_id: string;
    workshop_id: string;
    lesson: string;
    exercise: string;
    decision: Decision;
    /** ReviewedLine[] as JSON. */
    lines: string;
    earned: number;
    possible: number;
    /** Personal: written by one person about another's work. */
    comment: string;
  };
}

const create: Migration = {
  name: "reviews-001-create",
  up: async (db) => {
    await db.schema
      .createTable("answers")
      .addColumn("attempt_id", "text", (column) => column.primaryKey())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("workshop_id", "text", (column) => column.notNull())
      .addColumn("lesson", "text", (column) => column.notNull())
      .addColumn("exercise", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("notebook", "text", (column) => column.notNull())
      .addColumn("cells", "text", (column) => column.notNull())
      .execute();
    // In the order in which they are read: question by question, oldest first.
    await db.schema
      .createIndex("answers_to_read")
      .on("answers")
      .columns(["workshop_id", "state", "lesson", "exercise", "at", "attempt_id"])
      .execute();
    await db.schema
      .createIndex("answers_by_person")
      .on("answers")
      .columns(["person_id", "lesson", "exercise", "at"])
      .execute();
    await db.schema
      .createTable("reviews")
      .addColumn("attempt_id", "text", (column) => column.notNull())
      .addColumn("number", "integer", (column) => column.notNull())
      .addColumn("standing", "integer", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("reviewer_id", "text", (column) => column.notNull())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("workshop_id", "text", (column) => column.notNull())
      .addColumn("lesson", "text", (column) => column.notNull())
      .addColumn("exercise", "text", (column) => column.notNull())
      .addColumn("decision", "text", (column) => column.notNull())
      .addColumn("lines", "text", (column) => column.notNull())
      .addColumn("earned", "double precision", (column) => column.notNull())
      .addColumn("possible", "double precision", (column) => column.notNull())
      .addColumn("comment", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("reviews_key", ["attempt_id", "number"])
      .execute();
    await db.schema
      .createIndex("reviews_by_workshop")
      .on("reviews")
      .columns(["workshop_id", "standing", "at"])
      .execute();
    await db.schema.createIndex("reviews_by_person").on("reviews").columns(["person_id", "lesson", "at"]).execute();
    await db.schema.createIndex("reviews_by_reviewer").on("reviews").columns(["reviewer_id", "at"]).execute();
  },
};

export const reviewMigrations: readonly Migration[] = [create];
