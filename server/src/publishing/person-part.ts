/** What publishing keeps of a person: which data sets they keep, where reminders go, and what they prepare. Taken out, and erased. */
import type { Kysely } from "kysely";
import type { Store } from "../store/index.js";
import { sqlOutbox } from "../mail/index.js";
import { dataSetOf } from "./data-set-row.js";
import type { DataSet } from "./data-sets.js";
import { createKeeperFeeds } from "./keeper-feeds.js";
import type { PublishingTables } from "./tables.js";

export interface PublishingExport {
  readonly dataSets: readonly {
    readonly title: string;
    readonly address: string;
    readonly status: DataSet["status"];
    readonly remindTo: string;
    readonly reminds: boolean;
    readonly tells: boolean;
    readonly sourcePath: string;
    readonly notebook: string;
    readonly draft: DataSet["draft"];
  }[];
  /** Whether a calendar reads their reminders by a private address. The address itself is not kept. */
  readonly hasReminderFeed: boolean;
  readonly letters: readonly {
    readonly kind: string;
    readonly to: string;
    readonly subject: string;
    readonly text: string;
  }[];
}

export async function exportPublishing(store: Store, personId: string): Promise<PublishingExport> {
  const db = store.tables<PublishingTables>();
  const rows = await db.selectFrom("data_sets").selectAll().where("keeper_id", "=", personId).orderBy("slug").execute();
  const letters = await sqlOutbox(store, Date.now).ofContact(personId);
  return {
    dataSets: rows
      .map(dataSetOf)
      .map(({ title, slug, status, remindTo, reminds, tells, sourcePath, notebook, draft }) => ({
        title,
        address: `/data/${slug}/`,
        status,
        remindTo,
        reminds,
        tells,
        sourcePath,
        notebook,
        draft,
      })),
    hasReminderFeed: await createKeeperFeeds(store, Date.now).isOpen(personId),
    letters: letters.map(({ kind, to, subject, text }) => ({ kind, to, subject, text })),
  };
}

export interface PublishingErased {
  /** Ids of sets whose drafts are on the disk still: the caller removes those folders. */
  readonly drafts: readonly string[];
  /** Published sets that look for a keeper now. */
  readonly keeperless: number;
}

/** Drafts go; what is published stays and looks for a keeper. What was written in its public record is the group's. */
export async function erasePublishing(store: Store, personId: string): Promise<PublishingErased> {
  const outbox = sqlOutbox(store, Date.now);
  return store
    .tables<PublishingTables>()
    .transaction()
    .execute(async (inside) => {
      const rows = await inside
        .selectFrom("data_sets")
        .select(["id", "status"])
        .where("keeper_id", "=", personId)
        .execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) {
        await inside.deleteFrom("data_set_links").where("data_set_id", "in", ids).execute();
        await inside.deleteFrom("data_sets").where("id", "in", ids).where("status", "=", "draft").execute();
        await inside
          .updateTable("data_sets")
          .set({ keeper_id: "", remind_to: "", reminds: 0, source_path: "", notebook: "", file: "" })
          .where("id", "in", ids)
          .execute();
      }
      await inside.deleteFrom("keeper_feeds").where("person_id", "=", personId).execute();
      await outbox.erase(inside as unknown as Kysely<unknown>, personId);
      return { drafts: ids, keeperless: rows.filter(({ status }) => status === "on").length };
    });
}
