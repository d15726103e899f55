/** What is kept of documents: who they are, and their histories. The only file of this domain that speaks SQL. */
import { AppError } from "@data-surgery/contract";
import type { Kysely, Transaction } from "kysely";
import { randomBytes } from "node:crypto";
import type { Store } from "../store/index.js";
import { setImmediate as turn } from "node:timers/promises";
import * as Y from "yjs";
import { workInPlace, type HeavyWork } from "./heavy-work.js";
import { checksum, replayLog, type BadRow, type LogRow } from "./log-replay.js";
import type { RoomTables } from "./migrations.js";
import type { Batch, LoadedDocument } from "./room.js";

export interface DocumentRecord {
  readonly id: string;
  readonly path: string | null;
  readonly type: "notebook" | "file";
  readonly epoch: string;
  readonly fileHash: string;
  /** JSON of the prints, see `cell-prints.ts`. */
  readonly filePrints: string;
}

export interface LoadedLog extends LoadedDocument {
  readonly rowsSince: number;
  readonly bytesSince: number;
  /** Rows set aside while loading. */
  readonly bad: readonly BadRow[];
  /** Bytes of the document as one row. */
  readonly size: number;
}

/** "unequal": the one row could not be proved equal to the many. "damaged": some can't be read any more. Nothing was changed then. */
export type Compaction =
  | { readonly type: "compacted" }
  | { readonly type: "unequal" }
  | { readonly type: "damaged"; readonly rows: readonly BadRow[] };

export interface Seed {
  /** Of the document to be; see `newDocumentId`. */
  readonly id: string;
  readonly path: string;
  readonly type: DocumentRecord["type"];
  readonly fileHash: string;
  readonly filePrints: string;
  readonly update: Uint8Array;
  /** The Yjs client id that the seed was written with. */
  readonly client: number;
}

export interface DocumentLog {
  find(id: string): Promise<DocumentRecord | undefined>;
  findByPath(path: string): Promise<DocumentRecord | undefined>;
  /** Begins a history; if somebody else was faster, theirs is the one. */
  create(seed: Seed): Promise<{ readonly record: DocumentRecord; readonly created: boolean }>;
  load(id: string): Promise<LoadedLog>;
  /** All or nothing, and on the disk when it resolves. */
  append(batches: readonly Batch[]): Promise<void>;
  noteFile(id: string, fileHash: string, filePrints: string): Promise<void>;
  rename(path: string, to: string): Promise<void>;
  forgetPath(path: string): Promise<void>;
  /**
   * Puts all rows of `id` before `seq` into one row with that number, keeping the generation before. Rows after it may be appended
   * meanwhile; nobody else may write that number. The heavy part is done elsewhere (SPEC RO10, RO30).
   */
  compact(id: string, seq: number): Promise<Compaction>;
  /** Leaves nothing of the past: one row that holds what is there now. Its room must be closed. @throws Error when it can't be proved equal */
  flatten(id: string): Promise<void>;
  /** Moves rows that can't be read to the quarantine. */
  setAside(id: string, bad: readonly BadRow[]): Promise<void>;
}

/** 128 random bits. */
export const newDocumentId = (): string => randomId();
const randomId = (): string => randomBytes(16).toString("hex");
/** SQLite takes some 32,000 parameters in one statement. */
const rowsPerInsert = 1000;

/** Histories larger than this are read by the worker, and applied here in small pieces. */
const heavyHistory = 128 * 1024;

export function storeDocumentLog(store: Store, now: () => number, heavy: HeavyWork = workInPlace): DocumentLog {
  return new StoreDocumentLog(store.tables<RoomTables>(), now, heavy);
}

class StoreDocumentLog implements DocumentLog {
  readonly #db: Kysely<RoomTables>;
  readonly #now: () => number;
  readonly #heavy: HeavyWork;

  constructor(db: Kysely<RoomTables>, now: () => number, heavy: HeavyWork) {
    this.#db = db;
    this.#now = now;
    this.#heavy = heavy;
  }

