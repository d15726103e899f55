/** What a surgery's day keeps about one person, taken out or made nobody's. */
import type { DayDb } from "./day-store.js";

/**
 * Arrivals and sittings stay as figures under an id that means nobody; what names or links them goes.
 * @param newId a fresh random id @param db may be a transaction
 */
export async function eraseDay(db: DayDb, contactId: string, newId: string): Promise<void> {
  await db.updateTable("attendances").set({ contact_id: newId }).where("contact_id", "=", contactId).execute();
  await db.updateTable("sittings").set({ patient_id: newId }).where("patient_id", "=", contactId).execute();
  await db.updateTable("sittings").set({ surgeon_id: newId }).where("surgeon_id", "=", contactId).execute();
  await db.deleteFrom("walk_in_words").where("contact_id", "=", contactId).execute();
  await db.deleteFrom("contact_persons").where("contact_id", "=", contactId).execute();
}

export interface DayExport {
  readonly attendances: readonly object[];
  /** With whom is the other's to know: only when, and on which side. */
  readonly sittings: readonly object[];
  readonly walkInWords: readonly object[];
  readonly linkedPeople: readonly object[];
}

export async function exportDay(db: DayDb, contactId: string): Promise<DayExport> {
  const own = (table: "attendances" | "walk_in_words" | "contact_persons"): Promise<object[]> =>
    db.selectFrom(table).selectAll().where("contact_id", "=", contactId).execute();
  const sittings = await db
    .selectFrom("sittings")
    .selectAll()
    .where((row) => row.or([row("patient_id", "=", contactId), row("surgeon_id", "=", contactId)]))
    .orderBy("began_at")
    .execute();
  return {
    attendances: await own("attendances"),
    sittings: sittings.map((row) => ({
      id: row.id,
      date_id: row.date_id,
      side: row.patient_id === contactId ? "helped" : "helper",
      began_at: row.began_at,
      ended_at: row.ended_at,
      document_id: row.document_id,
    })),
    walkInWords: await own("walk_in_words"),
    linkedPeople: await own("contact_persons"),
  };
}
