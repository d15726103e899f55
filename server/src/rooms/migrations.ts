/** Tables of this domain. A document's history is a log of rows; the file is a copy of its content, never the other way round once it is seeded. */
import type { Migration } from "../store/index.js";
import { peopleMigrations } from "./people-migrations.js";

export interface RoomTables {
  documents: {
    id: string;
    /** Null when the file has been deleted. */
    path: string | null;
    type: "notebook" | "file";
    /** One per history: a page with another one has another document (SPEC RO3). */
    epoch: string;
    /** SHA-256 of the file as it last equalled the document. */
    file_hash: string;
    /** JSON: what each cell was then, as short hashes, for merging (`CellPrints`). */
    file_prints: string;
    created_at: number;
  };
  document_updates: {
    document_id: string;
    seq: number;
    /** A snapshot holds all rows before it. */
    kind: "snapshot" | "update";
    bytes: Uint8Array;
    crc: number;
    written_at: number;
  };
  /** Rows that can't be read any more, kept for whoever looks into it. */
  document_quarantine: {
    document_id: string;
    seq: number;
    kind: string;
    bytes: Uint8Array;
    crc: number;
    reason: string;
    found_at: number;
  };
  /** What a document held at the end of each stretch of work; see `version-content.ts`. */
  document_versions: {
    document_id: string;
    version: number;
    kind: string;
    /** First and last change. */
    since: number;
    at: number;
    /** JSON: person ids. */
    people: string;
    /** JSON: what changed against the version before, `StoredChange[]`. */
    changes: string;
    /** JSON: `PartList`. */
    parts: string;
  };
  /** Who ran each cell last. */
  document_runs: {
    document_id: string;
    cell_id: string;
    person_id: string;
    status: string;
    ended_at: number;
  };
  document_parts: { document_id: string; hash: string; bytes: Uint8Array };
  /** Which Yjs client id belongs to whom. */
  document_clients: { document_id: string; client_id: number; person_id: string };
}

export const roomMigrations: readonly Migration[] = [
  {
    name: "rooms-001-documents",
    up: async (db, dialect) => {
      await db.schema
        .createTable("documents")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("path", "text", (column) => column.unique())
        .addColumn("type", "text", (column) => column.notNull())
        .addColumn("epoch", "text", (column) => column.notNull())
        .addColumn("file_hash", "text", (column) => column.notNull())
        .addColumn("file_prints", "text", (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("document_updates")
        .addColumn("document_id", "text", (column) => column.notNull())
        .addColumn("seq", "bigint", (column) => column.notNull())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("bytes", dialect.bytes, (column) => column.notNull())
        .addColumn("crc", "bigint", (column) => column.notNull())
        .addColumn("written_at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("document_updates_key", ["document_id", "seq"])
        .execute();
      await db.schema
        .createTable("document_quarantine")
        .addColumn("document_id", "text", (column) => column.notNull())
        .addColumn("seq", "bigint", (column) => column.notNull())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("bytes", dialect.bytes, (column) => column.notNull())
        .addColumn("crc", "bigint", (column) => column.notNull())
        .addColumn("reason", "text", (column) => column.notNull())
        .addColumn("found_at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("document_quarantine_key", ["document_id", "seq"])
        .execute();
      await db.schema
        .createTable("document_clients")
        .addColumn("document_id", "text", (column) => column.notNull())
        .addColumn("client_id", "bigint", (column) => column.notNull())
        .addColumn("person_id", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("document_clients_key", ["document_id", "client_id"])
        .execute();
    },
  },
  {
    name: "rooms-002-versions",
    up: async (db, dialect) => {
      await db.schema
        .createTable("document_versions")
        .addColumn("document_id", "text", (column) => column.notNull())
        .addColumn("version", "bigint", (column) => column.notNull())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("since", "bigint", (column) => column.notNull())
        .addColumn("at", "bigint", (column) => column.notNull())
        .addColumn("people", "text", (column) => column.notNull())
        .addColumn("changes", "text", (column) => column.notNull())
        .addColumn("parts", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("document_versions_key", ["document_id", "version"])
        .execute();
      await db.schema
        .createTable("document_parts")
        .addColumn("document_id", "text", (column) => column.notNull())
        .addColumn("hash", "text", (column) => column.notNull())
        .addColumn("bytes", dialect.bytes, (column) => column.notNull())
        .addPrimaryKeyConstraint("document_parts_key", ["document_id", "hash"])
        .execute();
    },
  },
  {
    name: "rooms-003-runs",
    up: async (db) => {
      await db.schema
        .createTable("document_runs")
        .addColumn("document_id", "text", (column) => column.notNull())
        .addColumn("cell_id", "text", (column) => column.notNull())
        .addColumn("person_id", "text", (column) => column.notNull())
        .addColumn("status", "text", (column) => column.notNull())
        .addColumn("ended_at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("document_runs_key", ["document_id", "cell_id"])
        .execute();
    },
  },
  ...peopleMigrations,
];
