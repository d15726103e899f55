/**
 * Outcome cards and what people agreed to. One card a patient and date; "" as the date is a card that belongs to no surgery and is
 * counted nowhere. Consents are only ever added: the newest of a purpose holds.
 */
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import type { Store } from "../../store/index.js";
import type { Surgeries, SurgeryDate } from "../surgeries.js";
import type { SurgeryTables } from "../tables.js";
import { consentWords, outcomePurposes, type Purpose } from "./consent-words.js";
import type { OutcomeWords } from "./outcome-card.js";
import { contactOf, linkedContact } from "./own-contact.js";

export interface OutcomeCard extends OutcomeWords {
  readonly id: string;
  readonly dateId: string;
  readonly patientId: string;
  /** "" when nobody sat with them. */
  readonly surgeonId: string;
  readonly documentId: string | null;
  readonly createdAt: number;
  /** What two editors are told apart by. */
  readonly changedAt: number;
}

export type SavedOutcome =
  | { readonly type: "saved"; readonly card: OutcomeCard }
  /** Somebody else was quicker: nothing was written, and this is what stands. */
  | { readonly type: "changed-meanwhile"; readonly now: OutcomeCard };

export interface OutcomePlace {
  readonly dateId: string;
  readonly patientId: string;
  readonly documentId?: string | null;
}

export interface SaidConsent {
  readonly purpose: Purpose;
  readonly given: boolean;
  /** Of the words they read. */
  readonly version: string;
  readonly saidAt: number;
}

export interface OutcomePerson {
  readonly contactId: string;
  /** "" for somebody who never said one. */
  readonly name: string;
  readonly email: string;
  readonly surgeon: string;
  readonly card: OutcomeCard | undefined;
  readonly documentId: string | null;
}

export interface Outcomes {
  contactOf(personId: string): Promise<string | undefined>;
  /** Made when there is none. */
  linkedContact(personId: string): Promise<string>;
  /** Dates whose doors are open for this workshop, the one where this person was seen first. */
  openDates(workshopId: string, contactId: string | undefined): Promise<SurgeryDate[]>;
  card(dateId: string, patientId: string): Promise<OutcomeCard | undefined>;
  cardsOf(patientId: string): Promise<OutcomeCard[]>;
  /** @param seen `changedAt` of the card that was looked at; 0 when there was none. The same words twice count once. */
  save(place: OutcomePlace, words: OutcomeWords, seen: number): Promise<SavedOutcome>;
  /** Of one date: who lets one story out has not said so of another. */
  consentsOf(contactId: string, dateId: string): Promise<ReadonlyMap<Purpose, SaidConsent>>;
  /** Adds what is new in it. A "no" to one date is written down also where an earlier one holds, so that no reader takes that for this. */
  say(contactId: string, dateId: string, given: ReadonlyMap<Purpose, boolean>): Promise<void>;
  emailOf(contactId: string): Promise<string>;
  setEmail(contactId: string, email: string): Promise<void>;
  /** Those who came for help, or to learn, with what came of it: for the venue's organisers. */
  ofDate(dateId: string): Promise<OutcomePerson[]>;
}

type Db = Kysely<SurgeryTables>;
type Row = Selectable<SurgeryTables["outcome_cards"]>;

