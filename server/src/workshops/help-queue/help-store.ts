/** Calls for help on the disk: the open ones as the queue has them, and what came of the others. */
import { HelpPlace, type NamedPerson } from "@data-surgery/contract";
import type { Kysely, Selectable } from "kysely";
import type { Store } from "../../store/index.js";
import type { WorkshopTables } from "../tables.js";
import type { Closing, HelpCall, QueueState, Returned } from "./queue-state.js";

export interface HelpStore {
  /** Open calls in the order of asking, and how long the last ones took. @param nameOf undefined for who has been erased */
  load(workshopId: string, nameOf: NameOf): Promise<Pick<QueueState, "calls" | "took">>;
  /** Workshops with an open call. */
  workshopsAsking(): Promise<string[]>;
  keep(workshopId: string, call: HelpCall, inside?: Kysely<unknown>): Promise<void>;
  close(workshopId: string, call: HelpCall, closing: Closing, inside?: Kysely<unknown>): Promise<void>;
  /** The latest that were answered with a topic or a note, newest first. */
  answered(workshopId: string): Promise<readonly AnsweredCall[]>;
  exportPerson(personId: string): Promise<PersonHelp>;
  /** Their calls go; what they did as a helper stays with nobody named. @returns how many calls went */
  erase(personId: string): Promise<number>;
  /** Others' calls forget the places in this home folder. */
  erasePlaces(home: string): Promise<void>;
}

export interface AnsweredCall {
  readonly personId: string;
  readonly topic: string;
  readonly note: string;
}

export interface PersonHelp {
  readonly calls: readonly {
    readonly askedAt: number;
    readonly place: string;
    readonly closedAt: number;
    readonly outcome: string;
    readonly note: string;
    readonly topic: string;
  }[];
  /** Of calls that this person answered as a helper. */
  readonly helped: readonly { readonly at: number; readonly note: string; readonly topic: string }[];
}

export type NameOf = (personId: string) => Promise<string | undefined>;

const mostTook = 20;
const somebody = "Somebody who has left";

