/**
 * How long what is kept, in one place: the sweep keeps to it and the public page on privacy says it. Nobody has to remember to
 * tidy up.
 */
import type { Kysely } from "kysely";
import { Temporal } from "temporal-polyfill";
import type { Store } from "../../store/index.js";
import { consentsOf } from "../consents/consents.js";
import type { SignUps } from "../sign-ups.js";
import type { SurgeryTables } from "../tables.js";

/** In months, counted from the end of the date it was said for, or of the last one somebody came to or signed up for. */
export const keptFor = {
  accessNeeds: 1,
  signUpWords: 3,
  contact: 12,
  /** Of those who agreed to be written to, told a story, or stand in the list: they have a private link to end it sooner. */
  agreed: 36,
  lettersInDays: 30,
} as const;

export interface Swept {
  readonly accessNeeds: number;
  readonly signUpWords: number;
  readonly contacts: number;
}

type Db = Kysely<SurgeryTables>;

/** One round. Contacts are made nobody's as if they had asked for it; totals stand. */
export async function sweep(store: Store, signUps: SignUps, now: number): Promise<Swept> {
  const db = store.tables<SurgeryTables>();
  const accessNeeds = await blankAccessNeeds(db, monthsBefore(now, keptFor.accessNeeds));
  const signUpWords = await blankWords(db, monthsBefore(now, keptFor.signUpWords));
  const due = await dueContacts(db, now);
  for (const contactId of due) await signUps.eraseContact(contactId);
  const swept = { accessNeeds, signUpWords, contacts: due.length };
  if (Object.values(swept).some((count) => count > 0)) await store.reclaim();
  return swept;
}

export function monthsBefore(now: number, months: number): number {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO("UTC").subtract({ months }).epochMilliseconds;
}

async function blankAccessNeeds(db: Db, before: number): Promise<number> {
  const done = await db
    .updateTable("sign_ups")
    .set({ access_needs: "" })
    .where("access_needs", "!=", "")
    .where("date_id", "in", (from) => from.selectFrom("surgery_dates").select("id").where("ends_at", "<", before))
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}

async function blankWords(db: Db, before: number): Promise<number> {
  const done = await db
    .updateTable("sign_ups")
    .set({ need: "", data_link: "", skills: "" })
    .where((row) => row.or([row("need", "!=", ""), row("data_link", "!=", ""), row("skills", "!=", "")]))
    .where("date_id", "in", (from) => from.selectFrom("surgery_dates").select("id").where("ends_at", "<", before))
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}

async function dueContacts(db: Db, now: number): Promise<string[]> {
  const before = monthsBefore(now, keptFor.contact);
  const rows = await db
    .selectFrom("contacts")
    .select(["contacts.id", "contacts.changed_at"])
    .where("contacts.created_at", "<", before)
    .where("contacts.changed_at", "<", before)
    .where((row) => row.not(row.exists(signedUpSince(db, before))))
    .where((row) => row.not(row.exists(cameSince(db, before))))
    .execute();
  const due: string[] = [];
  for (const { id, changed_at } of rows) {
    const agreed = (await consentsOf(db, id)).filter(({ given }) => given);
    const last = Math.max(changed_at, await lastDate(db, id), ...agreed.map(({ saidAt }) => saidAt));
    if (agreed.length === 0 || last < monthsBefore(now, keptFor.agreed)) due.push(id);
  }
  return due;
}

/** Dates of the contact of the outer query that end later than that. */
const signedUpSince = (db: Db, after: number) =>
  db
    .selectFrom("surgery_dates")
    .innerJoin("sign_ups", "sign_ups.date_id", "surgery_dates.id")
    .select("surgery_dates.id")
    .whereRef("sign_ups.contact_id", "=", "contacts.id" as never)
    .where("surgery_dates.ends_at", ">=", after);

const cameSince = (db: Db, after: number) =>
  db
    .selectFrom("surgery_dates")
    .innerJoin("attendances", "attendances.date_id", "surgery_dates.id")
    .select("surgery_dates.id")
    .whereRef("attendances.contact_id", "=", "contacts.id" as never)
    .where("surgery_dates.ends_at", ">=", after);

async function lastDate(db: Db, contactId: string): Promise<number> {
  const ends = db.selectFrom("surgery_dates").select((from) => from.fn.max("ends_at").as("last"));
  const signedUp = await ends
    .where("id", "in", (from) => from.selectFrom("sign_ups").select("date_id").where("contact_id", "=", contactId))
    .executeTakeFirst();
  const came = await ends
    .where("id", "in", (from) => from.selectFrom("attendances").select("date_id").where("contact_id", "=", contactId))
    .executeTakeFirst();
  return Math.max(signedUp?.last ?? 0, came?.last ?? 0);
}
