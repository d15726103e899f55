/** How sure people feel with data: when it is worth asking, and what they said. One answer a moment, which they may change. */
import type { ConfidenceAnswer, ConfidenceMoment, ConfidenceQuestion } from "@data-surgery/contract";
import type { Store } from "../../store/index.js";
import type { SurgeryTables } from "../tables.js";

export interface Confidence {
  answersOf(contactId: string, dateId: string): Promise<ReadonlyMap<ConfidenceMoment, number>>;
  answer(contactId: string, answer: ConfidenceAnswer): Promise<void>;
}

const minute = 60_000;
/** Before its end: people still have the evening in mind, and are not yet in their coats. */
export const askedBeforeEnd: number = 15 * minute;

export interface OpenDate {
  readonly id: string;
  readonly title: string;
  readonly endsAt: number;
}

/**
 * What to ask now. "Before" is no question any more when the end has come: an answer then would tell nothing.
 * @param date whose doors are open; undefined when none are
 */
export function questionNow(
  now: number,
  date: OpenDate | undefined,
  answers: ReadonlyMap<ConfidenceMoment, number>,
): ConfidenceQuestion {
  if (date === undefined) return { ask: null, again: null };
  const isEnd = now >= date.endsAt - askedBeforeEnd;
  const moment = isEnd ? "after" : "before";
  const again = isEnd ? null : date.endsAt - askedBeforeEnd - now;
  if (answers.has(moment)) return { ask: null, again };
  return { ask: { date: date.id, surgery: date.title, moment }, again };
}

export function createConfidence(store: Store, clock: () => number = Date.now): Confidence {
  const db = store.tables<SurgeryTables>();
  return {
    answersOf: async (contactId, dateId) => {
      const rows = await db
        .selectFrom("confidence_answers")
        .selectAll()
        .where("contact_id", "=", contactId)
        .where("date_id", "=", dateId)
        .execute();
      return new Map(rows.map(({ moment, score }) => [moment === "after" ? "after" : "before", score]));
    },
    answer: async (contactId, { date, moment, score }) => {
      const values = { score, said_at: clock() };
      await db
        .insertInto("confidence_answers")
        .values({ contact_id: contactId, date_id: date, moment, ...values })
        .onConflict((conflict) => conflict.columns(["contact_id", "date_id", "moment"]).doUpdateSet(values))
        .execute();
    },
  };
}
