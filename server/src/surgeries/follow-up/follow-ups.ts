/**
 * The question of 90 days later: did you use it, publish it, decide with it, win something? Asked once, by e-mail, of those who
 * agreed to be asked; answered by a private link, of which only the hash is kept. The row and the letter are one transaction.
 */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import { createSecret, hashSecret } from "../../identity/index.js";
import type { Outbox } from "../../mail/index.js";
import type { Store } from "../../store/index.js";
import { consentHolds, type SaidConsent } from "../consent-rule.js";
import type { Surgeries, SurgeryDate } from "../surgeries.js";
import type { SurgeryTables } from "../tables.js";
import { laterLetter } from "./later-letter.js";

export const laterQuestions = ["used", "published", "decided", "won"] as const;
export type LaterQuestion = (typeof laterQuestions)[number];

/** Undefined where nothing was said. */
export type LaterAnswers = Readonly<Record<LaterQuestion, boolean | undefined>> & { readonly words: string };

export interface AskedLater {
  readonly date: SurgeryDate;
  readonly answers: LaterAnswers;
  readonly answered: boolean;
  /** They said that they don't want to be asked again. */
  readonly stopped: boolean;
}

export interface FollowUps {
  /** Plans questions for dates that are over, sends those that are due, and drops those whose consent was taken back. */
  sweep(): Promise<void>;
  /** @throws AppError `surgeries.unknown-link` */
  asked(token: string): Promise<AskedLater>;
  /** May be sent again: the last one counts. @throws AppError `surgeries.unknown-link` */
  answer(token: string, answers: LaterAnswers): Promise<void>;
  /** Never asks this person again. @throws AppError `surgeries.unknown-link` */
  stop(token: string): Promise<void>;
}

export interface FollowUpsOptions {
  readonly store: Store;
  readonly surgeries: Surgeries;
  readonly outbox: Outbox;
  readonly sendsMail: boolean;
  readonly linkOf: (token: string) => string;
  readonly clock: () => number;
}

const day = 24 * 60 * 60 * 1000;
export const askAfter: number = 90 * day;
/** After a server was off for longer than this, nobody is asked any more about what was before. */
const tooLate = 180 * day;
/** Whoever comes every month is not asked every month. */
const quietBetween = 60 * day;
export const consentVersion = "asked-later-1";

type Db = Kysely<SurgeryTables>;
type Row = Selectable<SurgeryTables["follow_ups"]>;

export function createFollowUps({ store, surgeries, outbox, sendsMail, linkOf, clock }: FollowUpsOptions): FollowUps {
  const db = store.tables<SurgeryTables>();
  let sweeping: Promise<void> | undefined;

  const rowOf = async (token: string): Promise<Row> => {
    const hash = hashSecret(token);
    const row = await db.selectFrom("follow_ups").selectAll().where("token_hash", "=", hash).executeTakeFirst();
    // One that was not sent has a hash that no secret belongs to.
    if (row === undefined || row.sent_at === null) throw new AppError("surgeries.unknown-link");
    return row;
  };

  const sendOne = async (row: Row): Promise<void> => {
    // Read before: inside a transaction nobody else gets at the store.
    const date = await surgeries.date(row.date_id);
    const contact = await db.selectFrom("contacts").selectAll().where("id", "=", row.contact_id).executeTakeFirst();
    if (date === undefined || contact === undefined || contact.email === "") {
      await db.deleteFrom("follow_ups").where("id", "=", row.id).where("sent_at", "is", null).execute();
      return;
    }
    const token = createSecret();
    await db.transaction().execute(async (inside) => {
      const sent = await inside
        .updateTable("follow_ups")
        .set({ sent_at: clock(), token_hash: hashSecret(token) })
        .where("id", "=", row.id)
        .where("sent_at", "is", null)
        .executeTakeFirst();
      if (sent.numUpdatedRows === 0n) return;
      const words = laterLetter(date, { name: contact.name, link: linkOf(token) });
      const about = { contactId: contact.id, subjectId: row.id, kind: "later", to: contact.email };
      await outbox.put(inside as unknown as Kysely<unknown>, [{ ...about, ...words }]);
    });
  };

  const sweep = async (): Promise<void> => {
    if (!sendsMail) return;
    const now = clock();
    await planQuestions(db, now);
    await dropUnwanted(db, outbox);
    const due = db.selectFrom("follow_ups").selectAll().where("sent_at", "is", null).where("due_at", "<=", now);
    for (const row of await due.orderBy("due_at").orderBy("id").limit(500).execute()) await sendOne(row);
  };

  return {
    sweep: () => {
      sweeping ??= sweep().finally(() => (sweeping = undefined));
      return sweeping;
    },
    asked: async (token) => {
      const row = await rowOf(token);
      const date = await surgeries.date(row.date_id);
      if (date === undefined) throw new AppError("surgeries.unknown-link");
      const said = (await consentsOf(db, [row.contact_id])).get(row.contact_id) ?? [];
      return {
        date,
        answers: answersOf(row),
        answered: row.answered_at !== null,
        stopped: said.at(-1)?.given === false,
      };
    },
    answer: async (token, answers) => {
      const row = await rowOf(token);
      const number = (yes: boolean | undefined): number | null => (yes === undefined ? null : yes ? 1 : 0);
      await db
        .updateTable("follow_ups")
        .set({
          used: number(answers.used),
          published: number(answers.published),
          decided: number(answers.decided),
          won: number(answers.won),
          words: answers.words,
          answered_at: row.answered_at ?? clock(),
        })
        .where("id", "=", row.id)
        .execute();
    },
    stop: async (token) => {
      const row = await rowOf(token);
      const refused = {
        contact_id: row.contact_id,
        date_id: "",
        purpose: "follow-up",
        version: consentVersion,
        given: 0,
      };
      await db
        .insertInto("consents")
        .values({ id: randomUUID(), ...refused, said_at: clock() })
        .execute();
      await dropUnwanted(db, outbox);
    },
  };
}

