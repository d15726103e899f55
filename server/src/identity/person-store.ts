import type { Visitor } from "@data-surgery/contract";
import type { Kysely, Selectable } from "kysely";
import type { IdentityTables } from "./tables.js";

/** Somebody who joined, as the board and the export see them. */
export interface Person extends Visitor {
  readonly joinedAt: number;
}

export interface PersonStore {
  insert(person: Person, resumeHash: string | null): Promise<void>;
  byId(personId: string): Promise<Person | undefined>;
  byResumeHash(hash: string): Promise<Person | undefined>;
  inWorkshop(workshopId: string): Promise<Person[]>;
  /** Of all workshops, whoever joined first comes first. */
  all(): Promise<Person[]>;
  homeTaken(home: string): Promise<boolean>;
  replaceResumeHash(personId: string, hash: string): Promise<void>;
  delete(personId: string): Promise<void>;
  /** Notes that they want to be erased, and lets nobody come in as them any more. */
  askErasure(personId: string, now: number): Promise<void>;
  erasuresAsked(): Promise<Person[]>;
}

export function createPersonStore(db: Kysely<IdentityTables>): PersonStore {
  const one = async (column: "id" | "resume_hash", value: string): Promise<Person | undefined> => {
    const row = await db.selectFrom("persons").selectAll().where(column, "=", value).executeTakeFirst();
    return row === undefined ? undefined : personOf(row);
  };
  return {
    insert: async (person, resumeHash) => {
      const { personId, workshopId, name, role, home, color, joinedAt } = person;
      const row = { name, role, home, color, resume_hash: resumeHash };
      await db
        .insertInto("persons")
        .values({ id: personId, workshop_id: workshopId, created_at: joinedAt, ...row })
        .execute();
    },
    byId: (personId) => one("id", personId),
    byResumeHash: (hash) => one("resume_hash", hash),
    inWorkshop: async (workshopId) => {
      const rows = await db
        .selectFrom("persons")
        .selectAll()
        .where("workshop_id", "=", workshopId)
        .orderBy("created_at")
        .orderBy("id")
        .execute();
      return rows.map(personOf);
    },
    all: async () => {
      const rows = await db.selectFrom("persons").selectAll().orderBy("created_at").orderBy("id").execute();
      return rows.map(personOf);
    },
    homeTaken: async (home) =>
      (await db.selectFrom("persons").select("id").where("home", "=", home).executeTakeFirst()) !== undefined,
    replaceResumeHash: async (personId, hash) => {
      await db.updateTable("persons").set({ resume_hash: hash }).where("id", "=", personId).execute();
    },
    delete: async (personId) => {
      await db.transaction().execute(async (inside) => {
        await inside.deleteFrom("web_sessions").where("person_id", "=", personId).execute();
        await inside.deleteFrom("erasure_requests").where("person_id", "=", personId).execute();
        await inside.deleteFrom("persons").where("id", "=", personId).execute();
      });
    },
    askErasure: async (personId, now) => {
      await db.transaction().execute(async (inside) => {
        await inside
          .insertInto("erasure_requests")
          .values({ person_id: personId, asked_at: now })
          .onConflict((conflict) => conflict.column("person_id").doNothing())
          .execute();
        await inside.updateTable("persons").set({ resume_hash: null }).where("id", "=", personId).execute();
        await inside.deleteFrom("web_sessions").where("person_id", "=", personId).execute();
      });
    },
    erasuresAsked: async () => {
      const rows = await db
        .selectFrom("persons")
        .innerJoin("erasure_requests", "erasure_requests.person_id", "persons.id")
        .selectAll("persons")
        .orderBy("asked_at")
        .execute();
      return rows.map(personOf);
    },
  };
}

export function personOf(row: Selectable<IdentityTables["persons"]>): Person {
  return {
    personId: row.id,
    workshopId: row.workshop_id,
    name: row.name,
    role: row.role,
    home: row.home,
    color: row.color,
    joinedAt: row.created_at,
  };
}
