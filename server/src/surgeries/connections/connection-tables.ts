/** What groups ask for and others offer, and who was brought together by it. */
import type { Migration } from "../../store/index.js";

export interface ConnectionTables {
  /** Public only while its contact's consent of purpose `directory` holds, an organiser has agreed, and its time is not up. Words are personal. */
  listings: {
    id: string;
    contact_id: string;
    /** Whose organisers look at it first. */
    venue_id: string;
    /** `ask` or `offer`. */
    kind: string;
    title: string;
    words: string;
    /** `waiting`, `public` or `refused`. */
    status: string;
    created_at: number;
    expires_at: number;
  };
  /** Two who may be brought together: each says yes for themselves, and only then both hear of each other. */
  introductions: {
    id: string;
    ask_id: string;
    offer_id: string;
    ask_agreed_at: number | null;
    offer_agreed_at: number | null;
    refused_at: number | null;
    made_at: number | null;
  };
}

const create: Migration = {
  name: "surgeries-133-connections",
  up: async (db) => {
    await db.schema
      .createTable("listings")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("contact_id", "text", (column) => column.notNull())
      .addColumn("venue_id", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("title", "text", (column) => column.notNull())
      .addColumn("words", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("listings_by_contact").on("listings").column("contact_id").execute();
    await db.schema.createIndex("listings_by_venue").on("listings").columns(["venue_id", "status"]).execute();
    await db.schema
      .createTable("introductions")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("ask_id", "text", (column) => column.notNull())
      .addColumn("offer_id", "text", (column) => column.notNull())
      .addColumn("ask_agreed_at", "bigint")
      .addColumn("offer_agreed_at", "bigint")
      .addColumn("refused_at", "bigint")
      .addColumn("made_at", "bigint")
      .addUniqueConstraint("introductions_once", ["ask_id", "offer_id"])
      .execute();
  },
};

export const connectionMigrations: readonly Migration[] = [create];
