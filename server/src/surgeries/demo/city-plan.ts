/**
 * An invented year of a city: places, surgeries, who came, who sat with whom, what came of it and what they said later. The same
 * seed and day give the same rows. Nobody in it exists; every name and word says so.
 */
import type { Insertable } from "kysely";
import { Temporal } from "temporal-polyfill";
import { dateIn, spanOf, type LocalDate } from "../local-time.js";
import { datesOf, type Recurrence } from "../recurrence.js";
import { slugOf } from "../slug.js";
import type { SurgeryTables } from "../tables.js";
import { Draw } from "./draw.js";
import { drawEvening, openingAt } from "./demo-evening.js";
import { callingOff, kindsOfPlace, needs, quarters } from "./demo-words.js";
import { createCrowd, signUpFor } from "./demo-people.js";

export interface CityOptions {
  readonly seed: number;
  /** Milliseconds since 1970: the year ends here. */
  readonly now: number;
  readonly venues: number;
  /** Dates that are over, at each venue. */
  readonly datesEach: number;
  /** Who comes to one, on average. */
  readonly peopleEach: number;
  /** A date whose doors are open now. */
  readonly openToday: boolean;
}

export type CityTable = Extract<
  keyof SurgeryTables,
  | "venues"
  | "surgeries"
  | "surgery_dates"
  | "contacts"
  | "sign_ups"
  | "day_rooms"
  | "attendances"
  | "sittings"
  | "outcome_cards"
  | "consents"
  | "confidence_answers"
  | "follow_ups"
>;

export type City = { [Table in CityTable]: Insertable<SurgeryTables[Table]>[] };

/** Sizes that have a name. `lively`: 12 venues, 300 dates; `large`: what the speed of the report is measured with. */
export const citySizes = {
  small: { venues: 3, datesEach: 10, peopleEach: 12, openToday: true },
  lively: { venues: 12, datesEach: 25, peopleEach: 10, openToday: true },
  large: { venues: 20, datesEach: 25, peopleEach: 40, openToday: false },
} as const;

const zone = "Europe/London";
const day = 24 * 60 * 60 * 1000;
const hour = 60 * 60 * 1000;

export function planCity(options: CityOptions): City {
  const draw = new Draw(options.seed);
  const city: City = {
    venues: [],
    surgeries: [],
    surgery_dates: [],
    contacts: [],
    sign_ups: [],
    day_rooms: [],
    attendances: [],
    sittings: [],
    outcome_cards: [],
    consents: [],
    confidence_answers: [],
    follow_ups: [],
  };
  const crowd = createCrowd(draw, city);
  for (let at = 0; at < options.venues; at++) addVenue(city, draw, options, at);
  if (options.openToday) addToday(city, draw, options.now);
  // In the order of time, so that somebody who comes back has been there before.
  const dates = city.surgery_dates.toSorted((a, b) => a.starts_at - b.starts_at);
  const surgeries = new Map(city.surgeries.map((surgery) => [surgery.id, surgery]));
  for (const date of dates) {
    const surgery = surgeries.get(date.surgery_id)!;
    if (date.status === "cancelled") continue;
    if (date.starts_at <= options.now) {
      const grows = 0.7 + (0.6 * (date.starts_at - (options.now - 365 * day))) / (365 * day);
      drawEvening({ draw, city, crowd, date, surgery, now: options.now, people: options.peopleEach * grows });
    } else if (date.starts_at < options.now + 28 * day) {
      for (const part of ["patient", "patient", "patient", "surgeon", "surgeon", "learner"] as const) {
        if (!draw.chance(0.7)) continue;
        const who = crowd.come(surgery.venue_id, part, date.starts_at, new Set());
        signUpFor({ draw, city, who, date, at: options.now - draw.between(1, 20) * day, part });
      }
    }
  }
  return city;
}

