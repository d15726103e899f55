/** Work that somebody shares by a code, and who came by it. Persons here are those known to the notebooks. */
import type { Migration } from "../../../store/index.js";

export interface PairTables {
  shared_works: {
    id: string;
    /** Random id of the page's request: sent twice, it counts once. */
    form: string;
    /** Shown to the one beside them; lets in until `ends_at`. */
    code: string;
    owner_id: string;
    workshop_id: string;
    /** A folder or one notebook, from the contents root. Personal: it has the owner's home in it. */
    place: string;
    document_id: string;
    /** What the code lets do. */
    role: string;
    made_at: number;
    ends_at: number;
  };
  shared_work_guests: {
    work_id: string;
    person_id: string;
    /** As they call themselves. Personal. */
    name: string;
    joined_at: number;
    /** From then on they need a code again. */
    until: number;
  };
}

const create: Migration = {
  name: "surgeries-120-shared-works",
  up: async (db) => {
    await db.schema
      .createTable("shared_works")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("form", "text", (column) => column.notNull())
      .addColumn("code", "text", (column) => column.notNull().unique())
      .addColumn("owner_id", "text", (column) => column.notNull())
      .addColumn("workshop_id", "text", (column) => column.notNull())
      .addColumn("place", "text", (column) => column.notNull())
      .addColumn("document_id", "text", (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("made_at", "bigint", (column) => column.notNull())
      .addColumn("ends_at", "bigint", (column) => column.notNull())
      .addUniqueConstraint("shared_works_once", ["owner_id", "form"])
      .execute();
    await db.schema
      .createTable("shared_work_guests")
      .addColumn("work_id", "text", (column) => column.notNull())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("joined_at", "bigint", (column) => column.notNull())
      .addColumn("until", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("shared_work_guests_key", ["work_id", "person_id"])
      .execute();
    await db.schema.createIndex("shared_work_guests_by_person").on("shared_work_guests").column("person_id").execute();
  },
};

export const pairMigrations: readonly Migration[] = [create];
