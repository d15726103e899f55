/**
 * The log of what happened, append-only. One owner numbers the events: an event is on the disk before anybody hears of it,
 * and everybody hears of them in the order of their numbers.
 */
import { ProgressFact, type ProgressEvent } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import { sql, type Kysely, type Selectable } from "kysely";
import type { Store } from "../store/index.js";
import type { ProgressTables } from "./tables.js";

export interface Who {
  readonly personId: string;
  readonly workshopId: string;
}

/** Written in the same transaction as the event: both are there, or neither. */
export type AlsoWrite = (inside: Kysely<unknown>) => Promise<void>;

export interface EventLog {
  append(who: Who, fact: ProgressFact, also?: AlsoWrite): Promise<ProgressEvent>;
  ofWorkshop(workshopId: string): Promise<ProgressEvent[]>;
  /** Those numbered higher than `after`, oldest first, at most `limit`. */
  ofPerson(who: Who, after: number, limit: number): Promise<ProgressEvent[]>;
  erase(personId: string): Promise<void>;
  /** Others' events forget the places in this home folder: a hand that went up in a notebook of it. */
  erasePlaces(home: string): Promise<void>;
}

export function sqlEventLog(store: Store, clock: () => number): EventLog {
  const db = store.tables<ProgressTables>();
  let last: number | undefined;
  let tail: Promise<unknown> = Promise.resolve();

  const readLast = async (): Promise<number> => {
    const row = await db
      .selectFrom("progress_events")
      .select((from) => from.fn.max("seq").as("seq"))
      .executeTakeFirst();
    // An empty table has no highest number, whatever the column's type says.
    return (row?.seq as number | null | undefined) ?? 0;
  };
  const appendNext = async (who: Who, fact: ProgressFact, also: AlsoWrite | undefined): Promise<ProgressEvent> => {
    last ??= await readLast();
    const event: ProgressEvent = { seq: last + 1, id: randomUUID(), at: clock(), ...who, ...fact };
    try {
      await db.transaction().execute(async (inside) => {
        await inside.insertInto("progress_events").values(rowOf(event, fact)).execute();
        await also?.(inside as unknown as Kysely<unknown>);
      });
    } catch (error) {
      // Whether it was written is not known here: the next one asks again.
      last = undefined;
      throw error;
    }
    last = event.seq;
    return event;
  };
  return {
    append: (who, fact, also) => {
      const next = tail.then(() => appendNext(who, fact, also));
      tail = next.catch(() => undefined);
      return next;
    },
    ofWorkshop: async (workshopId) => {
      const all = db.selectFrom("progress_events").selectAll().where("workshop_id", "=", workshopId);
      return (await all.orderBy("seq").execute()).map(eventOf);
    },
    ofPerson: async ({ personId, workshopId }, after, limit) => {
      const rows = await db
        .selectFrom("progress_events")
        .selectAll()
        .where("person_id", "=", personId)
        .where("workshop_id", "=", workshopId)
        .where("seq", ">", after)
        .orderBy("seq")
        .limit(limit)
        .execute();
      return rows.map(eventOf);
    },
    erase: async (personId) => {
      // The numbers stay: a page that has heard of number 90 must not wait for it again.
      // Ids have been told to others (exports name them), and times would still tell when somebody was here.
      const id = sql<string>`'erased-' || seq`;
      const blank = { id, at: 0, person_id: "", workshop_id: "", type: "erased", fact: "{}" };
      await db.updateTable("progress_events").set(blank).where("person_id", "=", personId).execute();
    },
    erasePlaces: async (home) => {
      const rows = await db
        .selectFrom("progress_events")
        .select(["seq", "fact"])
        .where("fact", "like", `%people/${home}/%`)
        .execute();
      for (const { seq, fact } of rows) {
        const { place: _, ...rest } = JSON.parse(fact) as { place?: unknown };
        await db
          .updateTable("progress_events")
          .set({ fact: JSON.stringify(rest) })
          .where("seq", "=", seq)
          .execute();
      }
    },
  };
}

function rowOf(event: ProgressEvent, fact: ProgressFact): ProgressTables["progress_events"] {
  const { seq, id, at, personId, workshopId, type } = event;
  return { seq, id, at, person_id: personId, workshop_id: workshopId, type, fact: JSON.stringify(fact) };
}

function eventOf(row: Selectable<ProgressTables["progress_events"]>): ProgressEvent {
  const fact = ProgressFact.parse(JSON.parse(row.fact));
  const { seq, id, at } = row;
  return { seq, id, at, personId: row.person_id, workshopId: row.workshop_id, ...fact };
}
