/** Runs one test body over every dialect: SQLite in a file, PGlite in memory, and a real Postgres where TEST_DATABASE_URL names one. */
import type { PGlite } from "@electric-sql/pglite";
import { PGliteDialect } from "kysely";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe } from "vitest";
import type { Migration } from "./migrate.js";
import { openStore, openStoreOn, postgres, type Store } from "./store.js";

export interface TestStore extends AsyncDisposable {
  readonly store: Store;
}

export type OpenTestStore = (migrations: readonly Migration[]) => Promise<TestStore>;

export function forEachDialect(body: (open: OpenTestStore) => void): void {
  const dialects: Record<string, OpenTestStore> = { SQLite: openSqliteStore, PGlite: openPgliteStore };
  const url = process.env["TEST_DATABASE_URL"];
  if (url !== undefined) dialects["Postgres"] = (migrations) => openPostgresStore(url, migrations);
  for (const [name, open] of Object.entries(dialects)) {
    describe(`on ${name}`, () => {
      body(open);
    });
  }
}

async function openSqliteStore(migrations: readonly Migration[]): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-store-"));
  const store = await openStore({ type: "sqlite", file: join(folder, "test.db") }, migrations);
  return {
    store,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Starting one takes seconds, so the tests of a file share one, emptied in between; a test that opens two gets a second. */
let idle: PGlite | undefined;

async function openPgliteStore(migrations: readonly Migration[]): Promise<TestStore> {
  const pglite = idle ?? (await createPglite());
  idle = undefined;
  await pglite.exec("drop schema public cascade; create schema public");
  const shared = {
    query: pglite.query.bind(pglite),
    transaction: pglite.transaction.bind(pglite),
    ready: true,
    waitReady: pglite.waitReady,
    closed: false,
    close: () => Promise.resolve(),
  };
  const store = await openStoreOn(new PGliteDialect({ pglite: shared }), postgres, migrations);
  return {
    store,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      if (idle === undefined) idle = pglite;
      else await pglite.close();
    },
  };
}

/** An empty database takes seven seconds to make and one to open, in each of the files that need one: it is made once and kept. */
async function createPglite(): Promise<PGlite> {
  const { PGlite } = await import("@electric-sql/pglite");
  const int8 = 20;
  const parsers = { [int8]: Number };
  const kept = await emptyDatabase();
  try {
    return await PGlite.create({ parsers, loadDataDir: new Blob([await readFile(kept)]) });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const made = await PGlite.create({ parsers });
  await mkdir(dirname(kept), { recursive: true });
  const aside = `${kept}.${randomBytes(6).toString("hex")}`;
  await writeFile(aside, (await made.dumpDataDir("none")).stream());
  await rename(aside, kept);
  return made;
}

/** Another version of the package gets another file. */
async function emptyDatabase(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const pack = JSON.parse(await readFile(join(dirname(entry), "..", "package.json"), "utf8")) as { version: string };
  const modules = join(dirname(entry), "..", "..", "..");
  return join(modules, ".cache", "data-surgery", `empty-pglite-${pack.version}.tar`);
}

const isMissing = (error: unknown): boolean => (error as { code?: unknown }).code === "ENOENT";

/** Each test gets a database of its own on the server, dropped afterwards. */
async function openPostgresStore(url: string, migrations: readonly Migration[]): Promise<TestStore> {
  const name = `surgery_test_${randomBytes(6).toString("hex")}`;
  const { Client } = await import("pg");
  const admin = new Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const store = await openStore({ type: "postgres", url: own.href }, migrations);
  return {
    store,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await admin.query(`drop database ${name}`);
      await admin.end();
    },
  };
}
