/**
 * What helpers send to learners, and what became of it (SPEC HP1 to HP7). On the disk before anybody hears of it, so that it also reaches
 * those who are away. What one person does with it is decided by one statement each: two pages of theirs can't both take it.
 */
import { AppError, PushKind, type MyPushes, type PushAnswer } from "@data-surgery/contract";
import type { Store } from "../../store/index.js";
import type { WorkshopTables } from "../tables.js";

export interface PushToSend {
  /** Of the form that it came from: sent twice (a double click), it is one. */
  readonly id: string;
  readonly kind: PushKind;
  readonly text: string;
  /** To whom, in words, such as "everybody". */
  readonly audience: string;
  readonly people: readonly string[];
}

export interface SentPush extends PushToSend {
  readonly byId: string;
  readonly at: number;
  readonly recipients: readonly {
    readonly personId: string;
    readonly seen: boolean;
    readonly answer: "" | "taken" | "dismissed";
  }[];
}

export interface Pushes {
  /** @throws AppError `pushes.nobody` */
  send(workshopId: string, byId: string, push: PushToSend): Promise<void>;
  /** The latest, newest first. */
  sent(workshopId: string): Promise<readonly SentPush[]>;
  mine(who: Who): Promise<MyPushes>;
  /** @throws AppError `pushes.gone` when it was never theirs or was put aside, `pushes.taken` when another page has it */
  answer(who: Who, id: string, answer: PushAnswer): Promise<void>;
  /** Hears of each change, with those to whom it was sent. */
  onChange(listener: (workshopId: string, people: ReadonlySet<string>) => void): Disposable;
  exportPerson(personId: string): Promise<PersonPushes>;
  /** What was sent to them; what they sent stays where it went, with nobody named. @returns how many */
  erase(personId: string): Promise<number>;
}

export interface PersonPushes {
  readonly received: readonly {
    readonly at: number;
    readonly kind: string;
    readonly text: string;
    readonly answer: string;
  }[];
  readonly sent: readonly { readonly at: number; readonly kind: string; readonly text: string }[];
}

interface Who {
  readonly personId: string;
  readonly workshopId: string;
}

export interface PushesOptions {
  readonly store: Store;
  /** Undefined for who has been erased. */
  readonly nameOf: (personId: string) => Promise<string | undefined>;
  readonly clock?: () => number;
}

const mostShown = 20;
const day = 86_400_000;
/** A hint from last month is about nothing any more. */
const lasts = 14 * day;

export function createPushes({ store, nameOf, clock = Date.now }: PushesOptions): Pushes {
  const db = store.tables<WorkshopTables>();
  const listeners = new Set<(workshopId: string, people: ReadonlySet<string>) => void>();
  const tell = (workshopId: string, people: readonly string[]): void => {
    for (const listener of listeners) listener(workshopId, new Set(people));
  };
  const ofThem = ({ workshopId, personId }: Who) =>
    db
      .selectFrom("push_recipients")
      .innerJoin("pushes", "pushes.id", "push_recipients.push_id")
      .selectAll()
      .where("person_id", "=", personId)
      .where("workshop_id", "=", workshopId);
  return {
    send: async (workshopId, byId, { id, kind, text, audience, people }) => {
      if (people.length === 0) throw new AppError("pushes.nobody");
      const isNew = await db.transaction().execute(async (inside) => {
        const made = await inside
          .insertInto("pushes")
          .values({ id, workshop_id: workshopId, by_id: byId, at: clock(), kind, text, audience })
          .onConflict((conflict) => conflict.column("id").doNothing())
          .executeTakeFirst();
        if (Number(made.numInsertedOrUpdatedRows ?? 0n) === 0) return false;
        const recipients = people.map((personId) => ({
          push_id: id,
          person_id: personId,
          seen_at: 0,
          answer: "",
          answered_at: 0,
          page: "",
        }));
        await inside.insertInto("push_recipients").values(recipients).execute();
        return true;
      });
      if (isNew) tell(workshopId, people);
    },
    sent: async (workshopId) => {
      const rows = await db
        .selectFrom("pushes")
        .selectAll()
        .where("workshop_id", "=", workshopId)
        .orderBy("at", "desc")
        .limit(mostShown)
        .execute();
      const ids = rows.map((row) => row.id);
      const recipients =
        ids.length === 0
          ? []
          : await db.selectFrom("push_recipients").selectAll().where("push_id", "in", ids).execute();
      return rows.map((row) => {
        const own = recipients.filter((one) => one.push_id === row.id);
        return {
          id: row.id,
          kind: PushKind.parse(row.kind),
          text: row.text,
          audience: row.audience,
          people: own.map((one) => one.person_id),
          byId: row.by_id,
          at: row.at,
          recipients: own.map((one) => ({
            personId: one.person_id,
            seen: one.seen_at > 0,
            answer: one.answer === "taken" || one.answer === "dismissed" ? one.answer : "",
          })),
        };
      });
    },
    mine: async (who) => {
      const rows = await ofThem(who)
        .where("answer", "=", "")
        .where("at", ">", clock() - lasts)
        .orderBy("at")
        .execute();
      const names = new Map<string, string>();
      for (const id of new Set(rows.map((row) => row.by_id))) names.set(id, (await nameOf(id)) ?? "A helper");
      return {
        pushes: rows.map(({ id, kind, text, by_id, at }) => ({
          id,
          kind: PushKind.parse(kind),
          text,
          from: names.get(by_id) ?? "A helper",
          at,
        })),
      };
    },
    answer: async (who, id, answer) => {
      const [known] = await ofThem(who).where("push_id", "=", id).execute();
      if (known === undefined) throw new AppError("pushes.gone");
      const own = db.updateTable("push_recipients").where("push_id", "=", id).where("person_id", "=", who.personId);
      if (answer.type === "seen") {
        await own.set({ seen_at: clock() }).where("seen_at", "=", 0).execute();
      } else {
        const page = answer.type === "taken" ? answer.page : "";
        const { numUpdatedRows } = await own
          .set({ answer: answer.type, answered_at: clock(), page })
          .where("answer", "=", "")
          .executeTakeFirst();
        const isFirst = Number(numUpdatedRows) > 0;
        if (!isFirst && answer.type === "taken") {
          const [now] = await ofThem(who).where("push_id", "=", id).execute();
          if (now?.answer !== "taken") throw new AppError("pushes.gone");
          if (now.page !== page) throw new AppError("pushes.taken");
        }
      }
      tell(who.workshopId, [who.personId]);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    exportPerson: async (personId) => {
      const received = await db
        .selectFrom("push_recipients")
        .innerJoin("pushes", "pushes.id", "push_recipients.push_id")
        .select(["at", "kind", "text", "answer"])
        .where("person_id", "=", personId)
        .execute();
      const sent = await db.selectFrom("pushes").select(["at", "kind", "text"]).where("by_id", "=", personId).execute();
      return { received, sent };
    },
    erase: async (personId) => {
      const { numDeletedRows } = await db
        .deleteFrom("push_recipients")
        .where("person_id", "=", personId)
        .executeTakeFirst();
      await db.updateTable("pushes").set({ by_id: "" }).where("by_id", "=", personId).execute();
      const left = db.selectFrom("push_recipients").select("push_id");
      await db.deleteFrom("pushes").where("id", "not in", left).execute();
      return Number(numDeletedRows);
    },
  };
}
