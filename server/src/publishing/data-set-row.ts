/** A data set as the store has it, and as the rest of the room does. */
import type { Selectable, Updateable } from "kysely";
import type { DataSet, DraftChange, NewDataSet } from "./data-sets.js";
import { parseDraft } from "./draft.js";
import type { PublishingTables } from "./tables.js";

export function rowOf(id: string, slug: string, given: NewDataSet, now: number): PublishingTables["data_sets"] {
  return {
    id,
    slug,
    keeper_id: given.keeperId,
    workshop_id: given.workshopId,
    title: given.title,
    status: "draft",
    draft: JSON.stringify(given.draft),
    revision: 1,
    file: given.file,
    source_path: given.sourcePath,
    notebook: given.notebook,
    remind_to: given.remindTo,
    reminds: given.remindTo === "" ? 0 : 1,
    tells: 1,
    group_name: "",
    update_promise: "",
    version: "",
    published_at: null,
    due_at: null,
    reminded_for: null,
    retired_at: null,
    retired_why: "",
    created_at: now,
    changed_at: now,
  };
}

export function changeOf(change: DraftChange): Updateable<PublishingTables["data_sets"]> {
  return {
    ...(change.draft === undefined ? {} : { draft: JSON.stringify(change.draft) }),
    ...(change.title === undefined ? {} : { title: change.title }),
    ...(change.remindTo === undefined ? {} : { remind_to: change.remindTo }),
    ...(change.reminds === undefined ? {} : { reminds: change.reminds ? 1 : 0 }),
    ...(change.tells === undefined ? {} : { tells: change.tells ? 1 : 0 }),
    ...(change.file === undefined ? {} : { file: change.file }),
    ...(change.sourcePath === undefined ? {} : { source_path: change.sourcePath }),
    ...(change.notebook === undefined ? {} : { notebook: change.notebook }),
  };
}

export function dataSetOf(row: Selectable<PublishingTables["data_sets"]>): DataSet {
  return {
    id: row.id,
    slug: row.slug,
    keeperId: row.keeper_id,
    workshopId: row.workshop_id,
    title: row.title,
    status: row.status,
    draft: parseDraft(row.draft),
    revision: row.revision,
    file: row.file,
    sourcePath: row.source_path,
    notebook: row.notebook,
    remindTo: row.remind_to,
    reminds: row.reminds === 1,
    tells: row.tells === 1,
    group: row.group_name,
    update: row.update_promise,
    version: row.version,
    publishedAt: row.published_at ?? undefined,
    dueAt: row.due_at ?? undefined,
    remindedFor: row.reminded_for ?? undefined,
    retiredAt: row.retired_at ?? undefined,
    retiredWhy: row.retired_why,
  };
}
