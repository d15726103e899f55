/** Agenda, timer and minute cards of a date: what its screens show beside the people. */
import { createHash } from "node:crypto";
import type { Store } from "../../store/index.js";
import { dateIn } from "../local-time.js";
import type { SurgeryDate } from "../surgeries.js";
import type { SurgeryTables } from "../tables.js";
import { readyAgenda, type AgendaItem } from "./agenda.js";
import { applyTimer, noTimer, type Timer, type TimerAction } from "./timer.js";

export interface MinuteCard {
  readonly id: string;
  readonly good: string;
  readonly improve: string;
  readonly hidden: boolean;
}

export interface DayScreens {
  agenda(date: SurgeryDate): Promise<readonly AgendaItem[]>;
  /** An empty one is the ready-made one again. */
  setAgenda(date: SurgeryDate, items: readonly AgendaItem[]): Promise<void>;
  timer(dateId: string): Promise<Timer>;
  tapTimer(dateId: string, action: TimerAction): Promise<void>;
  /** In no order that tells who wrote when. */
  cards(dateId: string): Promise<readonly MinuteCard[]>;
  /** @param form random id of the form: sent twice, it counts once */
  addCard(date: SurgeryDate, words: { readonly good: string; readonly improve: string }, form: string): Promise<void>;
  hideCard(dateId: string, id: string, hidden: boolean): Promise<void>;
}

export interface DayScreensOptions {
  readonly store: Store;
  /** Called when what is on the screens is no longer so. */
  readonly onChange: (dateId: string) => void;
  readonly clock?: () => number;
}

export function createDayScreens({ store, onChange, clock = Date.now }: DayScreensOptions): DayScreens {
  const db = store.tables<SurgeryTables>();
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const next = tail.then(run);
    tail = next.catch(() => undefined);
    return next;
  };
  const timer = async (dateId: string): Promise<Timer> => {
    const row = await db.selectFrom("day_timers").selectAll().where("date_id", "=", dateId).executeTakeFirst();
    return row === undefined ? noTimer : { endsAt: row.ends_at ?? undefined, leftMs: row.left_ms ?? undefined };
  };
  return {
    agenda: async (date) => {
      const row = await db.selectFrom("day_agendas").selectAll().where("date_id", "=", date.id).executeTakeFirst();
      return row === undefined ? readyAgenda(date.surgery.kind, date) : (JSON.parse(row.items) as AgendaItem[]);
    },
    setAgenda: async (date, items) => {
      if (items.length === 0) await db.deleteFrom("day_agendas").where("date_id", "=", date.id).execute();
      else {
        const row = { items: JSON.stringify(items), changed_at: clock() };
        await db
          .insertInto("day_agendas")
          .values({ date_id: date.id, ...row })
          .onConflict((conflict) => conflict.column("date_id").doUpdateSet(row))
          .execute();
      }
      onChange(date.id);
    },
    timer,
    tapTimer: (dateId, action) =>
      inTurn(async () => {
        const { endsAt, leftMs } = applyTimer(await timer(dateId), action);
        const row = { ends_at: endsAt ?? null, left_ms: leftMs ?? null };
        await db
          .insertInto("day_timers")
          .values({ date_id: dateId, ...row })
          .onConflict((conflict) => conflict.column("date_id").doUpdateSet(row))
          .execute();
        onChange(dateId);
      }),
    cards: async (dateId) => {
      const rows = await db
        .selectFrom("minute_cards")
        .selectAll()
        .where("date_id", "=", dateId)
        .orderBy("id")
        .execute();
      return rows.map(({ id, good, improve, hidden }) => ({ id, good, improve, hidden: hidden === 1 }));
    },
    addCard: async (date, { good, improve }, form) => {
      await db
        .insertInto("minute_cards")
        .values({
          id: createHash("sha256").update(`card ${date.id} ${form}`).digest("hex").slice(0, 32),
          date_id: date.id,
          day: dateIn(date.startsAt, date.surgery.venue.timeZone),
          good,
          improve,
          hidden: 0,
        })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
      onChange(date.id);
    },
    hideCard: async (dateId, id, hidden) => {
      await db
        .updateTable("minute_cards")
        .set({ hidden: hidden ? 1 : 0 })
        .where("date_id", "=", dateId)
        .where("id", "=", id)
        .execute();
      onChange(dateId);
    },
  };
}
