/** The card's doors: one's own, and the organiser's for those who came to a date at their venue. */
import { AppError, type Visitor } from "@data-surgery/contract";
import { route, type AnyRoute, type Call, type Reply } from "../../http/index.js";
import type { FieldFaults, FormFields } from "../announcement.js";
import { anyForm, type SurgeryRoutesOptions } from "../pages.js";
import type { SurgeryDate } from "../surgeries.js";
import { consentWords, outcomePurposes, type Purpose } from "./consent-words.js";
import { notebookUrl, ownNotebook, type Notebooks } from "./notebooks.js";
import { parseDraft, parseOutcome, type OutcomeWords } from "./outcome-card.js";
import { outcomePage, whichDatePage, type OutcomePage } from "./outcome-page.js";
import { outcomesPage } from "./outcomes-page.js";
import type { OutcomeCard, Outcomes, SaidConsent } from "./outcomes.js";

export interface OutcomeRoutesOptions extends Pick<SurgeryRoutesOptions, "surgeries" | "renderPage"> {
  readonly outcomes: Outcomes;
  readonly notebooks: Notebooks;
}

/** Whose card, of which date, and how the page about it is framed. */
interface CardPlace {
  readonly date: SurgeryDate | undefined;
  /** Undefined while nobody is linked: then there is no card either. */
  readonly patientId: string | undefined;
  readonly path: string | undefined;
  readonly frame: Pick<OutcomePage, "action" | "back" | "about">;
  /** The contact, made when there is none. */
  readonly patient: () => Promise<string>;
}

export function outcomeRoutes(options: OutcomeRoutesOptions): AnyRoute[] {
  return [...ownRoutes(options), ...organiserRoutes(options)];
}

function ownRoutes(options: OutcomeRoutesOptions): AnyRoute[] {
  const { renderPage } = options;
  return [
    route({
      method: "GET",
      path: "/me/outcome",
      access: "member",
      page: true,
      handle: async ({ visitor, query }) => {
        const found = await ownPlace(options, visitor, query.get("path") ?? "", query.get("date"));
        if (found.type === "choose") return { html: renderPage(whichDatePage(found.dates, found.path)) };
        return showCard(options, found.place);
      },
    }),
    route({
      method: "POST",
      path: "/me/outcome",
      access: "member",
      page: true,
      body: anyForm,
      handle: async (call) => {
        const { visitor, body } = call;
        const found = await ownPlace(options, visitor, body["path"] ?? "", body["date"] ?? "");
        if (found.type === "choose") throw new AppError("http.bad-request", { reason: "it does not say which date" });
        return takeCard(options, found.place, call);
      },
    }),
  ];
}

function organiserRoutes(options: OutcomeRoutesOptions): AnyRoute[] {
  const { surgeries, outcomes, renderPage } = options;
  const base = "/surgeries/:slug/dates/:date/outcomes";
  const ownDate = async (visitor: Visitor, id: string): Promise<SurgeryDate> => {
    const date = await surgeries.date(id);
    if (date === undefined) throw new AppError("http.not-found");
    await surgeries.assertOrganises(date.surgery, visitor.personId);
    return date;
  };
  const placeOf = async (visitor: Visitor, dateId: string, contactId: string): Promise<CardPlace> => {
    const date = await ownDate(visitor, dateId);
    const people = await outcomes.ofDate(date.id);
    const person = people.find((one) => one.contactId === contactId);
    // Somebody of another venue is nobody here.
    if (person === undefined) throw new AppError("http.not-found");
    const list = `/surgeries/${date.surgery.slug}/dates/${date.id}/outcomes`;
    const about = person.name === "" ? "somebody without a name" : person.name;
    return {
      date,
      patientId: contactId,
      path: undefined,
      frame: { action: `${list}/${contactId}`, back: { href: list, words: "Back to all" }, about },
      patient: () => Promise.resolve(contactId),
    };
  };
  return [
    route({
      method: "GET",
      path: base,
      access: "trainer",
      page: true,
      handle: async ({ visitor, params }) => {
        const date = await ownDate(visitor, params["date"] ?? "");
        const people = await outcomes.ofDate(date.id);
        const paths = await Promise.all(
          people.map(({ documentId }) =>
            documentId === null ? Promise.resolve(undefined) : options.notebooks.pathOf(documentId),
          ),
        );
        const told = people.map((person, at) => ({ ...person, path: paths[at] }));
        return { html: renderPage(outcomesPage(date, told)) };
      },
    }),
    route({
      method: "GET",
      path: `${base}/:contact`,
      access: "trainer",
      page: true,
      handle: async ({ visitor, params }) =>
        showCard(options, await placeOf(visitor, params["date"] ?? "", params["contact"] ?? "")),
    }),
    route({
      method: "POST",
      path: `${base}/:contact`,
      access: "trainer",
      page: true,
      body: anyForm,
      handle: async (call) =>
        takeCard(options, await placeOf(call.visitor, call.params["date"] ?? "", call.params["contact"] ?? ""), call),
    }),
  ];
}

type OwnPlace =
  | { readonly type: "place"; readonly place: CardPlace }
  | { readonly type: "choose"; readonly dates: readonly SurgeryDate[]; readonly path: string | undefined };

