/**
 * Everything that hangs on a contact, in one place: taken out whole, or made nobody's. What figures are counted from stays under
 * a fresh random id that leads to nobody; words, links and names go.
 *
 * A new table with a contact in it belongs into both functions.
 */
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import type { SurgeryTables } from "../tables.js";

type Db = Kysely<SurgeryTables>;

type Row<Table extends keyof SurgeryTables> = Selectable<SurgeryTables[Table]>;

/** Rows as they are kept, without the hashes of private links and without who else sat there. */
export interface ContactRecords {
  readonly contact: Row<"contacts"> | undefined;
  readonly signUps: readonly Row<"sign_ups">[];
  readonly privateLinks: readonly Pick<Row<"contact_links">, "created_at">[];
  readonly attendances: readonly Row<"attendances">[];
  readonly sittings: readonly (Omit<Row<"sittings">, "patient_id" | "surgeon_id"> & { readonly part: string })[];
  readonly outcomeCards: readonly Omit<Row<"outcome_cards">, "surgeon_id">[];
  readonly outcomeCardsAsSurgeon: readonly Pick<Row<"outcome_cards">, "id" | "date_id" | "topic" | "created_at">[];
  readonly consents: readonly Row<"consents">[];
  readonly confidence: readonly Row<"confidence_answers">[];
  readonly followUps: readonly Omit<Row<"follow_ups">, "token_hash">[];
  readonly notebooks: readonly Row<"contact_persons">[];
}

export async function exportContactRecords(db: Db, contactId: string): Promise<ContactRecords> {
  const sittings = await db
    .selectFrom("sittings")
    .selectAll()
    .where((row) => row.or([row("patient_id", "=", contactId), row("surgeon_id", "=", contactId)]))
    .orderBy("began_at")
    .execute();
  const cards = await db
    .selectFrom("outcome_cards")
    .selectAll()
    .where("patient_id", "=", contactId)
    .orderBy("created_at")
    .execute();
  const asSurgeon = await db
    .selectFrom("outcome_cards")
    .select(["id", "date_id", "topic", "created_at"])
    .where("surgeon_id", "=", contactId)
    .orderBy("created_at")
    .execute();
  const followUps = await db.selectFrom("follow_ups").selectAll().where("contact_id", "=", contactId).execute();
  return {
    contact: await db.selectFrom("contacts").selectAll().where("id", "=", contactId).executeTakeFirst(),
    signUps: await db.selectFrom("sign_ups").selectAll().where("contact_id", "=", contactId).execute(),
    privateLinks: await db
      .selectFrom("contact_links")
      .select("created_at")
      .where("contact_id", "=", contactId)
      .execute(),
    attendances: await db.selectFrom("attendances").selectAll().where("contact_id", "=", contactId).execute(),
    sittings: sittings.map(({ patient_id, surgeon_id: _surgeon, ...row }) => ({
      ...row,
      part: patient_id === contactId ? "patient" : "surgeon",
    })),
    outcomeCards: cards.map(({ surgeon_id: _surgeon, ...card }) => card),
    outcomeCardsAsSurgeon: asSurgeon,
    consents: await db
      .selectFrom("consents")
      .selectAll()
      .where("contact_id", "=", contactId)
      .orderBy("said_at")
      .execute(),
    confidence: await db.selectFrom("confidence_answers").selectAll().where("contact_id", "=", contactId).execute(),
    followUps: followUps.map(({ token_hash: _hash, ...row }) => row),
    notebooks: await db.selectFrom("contact_persons").selectAll().where("contact_id", "=", contactId).execute(),
  };
}

/**
 * @param inside a transaction
 * @param newId under which what figures are counted from goes on: one for all tables, so that a before still has its after
 * @param now of sign-ups, those for dates to come go altogether: their places are somebody else's
 */
export async function eraseContactRecords(inside: Db, contactId: string, newId: string, now: number): Promise<void> {
  await eraseSignUps(inside, contactId, newId, now);
  await inside.updateTable("attendances").set({ contact_id: newId }).where("contact_id", "=", contactId).execute();
  await eraseWork(inside, contactId, newId);
  await inside.deleteFrom("consents").where("contact_id", "=", contactId).execute();
  await inside
    .updateTable("confidence_answers")
    .set({ contact_id: newId })
    .where("contact_id", "=", contactId)
    .execute();
  await eraseFollowUps(inside, contactId, newId);
  await inside.deleteFrom("contact_persons").where("contact_id", "=", contactId).execute();
  await inside.deleteFrom("contact_links").where("contact_id", "=", contactId).execute();
  await inside.deleteFrom("contacts").where("id", "=", contactId).execute();
}

async function eraseSignUps(inside: Db, contactId: string, newId: string, now: number): Promise<void> {
  const rows = await inside.selectFrom("sign_ups").select("id").where("contact_id", "=", contactId).execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) {
    await inside
      .deleteFrom("pairings")
      .where((row) => row.or([row("sign_up_id", "in", ids), row("surgeon_id", "in", ids)]))
      .execute();
  }
  await inside
    .deleteFrom("sign_ups")
    .where("contact_id", "=", contactId)
    .where("date_id", "not in", (from) => from.selectFrom("surgery_dates").select("id").where("starts_at", "<=", now))
    .execute();
  const blank = { need: "", data_link: "", skills: "", languages: "[]", access_needs: "" };
  for (const id of ids) {
    const fresh = { id: randomUUID(), form: randomUUID(), contact_id: newId, ...blank };
    await inside.updateTable("sign_ups").set(fresh).where("id", "=", id).execute();
  }
}

/** The notebook of somebody who is gone is not led to any more; how many there were still counts. */
async function eraseWork(inside: Db, contactId: string, newId: string): Promise<void> {
  const sat = await inside.selectFrom("sittings").selectAll().where("patient_id", "=", contactId).execute();
  for (const { id, document_id } of sat) {
    const document = document_id === null ? null : `erased-${randomUUID()}`;
    await inside.updateTable("sittings").set({ document_id: document }).where("id", "=", id).execute();
  }
  const cards = await inside.selectFrom("outcome_cards").selectAll().where("patient_id", "=", contactId).execute();
  for (const { id, document_id } of cards) {
    const document = document_id === null ? null : `erased-${randomUUID()}`;
    await inside
      .updateTable("outcome_cards")
      .set({ patient_id: newId, done: "", next: "", story: "", document_id: document })
      .where("id", "=", id)
      .execute();
  }
  await inside.updateTable("sittings").set({ patient_id: newId }).where("patient_id", "=", contactId).execute();
  await inside.updateTable("sittings").set({ surgeon_id: newId }).where("surgeon_id", "=", contactId).execute();
  await inside.updateTable("outcome_cards").set({ surgeon_id: newId }).where("surgeon_id", "=", contactId).execute();
}

async function eraseFollowUps(inside: Db, contactId: string, newId: string): Promise<void> {
  // A question that has not gone out never will.
  await inside.deleteFrom("follow_ups").where("contact_id", "=", contactId).where("sent_at", "is", null).execute();
  const rows = await inside.selectFrom("follow_ups").select("id").where("contact_id", "=", contactId).execute();
  for (const { id } of rows) {
    await inside
      .updateTable("follow_ups")
      .set({ contact_id: newId, words: "", token_hash: `erased-${randomUUID()}` })
      .where("id", "=", id)
      .execute();
  }
}

/** Whom the notebooks know a contact as. */
export async function personsOfContact(db: Db, contactId: string): Promise<string[]> {
  const rows = await db.selectFrom("contact_persons").select("person_id").where("contact_id", "=", contactId).execute();
  return rows.map(({ person_id }) => person_id);
}