export function createOutcomes(store: Store, surgeries: Surgeries, clock: () => number = Date.now): Outcomes {
  const db = store.tables<SurgeryTables>();
  return {
    contactOf: (personId) => contactOf(db, personId),
    linkedContact: (personId) => linkedContact(db, personId, clock()),
    openDates: async (workshopId, contactId) => {
      const rooms = await db
        .selectFrom("day_rooms")
        .select("date_id")
        .where("workshop_id", "=", workshopId)
        .where("closed_at", "is", null)
        .orderBy("opened_at", "desc")
        .execute();
      const seen = contactId === undefined ? new Set<string>() : await datesSeen(db, contactId);
      const ids = rooms.map(({ date_id }) => date_id).toSorted((a, b) => Number(seen.has(b)) - Number(seen.has(a)));
      const dates = await Promise.all(ids.map((id) => surgeries.date(id)));
      return dates.filter((date) => date !== undefined);
    },
    card: (dateId, patientId) => findCard(db, dateId, patientId),
    cardsOf: async (patientId) => {
      const rows = db.selectFrom("outcome_cards").selectAll().where("patient_id", "=", patientId);
      return (await rows.orderBy("created_at", "desc").execute()).map(cardOf);
    },
    save: (place, words, seen) => db.transaction().execute((inside) => save(inside, place, words, seen, clock())),
    consentsOf: async (contactId, dateId) => newestOf(await allConsents(db, contactId), dateId),
    say: (contactId, dateId, given) =>
      db.transaction().execute(async (inside) => {
        const all = await allConsents(inside, contactId);
        const [here, anywhere] = [newestOf(all, dateId), newestOf(all)];
        for (const [purpose, wanted] of given) {
          const { version } = consentWords[purpose];
          const held = here.get(purpose);
          const latest = anywhere.get(purpose);
          // What was never given needs no taking back; what was agreed to in older words is agreed to anew.
          const isKnown = held?.given === true && held.version === version && latest?.given === true;
          if (wanted ? isKnown : held?.given !== true && latest?.given !== true) continue;
          const said = { contact_id: contactId, date_id: dateId, purpose, version, given: wanted ? 1 : 0 };
          // The newest holds, so no two may be of the same moment.
          const at = Math.max(clock(), (latest?.saidAt ?? 0) + 1);
          await inside
            .insertInto("consents")
            .values({ id: randomUUID(), ...said, said_at: at })
            .execute();
        }
      }),
    emailOf: async (contactId) => {
      const row = await db.selectFrom("contacts").select("email").where("id", "=", contactId).executeTakeFirst();
      return row?.email ?? "";
    },
    setEmail: async (contactId, email) => {
      await db.updateTable("contacts").set({ email, changed_at: clock() }).where("id", "=", contactId).execute();
    },
    ofDate: (dateId) => peopleOf(db, dateId),
  };
}

async function findCard(db: Db, dateId: string, patientId: string): Promise<OutcomeCard | undefined> {
  const row = await db
    .selectFrom("outcome_cards")
    .selectAll()
    .where("date_id", "=", dateId)
    .where("patient_id", "=", patientId)
    .executeTakeFirst();
  return row === undefined ? undefined : cardOf(row);
}

async function save(
  db: Db,
  { dateId, patientId, documentId = null }: OutcomePlace,
  { topic, done, next, story }: OutcomeWords,
  seen: number,
  now: number,
): Promise<SavedOutcome> {
  const sat = await sittingOf(db, dateId, patientId);
  const own = { topic, done, next, story };
  const fresh = {
    id: randomUUID(),
    date_id: dateId,
    patient_id: patientId,
    surgeon_id: sat?.surgeonId ?? "",
    document_id: documentId ?? sat?.documentId ?? null,
    created_at: now,
    changed_at: now,
  };
  await db
    .insertInto("outcome_cards")
    .values({ ...fresh, ...own })
    .onConflict((conflict) => conflict.columns(["date_id", "patient_id"]).doNothing())
    .execute();
  const before = await findCard(db, dateId, patientId);
  if (before === undefined) throw new Error("A card that was just written is not there.");
  const isSame = before.done === done && before.next === next && before.story === story && before.topic === topic;
  if (before.id !== fresh.id && !isSame && before.changedAt !== seen) return { type: "changed-meanwhile", now: before };
  const place = {
    surgeon_id: before.surgeonId === "" ? fresh.surgeon_id : before.surgeonId,
    document_id: before.documentId ?? fresh.document_id,
  };
  const at = isSame ? before.changedAt : Math.max(now, before.changedAt + 1);
  // Between the look and this, another process may have written.
  const { numUpdatedRows } = await db
    .updateTable("outcome_cards")
    .set({ ...own, ...place, changed_at: at })
    .where("id", "=", before.id)
    .where("changed_at", "=", before.changedAt)
    .executeTakeFirst();
  const after = await findCard(db, dateId, patientId);
  if (numUpdatedRows === 0n) return { type: "changed-meanwhile", now: after ?? before };
  return { type: "saved", card: after ?? before };
}

