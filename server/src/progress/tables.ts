import type { Migration } from "../store/index.js";

/** Append-only. Times are milliseconds since 1970. `person_id` is personal; an erased person's rows are blanked. */
export interface ProgressTables {
  progress_events: {
    seq: number;
    id: string;
    at: number;
    person_id: string;
    workshop_id: string;
    type: string;
    /** ProgressFact as JSON. */
    fact: string;
  };
}

const create: Migration = {
  name: "progress-001-create",
  up: async (db) => {
    await db.schema
      .createTable("progress_events")
      .addColumn("seq", "bigint", (column) => column.primaryKey())
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("workshop_id", "text", (column) => column.notNull())
      .addColumn("type", "text", (column) => column.notNull())
      .addColumn("fact", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("progress_events_by_workshop")
      .on("progress_events")
      .columns(["workshop_id", "seq"])
      .execute();
    await db.schema
      .createIndex("progress_events_by_person")
      .on("progress_events")
      .columns(["person_id", "seq"])
      .execute();
  },
};

export const progressMigrations: readonly Migration[] = [create];
