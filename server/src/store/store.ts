/**
 * The one database of a server: a SQLite file by default, Postgres by DATABASE_URL. Domains bring their own tables and
 * migrations and see only their own part through `store.tables<T>()`.
 *
 * Portable subset (held by running every store test on both): text ids, integer milliseconds, JSON as text, booleans as 0/1,
 * bytes only in columns made with `dialect.bytes`, no reliance on the order of RETURNING.
 */
import { AppError } from "@data-surgery/contract";
import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  SqliteDialect,
  type Dialect,
  type Driver,
  type SqliteDialectConfig,
} from "kysely";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { migrate, NewerSchemaError, type Migration } from "./migrate.js";

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

/** Opens and brings the schema up to date. @throws AppError `store.not-opened`, `store.damaged`, `store.newer`; nothing was changed then */
export async function openStore(location: StoreLocation, migrations: readonly Migration[]): Promise<Store> {
  const place = placeOf(location);
  try {
    const opened = location.type === "sqlite" ? await openSqlite(location.file) : await openPostgres(location.url);
    return await openStoreOn(opened.kysely, opened.dialect, migrations);
  } catch (error) {
    if (error instanceof NewerSchemaError) throw new AppError("store.newer", { place }, { cause: error });
    if (isDamaged(error)) throw new AppError("store.damaged", { place }, { cause: error });
    const reason = reasonOf(error);
    throw new AppError("store.not-opened", { place, reason, advice: advice[location.type] }, { cause: error });
  }
}

const advice: Readonly<Record<StoreLocation["type"], string>> = {
  sqlite:
    "Check that the disk has room and that you may write there, or name another folder: npm start -- --data FOLDER",
  postgres: "Check that the database runs, and the address, name and password in DATABASE_URL.",
};

/** As a person may see it: no password. */
function placeOf(location: StoreLocation): string {
  if (location.type === "sqlite") return location.file;
  return URL.canParse(location.url) ? `Postgres at ${new URL(location.url).host}` : "Postgres";
}

function isDamaged(error: unknown): boolean {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "SQLITE_NOTADB" || code === "SQLITE_CORRUPT";
}

/** A host with two addresses gives an error of errors without a text of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** For dialects opened elsewhere (PGlite in tests). Takes ownership: closed with the store. @throws what the driver says, and NewerSchemaError */
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
    throw error;
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
  try {
    prepare(database);
  } catch (error) {
    database.close();
    throw error;
  }
  return { kysely: new TellingSqliteDialect({ database }, database), dialect: sqlite };
}

/**
 * On a full disk SQLite takes the transaction back by itself. Kysely's own rollback then fails, and would be told in place of
 * what really happened.
 */
class TellingSqliteDialect extends SqliteDialect {
  readonly #database: { readonly inTransaction: boolean };

  constructor(config: SqliteDialectConfig, database: { readonly inTransaction: boolean }) {
    super(config);
    this.#database = database;
  }

  override createDriver(): Driver {
    const driver = super.createDriver();
    const rollback = driver.rollbackTransaction.bind(driver);
    driver.rollbackTransaction = async (connection) => {
      if (this.#database.inTransaction) await rollback(connection);
    };
    return driver;
  }
}

function prepare(database: { pragma(text: string): unknown }): void {
  // FULL: a commit is on the disk before it is acknowledged, also when the power goes (facts: NORMAL may lose the last ones).
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("busy_timeout = 5000");
  database.pragma("foreign_keys = ON");
  database.pragma("secure_delete = ON");
}

async function openPostgres(url: string): Promise<{ kysely: Dialect; dialect: StoreDialect }> {
  const { Pool, types } = await import("pg");
  const int8 = 20;
  types.setTypeParser(int8, Number);
  const pool = new Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000 });
  // The database was restarted under a connection that nobody used: the pool opens another. Without a listener Node would end.
  pool.on("error", () => undefined);
  return { kysely: new PostgresDialect({ pool }), dialect: postgres };
}
