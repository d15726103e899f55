/**
 * Surgeries and workshops as announced, with each of their dates. A date is a row of its own from the start: people sign up
 * for it, and it may be moved or called off without touching the others.
 */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import type { Store } from "../store/index.js";
import type { Announcement, Kind, PhotoPolicy, VenueWords } from "./announcement.js";
import { dateIn, spanOf, type LocalDate, type Span } from "./local-time.js";
import { datesOf, type Recurrence } from "./recurrence.js";
import { slugOf } from "./slug.js";
import type { SurgeryTables } from "./tables.js";
import { noteTellings } from "./venues/date-tellings.js";
import type { VenueRole } from "./venues/venue-role.js";

export interface Venue extends VenueWords {
  readonly id: string;
  readonly slug: string;
}

export interface Surgery extends Announcement {
  readonly id: string;
  readonly slug: string;
  readonly venue: Venue;
  readonly sequence: number;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly cancelledAt: number | undefined;
}

export interface SurgeryDate extends Span {
  readonly id: string;
  readonly surgery: Surgery;
  readonly announcedFor: LocalDate;
  readonly status: "on" | "cancelled";
  /** Why it was moved or called off, for everybody. */
  readonly note: string;
  readonly sequence: number;
  readonly changedAt: number;
}

export interface DateChange {
  readonly date: LocalDate;
  readonly starts: string;
  readonly ends: string;
  readonly note: string;
}

export interface Surgeries {
  /** Whoever adds a venue organises there. */
  addVenue(words: VenueWords, personId: string): Promise<Venue>;
  /** Where somebody organises, and so may announce. */
  venuesOf(personId: string): Promise<Venue[]>;
  /** @throws AppError `http.not-found`, `identity.not-allowed` for somebody who does not organise at that venue */
  announce(announcement: Announcement, venueId: string, personId: string): Promise<Surgery>;
  /**
   * Changes the words, and for dates still to come the times.
   * @param seen the `sequence` that the editor saw. @throws AppError `surgeries.changed-meanwhile`
   */
  change(slug: string, announcement: Announcement, seen: number, personId: string): Promise<Surgery>;
  cancel(slug: string, note: string, personId: string): Promise<void>;
  moveDate(dateId: string, change: DateChange, personId: string): Promise<SurgeryDate>;
  cancelDate(dateId: string, note: string, personId: string): Promise<SurgeryDate>;
  /** @throws AppError `http.not-found` */
  bySlug(slug: string): Promise<Surgery>;
  datesOf(surgeryId: string): Promise<SurgeryDate[]>;
  date(dateId: string): Promise<SurgeryDate | undefined>;
  /** Dates that end after `since`, soonest first, called-off ones included. */
  upcoming(since: number, limit: number): Promise<SurgeryDate[]>;
  /** Dates that ended before `until`, latest first. */
  past(until: number, limit: number): Promise<SurgeryDate[]>;
  assertOrganises(surgery: Surgery, personId: string): Promise<void>;
  /** Organisers and hosts: they may see who comes. @throws AppError `identity.not-allowed` */
  assertHosts(surgery: Surgery, personId: string): Promise<void>;
}

export function createSurgeries(store: Store, clock: () => number = Date.now): Surgeries {
  return new SqlSurgeries(store.tables<SurgeryTables>(), clock);
}

type Db = Kysely<SurgeryTables>;
type SurgeryRow = Selectable<SurgeryTables["surgeries"]>;
type DateRow = Selectable<SurgeryTables["surgery_dates"]>;

class SqlSurgeries implements Surgeries {
  readonly #db: Db;
  readonly #clock: () => number;

  constructor(db: Db, clock: () => number) {
    this.#db = db;
    this.#clock = clock;
  }

