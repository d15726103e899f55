/** Whether what a data set names as its sources can still be found: looked at once a week, told when it is broken on two different days. */
import type { Selectable } from "kysely";
import type { Store } from "../store/index.js";
import { dayOf } from "./due.js";
import type { LookedLink } from "./outward-tasks.js";
import type { ReleaseWork } from "./release-work.js";
import type { PublishingTables } from "./tables.js";

const day = 24 * 60 * 60 * 1000;
/** A host that was ill for an evening is looked at again the next day, and not called broken. */
const [usually, soon] = [7 * day, day];
/** One set after the other, and no more in one round of upkeep. */
const mostSets = 20;

export interface SourceState {
  readonly url: string;
  /** "the source “Council visits”". */
  readonly what: string;
  readonly state: LookedLink["finding"]["state"];
  readonly status: number;
  readonly to: string;
  readonly why: string;
  readonly checkedAt: number;
  /** Not before it was found broken on two days. */
  readonly brokenSince: number | undefined;
}

export interface SourceChecks {
  of(dataSetId: string): Promise<SourceState[]>;
  /** Those that can't be found any more. */
  broken(dataSetId: string): Promise<SourceState[]>;
  /** Looks at what is due. Gives how many sets. */
  look(now: number): Promise<number>;
  /** Sooner than it would be: after a new version. */
  soon(dataSetId: string): Promise<void>;
}

export interface SourceCheckOptions {
  readonly store: Store;
  readonly work: ReleaseWork;
  readonly site: string;
  readonly reachesLocal: boolean;
  readonly onError: (error: unknown, slug: string) => void;
}

export function createSourceChecks({ store, work, site, reachesLocal, onError }: SourceCheckOptions): SourceChecks {
  const db = store.tables<PublishingTables>();
  const of = async (dataSetId: string): Promise<SourceState[]> => {
    const rows = await db
      .selectFrom("data_set_source_links")
      .selectAll()
      .where("data_set_id", "=", dataSetId)
      .orderBy("url")
      .execute();
    return rows.map(stateOf);
  };
  const plan = async (dataSetId: string, at: number): Promise<void> => {
    await db
      .insertInto("data_set_source_checks")
      .values({ data_set_id: dataSetId, next_at: at })
      .onConflict((conflict) => conflict.column("data_set_id").doUpdateSet({ next_at: at }))
      .execute();
  };
  const note = async (dataSetId: string, looked: readonly LookedLink[], now: number): Promise<void> => {
    const before = new Map(
      (await db.selectFrom("data_set_source_links").selectAll().where("data_set_id", "=", dataSetId).execute()).map(
        (row) => [row.url, row],
      ),
    );
    const rows = looked.map((one) => rowOf(dataSetId, one, before.get(one.link.url), now));
    await db.transaction().execute(async (inside) => {
      await inside.deleteFrom("data_set_source_links").where("data_set_id", "=", dataSetId).execute();
      if (rows.length > 0) await inside.insertInto("data_set_source_links").values(rows).execute();
    });
    await plan(dataSetId, now + (rows.some(({ failing_days: days }) => days === 1) ? soon : usually));
  };
  return {
    of,
    broken: async (dataSetId) => (await of(dataSetId)).filter(({ brokenSince }) => brokenSince !== undefined),
    soon: (dataSetId) => plan(dataSetId, 0),
    look: async (now) => {
      const due = await db
        .selectFrom("data_sets")
        .leftJoin("data_set_source_checks", "data_set_source_checks.data_set_id", "data_sets.id")
        .select(["data_sets.id as id", "data_sets.slug as slug"])
        .where("data_sets.status", "=", "on")
        .where((row) => row.or([row("next_at", "is", null), row("next_at", "<=", now)]))
        .orderBy("data_sets.id")
        .limit(mostSets)
        .execute();
      for (const { id, slug } of due) {
        try {
          const looked = await work.run({ type: "links", site, id: slug, reachesLocal }, () => undefined);
          await note(id, looked, now);
        } catch (error) {
          // Next week again: one set that can't be looked at keeps nobody from the others.
          await plan(id, now + usually);
          onError(error, slug);
        }
      }
      return due.length;
    },
  };
}

type Row = Selectable<PublishingTables["data_set_source_links"]>;

function rowOf(dataSetId: string, { link, finding }: LookedLink, before: Row | undefined, now: number): Row {
  const isBroken = finding.state === "gone" || finding.state === "failing";
  const since = isBroken ? (before?.failing_since ?? now) : null;
  const isAnotherDay = before === undefined || dayOf(before.checked_at) !== dayOf(now);
  return {
    data_set_id: dataSetId,
    url: link.url,
    what: link.what,
    state: finding.state,
    status: finding.status,
    moved_to: finding.to ?? "",
    why: finding.why ?? "",
    checked_at: now,
    failing_since: since,
    failing_days: isBroken ? (before?.failing_days ?? 0) + (isAnotherDay ? 1 : 0) || 1 : 0,
  };
}

function stateOf(row: Row): SourceState {
  return {
    url: row.url,
    what: row.what,
    state: row.state,
    status: row.status,
    to: row.moved_to,
    why: row.why,
    checkedAt: row.checked_at,
    brokenSince: row.failing_days >= 2 ? (row.failing_since ?? undefined) : undefined,
  };
}
