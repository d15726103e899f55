/** Where versions are kept. A part is stored once for a document, compressed, and goes with the last version that has it. */
import type { CellChange, HistoryVersion } from "@data-surgery/contract";
import type { Kysely } from "kysely";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as Y from "yjs";
import type { Store } from "../store/index.js";
import type { RoomTables } from "./migrations.js";
import { serverOwner } from "./room.js";
import { packVersion, partsOf, unpackVersion, type PartList, type VersionContent } from "./version-content.js";

/** As `CellChange`, with ids of people in place of names. */
export type StoredChange = CellChange;

export interface StoredVersion {
  readonly version: number;
  readonly kind: HistoryVersion["kind"];
  readonly since: number;
  readonly at: number;
  /** Person ids. */
  readonly people: readonly string[];
  readonly changes: readonly StoredChange[];
  readonly parts: PartList;
}

export interface VersionStore {
  /** Oldest first. */
  list(documentId: string): Promise<StoredVersion[]>;
  content(documentId: string, version: StoredVersion): Promise<VersionContent>;
  /** @returns the number that it got, or undefined when the newest version holds the same */
  add(
    documentId: string,
    version: Omit<StoredVersion, "version" | "parts">,
    content: VersionContent,
  ): Promise<number | undefined>;
  /** Puts `versions` in place of all that are there; what no version has any more goes. */
  keep(documentId: string, versions: readonly StoredVersion[]): Promise<void>;
  /** Bytes on the disk of this document's versions. */
  size(documentId: string): Promise<number>;
  /** Hashes of the large outputs that some version refers to. */
  storedOutputs(documentId: string): Promise<Set<string>>;
  /** Who wrote into the log after this moment, and from when to when: work that a stop cut short. */
  writtenSince(documentId: string, at: number): Promise<Written | undefined>;
}

export interface Written {
  readonly since: number;
  readonly at: number;
  /** Person ids. */
  readonly people: readonly string[];
}

const partsPerQuery = 500;

export function storeVersions(store: Store): VersionStore {
  return new SqlVersionStore(store.tables<RoomTables>());
}

class SqlVersionStore implements VersionStore {
  readonly #db: Kysely<RoomTables>;

  constructor(db: Kysely<RoomTables>) {
    this.#db = db;
  }

  async list(documentId: string): Promise<StoredVersion[]> {
    const rows = await this.#db
      .selectFrom("document_versions")
      .selectAll()
      .where("document_id", "=", documentId)
      .orderBy("version")
      .execute();
    return rows.map(({ document_id: _document, people, changes, parts, kind, ...row }) => ({
      ...row,
      kind: kind as StoredVersion["kind"],
      people: JSON.parse(people) as string[],
      changes: JSON.parse(changes) as StoredChange[],
      parts: JSON.parse(parts) as PartList,
    }));
  }

  async content(documentId: string, version: StoredVersion): Promise<VersionContent> {
    const wanted = [...partsOf(version.parts)];
    const parts = new Map<string, string>();
    for (let at = 0; at < wanted.length; at += partsPerQuery) {
      const rows = await this.#db
        .selectFrom("document_parts")
        .select(["hash", "bytes"])
        .where("document_id", "=", documentId)
        .where("hash", "in", wanted.slice(at, at + partsPerQuery))
        .execute();
      for (const { hash, bytes } of rows) parts.set(hash, inflateRawSync(bytes).toString("utf8"));
    }
    return unpackVersion(version.parts, (hash) => {
      const text = parts.get(hash);
      if (text === undefined) throw new Error(`Version ${version.version} has lost a part.`);
      return text;
    });
  }

