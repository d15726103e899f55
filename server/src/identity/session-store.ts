import type { Role, Visitor } from "@data-surgery/contract";
import { roleAllows } from "@data-surgery/contract";
import type { Kysely } from "kysely";
import { createSecret, hashSecret } from "./secret.js";
import { personOf } from "./person-store.js";
import type { IdentityTables } from "./tables.js";

const day = 24 * 60 * 60 * 1000;

/** A learner comes back to the same device for a month; a trainer's device can do more, so it is trusted for a week. */
export function sessionLifeMs(role: Role): number {
  return roleAllows(role, "trainer") ? 7 * day : 30 * day;
}

export interface WebSession {
  readonly token: string;
  readonly lifeMs: number;
}

export interface SessionRecord {
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface SessionStore {
  /** Always a new token: one that was there before somebody signed in is never promoted. */
  open(visitor: Visitor): Promise<WebSession>;
  find(token: string): Promise<Visitor | undefined>;
  end(token: string): Promise<void>;
  of(personId: string): Promise<SessionRecord[]>;
  /** Signs a person out everywhere. */
  endAll(personId: string): Promise<void>;
}

export function createSessionStore(db: Kysely<IdentityTables>, clock: () => number): SessionStore {
  return {
    open: async (visitor) => {
      const token = createSecret();
      const now = clock();
      const lifeMs = sessionLifeMs(visitor.role);
      await db.deleteFrom("web_sessions").where("expires_at", "<=", now).execute();
      await db
        .insertInto("web_sessions")
        .values({
          token_hash: hashSecret(token),
          person_id: visitor.personId,
          created_at: now,
          expires_at: now + lifeMs,
        })
        .execute();
      return { token, lifeMs };
    },
    find: async (token) => {
      const row = await db
        .selectFrom("web_sessions")
        .innerJoin("persons", "persons.id", "web_sessions.person_id")
        .selectAll("persons")
        .where("token_hash", "=", hashSecret(token))
        .where("expires_at", ">", clock())
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { joinedAt: _, ...visitor } = personOf(row);
      return visitor;
    },
    end: async (token) => {
      await db.deleteFrom("web_sessions").where("token_hash", "=", hashSecret(token)).execute();
    },
    of: async (personId) => {
      const rows = await db.selectFrom("web_sessions").selectAll().where("person_id", "=", personId).execute();
      return rows.map((row) => ({ createdAt: row.created_at, expiresAt: row.expires_at }));
    },
    endAll: async (personId) => {
      await db.deleteFrom("web_sessions").where("person_id", "=", personId).execute();
    },
  };
}
