import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Migration } from "./migrate.js";
import { openStore } from "./store.js";
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
  test("text ids, millisecond times and bytes come back as they went in", async () => {
    await using opened = await open([first]);
    const db = opened.store.tables<Tables>();
    const row = { id: "a", at: 1_795_420_800_123, body: new Uint8Array([0, 255, 7]) };
    await db.insertInto("notes").values(row).execute();
    const back = await db.selectFrom("notes").selectAll().executeTakeFirstOrThrow();
    expect({ ...back, body: new Uint8Array(back.body) }).toEqual(row);
  });

  test("a failed transaction leaves nothing behind", async () => {
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

const placed = async (): Promise<{ folder: string; file: string } & AsyncDisposable> => {
  const folder = await mkdtemp(join(tmpdir(), "surgery-store-"));
  return {
    folder,
    file: join(folder, "surgery.db"),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

test("a store that a newer version has been at is refused, and is exactly as it was", async () => {
  await using at = await placed();
  const next: Migration = { ...first, name: "notes-002-later", up: () => Promise.resolve() };
  await (await openStore({ type: "sqlite", file: at.file }, [first, next])).close();
  const before = await readFile(at.file);
  await expect(openStore({ type: "sqlite", file: at.file }, [first])).rejects.toMatchObject({ code: "store.newer" });
  expect(await readFile(at.file)).toEqual(before);
  await (await openStore({ type: "sqlite", file: at.file }, [first, next])).close();
});

test("a file that is no database is refused in words and left as it is", async () => {
  await using at = await placed();
  const text = "not a database, but somebody's text. ".repeat(100);
  await writeFile(at.file, text);
  await expect(openStore({ type: "sqlite", file: at.file }, [first])).rejects.toMatchObject({ code: "store.damaged" });
  expect(await readFile(at.file, "utf8")).toBe(text);
});

test("a place that can't be opened, and a Postgres that does not answer, say why and what to do; no password is told", async () => {
  await using at = await placed();
  await mkdir(at.file);
  await expect(openStore({ type: "sqlite", file: at.file }, [])).rejects.toMatchObject({
    code: "store.not-opened",
    message: expect.stringContaining("--data FOLDER") as string,
  });
  const url = "postgres://ada:secret@127.0.0.1:1/none";
  const refused = await openStore({ type: "postgres", url }, []).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: "store.not-opened",
    message: expect.stringContaining("DATABASE_URL") as string,
  });
  expect(String(refused)).not.toContain("secret");
});
