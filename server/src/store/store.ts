/**
 * The one database of a server: a SQLite file by default, Postgres by DATABASE_URL. Domains bring their own tables and
 * migrations and see only their own part through `store.tables<T>()`.
 *
 * Portable subset (held by running every store test on both): text ids, integer milliseconds, JSON as text, booleans as 0/1,
 * bytes only in columns made with `dialect.bytes`, no reliance on the order of RETURNING.
 */
import { AppError } from "@data-surgery/contract";
import { CompiledQuery, Kysely, PostgresDialect, SqliteDialect, type Dialect } from "kysely";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { migrate, type Migration } from "./migrate.js";

export interface Store {
  readonly dialect: StoreDialect;
  tables<Tables>(): Kysely<Tables>;
  /** Rewrites the database, so that nothing that was deleted is left in its files. Takes a while and as much space again. */
  reclaim(): Promise<void>;
  close(): Promise<void>;
}

/** Where the dialects differ, in one place. */
export interface StoreDialect {
  readonly name: "sqlite" | "postgres";
  /** Column type for raw bytes. */
  readonly bytes: "blob" | "bytea";
}

export const sqlite: StoreDialect = { name: "sqlite", bytes: "blob" };
export const postgres: StoreDialect = { name: "postgres", bytes: "bytea" };

export type StoreLocation =
  | { readonly type: "sqlite"; readonly file: string }
  | { readonly type: "postgres"; readonly url: string };

/** Opens and brings the schema up to date. @throws AppError `store.unavailable` when it can't be opened */
export async function openStore(location: StoreLocation, migrations: readonly Migration[]): Promise<Store> {
  const opened = location.type === "sqlite" ? await openSqlite(location.file) : await openPostgres(location.url);
  return openStoreOn(opened.kysely, opened.dialect, migrations);
}

/** For dialects opened elsewhere (PGlite in tests). Takes ownership: closed with the store. */
export async function openStoreOn(
  kysely: Dialect,
  dialect: StoreDialect,
  migrations: readonly Migration[],
): Promise<Store> {
  const db = new Kysely<unknown>({ dialect: kysely });
  try {
    await db.executeQuery(CompiledQuery.raw("select 1"));
    await migrate(db, dialect, migrations);
  } catch (error) {
    await db.destroy();
    throw new AppError("store.unavailable", {}, { cause: error });
  }
  return {
    dialect,
    tables: <Tables>() => db as unknown as Kysely<Tables>,
    reclaim: async () => {
      const statements =
        dialect.name === "sqlite"
          ? ["pragma wal_checkpoint(truncate)", "vacuum", "pragma wal_checkpoint(truncate)"]
          : ["vacuum full"];
      for (const statement of statements) await db.executeQuery(CompiledQuery.raw(statement));
    },
    close: () => db.destroy(),
  };
}

async function openSqlite(file: string): Promise<{ kysely: Dialect; dialect: StoreDialect }> {
  const { default: Database } = await import("better-sqlite3");
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file);
  // FULL: a commit is on the disk before it is acknowledged, also when the power goes (facts: NORMAL may lose the last ones).
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("busy_timeout = 5000");
  database.pragma("foreign_keys = ON");
  database.pragma("secure_delete = ON");
  return { kysely: new SqliteDialect({ database }), dialect: sqlite };
}

async function openPostgres(url: string): Promise<{ kysely: Dialect; dialect: StoreDialect }> {
  const { Pool, types } = await import("pg");
  const int8 = 20;
  types.setTypeParser(int8, Number);
  return { kysely: new PostgresDialect({ pool: new Pool({ connectionString: url, max: 10 }) }), dialect: postgres };
}
