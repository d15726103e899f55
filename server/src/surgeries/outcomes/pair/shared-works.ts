/**
 * Two people at one notebook: its owner gives out a code with what whoever brings it may do, and the other comes by it, for one
 * evening. Who is whose guest is asked with every request, so it is kept in memory too.
 */
import { AppError, RoomRole, type GuestPlace, type Visitor } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import { createCode, parseCode } from "../../../identity/index.js";
import type { Store } from "../../../store/index.js";
import type { SurgeryTables } from "../../tables.js";
import { contactOf } from "../own-contact.js";

export interface SharedWork {
  readonly id: string;
  readonly code: string;
  readonly ownerId: string;
  readonly workshopId: string;
  readonly place: string;
  readonly documentId: string;
  readonly role: RoomRole;
  readonly madeAt: number;
  readonly endsAt: number;
}

export interface SharedWorks {
  /** Sent twice with the same `form`, it is made once. @param make the place and the notebook */
  open(
    owner: Visitor,
    form: string,
    make: () => Promise<{ readonly place: string; readonly documentId: string }>,
  ): Promise<SharedWork>;
  /** One's own. @throws AppError `http.not-found` */
  own(owner: Visitor, id: string): Promise<SharedWork>;
  guestsOf(id: string): Promise<readonly { readonly personId: string; readonly name: string }[]>;
  /** For those who come from now on. */
  setRole(owner: Visitor, id: string, role: RoomRole): Promise<void>;
  /** The code lets nobody in any more, and whoever came by it is no guest. */
  end(owner: Visitor, id: string): Promise<void>;
  /** What a code opens now, in the same workshop; undefined when nothing. */
  byCode(visitor: Visitor, code: string): Promise<SharedWork | undefined>;
  /** @param admit lets them into the room; when it refuses, they are no guest */
  join(visitor: Visitor, work: SharedWork, admit: (guest: Visitor) => Promise<void>): Promise<void>;
  withGuestPlaces(visitor: Visitor): Visitor;
  /** Documents that somebody shares or shared, newest first. */
  documentsOf(personId: string): Promise<readonly string[]>;
}

type Db = Kysely<SurgeryTables>;
type Row = Selectable<SurgeryTables["shared_works"]>;

interface Guest extends GuestPlace {
  readonly workId: string;
  readonly until: number;
}

const codeLength = 8;
/** An evening, as long as being let in by name holds. */
const lasts = 12 * 3_600_000;

export async function openSharedWorks(store: Store, clock: () => number = Date.now): Promise<SharedWorks> {
  const db = store.tables<SurgeryTables>();
  const guests = await loadGuests(db, clock());
  return new SqlSharedWorks(db, clock, guests);
}

