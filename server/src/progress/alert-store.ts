/**
 * Which alerts of the board a trainer has seen and set aside. An alert is named by what it is about ("failing:lesson/exercise:4"), so the
 * same trouble stays aside and anything new comes back. Who set it aside is not kept.
 */
import type { Store } from "../store/index.js";
import type { ProgressTables } from "./tables.js";

export type AlertsAside = ReadonlyMap<string, ReadonlySet<string>>;

export interface AlertStore {
  /** By person: the keys of what was set aside. */
  aside(workshopId: string): Promise<AlertsAside>;
  setAside(workshopId: string, personId: string, key: string): Promise<void>;
  ofPerson(personId: string): Promise<readonly { readonly key: string; readonly at: number }[]>;
  erase(personId: string): Promise<void>;
}

/** So many of one person are remembered: older ones are about what has long changed. */
const mostEach = 50;

export function sqlAlertStore(store: Store, clock: () => number = Date.now): AlertStore {
  const db = store.tables<ProgressTables>();
  const known = new Map<string, Promise<Map<string, Set<string>>>>();
  const load = async (workshopId: string): Promise<Map<string, Set<string>>> => {
    const rows = await db.selectFrom("alerts_set_aside").selectAll().where("workshop_id", "=", workshopId).execute();
    const aside = new Map<string, Set<string>>();
    for (const row of rows) aside.set(row.person_id, (aside.get(row.person_id) ?? new Set()).add(row.alert));
    return aside;
  };
  const ofWorkshop = (workshopId: string): Promise<Map<string, Set<string>>> => {
    const before = known.get(workshopId);
    if (before !== undefined) return before;
    const loading = load(workshopId);
    known.set(workshopId, loading);
    // A failed reading must not stay: the next one may succeed.
    loading.catch(() => known.delete(workshopId));
    return loading;
  };
  return {
    aside: ofWorkshop,
    setAside: async (workshopId, personId, key) => {
      const aside = await ofWorkshop(workshopId);
      const own = aside.get(personId) ?? new Set();
      if (own.has(key)) return;
      await db
        .insertInto("alerts_set_aside")
        .values({ workshop_id: workshopId, person_id: personId, alert: key, at: clock() })
        .onConflict((conflict) => conflict.columns(["person_id", "alert"]).doNothing())
        .execute();
      aside.set(personId, new Set([...own, key].slice(-mostEach)));
    },
    ofPerson: async (personId) => {
      const rows = await db.selectFrom("alerts_set_aside").selectAll().where("person_id", "=", personId).execute();
      return rows.map((row) => ({ key: row.alert, at: row.at }));
    },
    erase: async (personId) => {
      await db.deleteFrom("alerts_set_aside").where("person_id", "=", personId).execute();
      for (const loading of known.values()) (await loading).delete(personId);
    },
  };
}
