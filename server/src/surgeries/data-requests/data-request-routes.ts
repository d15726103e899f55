/** Requests for data: a page, a table and a feed for everybody; added to and answered by organisers of their place. */
import { AppError } from "@data-surgery/contract";
import { Feed } from "feed";
import { route, type AnyRoute } from "../../http/index.js";
import { isWebAddress, tidy, type FieldFaults, type FormFields, type Parsed } from "../announcement.js";
import { dateIn, instantOf, isLocalDate, type LocalDate } from "../local-time.js";
import { anyForm, isOrganiser, type SurgeryRoutesOptions } from "../pages.js";
import { dataRequestsPage } from "./data-request-pages.js";
import {
  createDataRequests,
  outcomes,
  outcomeWords,
  standing,
  type AnswerWords,
  type DataRequest,
  type RequestWords,
} from "./data-requests.js";

const forAnybody = { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" } as const;

export function dataRequestRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { store, surgeries, renderPage, shareOrigin, clock } = options;
  const kept = createDataRequests(store, clock);
  const today = (): LocalDate => dateIn(clock(), "Europe/London");
  const show = async (
    personId: string | undefined,
    mending?: { id: string; fields: FormFields; faults: FieldFaults },
  ): Promise<string> =>
    renderPage(
      dataRequestsPage({
        requests: await kept.all(),
        today: today(),
        venues: personId === undefined ? [] : await surgeries.venuesOf(personId),
        fields: mending?.fields ?? {},
        faults: mending?.faults ?? {},
        ...(mending === undefined ? {} : { mending: mending.id }),
      }),
    );
  return [
    route({
      method: "GET",
      path: "/data-requests",
      access: "public",
      handle: async ({ visitor }) => ({
        html: await show(isOrganiser(visitor) ? visitor?.personId : undefined),
        packed: true,
      }),
    }),
    route({
      method: "GET",
      path: "/data-requests.csv",
      access: "public",
      handle: async () => ({
        bytes: Buffer.from(requestsCsv(await kept.all(), today())),
        headers: { "Content-Type": "text/csv; charset=utf-8; header=present", ...forAnybody },
      }),
    }),
    route({
      method: "GET",
      path: "/data-requests.atom",
      access: "public",
      handle: async ({ origin }) => ({
        bytes: Buffer.from(requestsFeed(await kept.all(), today(), shareOrigin(origin)).atom1()),
        headers: { "Content-Type": "application/atom+xml; charset=utf-8", ...forAnybody },
      }),
    }),
    route({
      method: "POST",
      path: "/data-requests",
      access: "trainer",
      body: anyForm,
      handle: async ({ visitor, body }) => {
        const venue = (await surgeries.venuesOf(visitor.personId)).find(({ id }) => id === body["venue"]);
        if (venue === undefined) throw new AppError("identity.not-allowed");
        const words = parseRequest(body, today());
        if (words.type === "faulty") {
          return { status: 422, html: await show(visitor.personId, { id: "", fields: body, faults: words.faults }) };
        }
        await kept.add(venue.id, words.value);
        return { redirect: "/data-requests" };
      },
    }),
    route({
      method: "POST",
      path: "/data-requests/:id/answers",
      access: "trainer",
      body: anyForm,
      handle: async ({ visitor, params, body }) => {
        const request = (await kept.all()).find(({ id }) => id === params["id"]);
        if (request === undefined) throw new AppError("http.not-found");
        const venues = await surgeries.venuesOf(visitor.personId);
        if (!venues.some(({ id }) => id === request.venueId)) throw new AppError("identity.not-allowed");
        const words = parseAnswer(body, request.askedOn, today());
        if (words.type === "faulty") {
          const mending = { id: request.id, fields: body, faults: words.faults };
          return { status: 422, html: await show(visitor.personId, mending) };
        }
        await kept.answer(request.venueId, request.id, words.value);
        return { redirect: `/data-requests#r-${request.id}` };
      },
    }),
  ];
}

