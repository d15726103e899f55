/**
 * What was recorded of surgeries, for whoever counts it: no names, no addresses, no words but those that may be told. People are
 * made-up ids. One reading for any scope; what is counted from it is in the impact room.
 */
import { sql, type Kysely, type Selectable, type SelectQueryBuilder } from "kysely";
import type { Store } from "../store/index.js";
import type { Part } from "./places.js";
import { consentHolds, type SaidConsent } from "./consent-rule.js";
import type { SurgeryTables } from "./tables.js";

/** All that is given must hold. Times are milliseconds since 1970. */
export interface RecordScope {
  readonly venueIds?: readonly string[];
  readonly surgeryId?: string;
  readonly dateId?: string;
  /** Dates that begin at or after this. */
  readonly from?: number;
  /** Dates that begin before this. */
  readonly until?: number;
  /** What was done or said before this; all that came later is left out. */
  readonly asOf: number;
}

export interface RecordedDate {
  readonly id: string;
  readonly surgeryId: string;
  readonly venueId: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly calledOff: boolean;
  /** Its doors were opened on this server. */
  readonly opened: boolean;
}

export interface RecordedVisit {
  readonly dateId: string;
  readonly contactId: string;
  readonly part: Part;
  readonly arrivedAt: number;
  readonly leftAt: number | undefined;
}

export interface RecordedSitting {
  readonly dateId: string;
  readonly patientId: string;
  readonly beganAt: number;
  readonly endedAt: number | undefined;
  readonly hasNotebook: boolean;
}

export interface RecordedCard {
  readonly dateId: string;
  readonly patientId: string;
  readonly topic: string;
  /** A story is on it, and it may be told now. */
  readonly told: boolean;
}

export interface RecordedConfidence {
  readonly dateId: string;
  readonly contactId: string;
  readonly moment: "before" | "after";
  readonly score: number;
  readonly saidAt: number;
}

export interface RecordedFollowUp {
  readonly dateId: string;
  readonly contactId: string;
  readonly sent: boolean;
  readonly answered: boolean;
  readonly used: boolean | undefined;
  readonly published: boolean | undefined;
  readonly decided: boolean | undefined;
  readonly won: boolean | undefined;
}

/** When somebody first came at all, anywhere here. */
export interface FirstTimes {
  readonly first: number;
  /** For help or to learn; undefined when they only ever came to help. */
  readonly firstAsGuest: number | undefined;
}

export interface Records {
  readonly dates: readonly RecordedDate[];
  readonly visits: readonly RecordedVisit[];
  readonly sittings: readonly RecordedSitting[];
  readonly cards: readonly RecordedCard[];
  readonly confidence: readonly RecordedConfidence[];
  readonly followUps: readonly RecordedFollowUp[];
  readonly firstTimes: ReadonlyMap<string, FirstTimes>;
}

export interface ToldStory {
  readonly topic: string;
  readonly story: string;
  readonly startsAt: number;
  readonly venue: { readonly name: string; readonly timeZone: string };
}

