/** When an update that was promised is due, and since when a data set is late. */
import { Temporal } from "temporal-polyfill";

const steps: Readonly<Record<string, Temporal.DurationLike>> = {
  weekly: { weeks: 1 },
  monthly: { months: 1 },
  quarterly: { months: 3 },
  yearly: { years: 1 },
};

/** A promise is kept by whoever is a few days behind: nobody is called late for a weekend. */
const grace: Readonly<Record<string, Temporal.DurationLike>> = {
  weekly: { days: 3 },
  monthly: { days: 10 },
  quarterly: { days: 21 },
  yearly: { days: 42 },
};

/** Milliseconds since 1970; undefined for what is updated once or when it changes. */
export function dueAfter(promise: string, publishedAt: number): number | undefined {
  const step = steps[promise];
  return step === undefined ? undefined : later(publishedAt, step);
}

export function isLate(promise: string, dueAt: number | undefined, now: number): boolean {
  const more = grace[promise];
  return dueAt !== undefined && more !== undefined && now > later(dueAt, more);
}

export const promiseWords: Readonly<Record<string, string>> = {
  once: "once",
  weekly: "every week",
  monthly: "every month",
  quarterly: "every three months",
  yearly: "every year",
  "when it changes": "when it changes",
};

export function dayOf(at: number): string {
  return new Date(at).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "Europe/London",
  });
}

function later(at: number, step: Temporal.DurationLike): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO("Europe/London").add(step).epochMilliseconds;
}
