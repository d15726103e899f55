/**
 * "These people have to hear of it", written in the same transaction as the change. A server that is killed before the letters
 * are written finds it at its next start.
 */
import type { Kysely } from "kysely";
import type { SurgeryTables } from "../tables.js";

type Db = Kysely<SurgeryTables>;

/** @param inside the transaction of the change */
export async function noteTellings(inside: Db, dateIds: readonly string[], now: number): Promise<void> {
  if (dateIds.length === 0) return;
  await inside
    .insertInto("date_tellings")
    .values(dateIds.map((date_id) => ({ date_id, asked_at: now })))
    .onConflict((conflict) => conflict.column("date_id").doUpdateSet({ asked_at: now }))
    .execute();
}

/** @param inside the transaction in which the letters are written */
export async function told(inside: Db, dateId: string): Promise<void> {
  await inside.deleteFrom("date_tellings").where("date_id", "=", dateId).execute();
}

export async function stillToTell(db: Db): Promise<string[]> {
  const rows = await db.selectFrom("date_tellings").select("date_id").orderBy("asked_at").execute();
  return rows.map(({ date_id }) => date_id);
}
