/** Badges as they were given out, so that their holder can take them again. One a level: a new one takes the old one's place. */
import type { Kysely } from "kysely";
import type { Migration, Store } from "../../store/index.js";

export interface IssuedBadge {
  readonly level: string;
  readonly issuedAt: number;
  readonly jwt: string;
}

interface BadgeTables {
  issued_badges: {
    /** Personal; the rows of an erased person go. */
    person_id: string;
    level: string;
    issued_at: number;
    /** Personal: holds what its holder chose to show. */
    jwt: string;
  };
}

const create: Migration = {
  name: "badges-001-create",
  up: async (db) => {
    await db.schema
      .createTable("issued_badges")
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("level", "text", (column) => column.notNull())
      .addColumn("issued_at", "bigint", (column) => column.notNull())
      .addColumn("jwt", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("issued_badges_key", ["person_id", "level"])
      .execute();
  },
};

export const badgeMigrations: readonly Migration[] = [create];

export interface BadgeStore {
  put(personId: string, badge: IssuedBadge): Promise<void>;
  ofPerson(personId: string): Promise<IssuedBadge[]>;
  /** Levels and dates of many, by person, without the badges themselves. */
  ofPeople(
    personIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Pick<IssuedBadge, "level" | "issuedAt">[]>>;
  erase(personId: string): Promise<void>;
}

export function sqlBadgeStore(store: Store): BadgeStore {
  const db: Kysely<BadgeTables> = store.tables<BadgeTables>();
  return {
    put: async (personId, { level, issuedAt, jwt }) => {
      await db
        .insertInto("issued_badges")
        .values({ person_id: personId, level, issued_at: issuedAt, jwt })
        .onConflict((conflict) => conflict.columns(["person_id", "level"]).doUpdateSet({ issued_at: issuedAt, jwt }))
        .execute();
    },
    ofPerson: async (personId) => {
      const rows = await db
        .selectFrom("issued_badges")
        .selectAll()
        .where("person_id", "=", personId)
        .orderBy("issued_at")
        .execute();
      return rows.map(({ level, issued_at, jwt }) => ({ level, issuedAt: issued_at, jwt }));
    },
    ofPeople: async (personIds) => {
      const wanted = new Set(personIds);
      const found = new Map<string, { level: string; issuedAt: number }[]>();
      if (wanted.size === 0) return found;
      const rows = await db
        .selectFrom("issued_badges")
        .select(["person_id", "level", "issued_at"])
        .orderBy("issued_at")
        .execute();
      for (const { person_id, level, issued_at } of rows) {
        if (wanted.has(person_id))
          found.set(person_id, [...(found.get(person_id) ?? []), { level, issuedAt: issued_at }]);
      }
      return found;
    },
    erase: async (personId) => {
      await db.deleteFrom("issued_badges").where("person_id", "=", personId).execute();
    },
  };
}
