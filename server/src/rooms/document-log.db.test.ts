import { expect, test } from "vitest";
import * as Y from "yjs";
import { forEachDialect, type OpenTestStore } from "../store/test-dialects.js";
import { newDocumentId, storeDocumentLog, type DocumentLog } from "./document-log.js";
import { roomMigrations, type RoomTables } from "./migrations.js";
import type { Kysely } from "kysely";

interface Opened extends AsyncDisposable {
  readonly log: DocumentLog;
  readonly db: Kysely<RoomTables>;
}

const timeout = 180_000;

async function openLog(open: OpenTestStore): Promise<Opened> {
  const opened = await open(roomMigrations);
  return {
    log: storeDocumentLog(opened.store, () => 1_795_420_800_123),
    db: opened.store.tables<RoomTables>(),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

/** A document whose text grows by one character a row. */
class Typing {
  readonly doc: Y.Doc = new Y.Doc();
  readonly log: DocumentLog;
  id = "";
  #seq = 2;

  constructor(log: DocumentLog) {
    this.log = log;
  }

  async begin(path: string): Promise<boolean> {
    this.doc.getText("source").insert(0, ".");
    const update = Y.encodeStateAsUpdate(this.doc);
    const seed = {
      id: newDocumentId(),
      path,
      type: "file",
      fileHash: "h",
      filePrints: "p",
      client: this.doc.clientID,
      update,
    } as const;
    const { record, created } = await this.log.create(seed);
    this.id = record.id;
    return created;
  }

  async type(characters: string): Promise<void> {
    for (const character of characters) {
      const before = Y.encodeStateVector(this.doc);
      this.doc.getText("source").insert(this.doc.getText("source").length, character);
      const update = Y.encodeStateAsUpdate(this.doc, before);
      const owners = new Map([[this.#seq, "ann"]]);
      await this.log.append([{ documentId: this.id, seq: this.#seq++, update, owners }]);
    }
  }

  async compact(): Promise<void> {
    const { type } = await this.log.compact(this.id, this.#seq++);
    if (type !== "compacted") throw new Error(`The history is ${type}.`);
  }

  async load(): Promise<string> {
    const { doc } = await this.log.load(this.id);
    return doc.getText("source").toJSON();
  }
}

forEachDialect((open) => {
  test("RO2 of two that begin a history at the same moment, one does, and both get that one", { timeout }, async () => {
    await using opened = await openLog(open);
    const [a, b] = [new Typing(opened.log), new Typing(opened.log)];
    const created = [await a.begin("x.csv"), await b.begin("x.csv")];
    expect(created).toEqual([true, false]);
    expect(b.id).toBe(a.id);
    expect(await opened.db.selectFrom("document_updates").selectAll().execute()).toHaveLength(1);
  });

  test(
    "RO4 what was appended is read back, with who owns which id; a failed append leaves nothing",
    { timeout },
    async () => {
      await using opened = await openLog(open);
      const typing = new Typing(opened.log);
      await typing.begin("x.csv");
      await typing.type("abc");
      const clash = { documentId: typing.id, seq: 3, update: new Uint8Array([0, 0]), owners: new Map() };
      const fresh = { documentId: "other", seq: 1, update: new Uint8Array([0, 0]), owners: new Map() };
      await expect(opened.log.append([fresh, clash])).rejects.toThrow(/unique/i);
      expect(await typing.load()).toBe(".abc");
      const loaded = await opened.log.load(typing.id);
      expect(loaded.nextSeq).toBe(5);
      expect(loaded.owners.get(3)).toBe("ann");
      expect((await opened.log.load("other")).nextSeq).toBe(1);
    },
  );

  test("RO9 a damaged row is set aside and the rest is served", { timeout }, async () => {
    await using opened = await openLog(open);
    const typing = new Typing(opened.log);
    await typing.begin("x.csv");
    await typing.type("abc");
    const bytes = Buffer.from([1, 2, 3]);
    await opened.db.updateTable("document_updates").set({ bytes }).where("seq", "=", 3).execute();
    const loaded = await opened.log.load(typing.id);
    expect(loaded.bad.map(({ row, reason }) => [row.seq, reason])).toEqual([[3, "checksum"]]);
    // "b" is lost, "c" waits for it, the rest is there.
    expect(loaded.doc.getText("source").toJSON()).toBe(".a");
    expect(loaded.nextSeq).toBe(5);
    const kept = await opened.db.selectFrom("document_quarantine").selectAll().execute();
    expect(kept.map((row) => [row.seq, row.reason])).toEqual([[3, "checksum"]]);
    expect((await opened.log.load(typing.id)).bad).toEqual([]);
  });

  test("RO9 a row with a right checksum that can't be applied is set aside too", { timeout }, async () => {
    await using opened = await openLog(open);
    const typing = new Typing(opened.log);
    await typing.begin("x.csv");
    await typing.type("a");
    await opened.log.append([{ documentId: typing.id, seq: 4, update: new Uint8Array([7, 7, 7]), owners: new Map() }]);
    const loaded = await opened.log.load(typing.id);
    expect(loaded.bad.map(({ reason }) => reason)).toEqual(["unreadable"]);
    expect(loaded.doc.getText("source").toJSON()).toBe(".a");
  });

  test(
    "RO10 rows become one, the generation before stays, and a damaged new one falls back to it",
    { timeout },
    async () => {
      await using opened = await openLog(open);
      const typing = new Typing(opened.log);
      await typing.begin("x.csv");
      await typing.type("abc");
      await typing.compact();
      await typing.type("de");
      await typing.compact();
      await typing.type("f");
      const rows = await opened.db.selectFrom("document_updates").select(["seq", "kind"]).orderBy("seq").execute();
      expect(rows.map((row) => row.kind)).toEqual(["snapshot", "update", "update", "snapshot", "update"]);
      expect(await typing.load()).toBe(".abcdef");
      const newest = rows.findLast((row) => row.kind === "snapshot")?.seq ?? 0;
      await opened.db.updateTable("document_updates").set({ crc: 1 }).where("seq", "=", newest).execute();
      expect(await typing.load()).toBe(".abcdef");
    },
  );

  test("RO10 while rows are put into one, others are appended, and none is lost", { timeout }, async () => {
    await using opened = await openLog(open);
    const typing = new Typing(opened.log);
    await typing.begin("x.csv");
    await typing.type("abc");
    const compacting = typing.compact();
    await typing.type("de");
    await compacting;
    expect(await typing.load()).toBe(".abcde");
    const loaded = await opened.log.load(typing.id);
    expect(loaded.rowsSince).toBe(2);
    expect(loaded.nextSeq).toBe(8);
  });

  test("RO9 RO10 a history with a damaged row is not put into one, and nothing of it goes", { timeout }, async () => {
    await using opened = await openLog(open);
    const typing = new Typing(opened.log);
    await typing.begin("x.csv");
    await typing.type("abc");
    await opened.db.updateTable("document_updates").set({ crc: 1 }).where("seq", "=", 3).execute();
    const outcome = await opened.log.compact(typing.id, 9);
    expect(outcome).toMatchObject({ type: "damaged", rows: [{ row: { seq: 3 }, reason: "checksum" }] });
    expect(await opened.db.selectFrom("document_updates").selectAll().execute()).toHaveLength(4);
  });

  test(
    "RO12 a folder's new name is taken up by the documents in it, and a name can be taken again",
    { timeout },
    async () => {
      await using opened = await openLog(open);
      const [a, b, c] = [new Typing(opened.log), new Typing(opened.log), new Typing(opened.log)];
      await a.begin("one/x.csv");
      await b.begin("one-more/x.csv");
      await opened.log.rename("one", "two");
      expect((await opened.log.findByPath("two/x.csv"))?.id).toBe(a.id);
      expect((await opened.log.findByPath("one-more/x.csv"))?.id).toBe(b.id);
      await opened.log.forgetPath("two/x.csv");
      expect(await c.begin("two/x.csv")).toBe(true);
      expect((await opened.log.find(a.id))?.path).toBeNull();
      await opened.log.noteFile(c.id, "hash", "prints");
      expect(await opened.log.find(c.id)).toMatchObject({ fileHash: "hash", filePrints: "prints" });
    },
  );
});
