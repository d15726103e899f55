/** What is kept of somebody in outcome cards and consents: taken out, or erased so that figures stand and nobody is meant. */
import type { Kysely } from "kysely";
import type { SurgeryTables } from "../tables.js";

type Db = Kysely<SurgeryTables>;

/** @param newId stands where they stood, here and in the other tables of the same erasure */
export async function eraseOutcomes(db: Db, contactId: string, newId: string): Promise<void> {
  await db
    .updateTable("outcome_cards")
    .set({ patient_id: newId, done: "", next: "", story: "", document_id: null })
    .where("patient_id", "=", contactId)
    .execute();
  await db.updateTable("outcome_cards").set({ surgeon_id: newId }).where("surgeon_id", "=", contactId).execute();
  // Nobody is left who could take it back, so nothing of it holds any more.
  await db.updateTable("consents").set({ contact_id: newId, given: 0 }).where("contact_id", "=", contactId).execute();
}

/** Times are milliseconds since 1970. */
export async function exportOutcomes(db: Db, contactId: string): Promise<object> {
  const cards = await db.selectFrom("outcome_cards").selectAll().where("patient_id", "=", contactId).execute();
  const helped = await db
    .selectFrom("outcome_cards")
    .select(["date_id", "created_at"])
    .where("surgeon_id", "=", contactId)
    .execute();
  const consents = await db
    .selectFrom("consents")
    .selectAll()
    .where("contact_id", "=", contactId)
    .orderBy("said_at")
    .execute();
  return {
    cameOfIt: cards.map(({ date_id, topic, done, next, story, created_at, changed_at }) => ({
      date: date_id,
      topic,
      done,
      next,
      story,
      createdAt: created_at,
      changedAt: changed_at,
    })),
    helpedWith: helped.map(({ date_id, created_at }) => ({ date: date_id, createdAt: created_at })),
    consents: consents.map(({ date_id, purpose, version, given, said_at }) => ({
      date: date_id,
      purpose,
      version,
      given: given === 1,
      saidAt: said_at,
    })),
  };
}