  async addVenue(words: VenueWords, personId: string): Promise<Venue> {
    const id = randomUUID();
    const slug = await this.#freeSlug("venues", slugOf(words.name, "venue"));
    const now = this.#clock();
    await this.#db.transaction().execute(async (inside) => {
      await inside
        .insertInto("venues")
        .values({
          id,
          slug,
          name: words.name,
          address: words.address,
          map_link: words.mapLink,
          access_notes: words.accessNotes,
          time_zone: words.timeZone,
          created_at: now,
          sequence: 0,
        })
        .execute();
      const organiser = { venue_id: id, person_id: personId, role: "organiser", added_at: now };
      await inside.insertInto("venue_people").values(organiser).execute();
    });
    return { id, slug, ...words };
  }

  async venuesOf(personId: string): Promise<Venue[]> {
    const rows = await this.#db
      .selectFrom("venues")
      .innerJoin("venue_people", "venue_people.venue_id", "venues.id")
      .selectAll("venues")
      .where("venue_people.person_id", "=", personId)
      .where("venue_people.role", "=", "organiser")
      .orderBy("venues.name")
      .execute();
    return rows.map(venueOf);
  }

  async announce(announcement: Announcement, venueId: string, personId: string): Promise<Surgery> {
    const venue = await this.#venue(venueId);
    await this.#assertAt(venue, personId);
    const now = this.#clock();
    const id = randomUUID();
    const slug = await this.#freeSlug("surgeries", slugOf(announcement.title, announcement.kind));
    await this.#db.transaction().execute(async (inside) => {
      await inside
        .insertInto("surgeries")
        .values({
          id,
          slug,
          venue_id: venueId,
          ...wordsRow(announcement),
          sequence: 0,
          created_at: now,
          changed_at: now,
          cancelled_at: null,
        })
        .execute();
      await inside
        .insertInto("surgery_dates")
        .values(
          datesOf(announcement.firstDate, announcement.recurrence).map((date) =>
            newDate(id, date, announcement, venue, now),
          ),
        )
        .execute();
    });
    return this.bySlug(slug);
  }

  async change(slug: string, announcement: Announcement, seen: number, personId: string): Promise<Surgery> {
    const surgery = await this.bySlug(slug);
    await this.assertOrganises(surgery, personId);
    const now = this.#clock();
    await this.#db.transaction().execute(async (inside) => {
      const changed = await inside
        .updateTable("surgeries")
        .set({ ...wordsRow(announcement), sequence: seen + 1, changed_at: now })
        .where("id", "=", surgery.id)
        .where("sequence", "=", seen)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) throw new AppError("surgeries.changed-meanwhile");
      await replanDates(inside, surgery, announcement, now);
    });
    return this.bySlug(slug);
  }

  async cancel(slug: string, note: string, personId: string): Promise<void> {
    const surgery = await this.bySlug(slug);
    await this.assertOrganises(surgery, personId);
    const now = this.#clock();
    await this.#db.transaction().execute(async (inside) => {
      await inside
        .updateTable("surgeries")
        .set((row) => ({ cancelled_at: now, changed_at: now, sequence: row("sequence", "+", 1) }))
        .where("id", "=", surgery.id)
        .where("cancelled_at", "is", null)
        .execute();
      const off = await inside
        .selectFrom("surgery_dates")
        .select("id")
        .where("surgery_id", "=", surgery.id)
        .where("starts_at", ">", now)
        .where("status", "=", "on")
        .execute();
      const ids = off.map(({ id }) => id);
      if (ids.length === 0) return;
      await inside
        .updateTable("surgery_dates")
        .set((row) => ({ status: "cancelled", note, changed_at: now, sequence: row("sequence", "+", 1) }))
        .where("id", "in", ids)
        .execute();
      await noteTellings(inside, ids, now);
    });
  }

  async moveDate(dateId: string, change: DateChange, personId: string): Promise<SurgeryDate> {
    const date = await this.#changeable(dateId, personId);
    const span = spanOf(change.date, change.starts, change.ends, date.surgery.venue.timeZone);
    if (span.startsAt <= this.#clock()) throw new AppError("surgeries.date-over");
    return this.#setDate(date, { starts_at: span.startsAt, ends_at: span.endsAt, status: "on", note: change.note });
  }

  async cancelDate(dateId: string, note: string, personId: string): Promise<SurgeryDate> {
    return this.#setDate(await this.#changeable(dateId, personId), { status: "cancelled", note });
  }

  async bySlug(slug: string): Promise<Surgery> {
    const row = await this.#db.selectFrom("surgeries").selectAll().where("slug", "=", slug).executeTakeFirst();
    if (row === undefined) throw new AppError("http.not-found");
    return surgeryOf(row, await this.#venue(row.venue_id));
  }

  async datesOf(surgeryId: string): Promise<SurgeryDate[]> {
    return this.#dates(
      await this.#db
        .selectFrom("surgery_dates")
        .selectAll()
        .where("surgery_id", "=", surgeryId)
        .orderBy("starts_at")
        .execute(),
    );
  }

  async date(dateId: string): Promise<SurgeryDate | undefined> {
    const rows = await this.#db.selectFrom("surgery_dates").selectAll().where("id", "=", dateId).execute();
    return (await this.#dates(rows))[0];
  }

  async upcoming(since: number, limit: number): Promise<SurgeryDate[]> {
    const rows = this.#db.selectFrom("surgery_dates").selectAll().where("ends_at", ">", since);
    return this.#dates(await rows.orderBy("starts_at").orderBy("id").limit(limit).execute());
  }

  async past(until: number, limit: number): Promise<SurgeryDate[]> {
    const rows = this.#db.selectFrom("surgery_dates").selectAll().where("ends_at", "<=", until);
    return this.#dates(await rows.orderBy("starts_at", "desc").orderBy("id").limit(limit).execute());
  }

  async assertOrganises(surgery: Surgery, personId: string): Promise<void> {
    await this.#assertAt(surgery.venue, personId);
  }

  async assertHosts(surgery: Surgery, personId: string): Promise<void> {
    await this.#assertAt(surgery.venue, personId, ["organiser", "host"]);
  }

  async #changeable(dateId: string, personId: string): Promise<SurgeryDate> {
    const date = await this.date(dateId);
    if (date === undefined) throw new AppError("http.not-found");
    await this.assertOrganises(date.surgery, personId);
    if (date.endsAt <= this.#clock()) throw new AppError("surgeries.date-over");
    return date;
  }

  async #setDate(
    { id }: SurgeryDate,
    set: Partial<Pick<DateRow, "starts_at" | "ends_at" | "status" | "note">>,
  ): Promise<SurgeryDate> {
    const now = this.#clock();
    await this.#db.transaction().execute(async (inside) => {
      await inside
        .updateTable("surgery_dates")
        .set((row) => ({ ...set, changed_at: now, sequence: row("sequence", "+", 1) }))
        .where("id", "=", id)
        .execute();
      await noteTellings(inside, [id], now);
    });
    return (await this.date(id))!;
  }

  async #assertAt({ id }: Venue, personId: string, roles: readonly VenueRole[] = ["organiser"]): Promise<void> {
    const row = await this.#db
      .selectFrom("venue_people")
      .select("person_id")
      .where("venue_id", "=", id)
      .where("person_id", "=", personId)
      .where("role", "in", roles)
      .executeTakeFirst();
    if (row === undefined) throw new AppError("identity.not-allowed");
  }

  async #venue(id: string): Promise<Venue> {
    const row = await this.#db.selectFrom("venues").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw new AppError("http.not-found");
    return venueOf(row);
  }

  /** With the surgery and venue of each, read once for all. */
  async #dates(rows: readonly DateRow[]): Promise<SurgeryDate[]> {
    if (rows.length === 0) return [];
    const ids = [...new Set(rows.map(({ surgery_id }) => surgery_id))];
    const surgeries = await this.#db.selectFrom("surgeries").selectAll().where("id", "in", ids).execute();
    const venueIds = [...new Set(surgeries.map(({ venue_id }) => venue_id))];
    const venues = await this.#db.selectFrom("venues").selectAll().where("id", "in", venueIds).execute();
    const venueById = new Map(venues.map((row) => [row.id, venueOf(row)]));
    const byId = new Map(surgeries.map((row) => [row.id, surgeryOf(row, venueById.get(row.venue_id)!)]));
    return rows.map((row) => dateOf(row, byId.get(row.surgery_id)!));
  }

  async #freeSlug(table: "venues" | "surgeries", wanted: string): Promise<string> {
    for (let at = 1; ; at++) {
      const slug = at === 1 && !takenByPages.has(wanted) ? wanted : `${wanted}-${at}`;
      const taken = await this.#db.selectFrom(table).select("slug").where("slug", "=", slug).executeTakeFirst();
      if (taken === undefined) return slug;
    }
  }
}

