/** Data sets and who keeps them: what stands in the store. The published files are the shelf's (`shelf.ts`). */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable, Updateable } from "kysely";
import { createSecret, hashSecret } from "../identity/index.js";
import type { Store } from "../store/index.js";
import { slugOf } from "../surgeries/index.js";
import { changeOf, dataSetOf, rowOf } from "./data-set-row.js";
import { afterPublishing, type Draft } from "./draft.js";
import { dueAfter } from "./due.js";
import type { PublishingTables } from "./tables.js";

export interface DataSet {
  readonly id: string;
  readonly slug: string;
  /** "" when a keeper is looked for. */
  readonly keeperId: string;
  readonly workshopId: string;
  readonly title: string;
  readonly status: "draft" | "on" | "retired";
  readonly draft: Draft;
  readonly revision: number;
  /** In the draft's folder; "" when nothing is being prepared. */
  readonly file: string;
  readonly sourcePath: string;
  /** The notebook that it is worked on with, in the tree that people see; "" when none is known. */
  readonly notebook: string;
  readonly remindTo: string;
  readonly reminds: boolean;
  /** Whether a letter is wished when a reader writes. */
  readonly tells: boolean;
  /** The group that the published record names. */
  readonly group: string;
  readonly update: string;
  /** "" before the first. */
  readonly version: string;
  readonly publishedAt: number | undefined;
  readonly dueAt: number | undefined;
  readonly remindedFor: number | undefined;
  readonly retiredAt: number | undefined;
  readonly retiredWhy: string;
}

/** As the page of a group lists it. */
export type GroupSet = Pick<
  DataSet,
  "slug" | "title" | "status" | "group" | "update" | "publishedAt" | "dueAt" | "retiredAt"
>;

export type OverdueSet = Pick<DataSet, "slug" | "title" | "update" | "publishedAt" | "dueAt">;

export interface NewDataSet {
  readonly keeperId: string;
  readonly workshopId: string;
  readonly title: string;
  readonly draft: Draft;
  readonly remindTo: string;
  readonly file: string;
  readonly sourcePath: string;
  readonly notebook: string;
}

export interface DraftChange {
  readonly draft?: Draft;
  readonly title?: string;
  readonly remindTo?: string;
  readonly reminds?: boolean;
  readonly tells?: boolean;
  readonly file?: string;
  readonly sourcePath?: string;
  readonly notebook?: string;
}

export interface LetterKinds {
  /** That an update is due. */
  readonly reminders: boolean;
  /** That a reader has written. */
  readonly readers: boolean;
}

export type LinkPurpose = PublishingTables["data_set_links"]["purpose"];

export interface DataSets {
  /** @param isTaken whether a folder of that name is in the site already, whoever put it there */
  create(set: NewDataSet, isTaken: (slug: string) => boolean): Promise<DataSet>;
  /** @throws AppError `http.not-found` */
  get(id: string): Promise<DataSet>;
  bySlug(slug: string): Promise<DataSet | undefined>;
  ofKeeper(personId: string): Promise<DataSet[]>;
  /** Published ones that nobody keeps. */
  withoutKeeper(workshopId: string): Promise<DataSet[]>;
  /** Published ones that somebody keeps and whose promised day has passed. */
  keptAndDue(workshopId: string, now: number): Promise<DataSet[]>;
  all(): Promise<DataSet[]>;
  /** Whatever was published, with its group: little of each. */
  ofGroups(): Promise<GroupSet[]>;
  /** Those whose promised day has passed: little of each, since the catalogue of a city asks at every visit. */
  overdue(now: number): Promise<OverdueSet[]>;
  /** @throws AppError `publishing.changed-meanwhile` when somebody else changed it since `revision` */
  save(id: string, revision: number, change: DraftChange): Promise<DataSet>;
  /** @param isPrepared whether it is what was being prepared here; what the command published leaves the draft as it is */
  published(id: string, version: string, at: number, isPrepared?: boolean): Promise<DataSet>;
  /** Gives up what is being prepared; what was never published is gone. */
  drop(id: string): Promise<void>;
  retire(id: string, why: string): Promise<void>;
  keep(id: string, personId: string): Promise<void>;
  createLink(id: string, purpose: LinkPurpose): Promise<string>;
  /** @throws AppError `publishing.used-link` */
  linked(token: string, purpose: LinkPurpose): Promise<DataSet>;
  /** Hands it over to whoever has the link; of two who come at once, one. @throws AppError `publishing.used-link` */
  accept(token: string, personId: string): Promise<DataSet>;
  /** @throws AppError `publishing.used-link` */
  turnLettersOff(token: string, kinds: LetterKinds): Promise<DataSet>;
  /** Those whose update is due and who were not reminded of it yet. */
  toRemind(now: number): Promise<DataSet[]>;
  /** Inside the transaction in which the reminder is written. */
  reminded(inside: Kysely<unknown>, id: string, dueAt: number): Promise<void>;
}

