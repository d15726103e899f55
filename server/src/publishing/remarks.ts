/** What readers write about a data set: questions, corrections, what they made with it. Public only when its keeper says so. */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { Selectable } from "kysely";
import type { Store } from "../store/index.js";
import type { PublishingTables } from "./tables.js";

export type RemarkKind = PublishingTables["data_set_remarks"]["kind"];

export interface Remark {
  readonly id: string;
  readonly kind: RemarkKind;
  /** What they signed with, or "". */
  readonly name: string;
  readonly text: string;
  readonly url: string;
  readonly version: string;
  readonly status: "waiting" | "shown" | "hidden";
  readonly answer: string;
  readonly createdAt: number;
  readonly answeredAt: number | undefined;
}

export interface NewRemark {
  readonly kind: RemarkKind;
  readonly name: string;
  readonly text: string;
  readonly url: string;
  readonly version: string;
}

export interface Remarks {
  add(dataSetId: string, remark: NewRemark): Promise<Remark>;
  /** Newest first, those that wait before all others. */
  of(dataSetId: string): Promise<Remark[]>;
  shown(dataSetId: string): Promise<Remark[]>;
  /** How many wait, by data set. */
  waiting(dataSetIds: readonly string[]): Promise<Map<string, number>>;
  /** @throws AppError `http.not-found` */
  answer(dataSetId: string, id: string, answer: string, show: boolean): Promise<void>;
  /** Goes from those that were never shown, when they are that old. */
  forget(before: number): Promise<void>;
}

export function createRemarks(store: Store, clock: () => number = Date.now): Remarks {
  const db = store.tables<PublishingTables>();
  const of = async (dataSetId: string): Promise<Remark[]> => {
    const rows = await db
      .selectFrom("data_set_remarks")
      .selectAll()
      .where("data_set_id", "=", dataSetId)
      .orderBy("created_at", "desc")
      .orderBy("id")
      .execute();
    const all = rows.map(remarkOf);
    return [...all.filter(({ status }) => status === "waiting"), ...all.filter(({ status }) => status !== "waiting")];
  };
  return {
    add: async (dataSetId, remark) => {
      const row: PublishingTables["data_set_remarks"] = {
        id: randomUUID(),
        data_set_id: dataSetId,
        version: remark.version,
        kind: remark.kind,
        name: remark.name,
        text: remark.text,
        url: remark.url,
        status: "waiting",
        answer: "",
        created_at: clock(),
        answered_at: null,
      };
      await db.insertInto("data_set_remarks").values(row).execute();
      return remarkOf(row);
    },
    of,
    shown: async (dataSetId) => (await of(dataSetId)).filter(({ status }) => status === "shown"),
    waiting: async (dataSetIds) => {
      if (dataSetIds.length === 0) return new Map();
      const rows = await db
        .selectFrom("data_set_remarks")
        .select((from) => ["data_set_id", from.fn.countAll<number>().as("count")])
        .where("data_set_id", "in", dataSetIds)
        .where("status", "=", "waiting")
        .groupBy("data_set_id")
        .execute();
      return new Map(rows.map((row) => [row.data_set_id, row.count]));
    },
    answer: async (dataSetId, id, answer, show) => {
      const done = await db
        .updateTable("data_set_remarks")
        .set({ answer, status: show ? "shown" : "hidden", answered_at: clock() })
        .where("id", "=", id)
        .where("data_set_id", "=", dataSetId)
        .executeTakeFirst();
      if (done.numUpdatedRows === 0n) throw new AppError("http.not-found");
    },
    forget: async (before) => {
      await db.deleteFrom("data_set_remarks").where("status", "!=", "shown").where("created_at", "<", before).execute();
    },
  };
}

function remarkOf(row: Selectable<PublishingTables["data_set_remarks"]>): Remark {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    text: row.text,
    url: row.url,
    version: row.version,
    status: row.status,
    answer: row.answer,
    createdAt: row.created_at,
    answeredAt: row.answered_at ?? undefined,
  };
}
