/** What a person agreed to: never changed, only added to, so that it can be said when they agreed to which words. */
import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Store } from "../../store/index.js";
import type { SurgeryTables } from "../tables.js";
import { isConsentPurpose, type ConsentPurpose } from "./consent-purposes.js";

export interface Consent {
  readonly purpose: ConsentPurpose;
  /** "" for what does not hang on one date. */
  readonly dateId: string;
  readonly version: string;
  readonly given: boolean;
  readonly saidAt: number;
}

export interface Consents {
  /** What holds now: the newest of each purpose and date. */
  of(contactId: string): Promise<Consent[]>;
  say(contactId: string, said: Omit<Consent, "saidAt">): Promise<void>;
  /** Takes back what was given for this purpose and date; nothing is written when nothing was. */
  takeBack(contactId: string, purpose: ConsentPurpose, dateId: string): Promise<void>;
}

type Db = Kysely<SurgeryTables>;

export function createConsents(store: Store, clock: () => number = Date.now): Consents {
  const db = store.tables<SurgeryTables>();
  return {
    of: (contactId) => consentsOf(db, contactId),
    say: (contactId, said) => sayConsent(db, contactId, said, clock()),
    takeBack: (contactId, purpose, dateId) =>
      db.transaction().execute(async (inside) => {
        const held = (await consentsOf(inside, contactId)).find(
          (one) => one.purpose === purpose && one.dateId === dateId && one.given,
        );
        if (held === undefined) return;
        // A clock that was set back must not make what was given newer than what took it back.
        await sayConsent(inside, contactId, { ...held, given: false }, Math.max(clock(), held.saidAt + 1));
      }),
  };
}

/** @param db or a transaction */
export async function sayConsent(
  db: Db,
  contactId: string,
  { purpose, dateId, version, given }: Omit<Consent, "saidAt">,
  now: number,
): Promise<void> {
  await db
    .insertInto("consents")
    .values({
      id: randomUUID(),
      contact_id: contactId,
      date_id: dateId,
      purpose,
      version,
      given: given ? 1 : 0,
      said_at: now,
    })
    .execute();
}

export async function consentsOf(db: Db, contactId: string): Promise<Consent[]> {
  const rows = await db
    .selectFrom("consents")
    .selectAll()
    .where("contact_id", "=", contactId)
    .orderBy("said_at")
    .execute();
  const newest = new Map<string, Consent>();
  for (const row of rows) {
    if (!isConsentPurpose(row.purpose)) continue;
    newest.set(`${row.purpose} ${row.date_id}`, {
      purpose: row.purpose,
      dateId: row.date_id,
      version: row.version,
      given: row.given === 1,
      saidAt: row.said_at,
    });
  }
  return [...newest.values()];
}