  async find(id: string): Promise<DocumentRecord | undefined> {
    const row = await this.#db.selectFrom("documents").selectAll().where("id", "=", id).executeTakeFirst();
    return row === undefined ? undefined : toRecord(row);
  }

  async findByPath(path: string): Promise<DocumentRecord | undefined> {
    const row = await this.#db.selectFrom("documents").selectAll().where("path", "=", path).executeTakeFirst();
    return row === undefined ? undefined : toRecord(row);
  }

  async create(seed: Seed): Promise<{ record: DocumentRecord; created: boolean }> {
    const record = {
      id: seed.id,
      path: seed.path,
      type: seed.type,
      epoch: randomId(),
      file_hash: seed.fileHash,
      file_prints: seed.filePrints,
      created_at: this.#now(),
    };
    const created = await this.#db.transaction().execute(async (inside) => {
      const result = await inside
        .insertInto("documents")
        .values(record)
        .onConflict((conflict) => conflict.column("path").doNothing())
        .executeTakeFirst();
      if (result.numInsertedOrUpdatedRows !== 1n) return false;
      await inside
        .insertInto("document_updates")
        .values(this.#row(record.id, 1, "snapshot", seed.update))
        .execute();
      const owner = { document_id: record.id, client_id: seed.client, person_id: "server" };
      await inside.insertInto("document_clients").values(owner).execute();
      return true;
    });
    const stored = await this.findByPath(seed.path);
    if (stored === undefined) throw new AppError("rooms.not-found");
    return { record: stored, created };
  }

  async load(id: string): Promise<LoadedLog> {
    const rows = await this.#rows(this.#db, id);
    const replay = await this.#replay(rows);
    if (replay.bad.length > 0) await this.setAside(id, replay.bad);
    const owners = await this.#db
      .selectFrom("document_clients")
      .select(["client_id", "person_id"])
      .where("document_id", "=", id)
      .execute();
    return {
      ...replay,
      nextSeq: (rows.at(-1)?.seq ?? 0) + 1,
      owners: new Map(owners.map((row) => [row.client_id, row.person_id])),
    };
  }

  async #replay(rows: readonly LogRow[]): Promise<Omit<LoadedLog, "nextSeq" | "owners">> {
    if (rows.reduce((sum, row) => sum + row.bytes.byteLength, 0) < heavyHistory) {
      const replay = replayLog(rows);
      return { ...replay, size: Y.encodeStateAsUpdate(replay.doc).byteLength };
    }
    const { pieces, ...unpacked } = await this.#heavy.unpack(rows);
    const doc = new Y.Doc();
    for (const piece of pieces) {
      Y.applyUpdate(doc, piece);
      // Everybody else's edits in between.
      await turn();
    }
    return { ...unpacked, doc };
  }

  async append(batches: readonly Batch[]): Promise<void> {
    const rows = batches.map((batch) => this.#row(batch.documentId, batch.seq, "update", batch.update));
    const owners = batches.flatMap((batch) =>
      [...batch.owners].map(([client, person]) => ({
        document_id: batch.documentId,
        client_id: client,
        person_id: person,
      })),
    );
    await this.#db.transaction().execute(async (inside) => {
      for (let at = 0; at < rows.length; at += rowsPerInsert) {
        await inside
          .insertInto("document_updates")
          .values(rows.slice(at, at + rowsPerInsert))
          .execute();
      }
      for (let at = 0; at < owners.length; at += rowsPerInsert) {
        await inside
          .insertInto("document_clients")
          .values(owners.slice(at, at + rowsPerInsert))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    });
  }

  async noteFile(id: string, fileHash: string, filePrints: string): Promise<void> {
    await this.#db
      .updateTable("documents")
      .set({ file_hash: fileHash, file_prints: filePrints })
      .where("id", "=", id)
      .execute();
  }

  async rename(path: string, to: string): Promise<void> {
    await this.#db.transaction().execute(async (inside) => {
      const moved = await inside.selectFrom("documents").select(["id", "path"]).where("path", "is not", null).execute();
      for (const row of moved) {
        const target = movedPath(row.path ?? "", path, to);
        if (target === undefined) continue;
        await inside.updateTable("documents").set({ path: null }).where("path", "=", target).execute();
        await inside.updateTable("documents").set({ path: target }).where("id", "=", row.id).execute();
      }
    });
  }

  async forgetPath(path: string): Promise<void> {
    await this.#db.updateTable("documents").set({ path: null }).where("path", "=", path).execute();
  }

  async compact(id: string, seq: number): Promise<Compaction> {
    const rows = await this.#rows(this.#db, id, seq);
    const { snapshot, crc, bad } = await this.#heavy.compact(rows);
    if (bad.length > 0) return { type: "damaged", rows: bad };
    if (snapshot === undefined) return { type: "unequal" };
    const previous = rows.findLast((row) => row.kind === "snapshot");
    await this.#db.transaction().execute(async (inside) => {
      await inside
        .insertInto("document_updates")
        .values(this.#row(id, seq, "snapshot", snapshot))
        .execute();
      // What is on the disk is what was proved: only then may anything go.
      const [stored] = await this.#rows(inside, id, seq + 1, seq);
      if (stored === undefined || checksum(stored.bytes) !== crc)
        throw new Error("The one row was not stored as it was.");
      // The snapshot before this one and what came after it stay: two generations.
      await inside
        .deleteFrom("document_updates")
        .where("document_id", "=", id)
        .where("seq", "<", previous?.seq ?? 0)
        .execute();
    });
    return { type: "compacted" };
  }

  async flatten(id: string): Promise<void> {
    const rows = await this.#rows(this.#db, id);
    const { snapshot } = await this.#heavy.compact(rows);
    const last = rows.at(-1);
    if (snapshot === undefined || last === undefined) throw new Error("The history could not be flattened.");
    await this.#db.transaction().execute(async (inside) => {
      await inside.deleteFrom("document_updates").where("document_id", "=", id).execute();
      await inside
        .insertInto("document_updates")
        .values(this.#row(id, last.seq + 1, "snapshot", snapshot))
        .execute();
    });
  }

  /** @param before leave out this number and all after it; @param from and all before this one */
  async #rows(
    db: Kysely<RoomTables> | Transaction<RoomTables>,
    id: string,
    before: number = Number.MAX_SAFE_INTEGER,
    from: number = 0,
  ): Promise<LogRow[]> {
    return db
      .selectFrom("document_updates")
      .select(["seq", "kind", "bytes", "crc"])
      .where("document_id", "=", id)
      .where("seq", "<", before)
      .where("seq", ">=", from)
      .orderBy("seq")
      .execute();
  }

  async setAside(id: string, bad: readonly BadRow[]): Promise<void> {
    await this.#db.transaction().execute(async (inside) => {
      for (const { row, reason } of bad) {
        await inside
          .insertInto("document_quarantine")
          .values({ document_id: id, ...row, reason, found_at: this.#now() })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await inside.deleteFrom("document_updates").where("document_id", "=", id).where("seq", "=", row.seq).execute();
      }
    });
  }

  #row(id: string, seq: number, kind: LogRow["kind"], bytes: Uint8Array): RoomTables["document_updates"] {
    // The driver wants a Buffer; this one shares the memory.
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return { document_id: id, seq, kind, bytes: body, crc: checksum(bytes), written_at: this.#now() };
  }
}

/** Where `path` is after `from` has become `to`: the thing itself or something inside it. */
export function movedPath(path: string, from: string, to: string): string | undefined {
  if (path === from) return to;
  return path.startsWith(`${from}/`) ? to + path.slice(from.length) : undefined;
}

function toRecord(row: RoomTables["documents"]): DocumentRecord {
  const { id, path, type, epoch } = row;
  return { id, path, type, epoch, fileHash: row.file_hash, filePrints: row.file_prints };
}
