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
  /** What trainers saw on the board and set aside. Personal; rows of an erased person go. */
  alerts_set_aside: {
    workshop_id: string;
    person_id: string;
    alert: string;
    at: number;
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

const alertsSetAside: Migration = {
  name: "progress-002-alerts-set-aside",
  up: async (db) => {
    await db.schema
      .createTable("alerts_set_aside")
      .addColumn("workshop_id", "text", (column) => column.notNull())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("alert", "text", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("alerts_set_aside_pk", ["person_id", "alert"])
      .execute();
  },
};

export const progressMigrations: readonly Migration[] = [create, alertsSetAside];
