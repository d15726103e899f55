/** What an organiser says of a surgery or a workshop, and how a filled-in form becomes that or a list of what to mend. */
import { isLocalClock, isLocalDate, isZone, type LocalClock, type LocalDate } from "./local-time.js";
import type { Recurrence } from "./recurrence.js";

export const kinds = ["surgery", "workshop"] as const;
export type Kind = (typeof kinds)[number];

export const photoPolicies = ["none", "ask", "tell"] as const;
export type PhotoPolicy = (typeof photoPolicies)[number];

export const photoPolicyWords: Readonly<Record<PhotoPolicy, string>> = {
  none: "No photos are taken.",
  ask: "Photos only of those who were asked first and said yes.",
  tell: "Photos are taken of the room. Say so if you don’t want to be in them.",
};

export interface VenueWords {
  readonly name: string;
  readonly address: string;
  /** https address of a map, or "". */
  readonly mapLink: string;
  readonly accessNotes: string;
  readonly timeZone: string;
}

export interface Announcement {
  readonly kind: Kind;
  readonly title: string;
  readonly about: string;
  readonly hostGroup: string;
  /** Id of a curriculum; "" means: bring your own data. */
  readonly curriculum: string;
  readonly languages: readonly string[];
  readonly photoPolicy: PhotoPolicy;
  readonly capacity: number;
  readonly firstDate: LocalDate;
  readonly starts: LocalClock;
  readonly ends: LocalClock;
  readonly recurrence: Recurrence | undefined;
}

export type FormFields = Readonly<Record<string, string>>;
/** By name of the field: what is wrong and what to do. */
export type FieldFaults = Readonly<Record<string, string>>;

export type Parsed<T> =
  | { readonly type: "good"; readonly value: T }
  | { readonly type: "faulty"; readonly faults: FieldFaults };

/** Wordings of "how often", as the form offers them. */
export const repeats: Readonly<Record<string, Pick<Recurrence, "type" | "every"> | undefined>> = {
  once: undefined,
  weekly: { type: "weekly", every: 1 },
  fortnightly: { type: "weekly", every: 2 },
  monthly: { type: "monthly", every: 1 },
  "every-other-month": { type: "monthly", every: 2 },
};

class Reader {
  readonly faults: Record<string, string> = {};
  readonly #fields: FormFields;

  constructor(fields: FormFields) {
    this.#fields = fields;
  }

  text(name: string, most: number, missing?: string): string {
    // Line ends of browsers, and nothing that can't be seen but changes what is seen.
    const text = tidy(this.#fields[name] ?? "");
    if (text === "" && missing !== undefined) this.faults[name] = missing;
    if (text.length > most) this.faults[name] = `That is ${text.length} characters long. There is room for ${most}.`;
    return text;
  }

  choice<const T extends string>(name: string, of: readonly T[]): T {
    const given = this.#fields[name];
    const found = of.find((one) => one === given);
    if (found === undefined) this.faults[name] = "Choose one of these.";
    return found ?? of[0]!;
  }
}

/** Spaces at the ends and invisible characters (controls, direction overrides) go; line breaks stay. */
export function tidy(text: string): string {
  return (
    text
      .normalize("NFC")
      .replaceAll("\r\n", "\n")
      // oxlint-disable-next-line no-control-regex -- these are what must not get into pages and calendars
      .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
      .trim()
  );
}

export function parseVenue(fields: FormFields): Parsed<VenueWords> {
  const reader = new Reader(fields);
  const venue: VenueWords = {
    name: reader.text("venueName", 80, "Give the place a name, such as “Digbeth Library”."),
    address: reader.text("address", 200, "Say where it is: street and postcode."),
    mapLink: reader.text("mapLink", 400),
    accessNotes: reader.text("accessNotes", 600),
    timeZone: fields["timeZone"] ?? "Europe/London",
  };
  if (venue.mapLink !== "" && !isWebAddress(venue.mapLink)) {
    reader.faults["mapLink"] = "Paste the whole address of the map. It begins with https://.";
  }
  if (!isZone(venue.timeZone)) reader.faults["timeZone"] = "That is no time zone we know. Try Europe/London.";
  return parsed(venue, reader.faults);
}

/** @param today at the venue: nothing new is announced for the past */
export function parseAnnouncement(fields: FormFields, today: LocalDate): Parsed<Announcement> {
  const reader = new Reader(fields);
  const kind = reader.choice("kind", kinds);
  const firstDate = (fields["firstDate"] ?? "").trim();
  const starts = (fields["starts"] ?? "").trim();
  const ends = (fields["ends"] ?? "").trim();
  const capacityText = (fields["capacity"] ?? "").trim();
  const capacity = Number(capacityText);
  if (!isLocalDate(firstDate)) reader.faults["firstDate"] = "Say the day as 2026-12-03 (year, month, day).";
  else if (firstDate < today) reader.faults["firstDate"] = "That day is over. Choose one that is still to come.";
  if (!isLocalClock(starts)) reader.faults["starts"] = "Say the time as 18:00.";
  if (!isLocalClock(ends)) reader.faults["ends"] = "Say the time as 20:00.";
  else if (ends === starts) reader.faults["ends"] = "It ends when it begins. Say when it is over.";
  if (!/^\d{1,4}$/.test(capacityText) || capacity < 1 || capacity > 1000) {
    reader.faults["capacity"] = "How many people fit in? A number from 1 to 1000.";
  }
  const announcement: Announcement = {
    kind,
    title: reader.text("title", 100, "Give it a name that a neighbour would understand."),
    about: reader.text("about", 2000, "Say in two sentences who it is for and what happens."),
    hostGroup: reader.text("hostGroup", 80, "Who invites? The name of your group."),
    curriculum: reader.text("curriculum", 80),
    languages: namesIn(reader.text("languages", 200)),
    photoPolicy: reader.choice("photoPolicy", photoPolicies),
    capacity,
    firstDate,
    starts,
    ends,
    recurrence: readRecurrence(fields, firstDate, reader.faults),
  };
  return parsed(announcement, reader.faults);
}

function readRecurrence(fields: FormFields, firstDate: string, faults: Record<string, string>): Recurrence | undefined {
  const name = fields["repeats"] ?? "once";
  if (!Object.hasOwn(repeats, name)) faults["repeats"] = "Choose one of these.";
  const rule = repeats[name];
  if (rule === undefined) return undefined;
  const until = (fields["until"] ?? "").trim();
  if (!isLocalDate(until)) faults["until"] = "Until which day shall it go on? For example 2027-06-30.";
  else if (until < firstDate) faults["until"] = "That is before the first day.";
  else if (isLocalDate(firstDate) && Number(until.slice(0, 4)) - Number(firstDate.slice(0, 4)) > 2) {
    faults["until"] = "At most two years ahead. You can go on from there later.";
  }
  return { ...rule, until };
}

/** `English, Urdu and Polish` as three names; English where nothing is said. */
export function namesIn(text: string): string[] {
  const names = text
    .split(/,|;|\n|\band\b/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.length === 0 ? ["English"] : [...new Set(names)].slice(0, 12);
}

export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ["https:", "http:"].includes(new URL(text).protocol);
}

function parsed<T>(value: T, faults: Record<string, string>): Parsed<T> {
  return Object.keys(faults).length === 0 ? { type: "good", value } : { type: "faulty", faults };
}
