import type { Kysely } from "kysely";
import { DEFAULT_MIGRATION_TABLE, Migrator, type Migration as KyselyMigration } from "kysely/migration";
import type { StoreDialect } from "./store.js";

/**
 * One step of one domain's schema. `name` is `<domain>-<nnn>-<what>`: order counts within a domain only, so that domains
 * stay independent of each other.
 */
export interface Migration {
  readonly name: string;
  up(db: Kysely<unknown>, dialect: StoreDialect): Promise<void>;
}

/** The store has steps that this version does not know: a newer one was here. */
export class NewerSchemaError extends Error {
  constructor(unknown: readonly string[]) {
    super(`The store has steps that this version does not know: ${unknown.join(", ")}.`);
    this.name = "NewerSchemaError";
  }
}

async function assertKnown(db: Kysely<unknown>, known: Readonly<Record<string, unknown>>): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return;
  const done = await (db as Kysely<Record<string, { name: string }>>)
    .selectFrom(DEFAULT_MIGRATION_TABLE)
    .select("name")
    .execute();
  const unknown = done.map(({ name }) => name).filter((name) => known[name] === undefined);
  if (unknown.length > 0) throw new NewerSchemaError(unknown);
}

/** Runs what has not run yet, each in a transaction, under the migrator's lock. @throws NewerSchemaError before anything is changed */
export async function migrate(
  db: Kysely<unknown>,
  dialect: StoreDialect,
  migrations: readonly Migration[],
): Promise<void> {
  const byName: Record<string, KyselyMigration> = {};
  for (const migration of migrations) {
    if (byName[migration.name] !== undefined) throw new Error(`Two migrations are called ${migration.name}.`);
    byName[migration.name] = { up: (on: Kysely<unknown>) => migration.up(on, dialect) };
  }
  await assertKnown(db, byName);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(byName) },
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
