/** Workshops: what is taught to whom, and the code that opens the room. One exists on every server from the start. */
import { randomUUID } from "node:crypto";
import type { Selectable } from "kysely";
import { createCode, sameSecret } from "../identity/index.js";
import type { Store } from "../store/index.js";
import type { WorkshopTables } from "./tables.js";

export interface Workshop {
  readonly id: string;
  readonly title: string;
  readonly curriculum: string;
  /** Eight characters without dashes. */
  readonly joinCode: string;
  /** Until when somebody new may join, in milliseconds since 1970. Those who are in stay in. */
  readonly openUntil: number;
}

export interface Workshops {
  /** The workshop of this server, made when it is not there; a code from an earlier day is replaced by a new one. */
  openDefault(curriculum: string): Promise<Workshop>;
  byId(id: string): Promise<Workshop | undefined>;
  /** The workshop that this code (eight characters, no dashes) opens now. */
  findOpenByCode(joinCode: string): Promise<Workshop | undefined>;
  isOpen(workshop: Workshop): boolean;
  /** A new code, good for a day. */
  openJoining(id: string): Promise<void>;
  closeJoining(id: string): Promise<void>;
}

const joinCodeLength = 8;
const openForMs = 24 * 60 * 60 * 1000;

export function createWorkshops(store: Store, clock: () => number = Date.now): Workshops {
  const db = store.tables<WorkshopTables>();
  const byId = async (id: string): Promise<Workshop | undefined> => {
    const row = await db.selectFrom("workshops").selectAll().where("id", "=", id).executeTakeFirst();
    return row === undefined ? undefined : workshopOf(row);
  };
  const openJoining = async (id: string): Promise<void> => {
    const fresh = { join_code: createCode(joinCodeLength), open_until: clock() + openForMs };
    await db.updateTable("workshops").set(fresh).where("id", "=", id).execute();
  };
  const readDefault = async (): Promise<Workshop> =>
    workshopOf(await db.selectFrom("workshops").selectAll().where("slug", "=", "default").executeTakeFirstOrThrow());
  return {
    openDefault: async (curriculum) => {
      // Two servers on one database may start at once: the slug lets only one of them make it.
      await db
        .insertInto("workshops")
        .values({
          id: randomUUID(),
          slug: "default",
          title: "Open data workshop",
          curriculum,
          join_code: createCode(joinCodeLength),
          created_at: clock(),
          open_until: clock() + openForMs,
        })
        .onConflict((conflict) => conflict.column("slug").doNothing())
        .execute();
      const found = await readDefault();
      if (found.openUntil > clock()) return found;
      await openJoining(found.id);
      return readDefault();
    },
    byId,
    findOpenByCode: async (joinCode) => {
      const open = await db.selectFrom("workshops").selectAll().where("open_until", ">", clock()).execute();
      // All are compared, each in constant time: how long it takes says nothing about any code.
      return open.filter((row) => sameSecret(row.join_code, joinCode)).map(workshopOf)[0];
    },
    isOpen: (workshop) => workshop.openUntil > clock(),
    openJoining,
    closeJoining: async (id) => {
      await db.updateTable("workshops").set({ open_until: clock() }).where("id", "=", id).execute();
    },
  };
}

function workshopOf(row: Selectable<WorkshopTables["workshops"]>): Workshop {
  return {
    id: row.id,
    title: row.title,
    curriculum: row.curriculum,
    joinCode: row.join_code,
    openUntil: row.open_until,
  };
}