/** Pages of ours that stand where a surgery of that name would. */
const takenByPages: ReadonlySet<string> = new Set(["new", "organise", "embed"]);

/** Dates that were over stay as they were; of those to come, the ones the new plan has not are called off, not deleted. */
async function replanDates(inside: Db, surgery: Surgery, announcement: Announcement, now: number): Promise<void> {
  const planned = new Set(datesOf(announcement.firstDate, announcement.recurrence));
  const rows = await inside.selectFrom("surgery_dates").selectAll().where("surgery_id", "=", surgery.id).execute();
  const known = new Set(rows.map(({ announced_for }) => announced_for));
  for (const row of rows.filter(({ starts_at }) => starts_at > now)) {
    const span = spanOf(row.announced_for, announcement.starts, announcement.ends, surgery.venue.timeZone);
    const old = spanOf(row.announced_for, surgery.starts, surgery.ends, surgery.venue.timeZone);
    const wasMoved = row.starts_at !== old.startsAt || row.ends_at !== old.endsAt;
    const next = planned.has(row.announced_for)
      ? { status: row.status, ...(wasMoved ? {} : { starts_at: span.startsAt, ends_at: span.endsAt }) }
      : { status: "cancelled" };
    const same = next.status === row.status && (next.starts_at ?? row.starts_at) === row.starts_at;
    if (same && (next.ends_at ?? row.ends_at) === row.ends_at) continue;
    await inside
      .updateTable("surgery_dates")
      .set({ ...next, sequence: row.sequence + 1, changed_at: now })
      .where("id", "=", row.id)
      .execute();
    await noteTellings(inside, [row.id], now);
  }
  const added = [...planned].filter((date) => !known.has(date));
  const fresh = added.map((date) => newDate(surgery.id, date, announcement, surgery.venue, now));
  if (fresh.length > 0) await inside.insertInto("surgery_dates").values(fresh).execute();
}

