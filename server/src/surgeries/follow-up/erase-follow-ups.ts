/** What the question of 90 days later keeps about one person: taken out, or erased so that the figures stand. */
import type { Kysely } from "kysely";
import { createSecret, hashSecret } from "../../identity/index.js";
import type { SurgeryTables } from "../tables.js";

export interface KeptFollowUps {
  readonly followUps: readonly object[];
  readonly confidence: readonly object[];
}

export async function exportFollowUps(db: Kysely<SurgeryTables>, contactId: string): Promise<KeptFollowUps> {
  const followUps = await db
    .selectFrom("follow_ups")
    .select(["date_id", "due_at", "sent_at", "answered_at", "used", "published", "decided", "won", "words"])
    .where("contact_id", "=", contactId)
    .orderBy("due_at")
    .execute();
  const confidence = await db
    .selectFrom("confidence_answers")
    .select(["date_id", "moment", "score", "said_at"])
    .where("contact_id", "=", contactId)
    .orderBy("said_at")
    .execute();
  return { followUps, confidence };
}

/**
 * Words and links go; what was not asked yet goes; counted answers stay under an id that means nobody.
 * @param newId the same in all tables that figures are counted from, so that nobody becomes two
 */
export async function eraseFollowUps(db: Kysely<SurgeryTables>, contactId: string, newId: string): Promise<void> {
  await db.deleteFrom("follow_ups").where("contact_id", "=", contactId).where("sent_at", "is", null).execute();
  const rows = await db.selectFrom("follow_ups").select("id").where("contact_id", "=", contactId).execute();
  for (const { id } of rows) {
    await db
      .updateTable("follow_ups")
      .set({ contact_id: newId, words: "", token_hash: hashSecret(createSecret()) })
      .where("id", "=", id)
      .execute();
  }
  await db.updateTable("confidence_answers").set({ contact_id: newId }).where("contact_id", "=", contactId).execute();
}
