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
  ...peopleMigrations,
];
