/**
 * Erasing a person from the rooms (SPEC RO29, RO36): what they said, proposed, looked at and might do goes everywhere. Documents of their own go, with all that ever was in them. In documents that they shared
 * with others what stands there now stays, as the group's work: their name, what they once wrote and what was deleted go from its past.
 */
import type { Kysely } from "kysely";
import type { Store } from "../store/index.js";
import { documentsOf, erasedOwner, type PersonWithHome } from "./documents-of.js";
import type { RoomTables } from "./migrations.js";
import type { OutputShelf } from "./output-shelf.js";
import type { PeopleTables } from "./people-migrations.js";
import type { Rooms } from "./rooms.js";

type AllTables = RoomTables & PeopleTables;

export interface EraseOptions {
  readonly store: Store;
  readonly rooms: Rooms;
  readonly shelf: (documentId: string) => OutputShelf;
}

export interface ErasedRooms {
  /** Documents that are gone. */
  readonly removed: number;
  /** Documents whose past was rewritten. */
  readonly rewritten: number;
}

/** @param person with the name of their home folder; their files are another domain's. The store should be `reclaim`ed afterwards. */
export async function erasePerson({ store, rooms, shelf }: EraseOptions, person: PersonWithHome): Promise<ErasedRooms> {
  const db = store.tables<AllTables>();
  // First, so that nothing of them is left to be written down when their rooms close.
  await rooms.forgetPerson(person.personId);
  let [removed, rewritten] = [0, 0];
  for (const { id, isTheirs, wroteIn } of await documentsOf(db, person)) {
    if (isTheirs) {
      await rooms.whileClosed(id, async () => {
        await removeDocument(db, id);
        await shelf(id).remove();
      });
      removed++;
    } else if (wroteIn || (await isInHistory(db, id, person.personId))) {
      await rooms.whileClosed(id, async (flatten) => {
        await flatten();
        await forgetIn(db, id, person.personId);
      });
      rewritten++;
    }
  }
  // Once more: they may have been there while the first was done.
  await rooms.forgetPerson(person.personId);
  return { removed, rewritten };
}

async function isInHistory(db: Kysely<AllTables>, id: string, personId: string): Promise<boolean> {
  const versions = await db.selectFrom("document_versions").select("people").where("document_id", "=", id).execute();
  const runs = await db.selectFrom("document_runs").select("person_id").where("document_id", "=", id).execute();
  return (
    versions.some((version) => (JSON.parse(version.people) as string[]).includes(personId)) ||
    runs.some((run) => run.person_id === personId)
  );
}

async function removeDocument(db: Kysely<AllTables>, id: string): Promise<void> {
  await db.transaction().execute(async (inside) => {
    for (const table of [
      "document_updates",
      "document_quarantine",
      "document_versions",
      "document_parts",
      "document_clients",
      "document_runs",
      "room_settings",
      "room_people",
      "room_visits",
      "room_suggestions",
      "room_messages",
    ] as const) {
      await inside.deleteFrom(table).where("document_id", "=", id).execute();
    }
    await inside.deleteFrom("documents").where("id", "=", id).execute();
  });
}

async function forgetIn(db: Kysely<AllTables>, id: string, personId: string): Promise<void> {
  await db.transaction().execute(async (inside) => {
    for (const table of ["document_quarantine", "document_versions", "document_parts"] as const) {
      await inside.deleteFrom(table).where("document_id", "=", id).execute();
    }
    await inside.deleteFrom("document_runs").where("document_id", "=", id).where("person_id", "=", personId).execute();
    await inside
      .updateTable("document_clients")
      .set({ person_id: erasedOwner })
      .where("document_id", "=", id)
      .where("person_id", "=", personId)
      .execute();
  });
}