/** @param wanted id of a date; "": none; null: not said. @throws AppError `identity.not-allowed`, `http.not-found` */
async function ownPlace(
  { outcomes, surgeries }: OutcomeRoutesOptions,
  visitor: Visitor,
  askedPath: string,
  wanted: string | null,
): Promise<OwnPlace> {
  const path = askedPath === "" ? undefined : ownNotebook(visitor, askedPath);
  const patientId = await outcomes.contactOf(visitor.personId);
  const open = await outcomes.openDates(visitor.workshopId, patientId);
  const date = await dateWanted(open, wanted);
  if (date === "choose") return { type: "choose", dates: open, path };
  return {
    type: "place",
    place: {
      date,
      patientId,
      path,
      frame: {
        action: "/me/outcome",
        back:
          path === undefined
            ? { href: "/me/take-aways", words: "My take-aways" }
            : { href: notebookUrl(path), words: "Back to the notebook" },
      },
      patient: () => outcomes.linkedContact(visitor.personId),
    },
  };

  async function dateWanted(
    dates: readonly SurgeryDate[],
    id: string | null,
  ): Promise<SurgeryDate | "choose" | undefined> {
    if (id === "") return undefined;
    if (id === null) return dates.length > 1 ? "choose" : dates[0];
    const named = dates.find((one) => one.id === id);
    if (named !== undefined) return named;
    // The doors have closed since. Who has a card there may go on with it, and take back what they allowed.
    const kept = patientId === undefined ? undefined : await outcomes.card(id, patientId);
    const closed = kept === undefined ? undefined : await surgeries.date(id);
    if (closed === undefined) throw new AppError("surgeries.date-over");
    return closed;
  }
}

async function showCard(
  { outcomes, renderPage }: OutcomeRoutesOptions,
  { date, patientId, path, frame }: CardPlace,
): Promise<Reply> {
  const card = patientId === undefined ? undefined : await outcomes.card(date?.id ?? "", patientId);
  const held = patientId === undefined ? new Map() : await outcomes.consentsOf(patientId, date?.id ?? "");
  const email = patientId === undefined ? "" : await outcomes.emailOf(patientId);
  const fields = { ...wordsOf(card), ...ticksOf(held) };
  const page = { ...frame, date, path, email, fields, faults: {}, seen: card?.changedAt ?? 0, isKept: false };
  return { html: renderPage(outcomePage(page)) };
}

/** The whole form by its button; or, from the page's own script, the words so far. */
async function takeCard(
  options: OutcomeRoutesOptions,
  place: CardPlace,
  { body }: Pick<Call<"member", Record<string, string>>, "body">,
): Promise<Reply> {
  return body["only"] === "words" ? keepWords(options, place, body) : keepAll(options, place, body);
}

async function keepWords(options: OutcomeRoutesOptions, place: CardPlace, body: FormFields): Promise<Reply> {
  const words = parseDraft(body);
  if (words.type === "faulty") return { status: 422, json: { type: "faulty" } };
  const saved = await write(options, place, words.value, Number(body["seen"] ?? "0"));
  if (saved.type === "changed-meanwhile") return { status: 409, json: { type: "changed-meanwhile" } };
  return { json: { type: "saved", seen: saved.card.changedAt } };
}

async function keepAll(options: OutcomeRoutesOptions, place: CardPlace, body: FormFields): Promise<Reply> {
  const { outcomes, renderPage } = options;
  const email = place.patientId === undefined ? "" : await outcomes.emailOf(place.patientId);
  const show = (
    status: number,
    part: { faults?: FieldFaults; theirs?: OutcomeCard; seen: number; isKept?: boolean; email?: string },
  ): Reply => {
    const { date, path, frame } = place;
    const page = { ...frame, date, path, email, fields: body, faults: {}, isKept: false, ...part };
    return { status, html: renderPage(outcomePage(page)) };
  };
  const seen = Number(body["seen"] ?? "0");
  const words = parseOutcome(place.date === undefined ? withoutConsents(body) : body, email !== "");
  if (words.type === "faulty") return show(422, { faults: words.faults, seen });
  const saved = await write(options, place, words.value, seen);
  if (saved.type === "changed-meanwhile") return show(409, { theirs: saved.now, seen: saved.now.changedAt });
  const patient = await place.patient();
  if (words.value.email !== "" && email === "") await outcomes.setEmail(patient, words.value.email);
  if (place.date !== undefined) await outcomes.say(patient, place.date.id, ticked(place.date, body));
  return show(200, {
    seen: saved.card.changedAt,
    isKept: true,
    email: email === "" ? words.value.email : email,
  });
}

/** A story that was changed without its owner's yes is not the one that they agreed to. */
async function write(
  { outcomes, notebooks }: OutcomeRoutesOptions,
  place: CardPlace,
  words: OutcomeWords,
  seen: number,
) {
  const patientId = await place.patient();
  const dateId = place.date?.id ?? "";
  const before = await outcomes.card(dateId, patientId);
  const documentId = place.path === undefined ? null : await notebooks.documentOf(place.path);
  const { topic, done, next, story } = words;
  const saved = await outcomes.save({ dateId, patientId, documentId }, { topic, done, next, story }, seen);
  if (saved.type === "saved" && before !== undefined && before.story !== story)
    await outcomes.say(patientId, dateId, new Map([["story", false]]));
  return saved;
}

function ticked(date: SurgeryDate, body: FormFields): Map<Purpose, boolean> {
  const asked = outcomePurposes.filter((one) => one !== "photo" || date.surgery.photoPolicy !== "none");
  return new Map(asked.map((purpose) => [purpose, body[`${purpose}-consent`] !== undefined]));
}

const withoutConsents = (body: FormFields): FormFields =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !name.endsWith("-consent")));

function wordsOf(card: OutcomeCard | undefined): FormFields {
  const { done = "", next = "", topic = "", story = "" } = card ?? {};
  return { done, next, topic, story };
}

/** Agreed to in older words is not ticked: they are asked again. */
function ticksOf(held: ReadonlyMap<Purpose, SaidConsent>): FormFields {
  const given = [...held.values()].filter(
    ({ purpose, given: isGiven, version }) => isGiven && version === consentWords[purpose].version,
  );
  return Object.fromEntries(given.map(({ purpose }) => [`${purpose}-consent`, "on"]));
}
