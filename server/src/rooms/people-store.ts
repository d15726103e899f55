/** What is kept of the people in rooms: settings, roles, visits, suggestions, messages. The only file of this subject that speaks SQL. */
import { RoomRole, type ChatMessage, type NamedPerson, type Suggestion, type Visit } from "@data-surgery/contract";
import type { Kysely, Selectable } from "kysely";
import type { Store } from "../store/index.js";
import type { PeopleTables } from "./people-migrations.js";
import type { KeptPerson, StoredPeople } from "./room-people.js";

export interface StoredRoom {
  readonly people: StoredPeople;
  /** Oldest first: those that are open, and the latest that were decided. */
  readonly suggestions: readonly Suggestion[];
  /** The latest, oldest first. */
  readonly messages: readonly ChatMessage[];
}

/** Everything kept about one person in rooms, for themselves. */
export interface PersonInRooms {
  readonly roles: readonly {
    readonly documentId: string;
    readonly role: string | null;
    readonly hand: string | null;
  }[];
  readonly visits: readonly Visit[];
  readonly suggestions: readonly Suggestion[];
  readonly messages: readonly ChatMessage[];
}

export interface PeopleStore {
  load(documentId: string): Promise<StoredRoom>;
  keepSettings(documentId: string, settings: Pick<StoredPeople, "owner" | "openAs" | "keyboard">): Promise<void>;
  keepPerson(documentId: string, person: KeptPerson): Promise<void>;
  keepVisit(documentId: string, visit: Visit): Promise<void>;
  keepSuggestion(documentId: string, suggestion: Suggestion): Promise<void>;
  keepMessage(documentId: string, message: ChatMessage): Promise<void>;
  eraseMessage(documentId: string, id: string): Promise<void>;
  exportPerson(personId: string): Promise<PersonInRooms>;
  /** What they said and proposed goes; what others decided about them too. A text that was accepted is the document's. */
  erasePerson(personId: string): Promise<void>;
}

/** What a page gets on joining. More is kept, and comes back when these are dealt with. */
export const mostMessages: number = 200;
export const mostDecided: number = 50;

export function sqlPeopleStore(store: Store): PeopleStore {
  return new SqlPeopleStore(store.tables<PeopleTables>());
}

class SqlPeopleStore implements PeopleStore {
  readonly #db: Kysely<PeopleTables>;

  constructor(db: Kysely<PeopleTables>) {
    this.#db = db;
  }

  async load(documentId: string): Promise<StoredRoom> {
    const db = this.#db;
    const settings = await db
      .selectFrom("room_settings")
      .selectAll()
      .where("document_id", "=", documentId)
      .executeTakeFirst();
    const people = await db.selectFrom("room_people").selectAll().where("document_id", "=", documentId).execute();
    const visits = await db
      .selectFrom("room_visits")
      .selectAll()
      .where("document_id", "=", documentId)
      .orderBy("came_at", "desc")
      .limit(50)
      .execute();
    const ofDocument = db.selectFrom("room_suggestions").selectAll().where("document_id", "=", documentId);
    const open = await ofDocument.where("state", "=", "open").execute();
    const decided = await ofDocument
      .where("state", "!=", "open")
      .orderBy("made_at", "desc")
      .limit(mostDecided)
      .execute();
    const messages = await db
      .selectFrom("room_messages")
      .selectAll()
      .where("document_id", "=", documentId)
      .orderBy("said_at", "desc")
      .limit(mostMessages)
      .execute();
    return {
      people: {
        owner: named(settings?.owner_id, settings?.owner_name),
        openAs: roleFrom(settings?.open_as),
        keyboard: named(settings?.keyboard_id, settings?.keyboard_name),
        kept: new Map(people.map((row) => [row.person_id, personFrom(row)])),
        visits: visits.map(visitFrom).toReversed(),
      },
      suggestions: [...open, ...decided].map(suggestionFrom).toSorted((a, b) => a.at - b.at),
      messages: messages.map(messageFrom).toReversed(),
    };
  }

  async keepSettings(
    documentId: string,
    { owner, openAs, keyboard }: Pick<StoredPeople, "owner" | "openAs" | "keyboard">,
  ): Promise<void> {
    const values = {
      owner_id: owner?.personId ?? null,
      owner_name: owner?.name ?? "",
      open_as: openAs,
      keyboard_id: keyboard?.personId ?? null,
      keyboard_name: keyboard?.name ?? "",
    };
    await this.#db
      .insertInto("room_settings")
      .values({ document_id: documentId, ...values })
      .onConflict((conflict) => conflict.column("document_id").doUpdateSet(values))
      .execute();
  }

  async keepPerson(documentId: string, person: KeptPerson): Promise<void> {
    const values = {
      name: person.name,
      color: person.color,
      role: person.role,
      decided_at: person.decidedAt,
      declined: person.declined ? 1 : 0,
      hand_cell: person.hand?.cellId ?? null,
      hand_label: person.hand?.label ?? "",
      hand_at: person.hand?.at ?? 0,
    };
    await this.#db
      .insertInto("room_people")
      .values({ document_id: documentId, person_id: person.personId, ...values })
      .onConflict((conflict) => conflict.columns(["document_id", "person_id"]).doUpdateSet(values))
      .execute();
  }