function newDate(surgeryId: string, date: LocalDate, announcement: Announcement, venue: Venue, now: number): DateRow {
  const span = spanOf(date, announcement.starts, announcement.ends, venue.timeZone);
  return {
    id: randomUUID(),
    surgery_id: surgeryId,
    announced_for: date,
    starts_at: span.startsAt,
    ends_at: span.endsAt,
    status: "on",
    note: "",
    sequence: 0,
    changed_at: now,
  };
}

function wordsRow(
  words: Announcement,
): Pick<
  SurgeryRow,
  | "kind"
  | "title"
  | "about"
  | "host_group"
  | "curriculum"
  | "languages"
  | "photo_policy"
  | "capacity"
  | "first_date"
  | "starts"
  | "ends"
  | "recurrence"
> {
  return {
    kind: words.kind,
    title: words.title,
    about: words.about,
    host_group: words.hostGroup,
    curriculum: words.curriculum,
    languages: JSON.stringify(words.languages),
    photo_policy: words.photoPolicy,
    capacity: words.capacity,
    first_date: words.firstDate,
    starts: words.starts,
    ends: words.ends,
    recurrence: words.recurrence === undefined ? null : JSON.stringify(words.recurrence),
  };
}

export function venueOf(row: Selectable<SurgeryTables["venues"]>): Venue {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    address: row.address,
    mapLink: row.map_link,
    accessNotes: row.access_notes,
    timeZone: row.time_zone,
  };
}

function surgeryOf(row: SurgeryRow, venue: Venue): Surgery {
  return {
    id: row.id,
    slug: row.slug,
    venue,
    kind: row.kind as Kind,
    title: row.title,
    about: row.about,
    hostGroup: row.host_group,
    curriculum: row.curriculum,
    languages: JSON.parse(row.languages) as string[],
    photoPolicy: row.photo_policy as PhotoPolicy,
    capacity: row.capacity,
    firstDate: row.first_date,
    starts: row.starts,
    ends: row.ends,
    recurrence: row.recurrence === null ? undefined : (JSON.parse(row.recurrence) as Recurrence),
    sequence: row.sequence,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    cancelledAt: row.cancelled_at ?? undefined,
  };
}

function dateOf(row: DateRow, surgery: Surgery): SurgeryDate {
  return {
    id: row.id,
    surgery,
    announcedFor: row.announced_for,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    status: row.status === "cancelled" ? "cancelled" : "on",
    note: row.note,
    sequence: row.sequence,
    changedAt: row.changed_at,
  };
}

/** The day on which a date now is, at its venue. */
export function dayOf(date: SurgeryDate): LocalDate {
  return dateIn(date.startsAt, date.surgery.venue.timeZone);
}
