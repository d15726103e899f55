/**
 * Letters wait in the store until they are sent: written in the same transaction as what they tell of, so that nobody is told
 * of what did not happen, and nobody who should hear is forgotten by a server that stops.
 */
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import type { Store } from "../store/index.js";
import type { MailTables } from "./tables.js";

export interface Letter {
  readonly contactId: string;
  readonly subjectId: string;
  /** `confirmed`, `reminder` …: one word for what it tells. */
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly calendar?: string;
  /** Where these letters are turned off without signing in: programs for e-mail show it as a button. */
  readonly unsubscribe?: string;
  /** Not sent earlier than this. */
  readonly notBefore?: number;
}

export interface WaitingLetter extends Letter {
  readonly id: string;
  readonly tries: number;
}

export interface UndeliveredLetter {
  readonly contactId: string;
  readonly kind: string;
  readonly failure: string;
}

export interface Outbox {
  /** @param inside the transaction in which the reason of the letter is written */
  put(inside: Kysely<unknown>, letters: readonly Letter[]): Promise<void>;
  due(now: number, limit: number): Promise<WaitingLetter[]>;
  sent(id: string): Promise<void>;
  /** @param again when to try once more; undefined gives up */
  failed(id: string, failure: string, again: number | undefined): Promise<void>;
  undelivered(contactIds: readonly string[]): Promise<UndeliveredLetter[]>;
  /** How many were written to this address since then: nobody is to be flooded by forms that others fill in. */
  countTo(address: string, since: number): Promise<number>;
  /** What was not sent yet about this, for everybody or for one. */
  withdraw(inside: Kysely<unknown>, subjectId: string, contactId?: string): Promise<void>;
  ofContact(contactId: string): Promise<(Letter & { readonly sentAt: number | undefined })[]>;
  erase(inside: Kysely<unknown>, contactId: string): Promise<void>;
  /** Whoever they went to: letters about these things, sent or not. For what tells one person of another. */
  eraseAbout(inside: Kysely<unknown>, subjectIds: readonly string[]): Promise<void>;
  /** Letters that were sent, or given up, before then. */
  forget(before: number): Promise<void>;
}

export function sqlOutbox(store: Store, clock: () => number): Outbox {
  const db = store.tables<MailTables>();
  const tables = (inside: Kysely<unknown>): Kysely<MailTables> => inside;
  return {
    put: async (inside, letters) => {
      if (letters.length === 0) return;
      const now = clock();
      await tables(inside)
        .insertInto("letters")
        .values(letters.map((letter) => rowOf(letter, now)))
        .execute();
    },
    due: async (now, limit) => {
      const rows = await db
        .selectFrom("letters")
        .selectAll()
        .where("sent_at", "is", null)
        .where("failure", "is", null)
        .where("not_before", "<=", now)
        .orderBy("not_before")
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map((row) => ({ ...letterOf(row), id: row.id, tries: row.tries }));
    },
    sent: async (id) => {
      await db.updateTable("letters").set({ sent_at: clock() }).where("id", "=", id).execute();
    },
    failed: async (id, failure, again) => {
      await db
        .updateTable("letters")
        .set((row) => ({ tries: row("tries", "+", 1), ...(again === undefined ? { failure } : { not_before: again }) }))
        .where("id", "=", id)
        .execute();
    },
    undelivered: async (contactIds) => {
      if (contactIds.length === 0) return [];
      const rows = await db
        .selectFrom("letters")
        .select(["contact_id", "kind", "failure"])
        .where("contact_id", "in", contactIds)
        .where("failure", "is not", null)
        .execute();
      return rows.map((row) => ({ contactId: row.contact_id, kind: row.kind, failure: row.failure ?? "" }));
    },
    countTo: async (address, since) => {
      const row = await db
        .selectFrom("letters")
        .select((from) => from.fn.countAll<number>().as("count"))
        .where("to_address", "=", address)
        .where("created_at", ">", since)
        .executeTakeFirstOrThrow();
      return row.count;
    },
    withdraw: async (inside, subjectId, contactId) => {
      let query = tables(inside).deleteFrom("letters").where("subject_id", "=", subjectId).where("sent_at", "is", null);
      if (contactId !== undefined) query = query.where("contact_id", "=", contactId);
      await query.execute();
    },
    ofContact: async (contactId) => {
      const rows = await db
        .selectFrom("letters")
        .selectAll()
        .where("contact_id", "=", contactId)
        .orderBy("created_at")
        .execute();
      return rows.map((row) => ({ ...letterOf(row), sentAt: row.sent_at ?? undefined }));
    },
    erase: async (inside, contactId) => {
      await tables(inside).deleteFrom("letters").where("contact_id", "=", contactId).execute();
    },
    eraseAbout: async (inside, subjectIds) => {
      if (subjectIds.length === 0) return;
      await tables(inside).deleteFrom("letters").where("subject_id", "in", subjectIds).execute();
    },
    forget: async (before) => {
      await db
        .deleteFrom("letters")
        .where("created_at", "<", before)
        .where((row) => row.or([row("sent_at", "<", before), row("failure", "is not", null)]))
        .execute();
    },
  };
}

function rowOf(letter: Letter, now: number): MailTables["letters"] {
  return {
    id: randomUUID(),
    contact_id: letter.contactId,
    subject_id: letter.subjectId,
    kind: letter.kind,
    to_address: letter.to,
    subject: letter.subject,
    text: letter.text,
    calendar: letter.calendar ?? null,
    unsubscribe: letter.unsubscribe ?? null,
    not_before: letter.notBefore ?? now,
    created_at: now,
    sent_at: null,
    tries: 0,
    failure: null,
  };
}

function letterOf(row: Selectable<MailTables["letters"]>): Letter {
  return {
    contactId: row.contact_id,
    subjectId: row.subject_id,
    kind: row.kind,
    to: row.to_address,
    subject: row.subject,
    text: row.text,
    ...(row.calendar === null ? {} : { calendar: row.calendar }),
    ...(row.unsubscribe === null ? {} : { unsubscribe: row.unsubscribe }),
    notBefore: row.not_before,
  };
}