  async keepVisit(documentId: string, { id, personId, name, from, until, seen }: Visit): Promise<void> {
    const values = { left_at: until, seen: seen ? 1 : 0 };
    await this.#db
      .insertInto("room_visits")
      .values({ id, document_id: documentId, person_id: personId, name, came_at: from, ...values })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
      .execute();
  }

  async keepSuggestion(documentId: string, one: Suggestion): Promise<void> {
    const values = {
      state: one.state,
      decided_by: one.decidedBy?.personId ?? null,
      decider_name: one.decidedBy?.name ?? "",
    };
    const { id, cellId, author, base, text, at } = one;
    await this.#db
      .insertInto("room_suggestions")
      .values({
        id,
        document_id: documentId,
        cell_id: cellId,
        author_id: author.personId,
        author_name: author.name,
        base,
        text,
        made_at: at,
        ...values,
      })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
      .execute();
  }

  async keepMessage(documentId: string, { id, author, color, text, cellId, at }: ChatMessage): Promise<void> {
    const writer = { author_id: author.personId, author_name: author.name, color };
    await this.#db
      .insertInto("room_messages")
      .values({ id, document_id: documentId, ...writer, text, cell_id: cellId, said_at: at })
      .execute();
  }

  async eraseMessage(documentId: string, id: string): Promise<void> {
    await this.#db.deleteFrom("room_messages").where("document_id", "=", documentId).where("id", "=", id).execute();
  }

  async exportPerson(personId: string): Promise<PersonInRooms> {
    const db = this.#db;
    const people = await db.selectFrom("room_people").selectAll().where("person_id", "=", personId).execute();
    const visits = await db.selectFrom("room_visits").selectAll().where("person_id", "=", personId).execute();
    const suggestions = await db.selectFrom("room_suggestions").selectAll().where("author_id", "=", personId).execute();
    const messages = await db.selectFrom("room_messages").selectAll().where("author_id", "=", personId).execute();
    return {
      roles: people.map((row) => ({ documentId: row.document_id, role: row.role, hand: row.hand_cell })),
      visits: visits.map(visitFrom),
      suggestions: suggestions.map(suggestionFrom),
      messages: messages.map(messageFrom),
    };
  }

  async erasePerson(personId: string): Promise<void> {
    await this.#db.transaction().execute(async (inside) => {
      await inside.deleteFrom("room_people").where("person_id", "=", personId).execute();
      await inside.deleteFrom("room_visits").where("person_id", "=", personId).execute();
      await inside.deleteFrom("room_messages").where("author_id", "=", personId).execute();
      await inside.deleteFrom("room_suggestions").where("author_id", "=", personId).execute();
      await inside
        .updateTable("room_suggestions")
        .set({ decided_by: null, decider_name: "" })
        .where("decided_by", "=", personId)
        .execute();
      await inside
        .updateTable("room_settings")
        .set({ owner_id: null, owner_name: "" })
        .where("owner_id", "=", personId)
        .execute();
      await inside
        .updateTable("room_settings")
        .set({ keyboard_id: null, keyboard_name: "" })
        .where("keyboard_id", "=", personId)
        .execute();
    });
  }
}

function named(personId: string | null | undefined, name: string | undefined): NamedPerson | null {
  return personId == null ? null : { personId, name: name ?? "" };
}

/** A role that this version does not know is none. */
function roleFrom(text: string | null | undefined): RoomRole | null {
  const parsed = RoomRole.safeParse(text);
  return parsed.success ? parsed.data : null;
}

function personFrom(row: Selectable<PeopleTables["room_people"]>): KeptPerson {
  return {
    personId: row.person_id,
    name: row.name,
    color: row.color,
    role: roleFrom(row.role),
    decidedAt: row.decided_at,
    declined: row.declined === 1,
    hand: row.hand_cell === null ? null : { cellId: row.hand_cell, label: row.hand_label, at: row.hand_at },
  };
}

function visitFrom(row: Selectable<PeopleTables["room_visits"]>): Visit {
  return {
    id: row.id,
    personId: row.person_id,
    name: row.name,
    from: row.came_at,
    until: row.left_at,
    seen: row.seen === 1,
  };
}

function suggestionFrom(row: Selectable<PeopleTables["room_suggestions"]>): Suggestion {
  return {
    id: row.id,
    cellId: row.cell_id,
    author: { personId: row.author_id, name: row.author_name },
    base: row.base,
    text: row.text,
    at: row.made_at,
    state: row.state as Suggestion["state"],
    decidedBy: named(row.decided_by, row.decider_name),
  };
}

function messageFrom(row: Selectable<PeopleTables["room_messages"]>): ChatMessage {
  return {
    id: row.id,
    author: { personId: row.author_id, name: row.author_name },
    color: row.color,
    text: row.text,
    cellId: row.cell_id,
    at: row.said_at,
  };
}
