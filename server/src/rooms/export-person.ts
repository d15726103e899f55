/** Everything that rooms keep about one person, for themselves (SPEC RO36). Of others it says that there was somebody, never who. */
import { AppError, type HistoryVersion } from "@data-surgery/contract";
import type { Kysely } from "kysely";
import type { Store } from "../store/index.js";
import { documentsOf, type DocumentOfPerson, type PersonWithHome } from "./documents-of.js";
import type { RoomTables } from "./migrations.js";
import type { PeopleTables } from "./people-migrations.js";
import type { Rooms } from "./rooms.js";
import type { VersionContent } from "./version-content.js";
import type { VersionStore } from "./version-store.js";

export interface ExportOptions {
  readonly store: Store;
  readonly rooms: Rooms;
  readonly versions: VersionStore;
}

/** Times are milliseconds since 1970. */
export interface PersonInDocuments {
  /** In their own folder, with all that it ever held as far as it is kept. */
  readonly documents: readonly OwnDocument[];
  /** Documents of others, or of everybody, that they wrote in. What they wrote there is not told apart. */
  readonly wroteIn: readonly string[];
  readonly ranCells: readonly { path: string; cellId: string; status: string; at: number }[];
  readonly roles: readonly { path: string; role: string | null; handAtCell: string | null }[];
  readonly visits: readonly { from: number; until: number | null }[];
  /** `state` is what became of it. */
  readonly suggestions: readonly { cellId: string; text: string; at: number; state: string }[];
  readonly messages: readonly { text: string; cellId: string | null; at: number }[];
}

export interface OwnDocument {
  readonly path: string;
  readonly createdAt: number;
  readonly versions: readonly OwnVersion[];
}

export interface OwnVersion {
  readonly version: number;
  readonly kind: HistoryVersion["kind"];
  readonly since: number;
  readonly at: number;
  /** Whether they were among those who changed something. */
  readonly byThem: boolean;
  /** Null for one that can't be read any more. */
  readonly content: VersionContent | null;
}

type AllTables = RoomTables & PeopleTables;

/** Brings the files of their documents up to date on the way: after a killed server the log is ahead of them. */
export async function exportPerson(
  { store, rooms, versions }: ExportOptions,
  person: PersonWithHome,
): Promise<PersonInDocuments> {
  const db = store.tables<AllTables>();
  const all = await documentsOf(db, person);
  const paths = new Map(all.map((document) => [document.id, shownPath(document)]));
  const pathOf = (id: string): string => paths.get(id) ?? deleted;
  const documents: OwnDocument[] = [];
  for (const { id, path, createdAt, isTheirs } of all) {
    if (!isTheirs) continue;
    if (path !== null) await rooms.open(id).catch(unlessGone(rooms));
    documents.push({ path: pathOf(id), createdAt, versions: await versionsOf(rooms, versions, id, person.personId) });
  }
  await rooms.flush();
  const { roles, visits, suggestions, messages } = await rooms.exportPerson(person.personId);
  return {
    documents,
    wroteIn: all.filter(({ isTheirs, wroteIn }) => wroteIn && !isTheirs).map(({ id }) => pathOf(id)),
    ranCells: await ranCells(db, person.personId, pathOf),
    roles: roles.map(({ documentId, role, hand }) => ({ path: pathOf(documentId), role, handAtCell: hand })),
    visits: visits.map(({ from, until }) => ({ from, until })),
    suggestions: suggestions.map(({ cellId, text, at, state }) => ({ cellId, text, at, state })),
    messages: messages.map(({ text, cellId, at }) => ({ text, cellId, at })),
  };
}

/** A file that was removed by hand has no room any more; what is kept of it is told all the same, and so is what a damaged one still has. */
const unlessGone =
  (rooms: Rooms) =>
  (error: unknown): void => {
    if (!(error instanceof AppError && error.code === "rooms.not-found")) rooms.report("opening a document", error);
  };

const deleted = "a document that was deleted";

/** The path of somebody's notebook has their name in it. */
function shownPath({ path, isTheirs }: DocumentOfPerson): string {
  if (path === null) return deleted;
  return isTheirs || !path.startsWith("people/") ? path : "a document of somebody else";
}

async function versionsOf(rooms: Rooms, versions: VersionStore, id: string, personId: string): Promise<OwnVersion[]> {
  const own: OwnVersion[] = [];
  for (const one of await versions.list(id)) {
    const { version, kind, since, at, people } = one;
    const content = await versions.content(id, one).catch((error: unknown) => {
      rooms.report("reading an earlier version", error);
      return null;
    });
    own.push({ version, kind, since, at, byThem: people.includes(personId), content });
  }
  return own;
}

async function ranCells(
  db: Kysely<AllTables>,
  personId: string,
  pathOf: (id: string) => string,
): Promise<PersonInDocuments["ranCells"]> {
  const rows = await db
    .selectFrom("document_runs")
    .selectAll()
    .where("person_id", "=", personId)
    .orderBy("ended_at")
    .execute();
  return rows.map((row) => ({
    path: pathOf(row.document_id),
    cellId: row.cell_id,
    status: row.status,
    at: row.ended_at,
  }));
}
