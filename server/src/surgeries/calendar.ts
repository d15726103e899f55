/**
 * Surgeries as a calendar that phones and computers subscribe to (RFC 5545). One event a surgery, its UID for ever the same;
 * a date that was moved or called off is an exception of it (RECURRENCE-ID), so that a calendar shows it as such.
 */
import ical, { ICalEventStatus, type ICalCalendar, type ICalEventData } from "ical-generator";
import { Temporal } from "temporal-polyfill";
import { tzlib_get_ical_block } from "timezones-ical-library";
import { photoPolicyWords } from "./announcement.js";
import { spanOf, type Span } from "./local-time.js";
import { datesOf, weekOfMonth } from "./recurrence.js";
import type { Surgery, SurgeryDate } from "./surgeries.js";

export interface CalendarEntry {
  readonly surgery: Surgery;
  readonly dates: readonly SurgeryDate[];
}

/** @param url of the page of a surgery by its slug. @returns the text of an `.ics` file */
export function calendarText(name: string, entries: readonly CalendarEntry[], url: (slug: string) => string): string {
  const calendar = ical({
    name,
    prodId: { company: "Data Surgery", product: "surgeries", language: "EN" },
    // How often subscribers look again.
    ttl: 4 * 60 * 60,
    timezone: { name: null, generator: zoneBlock },
  });
  for (const entry of entries) addSurgery(calendar, entry, url(entry.surgery.slug));
  return calendar.toString();
}

/** One date by itself, for the person who comes: it needs no exceptions. */
export function dateCalendarText(date: SurgeryDate, url: string): string {
  const calendar = ical({
    prodId: { company: "Data Surgery", product: "surgeries", language: "EN" },
    timezone: { name: null, generator: zoneBlock },
  });
  const { surgery } = date;
  calendar.createEvent({
    ...wordsOf(surgery, url),
    ...timesOf(date, surgery),
    ...stateOf(date),
    id: `${uidOf(surgery)}-${date.announcedFor}`,
    sequence: date.sequence,
    lastModified: new Date(date.changedAt),
  });
  return calendar.toString();
}

function addSurgery(calendar: ICalCalendar, { surgery, dates }: CalendarEntry, url: string): void {
  const zone = surgery.venue.timeZone;
  const planned = datesOf(surgery.firstDate, surgery.recurrence);
  const plan = (date: string): Span => spanOf(date, surgery.starts, surgery.ends, zone);
  const single = dates.length === 1 && surgery.recurrence === undefined ? dates[0] : undefined;
  const first = plan(planned[0] ?? surgery.firstDate);
  const last = plan(planned.at(-1) ?? surgery.firstDate);
  calendar.createEvent({
    ...wordsOf(surgery, url),
    ...timesOf(single ?? first, surgery),
    ...(single === undefined
      ? { status: surgery.cancelledAt === undefined ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED }
      : stateOf(single)),
    id: uidOf(surgery),
    // A single date's own changes count as the event's.
    sequence: surgery.sequence + (single?.sequence ?? 0),
    lastModified: new Date(Math.max(surgery.changedAt, single?.changedAt ?? 0)),
    ...(surgery.recurrence === undefined ? {} : { repeating: ruleOf(surgery, last) }),
  });
  if (single !== undefined) return;
  const inPlan = new Set(planned);
  for (const date of dates.filter((one) => inPlan.has(one.announcedFor))) {
    const expected = plan(date.announcedFor);
    if (date.status === "on" && date.startsAt === expected.startsAt && date.endsAt === expected.endsAt) continue;
    calendar.createEvent({
      ...wordsOf(surgery, url, date.note),
      ...timesOf(date, surgery),
      ...stateOf(date),
      id: uidOf(surgery),
      recurrenceId: zoned(expected.startsAt, zone),
      sequence: surgery.sequence + date.sequence,
      lastModified: new Date(date.changedAt),
    });
  }
}

function wordsOf(
  surgery: Surgery,
  url: string,
  note = "",
): Pick<ICalEventData, "summary" | "description" | "location" | "url"> {
  const { venue } = surgery;
  const parts = [
    note,
    surgery.about,
    `Invited by ${surgery.hostGroup}. Languages: ${surgery.languages.join(", ")}.`,
    venue.accessNotes === "" ? "" : `Getting in: ${venue.accessNotes}`,
    photoPolicyWords[surgery.photoPolicy],
    url,
  ];
  return {
    summary: surgery.title,
    description: parts.filter((part) => part !== "").join("\n\n"),
    location: `${venue.name}, ${venue.address}`,
    url,
  };
}

function timesOf(
  { startsAt, endsAt }: Span,
  { venue }: Surgery,
): Pick<ICalEventData, "start" | "end" | "timezone"> & { start: Temporal.ZonedDateTime } {
  return { start: zoned(startsAt, venue.timeZone), end: zoned(endsAt, venue.timeZone), timezone: venue.timeZone };
}

function stateOf({ status }: SurgeryDate): Pick<ICalEventData, "status"> {
  return { status: status === "on" ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED };
}

/** Stable for ever, and the same in every calendar that this server writes. */
function uidOf({ id }: Surgery): string {
  return `${id}@surgeries.data-surgery`;
}

const dayCodes = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

function ruleOf(surgery: Surgery, last: Span): string {
  const { type, every } = surgery.recurrence!;
  const day = dayCodes[Temporal.PlainDate.from(surgery.firstDate).dayOfWeek - 1]!;
  const until = new Date(last.startsAt).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const by = type === "weekly" ? day : `${weekOfMonth(surgery.firstDate)}${day}`;
  return `RRULE:FREQ=${type.toUpperCase()};INTERVAL=${every};BYDAY=${by};UNTIL=${until}`;
}

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

function zoneBlock(zone: string): string | null {
  const [block] = tzlib_get_ical_block(zone);
  return block ?? null;
}