export interface RecordedVenue {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

export interface SurgeryRecords {
  venues(): Promise<RecordedVenue[]>;
  read(scope: RecordScope): Promise<Records>;
  /** Stories that may be told at this moment, newest date first. Never kept: a consent that is taken back counts at once. */
  stories(scope: RecordScope, limit: number): Promise<ToldStory[]>;
  /** What people wrote three months later, without who: for the organisers of the venue. */
  laterWords(scope: RecordScope, limit: number): Promise<string[]>;
  /** Differs whenever figures could. */
  version(now: number): Promise<string>;
}

type Db = Kysely<SurgeryTables>;

export function createSurgeryRecords(store: Store): SurgeryRecords {
  const db = store.tables<SurgeryTables>();
  return {
    venues: () => db.selectFrom("venues").select(["id", "slug", "name"]).orderBy("name").orderBy("id").execute(),
    read: (scope) => readRecords(db, scope),
    stories: (scope, limit) => readStories(db, scope, limit),
    laterWords: async (scope, limit) => {
      const rows = await db
        .selectFrom("follow_ups")
        .select(["words"])
        .where("date_id", "in", datesIn(db, scope))
        .where("words", "!=", "")
        .where("answered_at", "<", scope.asOf)
        .orderBy("answered_at", "desc")
        .limit(limit)
        .execute();
      return rows.map(({ words }) => words);
    },
    version: versionReader(store),
  };
}

/** Looked at by so many at a time, newest first: most pages show a dozen of perhaps thousands. */
const storiesAtOnce = 40;

async function readStories(db: Db, scope: RecordScope, limit: number): Promise<ToldStory[]> {
  const told: ToldStory[] = [];
  for (let at = 0; told.length < limit; at += storiesAtOnce) {
    const cards = await db
      .selectFrom("outcome_cards")
      .innerJoin("surgery_dates", "surgery_dates.id", "outcome_cards.date_id")
      .innerJoin("surgeries", "surgeries.id", "surgery_dates.surgery_id")
      .innerJoin("venues", "venues.id", "surgeries.venue_id")
      .select(["date_id", "patient_id", "topic", "story", "starts_at", "venues.name", "venues.time_zone"])
      .where("date_id", "in", datesIn(db, scope))
      .where("story", "!=", "")
      .orderBy("surgery_dates.starts_at", "desc")
      .orderBy("outcome_cards.id")
      .limit(storiesAtOnce)
      .offset(at)
      .execute();
    const said = await storyConsentsOf(db, [...new Set(cards.map(({ patient_id }) => patient_id))]);
    for (const card of cards) {
      if (!consentHolds(said.get(card.patient_id) ?? [], card.date_id)) continue;
      const venue = { name: card.name, timeZone: card.time_zone };
      told.push({ topic: card.topic, story: card.story, startsAt: card.starts_at, venue });
    }
    if (cards.length < storiesAtOnce) break;
  }
  return told.slice(0, limit);
}

type DateIds = SelectQueryBuilder<SurgeryTables, "surgery_dates" | "surgeries", { id: string }>;

/** Ids of the dates in a scope. */
function datesIn(db: Db, { venueIds, surgeryId, dateId, from, until, asOf }: RecordScope): DateIds {
  let query = db
    .selectFrom("surgery_dates")
    .innerJoin("surgeries", "surgeries.id", "surgery_dates.surgery_id")
    .select("surgery_dates.id")
    .where("starts_at", "<", until === undefined ? asOf : Math.min(until, asOf));
  // An empty list is nowhere at all, not everywhere.
  if (venueIds !== undefined) query = query.where("venue_id", "in", venueIds.length === 0 ? [""] : venueIds);
  if (surgeryId !== undefined) query = query.where("surgery_id", "=", surgeryId);
  if (dateId !== undefined) query = query.where("surgery_dates.id", "=", dateId);
  if (from !== undefined) query = query.where("starts_at", ">=", from);
  return query;
}

async function readRecords(db: Db, scope: RecordScope): Promise<Records> {
  return {
    dates: await readDates(db, scope),
    visits: await readVisits(db, scope),
    sittings: await readSittings(db, scope),
    cards: await readCards(db, scope),
    confidence: await readConfidence(db, scope),
    followUps: await readFollowUps(db, scope),
    firstTimes: await readFirstTimes(db),
  };
}

async function readDates(db: Db, scope: RecordScope): Promise<RecordedDate[]> {
  const rows = await db
    .selectFrom("surgery_dates")
    .innerJoin("surgeries", "surgeries.id", "surgery_dates.surgery_id")
    .leftJoin("day_rooms", "day_rooms.date_id", "surgery_dates.id")
    .select(["surgery_dates.id", "surgery_id", "venue_id", "starts_at", "ends_at", "status", "opened_at"])
    .where("surgery_dates.id", "in", datesIn(db, scope))
    .orderBy("starts_at")
    .orderBy("surgery_dates.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    surgeryId: row.surgery_id,
    venueId: row.venue_id,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    calledOff: row.status === "cancelled",
    opened: row.opened_at !== null,
  }));
}

