/**
 * Which contact somebody known to the notebooks is. Who has none yet gets one without a name: figures are counted by contacts, and
 * nobody has to sign up to be counted.
 */
import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { SurgeryTables } from "../tables.js";

type Db = Kysely<SurgeryTables>;

export async function contactOf(db: Db, personId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("contact_persons")
    .select("contact_id")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row?.contact_id;
}

/** Two pages at once get the same contact: the table takes a person once. */
export async function linkedContact(db: Db, personId: string, at: number): Promise<string> {
  const known = await contactOf(db, personId);
  if (known !== undefined) return known;
  const id = randomUUID();
  return db.transaction().execute(async (inside) => {
    await inside
      .insertInto("contact_persons")
      .values({ person_id: personId, contact_id: id, linked_at: at })
      .onConflict((conflict) => conflict.column("person_id").doNothing())
      .execute();
    const linked = await contactOf(inside, personId);
    if (linked !== id) return linked ?? id;
    await inside
      .insertInto("contacts")
      .values({ id, name: "", email: "", group_name: "", created_at: at, changed_at: at })
      .execute();
    return id;
  });
}
