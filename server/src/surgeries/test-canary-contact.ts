/** Somebody invented, with something of theirs in every table of the surgeries, for tests that look for it afterwards. */
import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { SurgeryTables } from "./tables.js";

/**
 * What a date in the past leaves of a contact who has signed up.
 * @param word stands in everything that they or others wrote about them
 */
export async function leaveTraces(
  db: Kysely<SurgeryTables>,
  who: { readonly contactId: string; readonly dateId: string; readonly otherId: string; readonly personId: string },
  word: string,
  now: number,
): Promise<void> {
  const { contactId, dateId, otherId, personId } = who;
  const present = { date_id: dateId, came_by: "list", arrived_at: now, left_at: now + 3_600_000 };
  await db
    .insertInto("attendances")
    .values([
      { ...present, contact_id: contactId, part: "patient" },
      { ...present, contact_id: otherId, part: "surgeon" },
    ])
    .execute();
  const sitting = { date_id: dateId, began_at: now, ended_at: now + 1_800_000, document_id: `document-of-${word}` };
  await db
    .insertInto("sittings")
    .values([
      { id: randomUUID(), ...sitting, patient_id: contactId, surgeon_id: otherId },
      { id: randomUUID(), ...sitting, patient_id: otherId, surgeon_id: contactId, document_id: null },
    ])
    .execute();
  const card = { date_id: dateId, topic: "map", created_at: now, changed_at: now, document_id: `document-of-${word}` };
  await db
    .insertInto("outcome_cards")
    .values({
      id: randomUUID(),
      ...card,
      patient_id: contactId,
      surgeon_id: otherId,
      done: `done by ${word}`,
      next: `next for ${word}`,
      story: `the story of ${word}`,
    })
    .execute();
  await db
    .insertInto("consents")
    .values(
      ["story", "photo", "follow-up", "directory"].map((purpose) => ({
        id: randomUUID(),
        contact_id: contactId,
        date_id: purpose === "story" ? dateId : "",
        purpose,
        version: "1",
        given: 1,
        said_at: now,
      })),
    )
    .execute();
  await db
    .insertInto("confidence_answers")
    .values(
      (["before", "after"] as const).map((moment, at) => ({
        contact_id: contactId,
        date_id: dateId,
        moment,
        score: 2 + at,
        said_at: now,
      })),
    )
    .execute();
  await db
    .insertInto("follow_ups")
    .values({
      id: randomUUID(),
      contact_id: contactId,
      date_id: dateId,
      token_hash: `hash-of-${word}`,
      due_at: now,
      sent_at: now,
      answered_at: now,
      used: 1,
      published: 0,
      decided: 1,
      won: 0,
      words: `${word} used it`,
    })
    .execute();
  if (personId !== "") {
    await db
      .insertInto("contact_persons")
      .values({ person_id: personId, contact_id: contactId, linked_at: now })
      .execute();
  }
}

/** Every row of every table that a contact can be in. */
export async function everyRow(db: Kysely<SurgeryTables>): Promise<Record<string, object[]>> {
  const tables = [
    "contacts",
    "contact_links",
    "contact_persons",
    "sign_ups",
    "pairings",
    "attendances",
    "sittings",
    "outcome_cards",
    "consents",
    "confidence_answers",
    "follow_ups",
  ] as const;
  const rows: Record<string, object[]> = {};
  for (const table of tables) rows[table] = await db.selectFrom(table).selectAll().execute();
  return rows;
}
