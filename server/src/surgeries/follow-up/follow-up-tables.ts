/** What people say about themselves before, after, and three months later. */
import type { Migration } from "../../store/index.js";

export interface FollowUpTables {
  /** "How sure do you feel with data?", asked at the start and at the end of a date. */
  confidence_answers: {
    contact_id: string;
    date_id: string;
    /** `before` or `after`. */
    moment: string;
    /** 1 (not at all) to 5 (very). */
    score: number;
    said_at: number;
  };
  /** One question by a private link, 90 days after a date. Words are personal. */
  follow_ups: {
    id: string;
    contact_id: string;
    date_id: string;
    token_hash: string;
    due_at: number;
    /** Null when nothing has gone out, for want of consent, an address or time. */
    sent_at: number | null;
    answered_at: number | null;
    /** 1 yes, 0 no; null while it was not answered. */
    used: number | null;
    published: number | null;
    decided: number | null;
    won: number | null;
    words: string;
  };
}

const create: Migration = {
  name: "surgeries-006-follow-up",
  up: async (db) => {
    await db.schema
      .createTable("confidence_answers")
      .addColumn("contact_id", "text", (column) => column.notNull())
      .addColumn("date_id", "text", (column) => column.notNull())
      .addColumn("moment", "text", (column) => column.notNull())
      .addColumn("score", "integer", (column) => column.notNull())
      .addColumn("said_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("confidence_answers_key", ["contact_id", "date_id", "moment"])
      .execute();
    await db.schema.createIndex("confidence_answers_by_date").on("confidence_answers").column("date_id").execute();
    await db.schema
      .createTable("follow_ups")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("contact_id", "text", (column) => column.notNull())
      .addColumn("date_id", "text", (column) => column.notNull())
      .addColumn("token_hash", "text", (column) => column.notNull().unique())
      .addColumn("due_at", "bigint", (column) => column.notNull())
      .addColumn("sent_at", "bigint")
      .addColumn("answered_at", "bigint")
      .addColumn("used", "integer")
      .addColumn("published", "integer")
      .addColumn("decided", "integer")
      .addColumn("won", "integer")
      .addColumn("words", "text", (column) => column.notNull())
      .addUniqueConstraint("follow_ups_once", ["contact_id", "date_id"])
      .execute();
    await db.schema.createIndex("follow_ups_by_due").on("follow_ups").column("due_at").execute();
  },
};

export const followUpMigrations: readonly Migration[] = [create];