  async add(
    documentId: string,
    version: Omit<StoredVersion, "version" | "parts">,
    content: VersionContent,
  ): Promise<number | undefined> {
    const { list, parts } = packVersion(content);
    return this.#db.transaction().execute(async (inside) => {
      const latest = await inside
        .selectFrom("document_versions")
        .select(["version", "parts"])
        .where("document_id", "=", documentId)
        .orderBy("version", "desc")
        .limit(1)
        .executeTakeFirst();
      const text = JSON.stringify(list);
      if (latest?.parts === text) return undefined;
      const before = latest === undefined ? new Set<string>() : partsOf(JSON.parse(latest.parts) as PartList);
      const rows = [...parts]
        .filter(([hash]) => !before.has(hash))
        .map(([hash, body]) => ({ document_id: documentId, hash, bytes: deflateRawSync(body) }));
      for (let at = 0; at < rows.length; at += partsPerQuery) {
        await inside
          .insertInto("document_parts")
          .values(rows.slice(at, at + partsPerQuery))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      const number = (latest?.version ?? 0) + 1;
      await inside
        .insertInto("document_versions")
        .values(toRow(documentId, { ...version, version: number, parts: list }))
        .execute();
      return number;
    });
  }

  async keep(documentId: string, versions: readonly StoredVersion[]): Promise<void> {
    await this.#db.transaction().execute(async (inside) => {
      const known = await inside
        .selectFrom("document_parts")
        .select("hash")
        .where("document_id", "=", documentId)
        .execute();
      const needed = new Set(versions.flatMap((version) => [...partsOf(version.parts)]));
      const unneeded = known.map((row) => row.hash).filter((hash) => !needed.has(hash));
      for (let at = 0; at < unneeded.length; at += partsPerQuery) {
        await inside
          .deleteFrom("document_parts")
          .where("document_id", "=", documentId)
          .where("hash", "in", unneeded.slice(at, at + partsPerQuery))
          .execute();
      }
      await inside.deleteFrom("document_versions").where("document_id", "=", documentId).execute();
      for (const version of versions)
        await inside.insertInto("document_versions").values(toRow(documentId, version)).execute();
    });
  }

  async size(documentId: string): Promise<number> {
    const parts = await this.#db
      .selectFrom("document_parts")
      .select((each) => each.fn.sum<number | string | null>(each.fn("length", ["bytes"])).as("bytes"))
      .where("document_id", "=", documentId)
      .executeTakeFirst();
    const versions = await this.#db
      .selectFrom("document_versions")
      .select((each) => [
        each.fn.sum<number | string | null>(each.fn("length", ["parts"])).as("parts"),
        each.fn.sum<number | string | null>(each.fn("length", ["changes"])).as("changes"),
      ])
      .where("document_id", "=", documentId)
      .executeTakeFirst();
    return Number(parts?.bytes ?? 0) + Number(versions?.parts ?? 0) + Number(versions?.changes ?? 0);
  }

  async storedOutputs(documentId: string): Promise<Set<string>> {
    const rows = await this.#db
      .selectFrom("document_parts")
      .select("bytes")
      .where("document_id", "=", documentId)
      .execute();
    const found = new Set<string>();
    for (const { bytes } of rows) {
      for (const [, hash] of inflateRawSync(bytes)
        .toString("utf8")
        .matchAll(/"hash":"([0-9a-f]{64})"/g))
        found.add(hash!);
    }
    return found;
  }

  async writtenSince(documentId: string, at: number): Promise<Written | undefined> {
    const rows = await this.#db
      .selectFrom("document_updates")
      .select(["written_at", "bytes"])
      .where("document_id", "=", documentId)
      .where("kind", "=", "update")
      .where("written_at", ">", at)
      .orderBy("seq")
      .execute();
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    const clients = new Set(rows.flatMap((row) => clientsOf(row.bytes)));
    const owners = await this.#db
      .selectFrom("document_clients")
      .select(["client_id", "person_id"])
      .where("document_id", "=", documentId)
      .where("person_id", "<>", serverOwner)
      .execute();
    const people = new Set(owners.filter((row) => clients.has(row.client_id)).map((row) => row.person_id));
    return { since: first.written_at, at: last.written_at, people: [...people] };
  }
}

function clientsOf(update: Uint8Array): number[] {
  try {
    return [...Y.parseUpdateMeta(update).to.keys()];
  } catch {
    // A damaged row says nothing; whoever loads the document sets it aside.
    return [];
  }
}

function toRow(documentId: string, version: StoredVersion): RoomTables["document_versions"] {
  const { people, changes, parts, ...rest } = version;
  return {
    ...rest,
    document_id: documentId,
    people: JSON.stringify(people),
    changes: JSON.stringify(changes),
    parts: JSON.stringify(parts),
  };
}
