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

export const workshopMigrations: readonly Migration[] = [create];
