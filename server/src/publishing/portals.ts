/** Portals on which a data set stands besides here: pushed in a process beside the server, remembered without any key. */
import type { CkanPushed } from "@data-surgery/opendata/publish";
import { AppError } from "@data-surgery/contract";
import type { Selectable } from "kysely";
import type { Store } from "../store/index.js";
import type { DataSet } from "./data-sets.js";
import { PatientWork, type Patience } from "./patient-work.js";
import type { ReleaseWork } from "./release-work.js";
import type { PublishingTables } from "./tables.js";

export interface PortalPlace {
  /** Of the data set there, for people. */
  readonly address: string;
  readonly portal: string;
  readonly name: string;
  readonly organisation: string;
  readonly links: boolean;
  readonly version: string;
  readonly pushedAt: number;
}

export interface PortalWish {
  readonly portal: string;
  readonly organisation: string;
  readonly name: string;
  /** The files are linked to, not sent. */
  readonly links: boolean;
}

export interface Portals {
  of(dataSetId: string): Promise<PortalPlace[]>;
  /** Begins; the page that waits asks `pushing`. The key is used and forgotten. */
  push(set: DataSet, wish: PortalWish, key: string): Promise<Patience<CkanPushed>>;
  /** What was begun; undefined where nothing was, or its end was told. */
  pushing(set: DataSet): { readonly wish: PortalWish; end(): Promise<Patience<CkanPushed>> } | undefined;
}

export interface PortalOptions {
  readonly store: Store;
  readonly work: ReleaseWork;
  readonly site: string;
  /** Of this server as others reach it, for links to files. */
  readonly address: () => string;
  /** Whether portals inside this network may be asked. */
  readonly reachesLocal: boolean;
  readonly clock: () => number;
  /** How long a page waits before it says what is being done, in milliseconds. */
  readonly patience?: number;
}

export function createPortals({ store, work, site, address, reachesLocal, clock, patience }: PortalOptions): Portals {
  const db = store.tables<PublishingTables>();
  const patient = new PatientWork(clock, patience);
  const wishes = new Map<string, PortalWish>();
  const note = async (set: DataSet, wish: PortalWish, pushed: CkanPushed): Promise<void> => {
    await db.transaction().execute(async (inside) => {
      await inside
        .deleteFrom("data_set_portals")
        .where("data_set_id", "=", set.id)
        .where("address", "=", pushed.address)
        .execute();
      await inside
        .insertInto("data_set_portals")
        .values({
          data_set_id: set.id,
          address: pushed.address,
          portal: wish.portal,
          name: wish.name,
          organisation: pushed.organisation,
          links: wish.links ? 1 : 0,
          version: pushed.version,
          pushed_at: clock(),
        })
        .execute();
    });
  };
  /** A failure is told once. */
  const forgetting = async (id: string, found: Promise<Patience<CkanPushed>>): Promise<Patience<CkanPushed>> => {
    try {
      return await found;
    } catch (error) {
      wishes.delete(id);
      throw error;
    }
  };
  return {
    of: async (dataSetId) => {
      const rows = await db
        .selectFrom("data_set_portals")
        .selectAll()
        .where("data_set_id", "=", dataSetId)
        .orderBy("address")
        .execute();
      return rows.map(placeOf);
    },
    push: (set, wish, key) => {
      wishes.set(set.id, wish);
      const push = {
        site,
        id: set.slug,
        portal: wish.portal,
        key,
        ...(wish.organisation === "" ? {} : { organisation: wish.organisation }),
        ...(wish.name === "" ? {} : { name: wish.name }),
        ...(wish.links ? { linkBase: `${address()}/data/` } : {}),
      };
      const begun = patient.ask(set.id, async (tell) => {
        const pushed = await work.run({ type: "push", push, reachesLocal }, tell);
        await note(set, wish, pushed);
        return pushed;
      });
      return forgetting(set.id, begun);
    },
    pushing: (set) => {
      const wish = wishes.get(set.id);
      if (wish === undefined || !patient.has(set.id)) return undefined;
      const end = async (): Promise<Patience<CkanPushed>> => {
        // It was begun, so nothing is begun here.
        const asked = patient.ask<CkanPushed>(set.id, () => Promise.reject(new AppError("http.not-found")));
        const found = await forgetting(set.id, asked);
        if (found.type === "working") return found;
        patient.forget(set.id);
        wishes.delete(set.id);
        return found;
      };
      return { wish, end };
    },
  };
}

function placeOf(row: Selectable<PublishingTables["data_set_portals"]>): PortalPlace {
  return {
    address: row.address,
    portal: row.portal,
    name: row.name,
    organisation: row.organisation,
    links: row.links === 1,
    version: row.version,
    pushedAt: row.pushed_at,
  };
}
