import type { Role } from "@data-surgery/contract";
import type { Migration } from "../store/index.js";

/** Times are milliseconds since 1970, UTC. */
export interface IdentityTables {
  persons: {
    id: string;
    workshop_id: string;
    name: string;
    role: Role;
    home: string;
    color: string;
    created_at: number;
    /** Hash of the one resume code that is good now; none until somebody asks for it. */
    resume_hash: string | null;
  };
  web_sessions: { token_hash: string; person_id: string; created_at: number; expires_at: number };
  trainer_links: {
    token_hash: string;
    workshop_id: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
  };
  /** Who asked to be erased, from their own page. They can't come in any more; the rest is done while nobody is in the house. */
  erasure_requests: { person_id: string; asked_at: number };
}

const create: Migration = {
  name: "identity-001-create",
  up: async (db) => {
    await db.schema
      .createTable("persons")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("workshop_id", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("home", "text", (column) => column.notNull().unique())
      .addColumn("color", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("resume_hash", "text", (column) => column.unique())
      .execute();
    await db.schema.createIndex("persons_by_workshop").on("persons").column("workshop_id").execute();
    await db.schema
      .createTable("web_sessions")
      .addColumn("token_hash", "text", (column) => column.primaryKey())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("web_sessions_by_person").on("web_sessions").column("person_id").execute();
    await db.schema
      .createTable("trainer_links")
      .addColumn("token_hash", "text", (column) => column.primaryKey())
      .addColumn("workshop_id", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addColumn("used_at", "bigint")
      .execute();
  },
};

const erasureRequests: Migration = {
  name: "identity-002-erasure-requests",
  up: async (db) => {
    await db.schema
      .createTable("erasure_requests")
      .addColumn("person_id", "text", (column) => column.primaryKey())
      .addColumn("asked_at", "bigint", (column) => column.notNull())
      .execute();
  },
};

export const identityMigrations: readonly Migration[] = [create, erasureRequests];
