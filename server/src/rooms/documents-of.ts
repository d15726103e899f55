/** Which documents are one person's own: those in their folder, and of those that were deleted the ones that nobody else wrote in. */
import type { Kysely } from "kysely";
import type { RoomTables } from "./migrations.js";
import { serverOwner } from "./room.js";

/** Owner of what an erased person wrote: nobody can write with these ids again. */
export const erasedOwner = "erased";

export interface PersonWithHome {
  readonly personId: string;
  readonly home: string;
}

export interface DocumentOfPerson {
  readonly id: string;
  /** Null when the file was deleted. */
  readonly path: string | null;
  readonly createdAt: number;
  readonly isTheirs: boolean;
  /** They wrote in it. */
  readonly wroteIn: boolean;
}

/** All documents, each with what it is to this person. */
export async function documentsOf(db: Kysely<RoomTables>, person: PersonWithHome): Promise<DocumentOfPerson[]> {
  const documents = await db
    .selectFrom("documents")
    .select(["id", "path", "created_at"])
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  const found: DocumentOfPerson[] = [];
  for (const { id, path, created_at } of documents) {
    const owners = await ownersOf(db, id);
    const wroteIn = owners.has(person.personId);
    // Of a file that was deleted nobody knows any more whose folder it stood in.
    const isTheirs =
      path === null
        ? wroteIn && [...owners].every((owner) => [person.personId, serverOwner, erasedOwner].includes(owner))
        : path.startsWith(`people/${person.home}/`);
    found.push({ id, path, createdAt: created_at, isTheirs, wroteIn });
  }
  return found;
}

async function ownersOf(db: Kysely<RoomTables>, id: string): Promise<Set<string>> {
  const rows = await db.selectFrom("document_clients").select("person_id").where("document_id", "=", id).execute();
  return new Set(rows.map((row) => row.person_id));
}
