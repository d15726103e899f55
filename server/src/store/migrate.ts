import type { Kysely } from "kysely";
import { Migrator, type Migration as KyselyMigration } from "kysely/migration";
import type { StoreDialect } from "./store.js";

/**
 * One step of one domain's schema. `name` is `<domain>-<nnn>-<what>`: order counts within a domain only, so that domains
 * stay independent of each other.
 */
export interface Migration {
  readonly name: string;
  up(db: Kysely<unknown>, dialect: StoreDialect): Promise<void>;
}

/** Runs what has not run yet, each in a transaction, under the migrator's lock. */
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
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(byName) },
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
