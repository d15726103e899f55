/** A day as it stands in the records: read whole, written by what changed. */
import type { Kysely } from "kysely";
import type { Part } from "../places.js";
import type { SurgeryDate } from "../surgeries.js";
import type { SurgeryTables } from "../tables.js";
import type { DayEffect } from "./day-effects.js";
import type { Attendance, CameBy, DayState, Sitting } from "./day-state.js";
import { sharedNotebookOf } from "../outcomes/pair/shared-works.js";

export type DayDb = Kysely<SurgeryTables>;

export async function readDay(db: DayDb, date: Pick<SurgeryDate, "id" | "startsAt" | "endsAt">): Promise<DayState> {
  const room = await db.selectFrom("day_rooms").selectAll().where("date_id", "=", date.id).executeTakeFirst();
  const attendances = db.selectFrom("attendances").selectAll().where("date_id", "=", date.id);
  const sittings = db.selectFrom("sittings").selectAll().where("date_id", "=", date.id);
  return {
    startsAt: date.startsAt,
    endsAt: date.endsAt,
    room:
      room === undefined
        ? undefined
        : {
            code: room.arrival_code,
            workshopId: room.workshop_id ?? undefined,
            openedAt: room.opened_at,
            closedAt: room.closed_at ?? undefined,
          },
    attendances: new Map(
      (await attendances.orderBy("arrived_at").orderBy("contact_id").execute()).map((row): [string, Attendance] => [
        row.contact_id,
        {
          contactId: row.contact_id,
          part: row.part as Part,
          cameBy: row.came_by as CameBy,
          arrivedAt: row.arrived_at,
          leftAt: row.left_at ?? undefined,
        },
      ]),
    ),
    sittings: new Map(
      (await sittings.orderBy("began_at").orderBy("id").execute()).map((row): [string, Sitting] => [
        row.id,
        {
          id: row.id,
          patientId: row.patient_id,
          surgeonId: row.surgeon_id,
          beganAt: row.began_at,
          endedAt: row.ended_at ?? undefined,
        },
      ]),
    ),
  };
}

export async function writeDay(inside: DayDb, dateId: string, effects: readonly DayEffect[]): Promise<void> {
  for (const effect of effects) await writeEffect(inside, dateId, effect);
}

async function writeEffect(inside: DayDb, dateId: string, effect: DayEffect): Promise<void> {
  switch (effect.type) {
    case "put-room": {
      const { code, workshopId, openedAt, closedAt } = effect.room;
      await inside
        .insertInto("day_rooms")
        .values({
          date_id: dateId,
          workshop_id: workshopId ?? null,
          arrival_code: code,
          opened_at: openedAt,
          closed_at: closedAt ?? null,
        })
        // Another server may have opened it first: then its code is on the wall.
        .onConflict((conflict) => conflict.column("date_id").doUpdateSet({ closed_at: closedAt ?? null }))
        .execute();
      break;
    }
    case "put-attendance": {
      const { contactId, part, cameBy, arrivedAt, leftAt } = effect.attendance;
      const row = { part, came_by: cameBy, arrived_at: arrivedAt, left_at: leftAt ?? null };
      await inside
        .insertInto("attendances")
        .values({ date_id: dateId, contact_id: contactId, ...row })
        .onConflict((conflict) => conflict.columns(["date_id", "contact_id"]).doUpdateSet(row))
        .execute();
      break;
    }
    case "delete-attendance":
      await inside
        .deleteFrom("attendances")
        .where("date_id", "=", dateId)
        .where("contact_id", "=", effect.contactId)
        .execute();
      await forgetWalkIn(inside, dateId, effect.contactId);
      break;
    case "put-sitting": {
      const { id, patientId, surgeonId, beganAt, endedAt } = effect.sitting;
      const times = { began_at: beganAt, ended_at: endedAt ?? null };
      // Two who shared a notebook before they sat down sit at that one. Which it is later is not this room's to change.
      const documentId = await sharedNotebookOf(inside, patientId, surgeonId, beganAt);
      await inside
        .insertInto("sittings")
        .values({
          id,
          date_id: dateId,
          patient_id: patientId,
          surgeon_id: surgeonId,
          ...times,
          document_id: documentId,
        })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(times))
        .execute();
      break;
    }
    case "delete-sitting":
      await inside.deleteFrom("sittings").where("id", "=", effect.sittingId).execute();
      break;
    default:
  }
}

/** A walk-in who was never here is nobody: their name is kept for nothing. Whoever is known from anywhere else stays. */
async function forgetWalkIn(inside: DayDb, dateId: string, contactId: string): Promise<void> {
  await inside.deleteFrom("walk_in_words").where("date_id", "=", dateId).where("contact_id", "=", contactId).execute();
  const elsewhere = [
    inside.selectFrom("attendances").select("contact_id").where("contact_id", "=", contactId),
    inside.selectFrom("sign_ups").select("contact_id").where("contact_id", "=", contactId),
    inside.selectFrom("contact_links").select("contact_id").where("contact_id", "=", contactId),
    inside.selectFrom("consents").select("contact_id").where("contact_id", "=", contactId),
    inside.selectFrom("confidence_answers").select("contact_id").where("contact_id", "=", contactId),
    inside.selectFrom("follow_ups").select("contact_id").where("contact_id", "=", contactId),
    inside.selectFrom("outcome_cards").select("patient_id as contact_id").where("patient_id", "=", contactId),
  ];
  for (const query of elsewhere) if ((await query.executeTakeFirst()) !== undefined) return;
  await inside.deleteFrom("contact_persons").where("contact_id", "=", contactId).execute();
  await inside.deleteFrom("contacts").where("id", "=", contactId).where("email", "=", "").execute();
}
