/** What the screens of a day show and ask, beyond who was there. */
import type { Migration } from "../../store/index.js";

export interface DayScreenTables {
  /** JSON list of `{ minutes, what }`, where an organiser changed the ready-made one. */
  day_agendas: { date_id: string; items: string; changed_at: number };
  /** Runs out at `ends_at`; stopped, it has `left_ms` to go. */
  day_timers: { date_id: string; ends_at: number | null; left_ms: number | null };
  /** What a walk-in wrote that they came for. Personal. */
  walk_in_words: { date_id: string; contact_id: string; need: string };
  /** Nobody's: no contact, and no time finer than the day. Ids are random, so that their order tells nothing. */
  minute_cards: { id: string; date_id: string; day: string; good: string; improve: string; hidden: number };
}

const create: Migration = {
  name: "surgeries-110-day-screens",
  up: async (db) => {
    await db.schema
      .createTable("day_agendas")
      .addColumn("date_id", "text", (column) => column.primaryKey())
      .addColumn("items", "text", (column) => column.notNull())
      .addColumn("changed_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("day_timers")
      .addColumn("date_id", "text", (column) => column.primaryKey())
      .addColumn("ends_at", "bigint")
      .addColumn("left_ms", "bigint")
      .execute();
    await db.schema
      .createTable("walk_in_words")
      .addColumn("date_id", "text", (column) => column.notNull())
      .addColumn("contact_id", "text", (column) => column.notNull())
      .addColumn("need", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("walk_in_words_key", ["date_id", "contact_id"])
      .execute();
    await db.schema.createIndex("walk_in_words_by_contact").on("walk_in_words").column("contact_id").execute();
    await db.schema
      .createTable("minute_cards")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("date_id", "text", (column) => column.notNull())
      .addColumn("day", "text", (column) => column.notNull())
      .addColumn("good", "text", (column) => column.notNull())
      .addColumn("improve", "text", (column) => column.notNull())
      .addColumn("hidden", "integer", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("minute_cards_by_date").on("minute_cards").column("date_id").execute();
  },
};

export const dayScreenMigrations: readonly Migration[] = [create];
