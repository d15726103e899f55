/** On which dates something happens that is said once: "every second Tuesday", "the first Wednesday of the month". */
import { Temporal } from "temporal-polyfill";
import type { LocalDate } from "./local-time.js";

/** Weekday, and which one of the month, are those of the first date. `every` 2: every other week or month. */
export interface Recurrence {
  readonly type: "weekly" | "monthly";
  readonly every: 1 | 2 | 3 | 4;
  /** The last day on which it may happen. */
  readonly until: LocalDate;
}

/** Which Wednesday of the month a date is: 1 to 4, or -1 for the last. A fifth one is the last. */
export function weekOfMonth(date: LocalDate): 1 | 2 | 3 | 4 | -1 {
  const { day } = Temporal.PlainDate.from(date);
  const week = Math.ceil(day / 7);
  return week === 1 || week === 2 || week === 3 || week === 4 ? week : -1;
}

/** Two years of weeks: nobody plans further, and a slip of the keyboard must not make thousands. */
export const mostDates = 105;

/** Ascending, beginning with `first`; at most `mostDates`. */
export function datesOf(first: LocalDate, recurrence: Recurrence | undefined): LocalDate[] {
  if (recurrence === undefined) return [first];
  const start = Temporal.PlainDate.from(first);
  const until = Temporal.PlainDate.from(recurrence.until);
  const dates: LocalDate[] = [];
  for (let at = 0; dates.length < mostDates; at++) {
    const date =
      recurrence.type === "weekly"
        ? start.add({ weeks: at * recurrence.every })
        : sameWeekday(start, start.with({ day: 1 }).add({ months: at * recurrence.every }), weekOfMonth(first));
    if (Temporal.PlainDate.compare(date, until) > 0) break;
    dates.push(date.toString());
  }
  return dates;
}

function sameWeekday(like: Temporal.PlainDate, month: Temporal.PlainDate, week: number): Temporal.PlainDate {
  if (week === -1) {
    const last = month.with({ day: month.daysInMonth });
    return last.subtract({ days: (last.dayOfWeek - like.dayOfWeek + 7) % 7 });
  }
  return month.add({ days: ((like.dayOfWeek - month.dayOfWeek + 7) % 7) + (week - 1) * 7 });
}

const weekNames = { 1: "first", 2: "second", 3: "third", 4: "fourth", [-1]: "last" } as const;

/** `the first Wednesday of every month` */
export function recurrenceWords(first: LocalDate, { type, every }: Recurrence): string {
  const weekday = Temporal.PlainDate.from(first).toLocaleString("en-GB", { weekday: "long" });
  if (type === "weekly") return every === 1 ? `every ${weekday}` : `every ${ordinals[every]} ${weekday}`;
  const months = every === 1 ? "every month" : `every ${ordinals[every]} month`;
  return `the ${weekNames[weekOfMonth(first)]} ${weekday} of ${months}`;
}

const ordinals = { 1: "", 2: "second", 3: "third", 4: "fourth" } as const;
