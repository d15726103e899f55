/** Who may do what at a venue, how others are asked to join, and what still has to be told to people. */
import type { Migration } from "../../store/index.js";

export interface VenueTables {
  /** Who organises or hosts at a venue: they alone see who signed up there. */
  venue_people: {
    venue_id: string;
    person_id: string;
    /** `organiser`: everything; `host`: sees dates and who comes, changes nothing. */
    role: string;
    added_at: number;
  };
  /** One-time links that make somebody one of them. Only the hash is kept. */
  venue_invitations: {
    token_hash: string;
    venue_id: string;
    role: string;
    /** Of whoever invites: somebody new to this server joins there. */
    workshop_id: string;
    invited_by: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
  };
  /** Dates whose change has not been told yet to those who signed up: written with the change, gone with the letters. */
  date_tellings: { date_id: string; asked_at: number };
}

const organisers: Migration = {
  name: "surgeries-131-organisers",
  up: async (db) => {
    await db.schema
      .alterTable("venue_people")
      .addColumn("role", "text", (column) => column.notNull().defaultTo("organiser"))
      .execute();
    await db.schema
      .alterTable("venues")
      .addColumn("sequence", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createTable("venue_invitations")
      .addColumn("token_hash", "text", (column) => column.primaryKey())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("workshop_id", "text", (column) => column.notNull())
      .addColumn("invited_by", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addColumn("used_at", "bigint")
      .execute();
    await db.schema
      .createTable("date_tellings")
      .addColumn("date_id", "text", (column) => column.primaryKey())
      .addColumn("asked_at", "bigint", (column) => column.notNull())
      .execute();
  },
};

export const venueMigrations: readonly Migration[] = [organisers];
