import type { Migration } from "../store/index.js";
import { dayScreenMigrations, type DayScreenTables } from "./day/day-screen-tables.js";
import { dayMigrations, type DayTables } from "./day/day-tables.js";
import { followUpMigrations, type FollowUpTables } from "./follow-up/follow-up-tables.js";
import { outcomeMigrations, type OutcomeTables } from "./outcomes/outcome-tables.js";

/** Times are milliseconds since 1970, UTC; dates and clocks as said at the venue. What is personal is marked. */
export interface SurgeryTables extends DayTables, DayScreenTables, OutcomeTables, FollowUpTables {
  venues: {
    id: string;
    slug: string;
    name: string;
    address: string;
    /** "" when there is none. */
    map_link: string;
    access_notes: string;
    time_zone: string;
    created_at: number;
  };
  /** Who organises at a venue: they alone see who signed up there. */
  venue_people: { venue_id: string; person_id: string; added_at: number };
  surgeries: {
    id: string;
    slug: string;
    venue_id: string;
    kind: string;
    title: string;
    about: string;
    host_group: string;
    /** "" means: bring your own data. */
    curriculum: string;
    /** JSON list of names. */
    languages: string;
    photo_policy: string;
    capacity: number;
    first_date: string;
    starts: string;
    ends: string;
    /** Recurrence as JSON, or null for a single date. */
    recurrence: string | null;
    /** RFC 5545 SEQUENCE of the whole, and what two editors are told apart by. */
    sequence: number;
    created_at: number;
    changed_at: number;
    cancelled_at: number | null;
  };
  surgery_dates: {
    id: string;
    surgery_id: string;
    /** The date as first announced: stays when the date is moved (RFC 5545 RECURRENCE-ID). */
    announced_for: string;
    starts_at: number;
    ends_at: number;
    status: string;
    note: string;
    sequence: number;
    changed_at: number;
  };
  /** Somebody who signed up, under a made-up id that figures are counted by. Name, e-mail and group are personal. */
  contacts: {
    id: string;
    name: string;
    /** "" when they gave none. */
    email: string;
    group_name: string;
    created_at: number;
    changed_at: number;
  };
  /** The private links by which somebody changes or ends what they signed up for. */
  contact_links: { token_hash: string; contact_id: string; created_at: number };
  /** Need, link, skills and access needs are personal. */
  sign_ups: {
    id: string;
    /** Random id of the form it came from: sent twice, it counts once. */
    form: string;
    date_id: string;
    contact_id: string;
    part: string;
    status: string;
    need: string;
    data_link: string;
    skills: string;
    /** JSON list. */
    languages: string;
    access_needs: string;
    created_at: number;
    changed_at: number;
  };
  /** Who was put beside whom by an organiser (suggestions are worked out anew). `surgeon_id` "" is: with nobody. */
  pairings: { date_id: string; sign_up_id: string; surgeon_id: string; set_at: number };
}

const create: Migration = {
  name: "surgeries-001-create",
  up: async (db) => {
    await db.schema
      .createTable("venues")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("slug", "text", (column) => column.notNull().unique())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("address", "text", (column) => column.notNull())
      .addColumn("map_link", "text", (column) => column.notNull())
      .addColumn("access_notes", "text", (column) => column.notNull())
      .addColumn("time_zone", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("venue_people")
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("added_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("venue_people_key", ["venue_id", "person_id"])
      .execute();
    await db.schema
      .createTable("surgeries")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("slug", "text", (column) => column.notNull().unique())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("title", "text", (column) => column.notNull())
      .addColumn("about", "text", (column) => column.notNull())
      .addColumn("host_group", "text", (column) => column.notNull())
      .addColumn("curriculum", "text", (column) => column.notNull())
      .addColumn("languages", "text", (column) => column.notNull())
      .addColumn("photo_policy", "text", (column) => column.notNull())
      .addColumn("capacity", "integer", (column) => column.notNull())
      .addColumn("first_date", "text", (column) => column.notNull())
      .addColumn("starts", "text", (column) => column.notNull())
      .addColumn("ends", "text", (column) => column.notNull())
      .addColumn("recurrence", "text")
      .addColumn("sequence", "integer", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("changed_at", "bigint", (column) => column.notNull())
      .addColumn("cancelled_at", "bigint")
      .execute();
    await db.schema.createIndex("surgeries_by_venue").on("surgeries").column("venue_id").execute();
    await db.schema
      .createTable("surgery_dates")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("surgery_id", "text", (column) => column.notNull())
      .addColumn("announced_for", "text", (column) => column.notNull())
      .addColumn("starts_at", "bigint", (column) => column.notNull())
      .addColumn("ends_at", "bigint", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("note", "text", (column) => column.notNull())
      .addColumn("sequence", "integer", (column) => column.notNull())
      .addColumn("changed_at", "bigint", (column) => column.notNull())
      .addUniqueConstraint("surgery_dates_key", ["surgery_id", "announced_for"])
      .execute();
    await db.schema.createIndex("surgery_dates_by_time").on("surgery_dates").column("starts_at").execute();
  },
};

const signUps: Migration = {
  name: "surgeries-002-sign-ups",
  up: async (db) => {
    await db.schema
      .createTable("contacts")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("email", "text", (column) => column.notNull())
      .addColumn("group_name", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("changed_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("contacts_by_email").on("contacts").column("email").execute();
    await db.schema
      .createTable("contact_links")
      .addColumn("token_hash", "text", (column) => column.primaryKey())
      .addColumn("contact_id", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("contact_links_by_contact").on("contact_links").column("contact_id").execute();
    await db.schema
      .createTable("sign_ups")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("form", "text", (column) => column.notNull())
      .addColumn("date_id", "text", (column) => column.notNull())
      .addColumn("contact_id", "text", (column) => column.notNull())
      .addColumn("part", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("need", "text", (column) => column.notNull())
      .addColumn("data_link", "text", (column) => column.notNull())
      .addColumn("skills", "text", (column) => column.notNull())
      .addColumn("languages", "text", (column) => column.notNull())
      .addColumn("access_needs", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("changed_at", "bigint", (column) => column.notNull())
      .addUniqueConstraint("sign_ups_once", ["date_id", "contact_id"])
      .execute();
    await db.schema.createIndex("sign_ups_by_contact").on("sign_ups").column("contact_id").execute();
    await db.schema.createIndex("sign_ups_by_form").on("sign_ups").column("form").execute();
  },
};

const pairings: Migration = {
  name: "surgeries-003-pairings",
  up: async (db) => {
    await db.schema
      .createTable("pairings")
      .addColumn("date_id", "text", (column) => column.notNull())
      .addColumn("sign_up_id", "text", (column) => column.primaryKey())
      .addColumn("surgeon_id", "text", (column) => column.notNull())
      .addColumn("set_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("pairings_by_date").on("pairings").column("date_id").execute();
  },
};

export const surgeryMigrations: readonly Migration[] = [
  create,
  signUps,
  pairings,
  ...dayMigrations,
  ...outcomeMigrations,
  ...followUpMigrations,
  ...dayScreenMigrations,
];
