import type { Kysely } from "kysely";
import type { Migration } from "../store/index.js";

export interface PublishingTables {
  /** A data set that somebody prepares or keeps. What is published stands in the folder of the site; this is who looks after it, and how. */
  data_sets: {
    id: string;
    /** Its folder in the site, and its address. It never changes. */
    slug: string;
    /** The person who keeps it (identity); "" when a keeper is looked for. */
    keeper_id: string;
    workshop_id: string;
    title: string;
    /** `draft`: never published. `on`. `retired`. */
    status: "draft" | "on" | "retired";
    /** What was said about it on the pages of the wizard, as JSON (draft.ts). */
    draft: string;
    /** Counts every change of the draft, so that a second window is noticed. */
    revision: number;
    /** Name of the data file in the draft's folder; "" when there is none: nothing is being prepared. */
    file: string;
    /** Where that file was taken from, in the tree that people see. */
    source_path: string;
    /** The notebook that it is worked on with, in the same tree; "" when none is known. */
    notebook: string;
    /** Where reminders go. Personal; published nowhere. */
    remind_to: string;
    /** 1: reminders are wished. */
    reminds: number;
    /** 1: a letter is wished when a reader writes. */
    tells: number;
    /** The group that the published record names. */
    group_name: string;
    update_promise: string;
    /** "v2": what the site shows; "" before the first. */
    version: string;
    published_at: number | null;
    due_at: number | null;
    /** The `due_at` that was reminded of. */
    reminded_for: number | null;
    retired_at: number | null;
    retired_why: string;
    created_at: number;
    changed_at: number;
  };
  /** Links that let whoever has them do one thing: turn reminders off, or take a data set over. Only their hashes are kept. */
  data_set_links: {
    token_hash: string;
    data_set_id: string;
    purpose: "reminders-off" | "hand-over";
    created_at: number;
    used_at: number | null;
  };
  /** A private address at which somebody's reminders are read by a calendar or a feed reader. One a person; a new one ends the old. */
  keeper_feeds: {
    person_id: string;
    token_hash: string;
    created_at: number;
  };
  /** What readers asked, corrected, or made. It is public when the keeper says so. Names are given or not; nothing else is known of readers. */
  data_set_remarks: {
    id: string;
    data_set_id: string;
    version: string;
    kind: "question" | "correction" | "use";
    name: string;
    text: string;
    url: string;
    status: "waiting" | "shown" | "hidden";
    answer: string;
    created_at: number;
    answered_at: number | null;
  };
  /** Where a set was put besides here: one row for each data set on a portal. Keys of portals are kept nowhere. */
  data_set_portals: {
    data_set_id: string;
    /** Of the data set there, for people. */
    address: string;
    portal: string;
    /** What it is called there. */
    name: string;
    organisation: string;
    /** 1: the files are linked to, not sent. */
    links: number;
    version: string;
    pushed_at: number;
  };
  /** When the sources of a set are looked at next. */
  data_set_source_checks: {
    data_set_id: string;
    next_at: number;
  };
  /** What was found behind the web addresses that a set names as its sources. */
  data_set_source_links: {
    data_set_id: string;
    url: string;
    what: string;
    state: "there" | "moved" | "home" | "unsure" | "gone" | "failing";
    status: number;
    moved_to: string;
    why: string;
    checked_at: number;
    /** Since when it was found broken each time. */
    failing_since: number | null;
    /** On how many days. */
    failing_days: number;
  };
}

