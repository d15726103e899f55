/**
 * Who comes. Nobody needs an account: a private link, shown once and sent by e-mail, changes or ends what was said. Whatever is
 * done here is written together with the letters that tell of it.
 *
 * An e-mail address that is known already is never answered with what we know about it: anybody may type anybody's address.
 */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import { createSecret, hashSecret } from "../identity/index.js";
import type { Letter, Outbox } from "../mail/index.js";
import type { Store } from "../store/index.js";
import { letterAbout, type LetterKind } from "./letters.js";
import { movingUp, placeInLine, statusFor, type Part, type Seat } from "./places.js";
import type { SignUpWords } from "./sign-up.js";
import {
  eraseContactRecords,
  exportContactRecords,
  personsOfContact,
  type ContactRecords,
} from "./privacy/contact-records.js";
import type { Surgeries, SurgeryDate } from "./surgeries.js";
import type { SurgeryTables } from "./tables.js";

export interface SignUp extends SignUpWords {
  readonly id: string;
  readonly contactId: string;
  readonly dateId: string;
  readonly status: Seat["status"];
  readonly askedAt: number;
  readonly placeInLine: number | undefined;
}

export interface SignedUp {
  /** The private link's secret, for the page; undefined when the address was known and the link went there by e-mail only. */
  readonly token: string | undefined;
  readonly dates: readonly {
    readonly date: SurgeryDate;
    readonly status: Seat["status"];
    readonly placeInLine: number | undefined;
  }[];
}

export interface MySignUps {
  readonly contactId: string;
  readonly name: string;
  readonly email: string;
  readonly group: string;
  readonly signUps: readonly { readonly signUp: SignUp; readonly date: SurgeryDate }[];
}

export interface SignUps {
  /**
   * @param form random id of the form: sent twice, it counts once
   * @throws AppError `surgeries.date-over`, `surgeries.cancelled`, `http.too-many`
   */
  signUp(words: SignUpWords, dateIds: readonly string[], form: string): Promise<SignedUp>;
  /** @throws AppError `surgeries.unknown-link` */
  mine(token: string): Promise<MySignUps>;
  change(token: string, dateId: string, words: SignUpWords): Promise<void>;
  leave(token: string, dateId: string): Promise<void>;
  comeBack(token: string, dateId: string): Promise<void>;
  /** Erases, and leaves nothing of it in the database's files. */
  eraseMine(token: string): Promise<void>;
  /** For the venue's organisers. */
  ofDate(dateId: string): Promise<SignUp[]>;
  /** How many come for help or to learn, how many to help, how many wait: no names. */
  counts(dateIds: readonly string[]): Promise<ReadonlyMap<string, DateCounts>>;
  /** Tells everybody concerned that a date was moved or called off, and withdraws the reminders that are no longer true. */
  tellOfChange(date: SurgeryDate): Promise<void>;
  /** Gives places that more room has made to those who wait, and tells them. */
  fillPlaces(date: SurgeryDate): Promise<void>;
  eraseContact(contactId: string): Promise<void>;
  /** Everybody who signed up anywhere, for `surgery person`. */
  contacts(): Promise<Contact[]>;
  /** Everything that is kept about one of them. */
  exportContact(contactId: string): Promise<ContactExport>;
  /** Whom the notebooks know them as. */
  personsOf(contactId: string): Promise<string[]>;
  /** Who in the surgeries somebody known to the notebooks is. */
  contactsOf(personId: string): Promise<Contact[]>;
}

export interface ContactExport extends ContactRecords {
  readonly letters: Awaited<ReturnType<Outbox["ofContact"]>>;
}

export interface Contact {
  readonly contactId: string;
  readonly name: string;
  readonly email: string;
  readonly createdAt: number;
}

export interface DateCounts {
  readonly taken: number;
  readonly helpers: number;
  readonly waiting: number;
}

export interface SignUpsOptions {
  readonly store: Store;
  readonly surgeries: Surgeries;
  readonly outbox: Outbox;
  /** Whether letters leave this server at all. */
  readonly sendsMail: boolean;
  /** Address of the page behind a private link. */
  readonly linkOf: (token: string) => string;
  readonly pageOf: (slug: string) => string;
  readonly clock?: () => number;
}

const day = 24 * 60 * 60 * 1000;
/** More letters than these to one address in a day are not written: a form must not become a way to pester somebody. */
const mostLettersADay = 12;

