/** Who was there, for the organisers of the venue alone: to read, to put right, to take away as a table. */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import { route, type AnyRoute, type Reply } from "../../http/index.js";
import { tidy, type FieldFaults, type FormFields } from "../announcement.js";
import { dateIn, instantOf, isLocalClock } from "../local-time.js";
import { anyForm, tellOrThrow, type SurgeryRoutesOptions } from "../pages.js";
import { parts } from "../places.js";
import type { SurgeryDate } from "../surgeries.js";
import { tidyFields } from "./arrive-routes.js";
import { recordCsv } from "./day-record.js";
import { recordPage } from "./day-record-page.js";
import { organisedDate } from "./day-routes.js";
import { pathOf } from "./day-screen.js";
import { isCorrectable } from "./doors.js";

const path = "/surgeries/:slug/dates/:date/day/record";

export function recordRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { renderPage, dayParts, clock } = options;
  const { day, screens } = dayParts;
  const show = async (
    date: SurgeryDate,
    more: { problem?: string; said?: string; fields?: FormFields; faults?: FieldFaults } = {},
  ): Promise<string> => {
    const { problem, said, fields = {}, faults = {} } = more;
    return renderPage(
      recordPage({
        ...(await day.view(date)),
        now: clock(),
        cards: await screens.cards(date.id),
        correctable: isCorrectable(date, clock()) && date.status === "on",
        form: /^[0-9a-f-]{36}$/.test(fields["form"] ?? "") ? fields["form"]! : randomUUID(),
        adding: { fields, faults },
        ...(problem === undefined ? {} : { problem }),
        ...(said === undefined ? {} : { said }),
      }),
    );
  };
  return [
    route({
      method: "GET",
      path,
      access: "trainer",
      handle: async (call) => {
        const said = saidWords[call.query.get("said") ?? ""];
        return { html: await show(await organisedDate(options, call), said === undefined ? {} : { said }) };
      },
    }),
    route({
      method: "GET",
      path: `${path}.csv`,
      access: "trainer",
      handle: async (call) => {
        const date = await organisedDate(options, call);
        return {
          // Spreadsheets take a file for UTF-8 only with the mark in front.
          bytes: Buffer.from(`\uFEFF${recordCsv(await day.view(date), clock())}`),
          headers: { "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store" },
        };
      },
    }),
    route({
      method: "POST",
      path,
      access: "trainer",
      body: anyForm,
      handle: async (call) => {
        const date = await organisedDate(options, call);
        const { body } = call;
        return tellOrThrow(
          () => correct(options, date, body, (faults) => show(date, { fields: tidyFields(body), faults })),
          ({ message }) => show(date, { problem: message, fields: tidyFields(body) }),
        );
      },
    }),
  ];
}

const saidWords: Readonly<Record<string, string>> = {
  added: "They are on the record now.",
  changed: "It is put right.",
  removed: "They are off the record, with everything that hung on it.",
};

async function correct(
  { dayParts: { day, arrivals }, clock }: SurgeryRoutesOptions,
  date: SurgeryDate,
  body: FormFields,
  mend: (faults: FieldFaults) => Promise<string>,
): Promise<Reply> {
  const done = (said: string): Reply => ({ redirect: `${pathOf({ date })}/record?said=${said}` });
  const who = body["who"] ?? "";
  if (body["do"] === "not-sat") {
    await day.correct(date, { type: "not-sat", sittingId: body["sitting"] ?? "" });
    return done("changed");
  }
  const view = await day.view(date);
  const person = view.people.find(({ contactId }) => contactId === who);
  if (body["do"] === "times") {
    if (person?.attendance === undefined) return { redirect: `${pathOf({ date })}/record` };
    if (body["remove"] === "yes") {
      await day.correct(date, { type: "was-not-here", contactId: who });
      return done("removed");
    }
    const times = timesIn(date, body["from"] ?? "", body["to"] ?? "");
    if (times === undefined) throw new AppError("surgeries.bad-times");
    const part = parts.find((one) => one === body["part"]) ?? person.part;
    await day.correct(date, { type: "was-here", contactId: who, part, ...times, at: clock() });
    return done("changed");
  }
  if (body["do"] !== "add") throw new AppError("http.bad-request", { reason: "nothing was to be done" });
  const part = parts.find((one) => one === body["part"]);
  const times = timesIn(date, body["from"] ?? "", body["to"] ?? "");
  const faults: Record<string, string> = {};
  if (times?.to === undefined) faults["to"] = "Give two times such as 18:05 and 19:30, the later one second.";
  if (person === undefined && part === undefined) faults["part"] = "Choose one of these.";
  if (times?.to === undefined || Object.keys(faults).length > 0) return { status: 422, html: await mend(faults) };
  const name = tidy(body["name"] ?? "")
    .replaceAll(/\s+/g, " ")
    .slice(0, 60);
  const form = /^[0-9a-f-]{36}$/.test(body["form"] ?? "") ? body["form"]! : randomUUID();
  const someone =
    person === undefined
      ? { part: part!, name, group: "", need: "" }
      : { contactId: person.contactId, part: person.part };
  await arrivals.forgotten(date, someone, { from: times.from, to: times.to }, form);
  return done("added");
}

const halfADay = 12 * 60 * 60_000;

/** Clocks of the venue on the day; long before the start means: after midnight. Undefined when they are no such times. */
function timesIn(
  { startsAt, surgery }: SurgeryDate,
  from: string,
  to: string,
): { readonly from: number; readonly to: number | undefined } | undefined {
  const zone = surgery.venue.timeZone;
  const instant = (clock: string): number => {
    const at = instantOf(dateIn(startsAt, zone), clock, zone);
    return at < startsAt - halfADay ? instantOf(dateIn(startsAt + 2 * halfADay, zone), clock, zone) : at;
  };
  if (!isLocalClock(from) || (to !== "" && !isLocalClock(to))) return undefined;
  const times = { from: instant(from), to: to === "" ? undefined : instant(to) };
  return times.to !== undefined && times.to < times.from ? undefined : times;
}