async function readVisits(db: Db, scope: RecordScope): Promise<RecordedVisit[]> {
  const rows = await db
    .selectFrom("attendances")
    .select(["date_id", "contact_id", "part", "arrived_at", "left_at"])
    .where("date_id", "in", datesIn(db, scope))
    .where("arrived_at", "<", scope.asOf)
    .execute();
  return rows.map((row) => ({
    dateId: row.date_id,
    contactId: row.contact_id,
    part: row.part as Part,
    arrivedAt: row.arrived_at,
    leftAt: row.left_at ?? undefined,
  }));
}

async function readSittings(db: Db, scope: RecordScope): Promise<RecordedSitting[]> {
  const rows = await db
    .selectFrom("sittings")
    .select(["date_id", "patient_id", "began_at", "ended_at", "document_id"])
    .where("date_id", "in", datesIn(db, scope))
    .where("began_at", "<", scope.asOf)
    .execute();
  return rows.map((row) => ({
    dateId: row.date_id,
    patientId: row.patient_id,
    beganAt: row.began_at,
    endedAt: row.ended_at ?? undefined,
    hasNotebook: row.document_id !== null,
  }));
}

async function readCards(db: Db, scope: RecordScope): Promise<RecordedCard[]> {
  const rows = await db
    .selectFrom("outcome_cards")
    .select(["date_id", "patient_id", "topic", "story"])
    .where("date_id", "in", datesIn(db, scope))
    .where("created_at", "<", scope.asOf)
    .execute();
  const said = await storyConsents(db, scope);
  return rows.map((row) => ({
    dateId: row.date_id,
    patientId: row.patient_id,
    topic: row.topic,
    told: row.story !== "" && consentHolds(said.get(row.patient_id) ?? [], row.date_id),
  }));
}

async function readConfidence(db: Db, scope: RecordScope): Promise<RecordedConfidence[]> {
  const rows = await db
    .selectFrom("confidence_answers")
    .select(["date_id", "contact_id", "moment", "score", "said_at"])
    .where("date_id", "in", datesIn(db, scope))
    .where("said_at", "<", scope.asOf)
    .execute();
  return rows.map((row) => ({
    dateId: row.date_id,
    contactId: row.contact_id,
    moment: row.moment === "after" ? "after" : "before",
    score: row.score,
    saidAt: row.said_at,
  }));
}

async function readFollowUps(db: Db, scope: RecordScope): Promise<RecordedFollowUp[]> {
  const rows = await db
    .selectFrom("follow_ups")
    .select(["date_id", "contact_id", "sent_at", "answered_at", "used", "published", "decided", "won"])
    .where("date_id", "in", datesIn(db, scope))
    .execute();
  const { asOf } = scope;
  return rows.map((row) => {
    const answered = row.answered_at !== null && row.answered_at < asOf;
    const yes = (said: number | null): boolean | undefined => (answered && said !== null ? said === 1 : undefined);
    return {
      dateId: row.date_id,
      contactId: row.contact_id,
      sent: row.sent_at !== null && row.sent_at < asOf,
      answered,
      used: yes(row.used),
      published: yes(row.published),
      decided: yes(row.decided),
      won: yes(row.won),
    };
  });
}

/** All of the city's, whatever the scope: who has been somewhere else before is not new. */
async function readFirstTimes(db: Db): Promise<ReadonlyMap<string, FirstTimes>> {
  const all = db.selectFrom("attendances").groupBy("contact_id");
  const firsts = await all.select((from) => ["contact_id", from.fn.min("arrived_at").as("at")]).execute();
  const guests = await all
    .select((from) => ["contact_id", from.fn.min("arrived_at").as("at")])
    .where("part", "!=", "surgeon")
    .execute();
  const asGuest = new Map(guests.map(({ contact_id, at }) => [contact_id, at]));
  return new Map(
    firsts.map(({ contact_id, at }) => [contact_id, { first: at, firstAsGuest: asGuest.get(contact_id) }]),
  );
}