interface DatedConsent extends SaidConsent {
  readonly dateId: string;
}

/** Oldest first. */
async function allConsents(db: Db, contactId: string): Promise<DatedConsent[]> {
  const rows = await db
    .selectFrom("consents")
    .selectAll()
    .where("contact_id", "=", contactId)
    .orderBy("said_at")
    .execute();
  return rows.flatMap((row) => {
    const purpose = outcomePurposes.find((one) => one === row.purpose);
    if (purpose === undefined) return [];
    return [{ purpose, dateId: row.date_id, given: row.given === 1, version: row.version, saidAt: row.said_at }];
  });
}

/** The newest of each purpose, of all dates or of one. */
function newestOf(all: readonly DatedConsent[], dateId?: string): Map<Purpose, SaidConsent> {
  const own = all.filter((one) => dateId === undefined || one.dateId === dateId);
  return new Map(own.map((one) => [one.purpose, one]));
}

async function datesSeen(db: Db, contactId: string): Promise<Set<string>> {
  const rows = await db.selectFrom("attendances").select("date_id").where("contact_id", "=", contactId).execute();
  return new Set(rows.map(({ date_id }) => date_id));
}

/** The latest of a patient on a date. */
async function sittingOf(
  db: Db,
  dateId: string,
  patientId: string,
): Promise<{ readonly surgeonId: string; readonly documentId: string | null } | undefined> {
  const row = await db
    .selectFrom("sittings")
    .selectAll()
    .where("date_id", "=", dateId)
    .where("patient_id", "=", patientId)
    .orderBy("began_at", "desc")
    .executeTakeFirst();
  return row === undefined ? undefined : { surgeonId: row.surgeon_id, documentId: row.document_id };
}

async function peopleOf(db: Db, dateId: string): Promise<OutcomePerson[]> {
  const came = await db
    .selectFrom("attendances")
    .select("contact_id")
    .where("date_id", "=", dateId)
    .where("part", "!=", "surgeon")
    .orderBy("arrived_at")
    .execute();
  const sittings = await db
    .selectFrom("sittings")
    .selectAll()
    .where("date_id", "=", dateId)
    .orderBy("began_at")
    .execute();
  const cards = await db.selectFrom("outcome_cards").selectAll().where("date_id", "=", dateId).execute();
  const patients = new Set([
    ...came.map(({ contact_id }) => contact_id),
    ...sittings.map(({ patient_id }) => patient_id),
    ...cards.map(({ patient_id }) => patient_id),
  ]);
  const ids = [...patients, ...sittings.map(({ surgeon_id }) => surgeon_id)];
  const contacts = ids.length === 0 ? [] : await db.selectFrom("contacts").selectAll().where("id", "in", ids).execute();
  const named = new Map(contacts.map((contact) => [contact.id, contact]));
  return [...patients].flatMap((id) => {
    const contact = named.get(id);
    // Erased since: the figures keep the card, and there is nobody to ask.
    if (contact === undefined) return [];
    const sat = sittings.findLast(({ patient_id }) => patient_id === id);
    const card = cards.find(({ patient_id }) => patient_id === id);
    return [
      {
        contactId: id,
        name: contact.name,
        email: contact.email,
        surgeon: named.get(sat?.surgeon_id ?? "")?.name ?? "",
        card: card === undefined ? undefined : cardOf(card),
        documentId: sat?.document_id ?? card?.document_id ?? null,
      },
    ];
  });
}

function cardOf(row: Row): OutcomeCard {
  const { id, topic, done, next, story } = row;
  return {
    id,
    topic,
    done,
    next,
    story,
    dateId: row.date_id,
    patientId: row.patient_id,
    surgeonId: row.surgeon_id,
    documentId: row.document_id,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