const create: Migration = {
  name: "publishing-001-create",
  up: async (db) => {
    await db.schema
      .createTable("data_sets")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("slug", "text", (column) => column.notNull().unique())
      .addColumn("keeper_id", "text", (column) => column.notNull())
      .addColumn("workshop_id", "text", (column) => column.notNull())
      .addColumn("title", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("draft", "text", (column) => column.notNull())
      .addColumn("revision", "integer", (column) => column.notNull())
      .addColumn("file", "text", (column) => column.notNull())
      .addColumn("source_path", "text", (column) => column.notNull())
      .addColumn("remind_to", "text", (column) => column.notNull())
      .addColumn("reminds", "integer", (column) => column.notNull())
      .addColumn("update_promise", "text", (column) => column.notNull())
      .addColumn("version", "text", (column) => column.notNull())
      .addColumn("published_at", "bigint")
      .addColumn("due_at", "bigint")
      .addColumn("reminded_for", "bigint")
      .addColumn("retired_at", "bigint")
      .addColumn("retired_why", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("changed_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("data_sets_by_keeper").on("data_sets").column("keeper_id").execute();
    await db.schema.createIndex("data_sets_by_due").on("data_sets").column("due_at").execute();
    await db.schema
      .createTable("data_set_links")
      .addColumn("token_hash", "text", (column) => column.primaryKey())
      .addColumn("data_set_id", "text", (column) => column.notNull())
      .addColumn("purpose", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("used_at", "bigint")
      .execute();
    await db.schema.createIndex("data_set_links_by_set").on("data_set_links").column("data_set_id").execute();
    await db.schema
      .createTable("data_set_remarks")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("data_set_id", "text", (column) => column.notNull())
      .addColumn("version", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("text", "text", (column) => column.notNull())
      .addColumn("url", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("answer", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("answered_at", "bigint")
      .execute();
    await db.schema.createIndex("data_set_remarks_by_set").on("data_set_remarks").column("data_set_id").execute();
  },
};

const notebook: Migration = {
  name: "publishing-030-notebook",
  up: async (db) => {
    await db.schema
      .alterTable("data_sets")
      .addColumn("notebook", "text", (column) => column.notNull().defaultTo(""))
      .execute();
  },
};

const portalsAndSources: Migration = {
  name: "publishing-020-portals-and-sources",
  up: async (db) => {
    await db.schema
      .createTable("data_set_portals")
      .addColumn("data_set_id", "text", (column) => column.notNull())
      .addColumn("address", "text", (column) => column.notNull())
      .addColumn("portal", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("organisation", "text", (column) => column.notNull())
      .addColumn("links", "integer", (column) => column.notNull())
      .addColumn("version", "text", (column) => column.notNull())
      .addColumn("pushed_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("data_set_portals_key", ["data_set_id", "address"])
      .execute();
    await db.schema
      .createTable("data_set_source_checks")
      .addColumn("data_set_id", "text", (column) => column.primaryKey())
      .addColumn("next_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("data_set_source_links")
      .addColumn("data_set_id", "text", (column) => column.notNull())
      .addColumn("url", "text", (column) => column.notNull())
      .addColumn("what", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("status", "integer", (column) => column.notNull())
      .addColumn("moved_to", "text", (column) => column.notNull())
      .addColumn("why", "text", (column) => column.notNull())
      .addColumn("checked_at", "bigint", (column) => column.notNull())
      .addColumn("failing_since", "bigint")
      .addColumn("failing_days", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("data_set_source_links_key", ["data_set_id", "url"])
      .execute();
  },
};

const letters: Migration = {
  name: "publishing-031-letters-and-groups",
  up: async (db) => {
    await db.schema
      .alterTable("data_sets")
      .addColumn("tells", "integer", (column) => column.notNull().defaultTo(1))
      .execute();
    await db.schema
      .alterTable("data_sets")
      .addColumn("group_name", "text", (column) => column.notNull().defaultTo(""))
      .execute();
    const tables = db as Kysely<PublishingTables>;
    for (const { id, draft } of await tables.selectFrom("data_sets").select(["id", "draft"]).execute()) {
      const { about } = JSON.parse(draft) as { readonly about?: { readonly keeper?: string } };
      await tables
        .updateTable("data_sets")
        .set({ group_name: about?.keeper ?? "" })
        .where("id", "=", id)
        .execute();
    }
    await db.schema
      .createTable("keeper_feeds")
      .addColumn("person_id", "text", (column) => column.primaryKey())
      .addColumn("token_hash", "text", (column) => column.notNull().unique())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .execute();
  },
};

export const publishingMigrations: readonly Migration[] = [create, portalsAndSources, notebook, letters];
