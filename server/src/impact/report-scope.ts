/** What an organiser asks a report of: a surgery or one of its dates, a place, all of their places; and from when to when. */
import { AppError } from "@data-surgery/contract";
import {
  dateWords,
  instantOf,
  isLocalDate,
  type RecordScope,
  type Surgeries,
  type Surgery,
  type SurgeryDate,
  type Venue,
} from "../surgeries/index.js";
import { zone } from "./report.js";

export interface ReportScope {
  readonly scope: Omit<RecordScope, "asOf">;
  /** What the report is of, in words. */
  readonly title: string;
  readonly venues: readonly Venue[];
  readonly chosen: { readonly venue: string; readonly from: string; readonly to: string };
  readonly surgery: Surgery | undefined;
  readonly date: SurgeryDate | undefined;
  readonly faults: Readonly<Record<string, string>>;
}

/** @throws AppError `identity.not-allowed` for a place where they do not organise, `http.not-found` */
export async function reportScope(
  surgeries: Surgeries,
  personId: string,
  query: URLSearchParams,
): Promise<ReportScope> {
  const venues = await surgeries.venuesOf(personId);
  const surgery = await surgeryOf(surgeries, query.get("surgery"), personId);
  const date = surgery === undefined ? undefined : await dateOf(surgeries, surgery, query.get("date"));
  const venueSlug = query.get("venue") ?? "";
  const venue = venueSlug === "" ? undefined : venues.find(({ slug }) => slug === venueSlug);
  if (venueSlug !== "" && venue === undefined) throw new AppError("identity.not-allowed");
  const [from, to] = [(query.get("from") ?? "").trim(), (query.get("to") ?? "").trim()];
  const faults: Record<string, string> = {};
  if (from !== "" && !isLocalDate(from)) faults["from"] = "Say the day as 2026-04-01 (year, month, day).";
  if (to !== "" && !isLocalDate(to)) faults["to"] = "Say the day as 2027-03-31 (year, month, day).";
  if (Object.keys(faults).length === 0 && from !== "" && to !== "" && to < from)
    faults["to"] = "That is before the first day.";
  const good = Object.keys(faults).length === 0;
  return {
    scope: {
      venueIds: venue === undefined ? venues.map(({ id }) => id) : [venue.id],
      ...(surgery === undefined ? {} : { surgeryId: surgery.id }),
      ...(date === undefined ? {} : { dateId: date.id }),
      ...(good && from !== "" ? { from: instantOf(from, "00:00", zone) } : {}),
      ...(good && to !== "" ? { until: endOf(to) } : {}),
    },
    title: titleOf(surgery, date, venue),
    venues,
    chosen: { venue: venueSlug, from, to },
    surgery,
    date,
    faults,
  };
}

/** The last day counts whole. */
function endOf(day: string): number {
  return instantOf(nextDay(day), "00:00", zone);
}

function nextDay(day: string): string {
  const noon = new Date(`${day}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + 1);
  return noon.toISOString().slice(0, 10);
}

async function surgeryOf(surgeries: Surgeries, slug: string | null, personId: string): Promise<Surgery | undefined> {
  if (slug === null || slug === "") return undefined;
  const surgery = await surgeries.bySlug(slug);
  await surgeries.assertOrganises(surgery, personId);
  return surgery;
}

async function dateOf(surgeries: Surgeries, surgery: Surgery, day: string | null): Promise<SurgeryDate | undefined> {
  if (day === null || day === "") return undefined;
  const found = (await surgeries.datesOf(surgery.id)).find(({ announcedFor }) => announcedFor === day);
  if (found === undefined) throw new AppError("http.not-found");
  return found;
}

function titleOf(surgery: Surgery | undefined, date: SurgeryDate | undefined, venue: Venue | undefined): string {
  if (surgery !== undefined && date !== undefined)
    return `${surgery.title}, ${dateWords(date.startsAt, surgery.venue.timeZone)}`;
  return surgery?.title ?? venue?.name ?? "All your places";
}
