/** What came of a sitting, in the pair's own words, and what may be done with it. */
import type { Migration } from "../../store/index.js";

export interface OutcomeTables {
  /** One card a patient and date. Words are personal until a consent of purpose `story` lets the story out. */
  outcome_cards: {
    id: string;
    date_id: string;
    patient_id: string;
    /** "" when nobody sat with them. */
    surgeon_id: string;
    /** A topic of `topics.ts`, or "". */
    topic: string;
    done: string;
    next: string;
    /** As it may be told to the public; "" when there is none. */
    story: string;
    /** The shared notebook's document; null when there was none. */
    document_id: string | null;
    created_at: number;
    changed_at: number;
  };
  /** Append-only: the newest of a contact and purpose holds. `date_id` is "" for what does not hang on one date. */
  consents: {
    id: string;
    contact_id: string;
    date_id: string;
    /** `story`, `photo`, `follow-up` or `directory`. */
    purpose: string;
    /** Of the words they agreed to. */
    version: string;
    /** 1 given, 0 refused or taken back. */
    given: number;
    said_at: number;
  };
}

const create: Migration = {
  name: "surgeries-005-outcomes",
  up: async (db) => {
    await db.schema
      .createTable("outcome_cards")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("date_id", "text", (column) => column.notNull())
      .addColumn("patient_id", "text", (column) => column.notNull())
      .addColumn("surgeon_id", "text", (column) => column.notNull())
      .addColumn("topic", "text", (column) => column.notNull())
      .addColumn("done", "text", (column) => column.notNull())
      .addColumn("next", "text", (column) => column.notNull())
      .addColumn("story", "text", (column) => column.notNull())
      .addColumn("document_id", "text")
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("changed_at", "bigint", (column) => column.notNull())
      .addUniqueConstraint("outcome_cards_once", ["date_id", "patient_id"])
      .execute();
    await db.schema.createIndex("outcome_cards_by_patient").on("outcome_cards").column("patient_id").execute();
    await db.schema
      .createTable("consents")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("contact_id", "text", (column) => column.notNull())
      .addColumn("date_id", "text", (column) => column.notNull())
      .addColumn("purpose", "text", (column) => column.notNull())
      .addColumn("version", "text", (column) => column.notNull())
      .addColumn("given", "integer", (column) => column.notNull())
      .addColumn("said_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("consents_by_contact").on("consents").column("contact_id").execute();
  },
};

export const outcomeMigrations: readonly Migration[] = [create];
