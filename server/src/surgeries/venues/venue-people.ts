/** Who organises and who hosts at a venue: invited by a one-time link, changed and removed by organisers, never without one. */
import { AppError } from "@data-surgery/contract";
import type { Kysely } from "kysely";
import { createSecret, hashSecret } from "../../identity/index.js";
import type { Store } from "../../store/index.js";
import type { VenueWords } from "../announcement.js";
import { venueOf, type Venue } from "../surgeries.js";
import type { SurgeryTables } from "../tables.js";
import { noteTellings } from "./date-tellings.js";
import { isVenueRole, type VenueRole } from "./venue-role.js";

export interface VenuePerson {
  readonly personId: string;
  readonly role: VenueRole;
  readonly addedAt: number;
}

export interface Invitation {
  readonly venue: Venue;
  readonly role: VenueRole;
  readonly workshopId: string;
}

export interface VenueWithSequence extends Venue {
  /** What two editors are told apart by. */
  readonly sequence: number;
}

export interface VenuePeople {
  /** Where somebody organises or hosts. */
  placesOf(personId: string): Promise<{ readonly venue: Venue; readonly role: VenueRole }[]>;
  roleAt(venueId: string, personId: string): Promise<VenueRole | undefined>;
  /** @throws AppError `http.not-found`, `identity.not-allowed` for somebody who is neither organiser nor host there */
  venue(slug: string, personId: string): Promise<{ readonly venue: VenueWithSequence; readonly role: VenueRole }>;
  at(venueId: string): Promise<VenuePerson[]>;
  /** @returns the token of a link that works once, for two weeks. @throws AppError `identity.not-allowed` */
  invite(slug: string, role: VenueRole, inviter: { personId: string; workshopId: string }): Promise<string>;
  /** @throws AppError `surgeries.used-invitation` */
  invitation(token: string): Promise<Invitation>;
  /** Uses the link up. @throws AppError `surgeries.used-invitation` */
  accept(token: string, personId: string): Promise<Invitation>;
  /** @throws AppError `surgeries.last-organiser`, `identity.not-allowed` */
  setRole(slug: string, personId: string, role: VenueRole, by: string): Promise<void>;
  /** Anybody may leave; others are removed by organisers. @throws AppError `surgeries.last-organiser`, `identity.not-allowed` */
  remove(slug: string, personId: string, by: string): Promise<void>;
  /**
   * Calendars and feeds follow; who signed up is told when name or address changed. The time zone stays: dates hang on it.
   * @returns ids of the dates of which people must be told. @throws AppError `surgeries.changed-meanwhile`
   */
  change(slug: string, words: VenueWords, seen: number, by: string): Promise<string[]>;
  /** Somebody who is erased: they organise nowhere, and their open invitations end. @returns venues that nobody organises now */
  forget(personId: string): Promise<string[]>;
  exportPerson(personId: string): Promise<object>;
}

const lifeMs = 14 * 24 * 60 * 60 * 1000;
type Db = Kysely<SurgeryTables>;

export function createVenuePeople(store: Store, clock: () => number = Date.now): VenuePeople {
  return new SqlVenuePeople(store.tables<SurgeryTables>(), clock);
}