/** For those who were there for help or to learn, agreed to be asked, and can be reached. */
async function planQuestions(db: Db, now: number): Promise<void> {
  const rows = await db
    .selectFrom("attendances")
    .innerJoin("surgery_dates", "surgery_dates.id", "attendances.date_id")
    .innerJoin("contacts", "contacts.id", "attendances.contact_id")
    .select(["attendances.contact_id", "attendances.date_id", "surgery_dates.ends_at"])
    .where("ends_at", "<=", now)
    .where("ends_at", ">", now - tooLate)
    .where("part", "!=", "surgeon")
    .where("email", "!=", "")
    .where("contact_id", "in", db.selectFrom("consents").select("contact_id").where("purpose", "=", "follow-up"))
    .orderBy("ends_at")
    .execute();
  const ids = [...new Set(rows.map(({ contact_id }) => contact_id))];
  const said = await consentsOf(db, ids);
  const planned = await plannedOf(db, ids);
  for (const { contact_id, date_id, ends_at } of rows) {
    const dueAt = ends_at + askAfter;
    const others = planned.get(contact_id) ?? [];
    if (!consentHolds(said.get(contact_id) ?? [], date_id)) continue;
    if (others.some((due) => Math.abs(due - dueAt) < quietBetween)) continue;
    await db
      .insertInto("follow_ups")
      .values({
        id: randomUUID(),
        contact_id,
        date_id,
        // Nobody knows what it is the hash of: the link is made when the letter is.
        token_hash: hashSecret(createSecret()),
        due_at: dueAt,
        sent_at: null,
        answered_at: null,
        used: null,
        published: null,
        decided: null,
        won: null,
        words: "",
      })
      .onConflict((conflict) => conflict.columns(["contact_id", "date_id"]).doNothing())
      .execute();
    planned.set(contact_id, [...others, dueAt]);
  }
}

/** What is not sent yet and is not wanted any more, letters on their way out included. */
async function dropUnwanted(db: Db, outbox: Outbox): Promise<void> {
  const open = await db.selectFrom("follow_ups").selectAll().where("answered_at", "is", null).execute();
  const said = await consentsOf(db, [...new Set(open.map(({ contact_id }) => contact_id))]);
  const unwanted = open.filter((row) => !consentHolds(said.get(row.contact_id) ?? [], row.date_id));
  if (unwanted.length === 0) return;
  await db.transaction().execute(async (inside) => {
    for (const { id } of unwanted) {
      await inside.deleteFrom("follow_ups").where("id", "=", id).where("sent_at", "is", null).execute();
      await outbox.withdraw(inside as unknown as Kysely<unknown>, id);
    }
  });
}

/** By contact, oldest first. Ids go in by so many at a time: a statement takes only so many values. */
async function consentsOf(db: Db, ids: readonly string[]): Promise<Map<string, SaidConsent[]>> {
  const said = new Map<string, SaidConsent[]>();
  for (let at = 0; at < ids.length; at += 500) {
    const rows = await db
      .selectFrom("consents")
      .select(["contact_id", "date_id", "given"])
      .where("purpose", "=", "follow-up")
      .where("contact_id", "in", ids.slice(at, at + 500))
      .orderBy("said_at")
      .orderBy("id")
      .execute();
    for (const row of rows) {
      const own = said.get(row.contact_id) ?? [];
      said.set(row.contact_id, own);
      own.push({ dateId: row.date_id, given: row.given === 1 });
    }
  }
  return said;
}

async function plannedOf(db: Db, ids: readonly string[]): Promise<Map<string, number[]>> {
  const planned = new Map<string, number[]>();
  for (let at = 0; at < ids.length; at += 500) {
    const rows = await db
      .selectFrom("follow_ups")
      .select(["contact_id", "due_at"])
      .where("contact_id", "in", ids.slice(at, at + 500))
      .execute();
    for (const { contact_id, due_at } of rows) planned.set(contact_id, [...(planned.get(contact_id) ?? []), due_at]);
  }
  return planned;
}

function answersOf(row: Row): LaterAnswers {
  const yes = (value: number | null): boolean | undefined => (value === null ? undefined : value === 1);
  return {
    used: yes(row.used),
    published: yes(row.published),
    decided: yes(row.decided),
    won: yes(row.won),
    words: row.words,
  };
}
