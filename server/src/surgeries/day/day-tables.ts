/** What is recorded while a surgery runs, by people arriving and sitting down together. Figures are counted from these. */
import type { Migration } from "../../store/index.js";

export interface DayTables {
  /** A date whose doors were opened. `arrival_code` is on the wall: it lets people say that they are here while `closed_at` is null. */
  day_rooms: {
    date_id: string;
    /** The workshop whose board and notebooks belong to it; null when nobody works on this server. */
    workshop_id: string | null;
    arrival_code: string;
    opened_at: number;
    closed_at: number | null;
  };
  /** Who was there. Somebody who walks in without having signed up is a contact of their own, with or without a name. */
  attendances: {
    date_id: string;
    /** Replaced by a fresh random id when the person is erased: totals stand, nobody is meant. */
    contact_id: string;
    /** `patient`, `surgeon` or `learner`. */
    part: string;
    /** `list`: tapped on the list; `code`: by code or QR; `walk-in`: had not signed up. */
    came_by: string;
    arrived_at: number;
    /** Null while they are here; when the day is closed, everybody has left. */
    left_at: number | null;
  };
  /** Who really sat with whom, from when to when. The plan for it is in `pairings`. */
  sittings: {
    id: string;
    date_id: string;
    patient_id: string;
    surgeon_id: string;
    began_at: number;
    ended_at: number | null;
    /** The shared notebook, by the id of its document; null while there is none. */
    document_id: string | null;
  };
  /** Which of the people known to the notebooks is which contact. Personal. */
  contact_persons: { person_id: string; contact_id: string; linked_at: number };
}

const create: Migration = {
  name: "surgeries-004-day",
  up: async (db) => {
    await db.schema
      .createTable("day_rooms")
      .addColumn("date_id", "text", (column) => column.primaryKey())
      .addColumn("workshop_id", "text")
      .addColumn("arrival_code", "text", (column) => column.notNull().unique())
      .addColumn("opened_at", "bigint", (column) => column.notNull())
      .addColumn("closed_at", "bigint")
      .execute();
    await db.schema
      .createTable("attendances")
      .addColumn("date_id", "text", (column) => column.notNull())
      .addColumn("contact_id", "text", (column) => column.notNull())
      .addColumn("part", "text", (column) => column.notNull())
      .addColumn("came_by", "text", (column) => column.notNull())
      .addColumn("arrived_at", "bigint", (column) => column.notNull())
      .addColumn("left_at", "bigint")
      .addPrimaryKeyConstraint("attendances_key", ["date_id", "contact_id"])
      .execute();
    await db.schema.createIndex("attendances_by_contact").on("attendances").column("contact_id").execute();
    await db.schema
      .createTable("sittings")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("date_id", "text", (column) => column.notNull())
      .addColumn("patient_id", "text", (column) => column.notNull())
      .addColumn("surgeon_id", "text", (column) => column.notNull())
      .addColumn("began_at", "bigint", (column) => column.notNull())
      .addColumn("ended_at", "bigint")
      .addColumn("document_id", "text")
      .execute();
    await db.schema.createIndex("sittings_by_date").on("sittings").column("date_id").execute();
    await db.schema.createIndex("sittings_by_patient").on("sittings").column("patient_id").execute();
    await db.schema
      .createTable("contact_persons")
      .addColumn("person_id", "text", (column) => column.primaryKey())
      .addColumn("contact_id", "text", (column) => column.notNull())
      .addColumn("linked_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("contact_persons_by_contact").on("contact_persons").column("contact_id").execute();
  },
};

export const dayMigrations: readonly Migration[] = [create];
