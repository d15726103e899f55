import { expect, test } from "vitest";
import type { Migration } from "./migrate.js";
import { forEachDialect } from "./test-dialects.js";

interface Tables {
  notes: { id: string; at: number; body: Uint8Array };
}

const first: Migration = {
  name: "notes-001-create",
  up: async (db, dialect) => {
    await db.schema
      .createTable("notes")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("body", dialect.bytes, (column) => column.notNull())
      .execute();
  },
};

forEachDialect((open) => {
  test("text ids, millisecond times and bytes come back as they went in", { timeout: 60_000 }, async () => {
    await using opened = await open([first]);
    const db = opened.store.tables<Tables>();
    const row = { id: "a", at: 1_795_420_800_123, body: new Uint8Array([0, 255, 7]) };
    await db.insertInto("notes").values(row).execute();
    const back = await db.selectFrom("notes").selectAll().executeTakeFirstOrThrow();
    expect({ ...back, body: new Uint8Array(back.body) }).toEqual(row);
  });

  test("a failed transaction leaves nothing behind", { timeout: 60_000 }, async () => {
    await using opened = await open([first]);
    const db = opened.store.tables<Tables>();
    const body = new Uint8Array([1]);
    const attempt = db.transaction().execute(async (inside) => {
      await inside.insertInto("notes").values({ id: "a", at: 1, body }).execute();
      await inside.insertInto("notes").values({ id: "a", at: 2, body }).execute();
    });
    await expect(attempt).rejects.toThrow(/unique/i);
    expect(await db.selectFrom("notes").selectAll().execute()).toEqual([]);
  });
});
