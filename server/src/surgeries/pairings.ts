/** Who sits beside whom on a date: what is suggested, and what an organiser chose instead. */
import type { Store } from "../store/index.js";
import { match, type Matching } from "./match.js";
import type { SignUp, SignUps } from "./sign-ups.js";
import type { SurgeryTables } from "./tables.js";

export interface DatePairs {
  readonly matching: Matching;
  readonly people: ReadonlyMap<string, SignUp>;
  /** Ids of sign-ups whose seat was chosen by hand. */
  readonly chosen: ReadonlySet<string>;
}

export interface Pairings {
  ofDate(dateId: string): Promise<DatePairs>;
  /** @param surgeonId "" is: with nobody; undefined takes a choice back, so that it is suggested again. */
  choose(dateId: string, signUpId: string, surgeonId: string | undefined): Promise<void>;
}

export function createPairings(store: Store, signUps: SignUps, clock: () => number = Date.now): Pairings {
  const db = store.tables<SurgeryTables>();
  /** Contact ids of surgeons by contact id of who sat with them, as chosen on other dates. */
  const earlier = async (contactIds: readonly string[], dateId: string): Promise<Map<string, string[]>> => {
    const sat = new Map<string, string[]>();
    if (contactIds.length === 0) return sat;
    const rows = await db
      .selectFrom("pairings")
      .innerJoin("sign_ups as patient", "patient.id", "pairings.sign_up_id")
      .innerJoin("sign_ups as surgeon", "surgeon.id", "pairings.surgeon_id")
      .select(["patient.contact_id as patient", "surgeon.contact_id as surgeon"])
      .where("patient.contact_id", "in", contactIds)
      .where("pairings.date_id", "!=", dateId)
      .execute();
    for (const { patient, surgeon } of rows) sat.set(patient, [...(sat.get(patient) ?? []), surgeon]);
    return sat;
  };
  return {
    ofDate: async (dateId) => {
      const coming = (await signUps.ofDate(dateId)).filter(({ status }) => status === "coming");
      const rows = await db.selectFrom("pairings").selectAll().where("date_id", "=", dateId).execute();
      const chosen = new Map(rows.map((row) => [row.sign_up_id, row.surgeon_id]));
      const surgeons = coming.filter(({ part }) => part === "surgeon");
      const patients = coming.filter(({ part }) => part !== "surgeon");
      const here = new Set(surgeons.map(({ id }) => id));
      const byContact = new Map(surgeons.map(({ contactId, id }) => [contactId, id]));
      const sat = await earlier(
        patients.map(({ contactId }) => contactId),
        dateId,
      );
      // Somebody who was chosen and is not coming any more leaves the choice open again.
      const choiceOf = (id: string): { chosen?: string | null } => {
        const choice = chosen.get(id);
        if (choice === undefined || (choice !== "" && !here.has(choice))) return {};
        return { chosen: choice === "" ? null : choice };
      };
      const matching = match(
        patients.map((one) => ({
          id: one.id,
          need: one.need,
          languages: one.languages,
          accessNeeds: one.accessNeeds,
          satWith: (sat.get(one.contactId) ?? []).flatMap((contact) => byContact.get(contact) ?? []),
          ...choiceOf(one.id),
        })),
        surgeons.map(({ id, skills, languages }) => ({ id, skills, languages })),
      );
      return {
        matching,
        people: new Map(coming.map((one) => [one.id, one])),
        chosen: new Set(patients.filter(({ id }) => "chosen" in choiceOf(id)).map(({ id }) => id)),
      };
    },
    choose: async (dateId, signUpId, surgeonId) => {
      await db.transaction().execute(async (inside) => {
        await inside.deleteFrom("pairings").where("sign_up_id", "=", signUpId).where("date_id", "=", dateId).execute();
        if (surgeonId === undefined) return;
        await inside
          .insertInto("pairings")
          .values({ date_id: dateId, sign_up_id: signUpId, surgeon_id: surgeonId, set_at: clock() })
          .execute();
      });
    },
  };
}