class SqlVenuePeople implements VenuePeople {
  readonly #db: Db;
  readonly #clock: () => number;
  /** One change after the other: two organisers who remove each other at once must not both succeed. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(db: Db, clock: () => number) {
    this.#db = db;
    this.#clock = clock;
  }

  async placesOf(personId: string): Promise<{ venue: Venue; role: VenueRole }[]> {
    const rows = await this.#db
      .selectFrom("venues")
      .innerJoin("venue_people", "venue_people.venue_id", "venues.id")
      .selectAll("venues")
      .select("venue_people.role as role")
      .where("venue_people.person_id", "=", personId)
      .orderBy("venues.name")
      .execute();
    return rows.map((row) => ({ venue: venueOf(row), role: roleOf(row.role) }));
  }

  async roleAt(venueId: string, personId: string): Promise<VenueRole | undefined> {
    const row = await this.#db
      .selectFrom("venue_people")
      .select("role")
      .where("venue_id", "=", venueId)
      .where("person_id", "=", personId)
      .executeTakeFirst();
    return row === undefined ? undefined : roleOf(row.role);
  }

  async venue(slug: string, personId: string): Promise<{ venue: VenueWithSequence; role: VenueRole }> {
    const row = await this.#db.selectFrom("venues").selectAll().where("slug", "=", slug).executeTakeFirst();
    if (row === undefined) throw new AppError("http.not-found");
    const role = await this.roleAt(row.id, personId);
    if (role === undefined) throw new AppError("identity.not-allowed");
    return { venue: { ...venueOf(row), sequence: row.sequence }, role };
  }

  async at(venueId: string): Promise<VenuePerson[]> {
    const rows = await this.#db
      .selectFrom("venue_people")
      .selectAll()
      .where("venue_id", "=", venueId)
      .orderBy("added_at")
      .orderBy("person_id")
      .execute();
    return rows.map((row) => ({ personId: row.person_id, role: roleOf(row.role), addedAt: row.added_at }));
  }

  async invite(slug: string, role: VenueRole, inviter: { personId: string; workshopId: string }): Promise<string> {
    const venue = await this.#organised(slug, inviter.personId);
    const token = createSecret();
    const now = this.#clock();
    await this.#db.deleteFrom("venue_invitations").where("expires_at", "<=", now).execute();
    await this.#db
      .insertInto("venue_invitations")
      .values({
        token_hash: hashSecret(token),
        venue_id: venue.id,
        role,
        workshop_id: inviter.workshopId,
        invited_by: inviter.personId,
        created_at: now,
        expires_at: now + lifeMs,
        used_at: null,
      })
      .execute();
    return token;
  }

  async invitation(token: string): Promise<Invitation> {
    const row = await this.#db
      .selectFrom("venue_invitations")
      .innerJoin("venues", "venues.id", "venue_invitations.venue_id")
      .selectAll("venues")
      .select(["venue_invitations.role as role", "workshop_id"])
      .where("token_hash", "=", hashSecret(token))
      .where("used_at", "is", null)
      .where("expires_at", ">", this.#clock())
      .executeTakeFirst();
    if (row === undefined) throw new AppError("surgeries.used-invitation");
    return { venue: venueOf(row), role: roleOf(row.role), workshopId: row.workshop_id };
  }

  accept(token: string, personId: string): Promise<Invitation> {
    return this.#inTurn(async () => {
      const invitation = await this.invitation(token);
      const now = this.#clock();
      await this.#db.transaction().execute(async (inside) => {
        // One statement decides, so that two people who open the link at once can't both get in.
        const { numUpdatedRows } = await inside
          .updateTable("venue_invitations")
          .set({ used_at: now })
          .where("token_hash", "=", hashSecret(token))
          .where("used_at", "is", null)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) throw new AppError("surgeries.used-invitation");
        const row = { venue_id: invitation.venue.id, person_id: personId, role: invitation.role, added_at: now };
        await inside
          .insertInto("venue_people")
          .values(row)
          // An organiser who opens an invitation for hosts stays an organiser.
          .onConflict((conflict) =>
            invitation.role === "organiser"
              ? conflict.columns(["venue_id", "person_id"]).doUpdateSet({ role: "organiser" })
              : conflict.columns(["venue_id", "person_id"]).doNothing(),
          )
          .execute();
      });
      return invitation;
    });
  }

  setRole(slug: string, personId: string, role: VenueRole, by: string): Promise<void> {
    return this.#inTurn(async () => {
      const venue = await this.#organised(slug, by);
      await this.#keepingOne(venue.id, async (inside) => {
        await inside
          .updateTable("venue_people")
          .set({ role })
          .where("venue_id", "=", venue.id)
          .where("person_id", "=", personId)
          .execute();
      });
    });
  }

  remove(slug: string, personId: string, by: string): Promise<void> {
    return this.#inTurn(async () => {
      const venue = personId === by ? (await this.venue(slug, by)).venue : await this.#organised(slug, by);
      await this.#keepingOne(venue.id, async (inside) => {
        await inside
          .deleteFrom("venue_people")
          .where("venue_id", "=", venue.id)
          .where("person_id", "=", personId)
          .execute();
      });
    });
  }

  change(slug: string, words: VenueWords, seen: number, by: string): Promise<string[]> {
    return this.#inTurn(async () => {
      const venue = await this.#organised(slug, by);
      const now = this.#clock();
      return this.#db.transaction().execute(async (inside) => {
        const { name, address, mapLink, accessNotes } = words;
        const changed = await inside
          .updateTable("venues")
          .set({ name, address, map_link: mapLink, access_notes: accessNotes, sequence: seen + 1 })
          .where("id", "=", venue.id)
          .where("sequence", "=", seen)
          .executeTakeFirst();
        if (changed.numUpdatedRows === 0n) throw new AppError("surgeries.changed-meanwhile");
        // Its surgeries stand elsewhere now: calendars must see that they changed.
        await inside
          .updateTable("surgeries")
          .set((row) => ({ sequence: row("sequence", "+", 1), changed_at: now }))
          .where("venue_id", "=", venue.id)
          .execute();
        if (name === venue.name && address === venue.address) return [];
        const dates = await inside
          .selectFrom("surgery_dates")
          .innerJoin("surgeries", "surgeries.id", "surgery_dates.surgery_id")
          .select("surgery_dates.id as id")
          .where("surgeries.venue_id", "=", venue.id)
          .where("surgery_dates.status", "=", "on")
          .where("surgery_dates.starts_at", ">", now)
          .execute();
        const ids = dates.map(({ id }) => id);
        await noteTellings(inside, ids, now);
        return ids;
      });
    });
  }

  forget(personId: string): Promise<string[]> {
    return this.#inTurn(async () => {
      const places = await this.placesOf(personId);
      await this.#db.transaction().execute(async (inside) => {
        await inside.deleteFrom("venue_people").where("person_id", "=", personId).execute();
        await inside.deleteFrom("venue_invitations").where("invited_by", "=", personId).execute();
      });
      const left: string[] = [];
      for (const { venue } of places) {
        if (!(await this.at(venue.id)).some(({ role }) => role === "organiser")) left.push(venue.name);
      }
      return left;
    });
  }

  async exportPerson(personId: string): Promise<object> {
    const invitations = await this.#db
      .selectFrom("venue_invitations")
      .select(["venue_id", "role", "created_at", "used_at"])
      .where("invited_by", "=", personId)
      .execute();
    return { places: await this.placesOf(personId), invitations };
  }

  async #organised(slug: string, personId: string): Promise<VenueWithSequence> {
    const { venue, role } = await this.venue(slug, personId);
    if (role !== "organiser") throw new AppError("identity.not-allowed");
    return venue;
  }

  async #keepingOne(venueId: string, change: (inside: Db) => Promise<void>): Promise<void> {
    await this.#db.transaction().execute(async (inside) => {
      await change(inside);
      const left = await inside
        .selectFrom("venue_people")
        .select("person_id")
        .where("venue_id", "=", venueId)
        .where("role", "=", "organiser")
        .execute();
      if (left.length === 0) throw new AppError("surgeries.last-organiser");
    });
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#tail.then(run);
    this.#tail = next.catch(() => undefined);
    return next;
  }
}

function roleOf(text: string): VenueRole {
  return isVenueRole(text) ? text : "host";
}