function addVenue(city: City, draw: Draw, { now, datesEach, venues }: CityOptions, at: number): void {
  const place = kindsOfPlace[at % kindsOfPlace.length]!;
  const name = `Invented ${quarters[at % quarters.length]} ${place}${at >= quarters.length ? ` ${Math.floor(at / quarters.length) + 1}` : ""}`;
  const created = now - 380 * day;
  const venueId = draw.id();
  city.venues.push({
    id: venueId,
    slug: slugOf(name, "venue"),
    name,
    address: `${at + 1} Invented Street, ZZ${at + 1} 1ZZ`,
    map_link: "",
    access_notes: draw.chance(0.7) ? "Step-free. Accessible toilet. A quiet corner." : "Two steps; ask for the ramp.",
    time_zone: zone,
    created_at: created,
  });
  const weekday = at % 5;
  const starts = ["10:00", "14:00", "18:00"][at % 3]!;
  const ends = ["12:30", "16:30", "20:30"][at % 3]!;
  // Dates go back by fortnights from a day of last week, and three months ahead.
  const last = Temporal.PlainDate.from(dateIn(now - (2 + weekday) * day, zone));
  const first = last.subtract({ weeks: 2 * (datesEach - 1) }).toString();
  const workshop = at % 4 === 3 && venues > 3;
  addSurgery(city, draw, {
    venueId,
    title: workshop ? `Invented open data workshop, ${name}` : `Invented data surgery, ${name}`,
    kind: workshop ? "workshop" : "surgery",
    curriculum: workshop ? "open-data-champion" : "",
    first,
    recurrence: { type: "weekly", every: 2, until: last.add({ weeks: 12 }).toString() },
    starts,
    ends,
    now,
    created,
  });
}

/** Doors that opened an hour ago, so that the screens of the day have something to show. */
function addToday(city: City, draw: Draw, now: number): void {
  const begins = Math.floor((now - hour) / (15 * 60_000)) * 15 * 60_000;
  const clock = (at: number): string =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5);
  addSurgery(city, draw, {
    venueId: city.venues[0]!.id,
    title: "Invented data surgery, today",
    kind: "surgery",
    curriculum: "",
    first: dateIn(begins, zone),
    recurrence: undefined,
    starts: clock(begins),
    ends: clock(begins + 3 * hour),
    now,
    created: now - 30 * day,
  });
}

interface NewSurgery {
  readonly venueId: string;
  readonly title: string;
  readonly kind: string;
  readonly curriculum: string;
  readonly first: LocalDate;
  readonly recurrence: Recurrence | undefined;
  readonly starts: string;
  readonly ends: string;
  readonly now: number;
  readonly created: number;
}

function addSurgery(city: City, draw: Draw, fresh: NewSurgery): void {
  const { now, created, recurrence, starts, ends, first } = fresh;
  const id = draw.id();
  city.surgeries.push({
    id,
    slug: slugOf(fresh.title, fresh.kind),
    venue_id: fresh.venueId,
    kind: fresh.kind,
    title: fresh.title,
    about: `This surgery is invented. ${draw.pick(needs).need}? Bring it along: somebody sits beside you.`,
    host_group: `Invented group ${city.surgeries.length + 1}`,
    curriculum: fresh.curriculum,
    languages: JSON.stringify(draw.chance(0.5) ? ["English", "Urdu"] : ["English"]),
    photo_policy: draw.pick(["none", "ask", "ask", "tell"]),
    capacity: 60,
    first_date: first,
    starts,
    ends,
    recurrence: recurrence === undefined ? null : JSON.stringify(recurrence),
    sequence: 0,
    created_at: created,
    changed_at: created,
    cancelled_at: null,
  });
  for (const date of datesOf(first, recurrence)) {
    const span = spanOf(date, starts, ends, zone);
    const off = recurrence !== undefined && draw.chance(0.03) && span.endsAt < now;
    city.surgery_dates.push({
      id: draw.id(),
      surgery_id: id,
      announced_for: date,
      starts_at: span.startsAt,
      ends_at: span.endsAt,
      status: off ? "cancelled" : "on",
      note: off ? `Invented reason: ${draw.pick(callingOff)}` : "",
      sequence: off ? 1 : 0,
      changed_at: created,
    });
  }
  openingAt(city, draw, id, now);
}
