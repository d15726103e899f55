/** Asks and offers: said by people on their own page, looked at by organisers, shown to everybody for half a year, and brought together. */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import { createSecret, hashSecret } from "../../identity/index.js";
import type { Letter, Outbox } from "../../mail/index.js";
import type { Store } from "../../store/index.js";
import { consentsOf, sayConsent } from "../consents/consents.js";
import type { SurgeryTables } from "../tables.js";
import { topicsIn, type Topic } from "../topics.js";
import {
  expiryLetter,
  introductionLetter,
  invitationLetter,
  type LetterAbout,
  type LetterWords,
} from "./connection-letters.js";
import { applyAnswer, noIntroduction, type Introduction, type Side } from "./introduction.js";

export type ListingKind = Side;

export interface ListingWords {
  readonly kind: ListingKind;
  readonly title: string;
  readonly words: string;
}

export interface Listing extends ListingWords {
  readonly id: string;
  readonly status: "waiting" | "public" | "refused";
  readonly topics: readonly Topic[];
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Of whoever says it; "" when they gave none. */
  readonly group: string;
}

/** Somebody else's listing that fits one's own. */
export interface Suggestion {
  readonly listing: Listing;
  /** `both about maps and places` */
  readonly because: string;
  readonly youAgreed: boolean;
  readonly theyAgreed: boolean;
  readonly made: boolean;
  readonly refused: boolean;
}

export interface OwnListing {
  readonly listing: Listing;
  /** Only for what is public, and at most five. */
  readonly suggestions: readonly Suggestion[];
}

export interface Connections {
  /** What everybody may see, newest first. @param topic id of one, or undefined for all */
  shown(topic: string | undefined): Promise<Listing[]>;
  own(contactId: string): Promise<OwnListing[]>;
  /** Writes the consent with it. @throws AppError `http.too-many` beyond five of one person */
  add(contactId: string, venueId: string, words: ListingWords): Promise<void>;
  remove(contactId: string, listingId: string): Promise<void>;
  /** For another half year. */
  renew(contactId: string, listingId: string): Promise<void>;
  /** What organisers of a venue have not looked at yet. */
  waiting(venueId: string): Promise<Listing[]>;
  decide(venueId: string, listingId: string, yes: boolean): Promise<void>;
  /** One's own answer to being brought together with another's listing. */
  answer(contactId: string, own: string, other: string, yes: boolean): Promise<void>;
  /** Removes what nobody renewed for a month. */
  sweep(): Promise<number>;
}

export interface ConnectionsOptions {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly sendsMail: boolean;
  readonly linkOf: (token: string) => string;
  readonly clock?: () => number;
}

/** Of the words people agree to when they put something into the list. */
export const directoryVersion = "1";
const day = 24 * 60 * 60 * 1000;
const lifeMs = 182 * day;
const mostOfOne = 5;

type Db = Kysely<SurgeryTables>;
type Row = Selectable<SurgeryTables["listings"]> & { readonly group_name: string };

export function createConnections(options: ConnectionsOptions): Connections {
  return new SqlConnections(options);
}

