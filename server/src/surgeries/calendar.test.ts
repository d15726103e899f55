import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { calendarText, dateCalendarText, type CalendarEntry } from "./calendar.js";
import { dateIn, instantOf, spanOf } from "./local-time.js";
import { datesOf, type Recurrence } from "./recurrence.js";
import type { Surgery, SurgeryDate } from "./surgeries.js";

const url = (slug: string): string => `https://surgery.example.org/surgeries/${slug}`;

function surgery(changes: Partial<Surgery> = {}): Surgery {
  return {
    id: "6f1c2f52-6f0e-4b0e-9d55-0c9f3c3f2a11",
    slug: "open-data-for-lunch-clubs",
    venue: {
      id: "v",
      slug: "digbeth",
      name: "Digbeth Hall",
      address: "1 Invented Street, B5 6XX",
      mapLink: "",
      accessNotes: "Step-free from the yard; ring the bell",
      timeZone: "Europe/London",
    },
    kind: "surgery",
    title: "Open data; for lunch clubs, and others",
    about: "Bring a spreadsheet.\nWe sit beside you.",
    hostGroup: "Invented Lunch Club",
    curriculum: "",
    languages: ["English", "Urdu"],
    photoPolicy: "ask",
    capacity: 20,
    firstDate: "2026-12-02",
    starts: "18:00",
    ends: "20:00",
    recurrence: undefined,
    sequence: 0,
    createdAt: 1,
    changedAt: 1_800_000_000_000,
    cancelledAt: undefined,
    ...changes,
  };
}

function entryOf(
  of: Surgery,
  change: (date: SurgeryDate, at: number) => Partial<SurgeryDate> = () => ({}),
): CalendarEntry {
  const dates = datesOf(of.firstDate, of.recurrence).map((date, at): SurgeryDate => {
    const plain: SurgeryDate = {
      id: `d${at}`,
      surgery: of,
      announcedFor: date,
      ...spanOf(date, of.starts, of.ends, of.venue.timeZone),
      status: "on",
      note: "",
      sequence: 0,
      changedAt: of.changedAt,
    };
    return { ...plain, ...change(plain, at) };
  });
  return { surgery: of, dates };
}

interface Shown {
  readonly at: number;
  readonly cancelled: boolean;
}

/** What Mozilla's ical.js makes of a calendar: every date of its one event, exceptions applied, soonest first. */
function shownBy(text: string): Shown[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[] as never);
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent").map((part) => new ICAL.Event(part));
  const [main] = events.filter((event) => !event.isRecurrenceException());
  for (const exception of events.filter((event) => event.isRecurrenceException())) main!.relateException(exception);
  const stateOf = (event: ICAL.Event): boolean => event.component.getFirstPropertyValue("status") === "CANCELLED";
  if (!main!.isRecurring()) return [{ at: main!.startDate.toJSDate().getTime(), cancelled: stateOf(main!) }];
  const shown: Shown[] = [];
  const walk = main!.iterator();
  for (let next = walk.next(); next !== null && next !== undefined; next = walk.next()) {
    const { item, startDate } = main!.getOccurrenceDetails(next);
    shown.push({ at: startDate.toJSDate().getTime(), cancelled: stateOf(item) });
  }
  return shown;
}

test("an independent parser finds every date of two years, moved and called-off ones as such, through four clock changes", () => {
  const monthly: Recurrence = { type: "monthly", every: 1, until: "2028-12-01" };
  const entry = entryOf(surgery({ recurrence: monthly }), (_date, at) => {
    if (at === 3) return { status: "cancelled", note: "The hall is closed.", sequence: 1 };
    if (at === 7) return { ...spanOf("2027-07-15", "19:00", "21:00", "Europe/London"), sequence: 1 };
    return {};
  });
  expect(entry.dates).toHaveLength(24);
  const shown = shownBy(calendarText("Surgeries", [entry], url));
  expect(shown).toEqual(
    entry.dates.map(({ startsAt, status }) => ({ at: startsAt, cancelled: status === "cancelled" })),
  );
  expect(dateIn(shown[7]!.at, "Europe/London")).toBe("2027-07-15");
  // Six in winter and six in summer are an hour apart for a computer.
  expect(shown[1]!.at).toBe(Date.UTC(2027, 0, 6, 18));
  expect(shown[6]!.at).toBe(Date.UTC(2027, 5, 2, 17));
});

// Not between one and three at night, when the clocks change: what a skipped or doubled time means differs between parsers.
test("any rule, first day and zone gives the parser the same dates that we show, seeded", () => {
  const zone = fc.constantFrom("Europe/London", "Europe/Warsaw", "Asia/Karachi", "America/New_York");
  const day = fc
    .integer({ min: 0, max: 700 })
    .map((days) => dateIn(Date.UTC(2026, 11, 1, 12) + days * 86_400_000, "UTC"));
  const clock = fc.constantFrom("00:15", "06:30", "09:00", "18:00", "23:15");
  fc.assert(
    fc.property(
      zone,
      day,
      clock,
      fc.constantFrom("weekly", "monthly"),
      fc.constantFrom(1, 2, 3, 4),
      (timeZone, firstDate, starts, type, every) => {
        const until = `${Number(firstDate.slice(0, 4)) + 1}${firstDate.slice(4).replace("02-29", "02-28")}`;
        const of = surgery({
          firstDate,
          starts,
          ends: starts === "23:15" ? "01:00" : "23:30",
          recurrence: { type, every, until },
        });
        const entry = entryOf({ ...of, venue: { ...of.venue, timeZone } });
        expect(shownBy(calendarText("Surgeries", [entry], url)).map(({ at }) => at)).toEqual(
          entry.dates.map(({ startsAt }) => startsAt),
        );
      },
    ),
    { seed: 20_261_129, numRuns: 300 },
  );
});

test("semicolons, commas and line breaks of people come back as they were written; lines are folded and end with CRLF", () => {
  const entry = entryOf(surgery({ title: `A ${"very ".repeat(30)}long; title, with \\ and ñandú 🩺` }));
  const text = calendarText("Surgeries", [entry], url);
  const event = new ICAL.Component(ICAL.parse(text) as never).getFirstSubcomponent("vevent")!;
  expect(event.getFirstPropertyValue("summary")).toBe(entry.surgery.title);
  expect(String(event.getFirstPropertyValue("description"))).toContain("Bring a spreadsheet.\nWe sit beside you.");
  expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});

test("a change keeps the UID and raises the SEQUENCE; a called-off single date says so", () => {
  const before = entryOf(surgery());
  const after = entryOf(surgery(), () => ({ status: "cancelled", sequence: 1 }));
  const [first, second] = [before, after].map((entry) => calendarText("Surgeries", [entry], url));
  const value = (text: string, name: string): string | undefined =>
    new RegExp(`^${name}:(.*)$`, "m").exec(text)?.[1]?.trim();
  expect(value(second!, "UID")).toBe(value(first!, "UID"));
  expect([value(first!, "SEQUENCE"), value(second!, "SEQUENCE")]).toEqual(["0", "1"]);
  expect(shownBy(second!)).toEqual([{ at: instantOf("2026-12-02", "18:00", "Europe/London"), cancelled: true }]);
});

test("the file that a visitor takes home is that one date", () => {
  const [date] = entryOf(surgery({ recurrence: { type: "weekly", every: 1, until: "2027-03-31" } })).dates;
  expect(shownBy(dateCalendarText(date!, url("x")))).toEqual([{ at: date!.startsAt, cancelled: false }]);
});