export function sqlHelpStore(store: Store): HelpStore {
  const db = store.tables<WorkshopTables>();
  const write = async (
    row: WorkshopTables["help_calls"],
    inside: Kysely<unknown> = db as unknown as Kysely<unknown>,
  ): Promise<void> => {
    const { id: _id, ...changed } = row;
    await (inside as unknown as Kysely<WorkshopTables>)
      .insertInto("help_calls")
      .values(row)
      .onConflict((conflict) => conflict.column("id").doUpdateSet(changed))
      .execute();
  };
  return {
    load: async (workshopId, nameOf) => {
      const open = await db
        .selectFrom("help_calls")
        .selectAll()
        .where("workshop_id", "=", workshopId)
        .where("closed_at", "=", 0)
        .orderBy("asked_at")
        .orderBy("id")
        .execute();
      const answered = await db
        .selectFrom("help_calls")
        .select(["claimed_at", "closed_at"])
        .where("workshop_id", "=", workshopId)
        .where("outcome", "=", "resolved")
        .where("claimed_at", ">", 0)
        .orderBy("closed_at", "desc")
        .limit(mostTook)
        .execute();
      const calls: HelpCall[] = [];
      for (const row of open) calls.push(await callOfRow(row, nameOf));
      return { calls, took: answered.map((row) => row.closed_at - row.claimed_at).toReversed() };
    },
    workshopsAsking: async () => {
      const rows = await db
        .selectFrom("help_calls")
        .select("workshop_id")
        .distinct()
        .where("closed_at", "=", 0)
        .execute();
      return rows.map((row) => row.workshop_id);
    },
    keep: (workshopId, call, inside) => write(rowOf(workshopId, call), inside),
    close: async (workshopId, call, { outcome, at, by, note, topic }, inside) => {
      const closing = { closed_at: at, outcome, closed_by: by ?? "", note, topic };
      await write({ ...rowOf(workshopId, call), ...closing }, inside);
    },
    answered: async (workshopId) => {
      const rows = await db
        .selectFrom("help_calls")
        .select(["person_id", "topic", "note"])
        .where("workshop_id", "=", workshopId)
        .where("outcome", "=", "resolved")
        .where((where) => where.or([where("topic", "!=", ""), where("note", "!=", "")]))
        .orderBy("closed_at", "desc")
        .limit(mostTook)
        .execute();
      return rows.map(({ person_id: personId, topic, note }) => ({ personId, topic, note }));
    },
    exportPerson: async (personId) => {
      const own = await db.selectFrom("help_calls").selectAll().where("person_id", "=", personId).execute();
      const helped = await db
        .selectFrom("help_calls")
        .select(["closed_at", "note", "topic"])
        .where("closed_by", "=", personId)
        .execute();
      return {
        calls: own.map((row) => ({
          askedAt: row.asked_at,
          place: row.place,
          closedAt: row.closed_at,
          outcome: row.outcome,
          note: row.note,
          topic: row.topic,
        })),
        helped: helped.map((row) => ({ at: row.closed_at, note: row.note, topic: row.topic })),
      };
    },
    erase: async (personId) => {
      const { numDeletedRows } = await db.deleteFrom("help_calls").where("person_id", "=", personId).executeTakeFirst();
      // A call that they had taken waits again.
      const open = { helper_id: "", claimed_at: 0, handed_by: "", handed_at: 0, word: "" };
      await db
        .updateTable("help_calls")
        .set(open)
        .where("helper_id", "=", personId)
        .where("closed_at", "=", 0)
        .execute();
      for (const column of ["helper_id", "handed_by", "returned_by", "closed_by"] as const) {
        await db
          .updateTable("help_calls")
          .set({ [column]: "" })
          .where(column, "=", personId)
          .execute();
      }
      return Number(numDeletedRows);
    },
    erasePlaces: async (home) => {
      await db.updateTable("help_calls").set({ place: "" }).where("place", "like", `%"people/${home}/%`).execute();
    },
  };
}

function rowOf(
  workshopId: string,
  { id, personId, askedAt, place, claim, returned }: HelpCall,
): WorkshopTables["help_calls"] {
  return {
    id,
    workshop_id: workshopId,
    person_id: personId,
    asked_at: askedAt,
    place: place === undefined ? "" : JSON.stringify(place),
    helper_id: claim?.helper.personId ?? "",
    claimed_at: claim?.at ?? 0,
    handed_by: claim?.from?.by.personId ?? "",
    handed_at: claim?.from?.at ?? 0,
    word: claim?.from?.word ?? returned?.word ?? "",
    returned_by: returned?.by.personId ?? "",
    returned_why: returned?.why ?? "",
    closed_at: 0,
    outcome: "",
    closed_by: "",
    note: "",
    topic: "",
  };
}

async function callOfRow(row: Selectable<WorkshopTables["help_calls"]>, nameOf: NameOf): Promise<HelpCall> {
  const named = async (personId: string): Promise<NamedPerson> => ({
    personId,
    name: (await nameOf(personId)) ?? somebody,
  });
  const place = row.place === "" ? {} : { place: HelpPlace.parse(JSON.parse(row.place)) };
  const from =
    row.handed_by === "" ? {} : { from: { by: await named(row.handed_by), word: row.word, at: row.handed_at } };
  const claim =
    row.helper_id === "" ? {} : { claim: { helper: await named(row.helper_id), at: row.claimed_at, ...from } };
  const why: Returned["why"] = row.returned_why === "gave-back" ? "gave-back" : "gone";
  const returned =
    row.returned_by === "" || row.helper_id !== ""
      ? {}
      : { returned: { by: await named(row.returned_by), why, word: row.word } };
  return { id: row.id, personId: row.person_id, askedAt: row.asked_at, ...place, ...claim, ...returned };
}