class SqlSharedWorks implements SharedWorks {
  readonly #db: Db;
  readonly #clock: () => number;
  /** By person. */
  readonly #guests: Map<string, Guest[]>;
  /** One after the other: a double click makes one folder. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(db: Db, clock: () => number, guests: Map<string, Guest[]>) {
    this.#db = db;
    this.#clock = clock;
    this.#guests = guests;
  }

  open(
    owner: Visitor,
    form: string,
    make: () => Promise<{ readonly place: string; readonly documentId: string }>,
  ): Promise<SharedWork> {
    const next = this.#tail.then(() => this.#openNow(owner, form, make));
    this.#tail = next.catch(() => undefined);
    return next;
  }

  async #openNow(
    { personId, workshopId }: Visitor,
    form: string,
    make: () => Promise<{ readonly place: string; readonly documentId: string }>,
  ): Promise<SharedWork> {
    const works = this.#db.selectFrom("shared_works").selectAll().where("owner_id", "=", personId);
    const before = await works.where("form", "=", form).executeTakeFirst();
    if (before !== undefined) return workOf(before);
    const { place, documentId } = await make();
    const now = this.#clock();
    const row: Row = {
      id: randomUUID(),
      form,
      code: createCode(codeLength),
      owner_id: personId,
      workshop_id: workshopId,
      place,
      document_id: documentId,
      role: "edit",
      made_at: now,
      ends_at: now + lasts,
    };
    await this.#db.insertInto("shared_works").values(row).execute();
    return workOf(row);
  }

  async own(owner: Visitor, id: string): Promise<SharedWork> {
    const row = await this.#db.selectFrom("shared_works").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined || row.owner_id !== owner.personId) throw new AppError("http.not-found");
    return workOf(row);
  }

  async guestsOf(id: string): Promise<readonly { readonly personId: string; readonly name: string }[]> {
    const rows = this.#db.selectFrom("shared_work_guests").selectAll().where("work_id", "=", id);
    return (await rows.orderBy("joined_at").execute()).map((row) => ({ personId: row.person_id, name: row.name }));
  }

  async setRole(owner: Visitor, id: string, role: RoomRole): Promise<void> {
    const work = await this.own(owner, id);
    await this.#db.updateTable("shared_works").set({ role }).where("id", "=", work.id).execute();
  }

  async end(owner: Visitor, id: string): Promise<void> {
    const work = await this.own(owner, id);
    const now = this.#clock();
    await this.#db.transaction().execute(async (inside) => {
      await inside.updateTable("shared_works").set({ ends_at: now }).where("id", "=", work.id).execute();
      await inside.updateTable("shared_work_guests").set({ until: now }).where("work_id", "=", work.id).execute();
    });
    for (const [personId, places] of this.#guests)
      this.#guests.set(
        personId,
        places.filter(({ workId }) => workId !== work.id),
      );
  }

  async byCode({ workshopId }: Visitor, typed: string): Promise<SharedWork | undefined> {
    const code = parseCode(typed);
    if (code.length !== codeLength) return undefined;
    const row = await this.#db
      .selectFrom("shared_works")
      .selectAll()
      .where("code", "=", code)
      .where("ends_at", ">", this.#clock())
      .where("workshop_id", "=", workshopId)
      .executeTakeFirst();
    return row === undefined ? undefined : workOf(row);
  }

  async join(visitor: Visitor, work: SharedWork, admit: (guest: Visitor) => Promise<void>): Promise<void> {
    const { personId, name } = visitor;
    if (personId === work.ownerId) return;
    const guest: Guest = { workId: work.id, place: work.place, documentId: work.documentId, until: work.endsAt };
    await admit({ ...visitor, guestIn: [...(visitor.guestIn ?? []), guest] });
    const values = { name, joined_at: this.#clock(), until: guest.until };
    await this.#db
      .insertInto("shared_work_guests")
      .values({ work_id: work.id, person_id: personId, ...values })
      .onConflict((conflict) => conflict.columns(["work_id", "person_id"]).doUpdateSet(values))
      .execute();
    const others = (this.#guests.get(personId) ?? []).filter(({ workId }) => workId !== work.id);
    this.#guests.set(personId, [...others, guest]);
    await noteSharedNotebook(this.#db, work.ownerId, personId, work.documentId);
  }

  withGuestPlaces(visitor: Visitor): Visitor {
    const now = this.#clock();
    const places = (this.#guests.get(visitor.personId) ?? []).filter(({ until }) => until > now);
    if (places.length === 0) return visitor;
    return { ...visitor, guestIn: places.map(({ place, documentId }) => ({ place, documentId })) };
  }

  async documentsOf(personId: string): Promise<readonly string[]> {
    const rows = this.#db.selectFrom("shared_works").select("document_id").where("owner_id", "=", personId);
    const documents = await rows.orderBy("made_at", "desc").execute();
    return [...new Set(documents.map(({ document_id }) => document_id))];
  }
}

async function loadGuests(db: Db, now: number): Promise<Map<string, Guest[]>> {
  const rows = await db
    .selectFrom("shared_work_guests")
    .innerJoin("shared_works", "shared_works.id", "shared_work_guests.work_id")
    .select(["work_id", "person_id", "until", "place", "document_id"])
    .where("until", ">", now)
    .execute();
  const guests = new Map<string, Guest[]>();
  for (const { work_id, person_id, until, place, document_id } of rows) {
    const guest: Guest = { workId: work_id, place, documentId: document_id, until };
    guests.set(person_id, [...(guests.get(person_id) ?? []), guest]);
  }
  return guests;
}

/** A sitting that goes on gets the notebook that its two people share, whichever of them it belongs to. */
export async function noteSharedNotebook(db: Db, one: string, other: string, documentId: string): Promise<void> {
  const [first, second] = [await contactOf(db, one), await contactOf(db, other)];
  if (first === undefined || second === undefined) return;
  await db
    .updateTable("sittings")
    .set({ document_id: documentId })
    .where("ended_at", "is", null)
    .where("patient_id", "in", [first, second])
    .where("surgeon_id", "in", [first, second])
    .execute();
}

/** The work that two contacts share at this time: for a sitting that begins after they came together. */
export async function sharedNotebookOf(db: Db, one: string, other: string, now: number): Promise<string | null> {
  const row = await db
    .selectFrom("shared_works")
    .innerJoin("shared_work_guests", "shared_work_guests.work_id", "shared_works.id")
    .innerJoin("contact_persons as owner", "owner.person_id", "shared_works.owner_id")
    .innerJoin("contact_persons as guest", "guest.person_id", "shared_work_guests.person_id")
    .select("document_id")
    .where("until", ">", now)
    .where("owner.contact_id", "in", [one, other])
    .where("guest.contact_id", "in", [one, other])
    .orderBy("joined_at", "desc")
    .executeTakeFirst();
  return row?.document_id ?? null;
}

/** For `surgery person`: what somebody shared and where they were a guest. The notebooks themselves are the rooms' business. */
export async function erasePairs(db: Db, personId: string): Promise<void> {
  const own = db.selectFrom("shared_works").select("id").where("owner_id", "=", personId);
  await db
    .deleteFrom("shared_work_guests")
    .where((row) => row.or([row("person_id", "=", personId), row("work_id", "in", own)]))
    .execute();
  await db.deleteFrom("shared_works").where("owner_id", "=", personId).execute();
}

/** Times are milliseconds since 1970. */
export async function exportPairs(db: Db, personId: string): Promise<object> {
  const shared = await db.selectFrom("shared_works").selectAll().where("owner_id", "=", personId).execute();
  const guest = await db
    .selectFrom("shared_work_guests")
    .select(["joined_at", "until"])
    .where("person_id", "=", personId)
    .execute();
  return {
    shared: shared.map(({ place, role, made_at, ends_at }) => ({ place, role, madeAt: made_at, endsAt: ends_at })),
    guestSince: guest.map(({ joined_at, until }) => ({ joinedAt: joined_at, until })),
  };
}

function workOf(row: Row): SharedWork {
  const role = RoomRole.safeParse(row.role);
  return {
    id: row.id,
    code: row.code,
    ownerId: row.owner_id,
    workshopId: row.workshop_id,
    place: row.place,
    documentId: row.document_id,
    role: role.success ? role.data : "observe",
    madeAt: row.made_at,
    endsAt: row.ends_at,
  };
}