/** What those with a card in the scope have said about their stories, at whatever date, oldest first. */
async function storyConsents(db: Db, scope: RecordScope): Promise<ReadonlyMap<string, readonly SaidConsent[]>> {
  const withStory = db
    .selectFrom("outcome_cards")
    .select("patient_id")
    .where("date_id", "in", datesIn(db, scope))
    .where("story", "!=", "");
  return byContact(await allStoryConsents(db).where("contact_id", "in", withStory).execute());
}

async function storyConsentsOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, readonly SaidConsent[]>> {
  return ids.length === 0 ? new Map() : byContact(await allStoryConsents(db).where("contact_id", "in", ids).execute());
}

type ConsentRow = Pick<Selectable<SurgeryTables["consents"]>, "contact_id" | "date_id" | "given">;

function allStoryConsents(db: Db): SelectQueryBuilder<SurgeryTables, "consents", ConsentRow> {
  return db
    .selectFrom("consents")
    .select(["contact_id", "date_id", "given"])
    .where("purpose", "=", "story")
    .orderBy("said_at")
    .orderBy("id");
}

function byContact(rows: readonly ConsentRow[]): Map<string, SaidConsent[]> {
  const said = new Map<string, SaidConsent[]>();
  for (const row of rows) {
    const own = said.get(row.contact_id) ?? [];
    own.push({ dateId: row.date_id, given: row.given === 1 });
    said.set(row.contact_id, own);
  }
  return said;
}

const minute = 60_000;

/**
 * Reading the version takes a look at every record. SQLite says at once whether anything was written at all since the last look
 * (this server alone writes); Postgres doesn't, so there it is read once a second at most.
 */
function versionReader(store: Store): SurgeryRecords["version"] {
  const db = store.tables<SurgeryTables>();
  let kept: { readonly token: string; readonly version: string } | undefined;
  const tokenOf = async (now: number): Promise<string> => {
    // Dates begin by themselves.
    const time = Math.floor(now / minute);
    if (store.dialect.name === "postgres") return `${time} ${Math.floor(performance.now() / 1000)}`;
    const { rows } = await sql<{ changes: number }>`select total_changes() as changes`.execute(db);
    return `${time} ${rows[0]?.changes}`;
  };
  return async (now) => {
    const token = await tokenOf(now);
    if (kept?.token !== token) kept = { token, version: await versionOf(db, now) };
    return kept.version;
  };
}

/** Counts, and sums of what may change in place. Remainders keep the sums small enough for any number type. */
async function versionOf(db: Db, now: number): Promise<string> {
  const { rows } = await sql<Record<string, unknown>>`select
    (select count(*) from surgery_dates where starts_at < ${now}) as started,
    (select coalesce(sum(changed_at % 1000003), 0) from surgery_dates) as changed,
    (select count(*) from venues) as places,
    (select count(*) from day_rooms) as doors,
    (select count(*) from attendances) as visits,
    (select coalesce(sum(left_at % 1000003), 0) from attendances) as leaving,
    (select count(*) from sittings) as sittings,
    (select coalesce(sum(ended_at % 1000003), 0) from sittings) as ending,
    (select count(*) from outcome_cards) as cards,
    (select coalesce(sum(changed_at % 1000003), 0) from outcome_cards) as card_changes,
    (select count(*) from consents) as consents,
    (select coalesce(sum(score * (said_at % 1000003)), 0) from confidence_answers) as confidence,
    (select count(*) from follow_ups) as follow_ups,
    (select coalesce(sum(sent_at % 1000003), 0) from follow_ups) as sent,
    (select coalesce(sum(answered_at % 1000003), 0) from follow_ups) as answered,
    (select sum(used) from follow_ups) as used,
    (select sum(published) from follow_ups) as published,
    (select sum(decided) from follow_ups) as decided,
    (select sum(won) from follow_ups) as won,
    (select count(used) + count(published) + count(decided) + count(won) from follow_ups) as said`.execute(db);
  return Object.values(rows[0] ?? {})
    .map(String)
    .join(" ");
}
