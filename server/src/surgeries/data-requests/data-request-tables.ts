/** What groups asked public bodies for, and what came of it. Of groups and bodies, never of a person. */
import type { Migration } from "../../store/index.js";

export interface DataRequestTables {
  data_requests: {
    id: string;
    /** Whose organisers keep it. */
    venue_id: string;
    /** Who was asked. */
    body: string;
    /** Who asked. */
    group_name: string;
    what: string;
    /** `2026-11-01`. */
    asked_on: string;
    /** "" when there is none. */
    link: string;
    created_at: number;
  };
  /** Append-only; the newest holds. */
  data_request_answers: {
    id: string;
    request_id: string;
    answered_on: string;
    /** `open`, `partly`, `refused` or `none`. */
    outcome: string;
    words: string;
    link: string;
    created_at: number;
  };
}

const create: Migration = {
  name: "surgeries-134-data-requests",
  up: async (db) => {
    await db.schema
      .createTable("data_requests")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("group_name", "text", (column) => column.notNull())
      .addColumn("what", "text", (column) => column.notNull())
      .addColumn("asked_on", "text", (column) => column.notNull())
      .addColumn("link", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("data_request_answers")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("request_id", "text", (column) => column.notNull())
      .addColumn("answered_on", "text", (column) => column.notNull())
      .addColumn("outcome", "text", (column) => column.notNull())
      .addColumn("words", "text", (column) => column.notNull())
      .addColumn("link", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("data_request_answers_by_request")
      .on("data_request_answers")
      .column("request_id")
      .execute();
  },
};

export const dataRequestMigrations: readonly Migration[] = [create];
