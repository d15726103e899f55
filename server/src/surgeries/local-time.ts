/**
 * Times as people say them (a date, a clock, a zone) and as computers compare them (milliseconds since 1970). A surgery at six
 * stays at six when the clocks change, so dates are kept as said and only turned into instants.
 */
import { Temporal } from "temporal-polyfill";

/** `2026-12-03` */
export type LocalDate = string;
/** `18:30` */
export type LocalClock = string;

export interface Span {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** A time that the clocks skip in spring becomes the one an hour later; of a time that comes twice in autumn, the first. */
export function instantOf(date: LocalDate, clock: LocalClock, zone: string): number {
  return Temporal.PlainDateTime.from(`${date}T${clock}`).toZonedDateTime(zone, { disambiguation: "compatible" })
    .epochMilliseconds;
}

/** An end that is not after the beginning is on the next day. */
export function spanOf(date: LocalDate, starts: LocalClock, ends: LocalClock, zone: string): Span {
  const endDate = ends > starts ? date : Temporal.PlainDate.from(date).add({ days: 1 }).toString();
  return { startsAt: instantOf(date, starts, zone), endsAt: instantOf(endDate, ends, zone) };
}

export function dateIn(at: number, zone: string): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** A real date, and nothing else: `2027-02-30` is none. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}

export function isLocalClock(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

export function isZone(text: string): boolean {
  return /^[A-Za-z_]+(\/[A-Za-z_+-]+)*$/.test(text) && Intl.supportedValuesOf("timeZone").includes(text);
}

interface ZoneWords {
  readonly date: Intl.DateTimeFormat;
  readonly clock: Intl.DateTimeFormat;
}

/** Making one takes a good part of a millisecond, and a list of what is on needs a hundred. Zones are few: `isZone` holds them. */
const zoneWords = new Map<string, ZoneWords>();

function wordsIn(zone: string): ZoneWords {
  const known = zoneWords.get(zone);
  if (known !== undefined) return known;
  const words = {
    date: new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
    }),
    clock: new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }),
  };
  zoneWords.set(zone, words);
  return words;
}

/** `Thursday 3 December 2026` */
export function dateWords(at: number, zone: string): string {
  return wordsIn(zone).date.format(at).replace(",", "");
}

/** `18:30` to `20:30`, in the zone of the venue. */
export function clockWords({ startsAt, endsAt }: Span, zone: string): string {
  const { clock } = wordsIn(zone);
  return `${clock.format(startsAt)} to ${clock.format(endsAt)}`;
}