class SqlConnections implements Connections {
  readonly #options: ConnectionsOptions;
  readonly #db: Db;
  readonly #clock: () => number;
  /** One change after the other: two who agree in the same moment are brought together once. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#db = options.store.tables<SurgeryTables>();
    this.#clock = options.clock ?? Date.now;
  }

  async shown(topic: string | undefined): Promise<Listing[]> {
    const all = (await this.#public(this.#db)).map(listingOf);
    return topic === undefined ? all : all.filter(({ topics }) => topics.some(({ id }) => id === topic));
  }

  async own(contactId: string): Promise<OwnListing[]> {
    const rows = await this.#rows(this.#db).where("contact_id", "=", contactId).execute();
    const everybody = await this.#public(this.#db);
    const isShown = new Set(everybody.map(({ id }) => id));
    const others = everybody.filter((row) => row.contact_id !== contactId).map(listingOf);
    const met = await this.#db.selectFrom("introductions").selectAll().execute();
    return rows.map(listingOf).map((listing) => {
      const suggestions = others
        .filter(({ kind }) => kind !== listing.kind)
        .flatMap((other) => {
          const shared = listing.topics.filter(({ id }) => other.topics.some((topic) => topic.id === id));
          const [ask, offer] = listing.kind === "ask" ? [listing.id, other.id] : [other.id, listing.id];
          const row = met.find(({ ask_id, offer_id }) => ask_id === ask && offer_id === offer);
          if (shared.length === 0 && row === undefined) return [];
          return [{ shared: shared.length, suggestion: suggestionOf(listing.kind, other, shared, row) }];
        })
        .toSorted((a, b) => b.shared - a.shared || b.suggestion.listing.createdAt - a.suggestion.listing.createdAt)
        .slice(0, 5)
        .map(({ suggestion }) => suggestion);
      return { listing, suggestions: isShown.has(listing.id) ? suggestions : [] };
    });
  }

  add(contactId: string, venueId: string, { kind, title, words }: ListingWords): Promise<void> {
    return this.#inTurn(async () => {
      const now = this.#clock();
      await this.#db.transaction().execute(async (inside) => {
        const rows = await inside.selectFrom("listings").select("id").where("contact_id", "=", contactId).execute();
        if (rows.length >= mostOfOne) throw new AppError("surgeries.too-many-listings");
        await sayConsent(
          inside,
          contactId,
          { purpose: "directory", dateId: "", version: directoryVersion, given: true },
          now,
        );
        await inside
          .insertInto("listings")
          .values({
            id: randomUUID(),
            contact_id: contactId,
            venue_id: venueId,
            kind,
            title,
            words,
            status: "waiting",
            created_at: now,
            expires_at: now + lifeMs,
          })
          .execute();
      });
    });
  }

  remove(contactId: string, listingId: string): Promise<void> {
    return this.#inTurn(() =>
      this.#db.transaction().execute(async (inside) => {
        const row = await this.#ownRow(inside, contactId, listingId);
        await inside
          .deleteFrom("introductions")
          .where((one) => one.or([one("ask_id", "=", row.id), one("offer_id", "=", row.id)]))
          .execute();
        await inside.deleteFrom("listings").where("id", "=", row.id).execute();
        await this.#options.outbox.withdraw(inside as unknown as Kysely<unknown>, row.id);
      }),
    );
  }

  renew(contactId: string, listingId: string): Promise<void> {
    return this.#inTurn(() =>
      this.#db.transaction().execute(async (inside) => {
        const row = await this.#ownRow(inside, contactId, listingId);
        const expires_at = this.#clock() + lifeMs;
        await inside.updateTable("listings").set({ expires_at }).where("id", "=", row.id).execute();
        await this.#options.outbox.withdraw(inside as unknown as Kysely<unknown>, row.id);
        if (row.status === "public") await this.#remind(inside, { ...row, expires_at });
      }),
    );
  }

  async waiting(venueId: string): Promise<Listing[]> {
    const rows = await this.#rows(this.#db)
      .where("venue_id", "=", venueId)
      .where("listings.status", "=", "waiting")
      .execute();
    const allowed: Row[] = [];
    for (const row of rows) if (await mayBeShown(this.#db, row.contact_id)) allowed.push(row);
    return allowed.map(listingOf);
  }

  decide(venueId: string, listingId: string, yes: boolean): Promise<void> {
    return this.#inTurn(() =>
      this.#db.transaction().execute(async (inside) => {
        const row = await this.#rows(inside)
          .where("venue_id", "=", venueId)
          .where("listings.id", "=", listingId)
          .executeTakeFirst();
        if (row === undefined) throw new AppError("http.not-found");
        const status = yes ? "public" : "refused";
        await inside.updateTable("listings").set({ status }).where("id", "=", listingId).execute();
        if (yes && row.status !== "public") await this.#remind(inside, row);
      }),
    );
  }

  answer(contactId: string, own: string, other: string, yes: boolean): Promise<void> {
    return this.#inTurn(() =>
      this.#db.transaction().execute(async (inside) => {
        const mine = await this.#ownRow(inside, contactId, own);
        const shown = await this.#public(inside);
        const theirs = shown.find(({ id }) => id === other);
        if (theirs === undefined || theirs.kind === mine.kind || !shown.some(({ id }) => id === own)) {
          throw new AppError("http.not-found");
        }
        const [ask, offer] = mine.kind === "ask" ? [mine, theirs] : [theirs, mine];
        const before = await inside
          .selectFrom("introductions")
          .selectAll()
          .where("ask_id", "=", ask.id)
          .where("offer_id", "=", offer.id)
          .executeTakeFirst();
        const answer = { side: mine.kind as Side, yes, at: this.#clock() };
        const { state, effects } = applyAnswer(before === undefined ? noIntroduction : introductionOf(before), answer);
        const id = await keep(inside, { askId: ask.id, offerId: offer.id, id: before?.id }, state);
        for (const effect of effects) {
          if (effect.type === "invite") await this.#write(inside, effect.to === "ask" ? ask : offer, invitationLetter);
          else await this.#introduce(inside, id, ask, offer);
        }
      }),
    );
  }

  async sweep(): Promise<number> {
    const before = this.#clock() - 31 * day;
    const done = await this.#db.deleteFrom("listings").where("expires_at", "<", before).executeTakeFirst();
    return Number(done.numDeletedRows);
  }

  #rows(db: Db) {
    return db
      .selectFrom("listings")
      .innerJoin("contacts", "contacts.id", "listings.contact_id")
      .selectAll("listings")
      .select("contacts.group_name as group_name")
      .orderBy("listings.created_at", "desc")
      .orderBy("listings.id");
  }

  async #public(db: Db): Promise<Row[]> {
    const rows = await this.#rows(db)
      .where("listings.status", "=", "public")
      .where("expires_at", ">", this.#clock())
      .execute();
    const may = new Map<string, boolean>();
    for (const { contact_id } of rows) {
      if (!may.has(contact_id)) may.set(contact_id, await mayBeShown(db, contact_id));
    }
    return rows.filter(({ contact_id }) => may.get(contact_id) === true);
  }

  async #ownRow(inside: Db, contactId: string, listingId: string): Promise<Row> {
    const row = await this.#rows(inside)
      .where("contact_id", "=", contactId)
      .where("listings.id", "=", listingId)
      .executeTakeFirst();
    if (row === undefined) throw new AppError("http.not-found");
    return row;
  }

  /** Two weeks before its time is up, with a link by which it is renewed. */
  async #remind(inside: Db, row: Row): Promise<void> {
    await this.#write(inside, row, expiryLetter, { notBefore: row.expires_at - 14 * day });
  }

  /** These letters alone say who somebody is: they hang on the introduction, so that they go when one of the two is erased. */
  async #introduce(inside: Db, id: string, ask: Row, offer: Row): Promise<void> {
    for (const [to, other] of [
      [ask, offer],
      [offer, ask],
    ] as const) {
      const person = await inside
        .selectFrom("contacts")
        .selectAll()
        .where("id", "=", other.contact_id)
        .executeTakeFirstOrThrow();
      const letter = (about: LetterAbout): LetterWords => introductionLetter(about, { ...person, title: other.title });
      await this.#write(inside, to, letter, { subjectId: id });
    }
  }

  async #write(
    inside: Db,
    row: Row,
    letter: (about: LetterAbout) => LetterWords,
    { subjectId = row.id, notBefore }: { readonly subjectId?: string; readonly notBefore?: number } = {},
  ): Promise<void> {
    const { outbox, sendsMail, linkOf } = this.#options;
    const to = await inside
      .selectFrom("contacts")
      .selectAll()
      .where("id", "=", row.contact_id)
      .executeTakeFirstOrThrow();
    if (!sendsMail || to.email === "") return;
    const token = createSecret();
    await inside
      .insertInto("contact_links")
      .values({ token_hash: hashSecret(token), contact_id: to.id, created_at: this.#clock() })
      .execute();
    const written: Letter = {
      contactId: to.id,
      subjectId,
      kind: "connection",
      to: to.email,
      ...letter({ name: to.name, title: row.title, link: linkOf(token) }),
      ...(notBefore === undefined ? {} : { notBefore }),
    };
    await outbox.put(inside as unknown as Kysely<unknown>, [written]);
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#tail.then(run);
    this.#tail = next.catch(() => undefined);
    return next;
  }
}

/** Whether their agreement to the public list holds. */
async function mayBeShown(db: Db, contactId: string): Promise<boolean> {
  return (await consentsOf(db, contactId)).some(({ purpose, given }) => purpose === "directory" && given);
}

async function keep(
  inside: Db,
  { askId, offerId, id }: { readonly askId: string; readonly offerId: string; readonly id: string | undefined },
  state: Introduction,
): Promise<string> {
  const row = {
    ask_agreed_at: state.askAgreedAt ?? null,
    offer_agreed_at: state.offerAgreedAt ?? null,
    refused_at: state.refusedAt ?? null,
    made_at: state.madeAt ?? null,
  };
  if (id !== undefined) {
    await inside.updateTable("introductions").set(row).where("id", "=", id).execute();
    return id;
  }
  const fresh = randomUUID();
  await inside
    .insertInto("introductions")
    .values({ id: fresh, ask_id: askId, offer_id: offerId, ...row })
    .execute();
  return fresh;
}

function introductionOf(row: Selectable<SurgeryTables["introductions"]>): Introduction {
  return {
    askAgreedAt: row.ask_agreed_at ?? undefined,
    offerAgreedAt: row.offer_agreed_at ?? undefined,
    refusedAt: row.refused_at ?? undefined,
    madeAt: row.made_at ?? undefined,
  };
}

function suggestionOf(
  own: ListingKind,
  listing: Listing,
  shared: readonly Topic[],
  row: Selectable<SurgeryTables["introductions"]> | undefined,
): Suggestion {
  const [mine, theirs] =
    own === "ask" ? [row?.ask_agreed_at, row?.offer_agreed_at] : [row?.offer_agreed_at, row?.ask_agreed_at];
  return {
    listing,
    because: `both about ${shared.map(({ words }) => words).join(", ")}`,
    youAgreed: (mine ?? undefined) !== undefined,
    theyAgreed: (theirs ?? undefined) !== undefined,
    made: (row?.made_at ?? undefined) !== undefined,
    refused: (row?.refused_at ?? undefined) !== undefined,
  };
}

function listingOf(row: Row): Listing {
  return {
    id: row.id,
    kind: row.kind === "offer" ? "offer" : "ask",
    title: row.title,
    words: row.words,
    status: row.status === "public" ? "public" : row.status === "refused" ? "refused" : "waiting",
    topics: topicsIn(`${row.title} ${row.words}`),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    group: row.group_name,
  };
}