type Db = Kysely<SurgeryTables>;
type Row = Selectable<SurgeryTables["sign_ups"]>;
type ContactRow = Selectable<SurgeryTables["contacts"]>;

export function createSignUps(options: SignUpsOptions): SignUps {
  return new SqlSignUps(options);
}

class SqlSignUps implements SignUps {
  readonly #options: SignUpsOptions;
  readonly #db: Db;
  readonly #clock: () => number;
  /** One change after the other: two people can't both get the last place. */
  #tail: Promise<unknown> = Promise.resolve();
  /** For a form that is sent twice within minutes: the same answer, link included. */
  readonly #answered = new Map<string, SignedUp>();

  constructor(options: SignUpsOptions) {
    this.#options = options;
    this.#db = options.store.tables<SurgeryTables>();
    this.#clock = options.clock ?? Date.now;
  }

  signUp(words: SignUpWords, dateIds: readonly string[], form: string): Promise<SignedUp> {
    return this.#inTurn(async () => {
      const before = this.#answered.get(form);
      if (before !== undefined) return before;
      const answer = (await this.#writtenBy(form)) ?? (await this.#write(words, await this.#openDates(dateIds), form));
      if (this.#answered.size >= 500) this.#answered.delete([...this.#answered.keys()][0]!);
      this.#answered.set(form, answer);
      return answer;
    });
  }

  async mine(token: string): Promise<MySignUps> {
    const contact = await this.#contactOf(token);
    const rows = await this.#db.selectFrom("sign_ups").selectAll().where("contact_id", "=", contact.id).execute();
    const signUps = await Promise.all(
      rows.map(async (row) => {
        const date = await this.#options.surgeries.date(row.date_id);
        const seats = await this.#seats(this.#db, row.date_id);
        return date === undefined ? [] : [{ date, signUp: signUpOf(row, contact, placeInLine(row.id, seats)) }];
      }),
    );
    return {
      contactId: contact.id,
      name: contact.name,
      email: contact.email,
      group: contact.group_name,
      signUps: signUps.flat().sort((a, b) => a.date.startsAt - b.date.startsAt),
    };
  }