function reader(fields: FormFields, faults: Record<string, string>): (name: string, most: number) => string {
  return (name, most) => {
    const said = tidy(fields[name] ?? "").replaceAll("\n", " ");
    if (said.length > most) faults[name] = `That is ${said.length} characters long. There is room for ${most}.`;
    if (name === "link" && said !== "" && !isWebAddress(said))
      faults[name] = "Paste the whole address. It begins with https://.";
    return said;
  };
}

function parseRequest(fields: FormFields, today: LocalDate): Parsed<RequestWords> {
  const faults: Record<string, string> = {};
  const text = reader(fields, faults);
  const words: RequestWords = {
    body: text("body", 80),
    group: text("group", 80),
    what: text("what", 200),
    askedOn: (fields["askedOn"] ?? "").trim(),
    link: text("link", 400),
  };
  if (words.body === "") faults["body"] = "Say who was asked: the council, or another body.";
  if (words.group === "") faults["group"] = "Say which group asked.";
  if (words.what === "") faults["what"] = "Say for what, in a sentence.";
  if (!isLocalDate(words.askedOn)) faults["askedOn"] = "Say the day as 2026-12-03 (year, month, day).";
  else if (words.askedOn > today) faults["askedOn"] = "That day is still to come.";
  return Object.keys(faults).length === 0 ? { type: "good", value: words } : { type: "faulty", faults };
}

function parseAnswer(fields: FormFields, askedOn: LocalDate, today: LocalDate): Parsed<AnswerWords> {
  const faults: Record<string, string> = {};
  const text = reader(fields, faults);
  const answeredOn = (fields["answeredOn"] ?? "").trim();
  const outcome = outcomes.find((one) => one === fields["outcome"]);
  if (outcome === undefined) faults["outcome"] = "Choose one of these.";
  if (!isLocalDate(answeredOn)) faults["answeredOn"] = "Say the day as 2026-12-03 (year, month, day).";
  else if (answeredOn > today) faults["answeredOn"] = "That day is still to come.";
  else if (answeredOn < askedOn) faults["answeredOn"] = "That is before it was asked.";
  const words = { answeredOn, outcome: outcome ?? "none", words: text("words", 400), link: text("link", 400) };
  return Object.keys(faults).length === 0 ? { type: "good", value: words } : { type: "faulty", faults };
}

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function requestsCsv(requests: readonly DataRequest[], today: LocalDate): string {
  const rows = requests.map((request) => {
    const { state, days } = standing(request, today);
    const last = request.answers.at(-1);
    const { group, body, what, askedOn, link } = request;
    return [group, body, what, askedOn, link, state, last?.answeredOn ?? "", String(days), last?.link ?? ""];
  });
  const head = ["group", "body", "request", "asked_on", "request_link", "state", "answered_on", "days", "answer_link"];
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function requestsFeed(requests: readonly DataRequest[], today: LocalDate, at: string): Feed {
  const home = `${at}/data-requests`;
  const changed = (request: DataRequest): number =>
    Math.max(request.createdAt, ...request.answers.map(({ createdAt }) => createdAt));
  const feed = new Feed({
    id: home,
    title: "Requests for data",
    description: "What groups asked councils and other bodies for, and what came of it.",
    link: home,
    language: "en-GB",
    updated: new Date(Math.max(0, ...requests.map(changed))),
    feedLinks: { atom: `${home}.atom` },
    copyright: "",
    generator: "Data Surgery",
  });
  for (const request of requests) {
    const { state, days } = standing(request, today);
    feed.addItem({
      id: `urn:uuid:${request.id}`,
      title: `${request.body}: ${request.what} (${outcomeWords[state]})`,
      link: `${home}#r-${request.id}`,
      description: `${request.group} asked ${request.body} on ${request.askedOn}. ${days} days, ${outcomeWords[state]}.`,
      date: new Date(changed(request)),
      published: new Date(instantOf(request.askedOn, "12:00", "Europe/London")),
    });
  }
  return feed;
}
