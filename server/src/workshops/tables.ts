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
  /** What helpers sent. `by_id` and `text` are personal to the helper; rows that nobody has any more go. */
  pushes: {
    id: string;
    workshop_id: string;
    by_id: string;
    at: number;
    kind: string;
    text: string;
    /** To whom, in words. */
    audience: string;
  };
  /** To whom it was sent and what they did with it. `person_id` is personal. */
  push_recipients: {
    push_id: string;
    person_id: string;
    /** 0 until it was shown to them. */
    seen_at: number;
    /** "", "taken" or "dismissed". */
    answer: string;
    answered_at: number;
    /** The page that was told to put it in. */
    page: string;
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

const pushes: Migration = {
  name: "workshops-003-pushes",
  up: async (db) => {
    let table = db.schema.createTable("pushes");
    for (const name of ["id", "workshop_id", "by_id", "kind", "text", "audience"] as const) {
      table = table.addColumn(name, "text", (column) => (name === "id" ? column.primaryKey() : column.notNull()));
    }
    await table.addColumn("at", "bigint", (column) => column.notNull()).execute();
    await db.schema.createIndex("pushes_by_workshop").on("pushes").columns(["workshop_id", "at"]).execute();
    await db.schema
      .createTable("push_recipients")
      .addColumn("push_id", "text", (column) => column.notNull())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("seen_at", "bigint", (column) => column.notNull())
      .addColumn("answer", "text", (column) => column.notNull())
      .addColumn("answered_at", "bigint", (column) => column.notNull())
      .addColumn("page", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("push_recipients_pk", ["push_id", "person_id"])
      .execute();
    await db.schema.createIndex("push_recipients_by_person").on("push_recipients").column("person_id").execute();
  },
};

export const workshopMigrations: readonly Migration[] = [create, helpCalls, pushes];