  change(token: string, dateId: string, words: SignUpWords): Promise<void> {
    return this.#inTurn(async () => {
      const contact = await this.#contactOf(token);
      const now = this.#clock();
      await this.#db.transaction().execute(async (inside) => {
        await inside
          .updateTable("contacts")
          .set({ name: words.name, email: words.email, group_name: words.group, changed_at: now })
          .where("id", "=", contact.id)
          .execute();
        await inside
          .updateTable("sign_ups")
          .set({ ...wordsRow(words), changed_at: now })
          .where("date_id", "=", dateId)
          .where("contact_id", "=", contact.id)
          .execute();
      });
    });
  }

  leave(token: string, dateId: string): Promise<void> {
    return this.#inTurn(async () => {
      const contact = await this.#contactOf(token);
      const date = await this.#dateOf(dateId);
      await this.#transaction(async (inside, letters) => {
        await setStatus(inside, dateId, contact.id, "not-coming", this.#clock());
        await this.#options.outbox.withdraw(anyTables(inside), dateId, contact.id);
        letters.push(...this.#letters("left", date, contact, token));
        await this.#moveUp(inside, date, letters);
      });
    });
  }

  comeBack(token: string, dateId: string): Promise<void> {
    return this.#inTurn(async () => {
      const contact = await this.#contactOf(token);
      const [date] = await this.#openDates([dateId]);
      await this.#transaction(async (inside, letters) => {
        const seats = await this.#seats(inside, dateId);
        const rows = inside.selectFrom("sign_ups").selectAll().where("date_id", "=", dateId);
        const own = await rows.where("contact_id", "=", contact.id).executeTakeFirst();
        if (own === undefined || own.status !== "not-coming") return;
        const others = seats.filter(({ id }) => id !== own.id);
        const status = statusFor(own.part as Part, others, date!.surgery.capacity);
        await inside
          .updateTable("sign_ups")
          .set({ status, created_at: this.#clock(), changed_at: this.#clock() })
          .where("id", "=", own.id)
          .execute();
        letters.push(...this.#letters(status === "coming" ? "confirmed" : "waiting", date!, contact, token));
      });
    });
  }

  eraseMine(token: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#erase((await this.#contactOf(token)).id);
      await this.#options.store.reclaim();
    });
  }

  eraseContact(contactId: string): Promise<void> {
    return this.#inTurn(() => this.#erase(contactId));
  }

  async ofDate(dateId: string): Promise<SignUp[]> {
    const rows = await this.#db
      .selectFrom("sign_ups")
      .selectAll()
      .where("date_id", "=", dateId)
      .orderBy("created_at")
      .orderBy("id")
      .execute();
    if (rows.length === 0) return [];
    const ids = rows.map(({ contact_id }) => contact_id);
    const contacts = await this.#db.selectFrom("contacts").selectAll().where("id", "in", ids).execute();
    const byId = new Map(contacts.map((contact) => [contact.id, contact]));
    const seats = rows.map(seatOf);
    // Who was erased counts still, and is nobody.
    return rows.flatMap((row) => {
      const contact = byId.get(row.contact_id);
      return contact === undefined ? [] : [signUpOf(row, contact, placeInLine(row.id, seats))];
    });
  }

  async counts(dateIds: readonly string[]): Promise<ReadonlyMap<string, DateCounts>> {
    const counts = new Map<string, DateCounts>(dateIds.map((id) => [id, { taken: 0, helpers: 0, waiting: 0 }]));
    if (dateIds.length === 0) return counts;
    const rows = await this.#db
      .selectFrom("sign_ups")
      .select((from) => ["date_id", "part", "status", from.fn.countAll<number>().as("count")])
      .where("date_id", "in", dateIds)
      .groupBy(["date_id", "part", "status"])
      .execute();
    for (const { date_id, part, status, count } of rows) {
      const of = counts.get(date_id)!;
      const key =
        status === "waiting" ? "waiting" : status !== "coming" ? undefined : part === "surgeon" ? "helpers" : "taken";
      if (key !== undefined) counts.set(date_id, { ...of, [key]: of[key] + count });
    }
    return counts;
  }

  tellOfChange(date: SurgeryDate): Promise<void> {
    return this.#inTurn(() =>
      this.#transaction(async (inside, letters) => {
        await this.#options.outbox.withdraw(anyTables(inside), date.id);
        const rows = await inside
          .selectFrom("sign_ups")
          .innerJoin("contacts", "contacts.id", "sign_ups.contact_id")
          .selectAll("contacts")
          .select("sign_ups.status as place")
          .where("date_id", "=", date.id)
          .where("sign_ups.status", "!=", "not-coming")
          .execute();
        for (const contact of rows) {
          const token = await this.#newLink(inside, contact.id);
          letters.push(...this.#letters(date.status === "cancelled" ? "called-off" : "moved", date, contact, token));
          if (date.status === "on" && contact.place === "coming") letters.push(...this.#reminder(date, contact, token));
        }
      }),
    );
  }

  fillPlaces(date: SurgeryDate): Promise<void> {
    return this.#inTurn(() => this.#transaction((inside, letters) => this.#moveUp(inside, date, letters)));
  }

  async contacts(): Promise<Contact[]> {
    const rows = await this.#db.selectFrom("contacts").selectAll().orderBy("created_at").orderBy("id").execute();
    return rows.map((row) => ({ contactId: row.id, name: row.name, email: row.email, createdAt: row.created_at }));
  }

  async exportContact(contactId: string): Promise<ContactExport> {
    const records = await exportContactRecords(this.#db, contactId);
    return { ...records, letters: await this.#options.outbox.ofContact(contactId) };
  }

  personsOf(contactId: string): Promise<string[]> {
    return personsOfContact(this.#db, contactId);
  }

  async contactsOf(personId: string): Promise<Contact[]> {
    const rows = await this.#db
      .selectFrom("contacts")
      .innerJoin("contact_persons", "contact_persons.contact_id", "contacts.id")
      .selectAll("contacts")
      .where("person_id", "=", personId)
      .execute();
    return rows.map((row) => ({ contactId: row.id, name: row.name, email: row.email, createdAt: row.created_at }));
  }

  async #openDates(dateIds: readonly string[]): Promise<SurgeryDate[]> {
    const dates = await Promise.all([...new Set(dateIds)].map((id) => this.#dateOf(id)));
    if (dates.length === 0) throw new AppError("surgeries.no-date");
    for (const date of dates) {
      if (date.status === "cancelled" || date.surgery.cancelledAt !== undefined)
        throw new AppError("surgeries.cancelled");
      if (date.endsAt <= this.#clock()) throw new AppError("surgeries.date-over");
    }
    return dates;
  }

  /** What this form did before the server was started again. Its link is not told twice. */
  async #writtenBy(form: string): Promise<SignedUp | undefined> {
    const rows = await this.#db.selectFrom("sign_ups").selectAll().where("form", "=", form).execute();
    if (rows.length === 0) return undefined;
    const dates = rows.map(async (row) => ({
      date: await this.#dateOf(row.date_id),
      status: row.status as Seat["status"],
      placeInLine: placeInLine(row.id, await this.#seats(this.#db, row.date_id)),
    }));
    return { token: undefined, dates: await Promise.all(dates) };
  }

  async #write(words: SignUpWords, dates: readonly SurgeryDate[], form: string): Promise<SignedUp> {
    const { sendsMail, outbox } = this.#options;
    if (words.email !== "" && (await outbox.countTo(words.email, this.#clock() - day)) >= mostLettersADay) {
      throw new AppError("http.too-many", { seconds: 3600 });
    }
    return this.#transaction(async (inside, letters) => {
      const { contact, known } = await this.#contactFor(inside, words);
      const token = await this.#newLink(inside, contact.id);
      const done: SignedUp["dates"][number][] = [];
      for (const date of dates) done.push(await this.#take(inside, { words, date, contact, form, token }, letters));
      // Whoever typed a known address may not be who it belongs to.
      return { token: known || (sendsMail && words.email !== "") ? undefined : token, dates: done };
    });
  }

  async #take(
    inside: Db,
    {
      words,
      date,
      contact,
      form,
      token,
    }: { words: SignUpWords; date: SurgeryDate; contact: ContactRow; form: string; token: string },
    letters: Letter[],
  ): Promise<SignedUp["dates"][number]> {
    const seats = await this.#seats(inside, date.id);
    const rows = inside.selectFrom("sign_ups").selectAll().where("date_id", "=", date.id);
    const own = await rows.where("contact_id", "=", contact.id).executeTakeFirst();
    if (own !== undefined) {
      letters.push(...this.#letters("already", date, contact, token));
      return { date, status: own.status as Seat["status"], placeInLine: placeInLine(own.id, seats) };
    }
    const status = statusFor(words.part, seats, date.surgery.capacity);
    const now = this.#clock();
    const row: Row = {
      id: randomUUID(),
      form,
      date_id: date.id,
      contact_id: contact.id,
      status,
      ...wordsRow(words),
      part: words.part,
      created_at: now,
      changed_at: now,
    };
    await inside.insertInto("sign_ups").values(row).execute();
    letters.push(...this.#letters(status === "coming" ? "confirmed" : "waiting", date, contact, token));
    if (status === "coming") letters.push(...this.#reminder(date, contact, token));
    return { date, status, placeInLine: placeInLine(row.id, [...seats, seatOf(row)]) };
  }

  /** The same address is the same person, whatever name was typed this time; without one nobody can tell. */
  async #contactFor(inside: Db, words: SignUpWords): Promise<{ contact: ContactRow; known: boolean }> {
    if (words.email !== "") {
      const found = await inside.selectFrom("contacts").selectAll().where("email", "=", words.email).executeTakeFirst();
      if (found !== undefined) return { contact: found, known: true };
    }
    const now = this.#clock();
    const contact: ContactRow = {
      id: randomUUID(),
      name: words.name,
      email: words.email,
      group_name: words.group,
      created_at: now,
      changed_at: now,
    };
    await inside.insertInto("contacts").values(contact).execute();
    return { contact, known: false };
  }

  async #moveUp(inside: Db, date: SurgeryDate, letters: Letter[]): Promise<void> {
    const ids = movingUp(await this.#seats(inside, date.id), date.surgery.capacity);
    for (const id of ids) {
      await inside
        .updateTable("sign_ups")
        .set({ status: "coming", changed_at: this.#clock() })
        .where("id", "=", id)
        .execute();
      const contact = await inside
        .selectFrom("contacts")
        .innerJoin("sign_ups", "sign_ups.contact_id", "contacts.id")
        .selectAll("contacts")
        .where("sign_ups.id", "=", id)
        .executeTakeFirstOrThrow();
      const token = await this.#newLink(inside, contact.id);
      letters.push(...this.#letters("moved-up", date, contact, token), ...this.#reminder(date, contact, token));
    }
  }

  #letters(kind: LetterKind, date: SurgeryDate, contact: ContactRow, token: string): Letter[] {
    const { linkOf, pageOf } = this.#options;
    if (contact.email === "") return [];
    const about = { link: linkOf(token), page: pageOf(date.surgery.slug), name: contact.name };
    return [{ contactId: contact.id, subjectId: date.id, to: contact.email, kind, ...letterAbout(kind, date, about) }];
  }

  /** Two days before; nobody who signs up later than that needs one. */
  #reminder(date: SurgeryDate, contact: ContactRow, token: string): Letter[] {
    const notBefore = date.startsAt - 2 * day;
    if (notBefore <= this.#clock()) return [];
    return this.#letters("reminder", date, contact, token).map((letter) => ({ ...letter, notBefore }));
  }

  async #erase(contactId: string): Promise<void> {
    const rows = await this.#db.selectFrom("sign_ups").selectAll().where("contact_id", "=", contactId).execute();
    // Read before: inside a transaction nobody else gets at the store.
    const dates = await Promise.all(rows.map(({ date_id }) => this.#options.surgeries.date(date_id)));
    await this.#transaction(async (inside, letters) => {
      await eraseContactRecords(inside, contactId, randomUUID(), this.#clock());
      await this.#options.outbox.erase(anyTables(inside), contactId);
      for (const date of dates) {
        if (date !== undefined && date.startsAt > this.#clock()) await this.#moveUp(inside, date, letters);
      }
    });
    for (const [form, { token }] of this.#answered)
      if (token === undefined || rows.some((row) => row.form === form)) this.#answered.delete(form);
  }

  async #contactOf(token: string): Promise<ContactRow> {
    const row = await this.#db
      .selectFrom("contact_links")
      .innerJoin("contacts", "contacts.id", "contact_links.contact_id")
      .selectAll("contacts")
      .where("token_hash", "=", hashSecret(token))
      .executeTakeFirst();
    if (row === undefined) throw new AppError("surgeries.unknown-link");
    return row;
  }

  async #dateOf(dateId: string): Promise<SurgeryDate> {
    const date = await this.#options.surgeries.date(dateId);
    if (date === undefined) throw new AppError("http.not-found");
    return date;
  }

  async #newLink(inside: Db, contactId: string): Promise<string> {
    const token = createSecret();
    await inside
      .insertInto("contact_links")
      .values({ token_hash: hashSecret(token), contact_id: contactId, created_at: this.#clock() })
      .execute();
    return token;
  }

  async #seats(db: Db, dateId: string): Promise<Seat[]> {
    return (await db.selectFrom("sign_ups").selectAll().where("date_id", "=", dateId).execute()).map(seatOf);
  }

  /** What is written and the letters that tell of it: both, or neither. */
  #transaction<T>(run: (inside: Db, letters: Letter[]) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(async (inside) => {
      const letters: Letter[] = [];
      const result = await run(inside, letters);
      if (this.#options.sendsMail) await this.#options.outbox.put(anyTables(inside), letters);
      return result;
    });
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#tail.then(run);
    this.#tail = next.catch(() => undefined);
    return next;
  }
}

/** The same transaction, for another room's tables. */
const anyTables = (inside: Db): Kysely<unknown> => inside as unknown as Kysely<unknown>;

async function setStatus(
  inside: Db,
  dateId: string,
  contactId: string,
  status: Seat["status"],
  now: number,
): Promise<void> {
  await inside
    .updateTable("sign_ups")
    .set({ status, changed_at: now })
    .where("date_id", "=", dateId)
    .where("contact_id", "=", contactId)
    .execute();
}

function wordsRow(words: SignUpWords): Pick<Row, "need" | "data_link" | "skills" | "languages" | "access_needs"> {
  return {
    need: words.need,
    data_link: words.dataLink,
    skills: words.skills,
    languages: JSON.stringify(words.languages),
    access_needs: words.accessNeeds,
  };
}

function seatOf(row: Row): Seat {
  return { id: row.id, part: row.part as Part, status: row.status as Seat["status"], askedAt: row.created_at };
}

function signUpOf(row: Row, contact: ContactRow, line: number | undefined): SignUp {
  return {
    id: row.id,
    contactId: contact.id,
    dateId: row.date_id,
    part: row.part as Part,
    status: row.status as Seat["status"],
    askedAt: row.created_at,
    placeInLine: line,
    name: contact.name,
    email: contact.email,
    group: contact.group_name,
    need: row.need,
    dataLink: row.data_link,
    skills: row.skills,
    languages: JSON.parse(row.languages) as string[],
    accessNeeds: row.access_needs,
  };
}
