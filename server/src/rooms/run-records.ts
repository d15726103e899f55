/** Who ran each cell last and when: shown beside the cell, never written into the notebook. */
import type { Kysely } from "kysely";
import type { Store } from "../store/index.js";
import type { RoomTables } from "./migrations.js";

export interface RunRecord {
  readonly cellId: string;
  readonly personId: string;
  readonly status: "ok" | "error" | "aborted";
  /** Ms since 1970. */
  readonly at: number;
}

export interface RunRecords {
  list(documentId: string): Promise<RunRecord[]>;
  note(documentId: string, run: RunRecord): Promise<void>;
}

export function storeRunRecords(store: Store): RunRecords {
  const db: Kysely<RoomTables> = store.tables<RoomTables>();
  return {
    list: async (documentId) => {
      const rows = await db.selectFrom("document_runs").selectAll().where("document_id", "=", documentId).execute();
      return rows.map((row) => ({
        cellId: row.cell_id,
        personId: row.person_id,
        status: row.status as RunRecord["status"],
        at: row.ended_at,
      }));
    },
    note: async (documentId, { cellId, personId, status, at }) => {
      const values = { person_id: personId, status, ended_at: at };
      await db
        .insertInto("document_runs")
        .values({ document_id: documentId, cell_id: cellId, ...values })
        .onConflict((conflict) => conflict.columns(["document_id", "cell_id"]).doUpdateSet(values))
        .execute();
    },
  };
}