type Db = Kysely<PublishingTables>;

/** A hand-over that nobody took in a month was meant for another day. */
const linkLives = 30 * 24 * 60 * 60 * 1000;

export function createDataSets(store: Store, clock: () => number = Date.now): DataSets {
  const db = store.tables<PublishingTables>();
  const many = async (query: (from: Db) => Promise<Selectable<PublishingTables["data_sets"]>[]>): Promise<DataSet[]> =>
    (await query(db)).map(dataSetOf);
  const get = async (id: string): Promise<DataSet> => {
    const row = await db.selectFrom("data_sets").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw new AppError("http.not-found");
    return dataSetOf(row);
  };
  const change = async (id: string, to: Updateable<PublishingTables["data_sets"]>): Promise<void> => {
    await db
      .updateTable("data_sets")
      .set((row) => ({ ...to, revision: row("revision", "+", 1), changed_at: clock() }))
      .where("id", "=", id)
      .execute();
  };
  /** Links in the letters of one keeper say nothing about the letters of the next. */
  const endLetterLinks = async (id: string): Promise<void> => {
    await db
      .deleteFrom("data_set_links")
      .where("data_set_id", "=", id)
      .where("purpose", "=", "reminders-off")
      .execute();
  };
  const linked = async (token: string, purpose: LinkPurpose): Promise<DataSet> => {
    const row = await db
      .selectFrom("data_set_links")
      .selectAll()
      .where("token_hash", "=", hashSecret(token))
      .where("purpose", "=", purpose)
      .where("used_at", "is", null)
      .executeTakeFirst();
    // Reminders can be turned off by any of their letters, however old.
    const isOld = row !== undefined && purpose === "hand-over" && row.created_at < clock() - linkLives;
    if (row === undefined || isOld) throw new AppError("publishing.used-link");
    return get(row.data_set_id);
  };
  return {
    create: async (given, isTaken) => {
      const id = randomUUID();
      for (let turn = 1; ; turn++) {
        let slug = "";
        try {
          await db.transaction().execute(async (inside) => {
            slug = await freeSlug(inside, given.title, isTaken);
            await inside
              .insertInto("data_sets")
              .values(rowOf(id, slug, given, clock()))
              .execute();
          });
          return await get(id);
        } catch (error) {
          // Somebody else took the address between the question and the answer: the next one, then.
          const other = await db.selectFrom("data_sets").select("id").where("slug", "=", slug).executeTakeFirst();
          if (other === undefined || turn === 10) throw error;
        }
      }
    },
    get,
    bySlug: async (slug) => {
      const row = await db.selectFrom("data_sets").selectAll().where("slug", "=", slug).executeTakeFirst();
      return row === undefined ? undefined : dataSetOf(row);
    },
    ofKeeper: (personId) =>
      many((from) =>
        from.selectFrom("data_sets").selectAll().where("keeper_id", "=", personId).orderBy("title").execute(),
      ),
    withoutKeeper: (workshopId) =>
      many((from) =>
        from
          .selectFrom("data_sets")
          .selectAll()
          .where("keeper_id", "=", "")
          .where("workshop_id", "=", workshopId)
          .where("status", "=", "on")
          .orderBy("title")
          .execute(),
      ),
    keptAndDue: (workshopId, now) =>
      many((from) =>
        from
          .selectFrom("data_sets")
          .selectAll()
          .where("keeper_id", "!=", "")
          .where("workshop_id", "=", workshopId)
          .where("status", "=", "on")
          .where("due_at", "<", now)
          .orderBy("title")
          .execute(),
      ),
    overdue: async (now) => {
      const rows = await db
        .selectFrom("data_sets")
        .select(["slug", "title", "update_promise", "published_at", "due_at"])
        .where("due_at", "<", now)
        .where("status", "=", "on")
        .orderBy("title")
        .execute();
      return rows.map((row) => ({
        slug: row.slug,
        title: row.title,
        update: row.update_promise,
        publishedAt: row.published_at ?? undefined,
        dueAt: row.due_at ?? undefined,
      }));
    },
    ofGroups: async () => {
      const rows = await db
        .selectFrom("data_sets")
        .select(["slug", "title", "status", "group_name", "update_promise", "published_at", "due_at", "retired_at"])
        .where("version", "!=", "")
        .orderBy("title")
        .execute();
      return rows.map((row) => ({
        slug: row.slug,
        title: row.title,
        status: row.status,
        group: row.group_name,
        update: row.update_promise,
        publishedAt: row.published_at ?? undefined,
        dueAt: row.due_at ?? undefined,
        retiredAt: row.retired_at ?? undefined,
      }));
    },
    all: () => many((from) => from.selectFrom("data_sets").selectAll().orderBy("title").execute()),
    save: async (id, revision, to) => {
      const done = await db
        .updateTable("data_sets")
        .set((row) => ({ ...changeOf(to), revision: row("revision", "+", 1), changed_at: clock() }))
        .where("id", "=", id)
        .where("revision", "=", revision)
        .executeTakeFirst();
      if (done.numUpdatedRows === 0n) throw new AppError("publishing.changed-meanwhile");
      return get(id);
    },
    published: async (id, version, at, isPrepared = true) => {
      const { draft } = await get(id);
      const promise = draft.about["update"] ?? "once";
      await change(id, {
        status: "on",
        version,
        published_at: at,
        update_promise: promise,
        group_name: draft.about["keeper"] ?? "",
        due_at: dueAfter(promise, at) ?? null,
        ...(isPrepared ? { file: "", draft: JSON.stringify(afterPublishing(draft)) } : {}),
      });
      return get(id);
    },
    drop: async (id) => {
      await db.deleteFrom("data_sets").where("id", "=", id).where("status", "=", "draft").execute();
      await change(id, { file: "" });
    },
    retire: async (id, why) => {
      await change(id, {
        status: "retired",
        retired_at: clock(),
        retired_why: why,
        reminds: 0,
        due_at: null,
        file: "",
      });
    },
    keep: async (id, personId) => {
      await endLetterLinks(id);
      await change(id, { keeper_id: personId, remind_to: "", reminds: 0 });
    },
    createLink: async (id, purpose) => {
      const token = createSecret();
      await db
        .insertInto("data_set_links")
        .values({ token_hash: hashSecret(token), data_set_id: id, purpose, created_at: clock(), used_at: null })
        .execute();
      return token;
    },
    linked,
    accept: async (token, personId) => {
      const set = await linked(token, "hand-over");
      const used = await db
        .updateTable("data_set_links")
        .set({ used_at: clock() })
        .where("token_hash", "=", hashSecret(token))
        .where("used_at", "is", null)
        .executeTakeFirst();
      if (used.numUpdatedRows === 0n) throw new AppError("publishing.used-link");
      await endLetterLinks(set.id);
      await change(set.id, { keeper_id: personId, remind_to: "", reminds: 0 });
      return get(set.id);
    },
    turnLettersOff: async (token, { reminders, readers }) => {
      const set = await linked(token, "reminders-off");
      if (reminders || readers)
        await change(set.id, { ...(reminders ? { reminds: 0 } : {}), ...(readers ? { tells: 0 } : {}) });
      return get(set.id);
    },
    toRemind: (now) =>
      many((from) =>
        from
          .selectFrom("data_sets")
          .selectAll()
          .where("due_at", "<=", now)
          .where("status", "=", "on")
          .where("reminds", "=", 1)
          .where("keeper_id", "!=", "")
          .where((row) => row.or([row("reminded_for", "is", null), row("reminded_for", "<", row.ref("due_at"))]))
          .execute(),
      ),
    reminded: async (inside, id, dueAt) => {
      await (inside as Db).updateTable("data_sets").set({ reminded_for: dueAt }).where("id", "=", id).execute();
    },
  };
}

/** The address that a title asks for, or the next one that is free. */
async function freeSlug(inside: Db, title: string, isTaken: (slug: string) => boolean): Promise<string> {
  const wished = slugOf(title, "data").slice(0, 50).replace(/-+$/, "");
  for (let turn = 1; ; turn++) {
    const slug = turn === 1 ? wished : `${wished}-${turn}`;
    const row = await inside.selectFrom("data_sets").select("id").where("slug", "=", slug).executeTakeFirst();
    if (row === undefined && !isTaken(slug)) return slug;
  }
}
