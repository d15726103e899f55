import type { Migration } from "../store/index.js";

export interface WorkshopTables {
  workshops: {
    id: string;
    /** The one that every server has is called `default`. */
    slug: string;
    title: string;
    curriculum: string;
    /** Plain, since it is on the wall: it opens the room only while `open_until` lies ahead. */
    join_code: string;
    created_at: number;
    open_until: number;
  };
  /** Who asked for help, and what came of it. `person_id`, `place`, `word` and `note` are personal; rows of an erased person go. */
  help_calls: {
    id: string;
    workshop_id: string;
    person_id: string;
    asked_at: number;
    /** HelpPlace as JSON; empty when they asked at no cell. */
    place: string;
    /** Whoever has taken it; empty while it waits. */
    helper_id: string;
    claimed_at: number;
    /** Who handed it over to that helper; empty when nobody did. */
    handed_by: string;
    handed_at: number;
    word: string;
    /** Who was on the way and is not any more. */
    returned_by: string;
    returned_why: string;
    /** 0 while it is open. */
    closed_at: number;
    outcome: string;
    closed_by: string;
    note: string;
    topic: string;
  };
}

const create: Migration = {
  name: "workshops-001-create",
  up: async (db) => {
    await db.schema
      .createTable("workshops")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("slug", "text", (column) => column.notNull().unique())
      .addColumn("title", "text", (column) => column.notNull())
      .addColumn("curriculum", "text", (column) => column.notNull())
      .addColumn("join_code", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("open_until", "bigint", (column) => column.notNull())
      .execute();
  },
};

const helpCalls: Migration = {
  name: "workshops-002-help-calls",
  up: async (db) => {
    const texts = ["id", "workshop_id", "person_id", "place", "helper_id", "handed_by", "word"] as const;
    const more = ["returned_by", "returned_why", "outcome", "closed_by", "note", "topic"] as const;
    let table = db.schema.createTable("help_calls");
    for (const name of [...texts, ...more]) {
      table = table.addColumn(name, "text", (column) => (name === "id" ? column.primaryKey() : column.notNull()));
    }
    for (const name of ["asked_at", "claimed_at", "handed_at", "closed_at"] as const) {
      table = table.addColumn(name, "bigint", (column) => column.notNull());
    }
    await table.execute();
    await db.schema
      .createIndex("help_calls_by_workshop")
      .on("help_calls")
      .columns(["workshop_id", "closed_at"])
      .execute();
    await db.schema.createIndex("help_calls_by_person").on("help_calls").column("person_id").execute();
  },
};

export const workshopMigrations: readonly Migration[] = [create, helpCalls];
