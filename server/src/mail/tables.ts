import type { Migration } from "../store/index.js";

/** Letters on their way out. Address, subject and text are personal; they go when the letter has been sent for a month. */
export interface MailTables {
  letters: {
    id: string;
    /** Whom it concerns (contacts.id), so that it goes with them. */
    contact_id: string;
    /** What it is about (surgery_dates.id), so that a reminder goes with a date that is called off. */
    subject_id: string;
    kind: string;
    to_address: string;
    subject: string;
    text: string;
    /** An `.ics` file that goes along, or null. */
    calendar: string | null;
    /** The address at which letters like it are turned off, or null. */
    unsubscribe: string | null;
    not_before: number;
    created_at: number;
    sent_at: number | null;
    tries: number;
    /** Given up: what the other server said. */
    failure: string | null;
  };
}

const create: Migration = {
  name: "mail-001-create",
  up: async (db) => {
    await db.schema
      .createTable("letters")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("contact_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("to_address", "text", (column) => column.notNull())
      .addColumn("subject", "text", (column) => column.notNull())
      .addColumn("text", "text", (column) => column.notNull())
      .addColumn("calendar", "text")
      .addColumn("not_before", "bigint", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("sent_at", "bigint")
      .addColumn("tries", "integer", (column) => column.notNull())
      .addColumn("failure", "text")
      .execute();
    await db.schema.createIndex("letters_due").on("letters").columns(["sent_at", "not_before"]).execute();
    await db.schema.createIndex("letters_by_contact").on("letters").column("contact_id").execute();
  },
};

const unsubscribe: Migration = {
  name: "mail-002-unsubscribe",
  up: async (db) => {
    await db.schema.alterTable("letters").addColumn("unsubscribe", "text").execute();
  },
};

export const mailMigrations: readonly Migration[] = [create, unsubscribe];
