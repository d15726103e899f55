/** For organisers: announce, change, move, call off, see who comes at one's own venues, and take away what helps. */
import { AppError, type Visitor } from "@data-surgery/contract";
import { Temporal } from "temporal-polyfill";
import { route, type AnyRoute, type Reply } from "../http/index.js";
import { announcePage, fieldsOf, freshFields } from "./announce-page.js";
import { parseAnnouncement, parseVenue, type FieldFaults, type FormFields } from "./announcement.js";
import { pastDays } from "./day/past-days.js";
import { dateIn, isLocalClock, isLocalDate } from "./local-time.js";
import { organisePage, organiseSurgeryPage } from "./organise-page.js";
import { pairsPage } from "./pairs-page.js";
import { anyForm, linesOf, tellOrThrow, type SurgeryRoutesOptions } from "./pages.js";
import { posterPage, starterKitPage, type KitPage } from "./starter-kit-pages.js";
import type { Surgery, SurgeryDate } from "./surgeries.js";

export function organiserRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  return [...announceRoutes(options), ...changeRoutes(options), ...dateRoutes(options), ...kitRoutes(options)];
}

function announceRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { surgeries, signUps, renderPage, curricula, clock } = options;
  return [
    route({
      method: "GET",
      path: "/surgeries/organise",
      access: "trainer",
      handle: async ({ visitor }) => {
        const places = await options.venuePeople.placesOf(visitor.personId);
        const own = new Set(places.map(({ venue }) => venue.id));
        const upcoming = (await surgeries.upcoming(clock(), 500)).filter(({ surgery }) => own.has(surgery.venue.id));
        return { html: renderPage(organisePage({ places, upcoming: await linesOf(signUps, upcoming.slice(0, 60)) })) };
      },
    }),
    route({
      method: "GET",
      path: "/surgeries/new",
      access: "trainer",
      handle: async ({ visitor }) => {
        const venues = await surgeries.venuesOf(visitor.personId);
        const month = Temporal.PlainDate.from(dateIn(clock(), "Europe/London")).add({ weeks: 4 }).toString();
        return {
          html: renderPage(
            announcePage({ venues, curricula: curricula(), fields: freshFields(venues, month), faults: {} }),
          ),
        };
      },
    }),
    route({
      method: "POST",
      path: "/surgeries/new",
      access: "trainer",
      body: anyForm,
      handle: async ({ visitor, body }) => {
        const venues = await surgeries.venuesOf(visitor.personId);
        const chosen = venues.find(({ id }) => id === body["venue"]);
        const venue = chosen === undefined ? parseVenue(body) : undefined;
        const zone = chosen?.timeZone ?? (venue?.type === "good" ? venue.value.timeZone : "Europe/London");
        const announcement = parseAnnouncement(body, dateIn(clock(), zone));
        const faults = {
          ...(announcement.type === "faulty" ? announcement.faults : {}),
          ...(venue?.type === "faulty" ? venue.faults : {}),
        };
        if (announcement.type === "faulty" || venue?.type === "faulty") {
          return {
            status: 422,
            html: renderPage(announcePage({ venues, curricula: curricula(), fields: body, faults })),
          };
        }
        const at = chosen ?? (await surgeries.addVenue(venue!.value, visitor.personId));
        const { slug } = await surgeries.announce(announcement.value, at.id, visitor.personId);
        return { redirect: `/surgeries/${slug}/organise?said=announced` };
      },
    }),
  ];
}

function changeRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { surgeries, signUps, renderPage, curricula, clock } = options;
  const mine = (slug: string, visitor: Visitor): Promise<Surgery> => ownSurgery(options, slug, visitor);
  const form = (surgery: Surgery, fields: FormFields, faults: FieldFaults, problem?: string): string =>
    renderPage(
      announcePage({
        venues: [surgery.venue],
        curricula: curricula(),
        surgery,
        fields,
        faults,
        ...(problem === undefined ? {} : { problem }),
      }),
    );
  return [
    route({
      method: "GET",
      path: "/surgeries/:slug/change",
      access: "trainer",
      handle: async ({ visitor, params }) => {
        const surgery = await mine(params["slug"] ?? "", visitor);
        return { html: form(surgery, fieldsOf(surgery), {}) };
      },
    }),
    route({
      method: "POST",
      path: "/surgeries/:slug/change",
      access: "trainer",
      body: anyForm,
      handle: async ({ visitor, params, body }) => {
        const surgery = await mine(params["slug"] ?? "", visitor);
        // The first day of one that has begun lies in the past, and may stay there.
        const announcement = parseAnnouncement(body, surgery.firstDate);
        if (announcement.type === "faulty") return { status: 422, html: form(surgery, body, announcement.faults) };
        const before = await surgeries.datesOf(surgery.id);
        return tellOrThrow(
          async () => {
            await surgeries.change(
              surgery.slug,
              announcement.value,
              Number(body["sequence"] ?? "-1"),
              visitor.personId,
            );
            const after = await surgeries.datesOf(surgery.id);
            await tellMoved(options, before, after);
            const open = after.filter(({ status, startsAt }) => status === "on" && startsAt > clock());
            for (const date of open) await signUps.fillPlaces(date);
            return { redirect: `/surgeries/${surgery.slug}/organise?said=changed` };
          },
          // Sent again, it counts as made in the knowledge of the other change.
          async (error) => {
            const now = await surgeries.bySlug(surgery.slug);
            return form(now, { ...body, sequence: String(now.sequence) }, {}, error.message);
          },
        );
      },
    }),
    route({
      method: "POST",
      path: "/surgeries/:slug/call-off",
      access: "trainer",
      body: anyForm,
      handle: async ({ visitor, params, body }) => {
        const surgery = await mine(params["slug"] ?? "", visitor);
        const before = await surgeries.datesOf(surgery.id);
        await surgeries.cancel(surgery.slug, noteOf(body), visitor.personId);
        await tellMoved(options, before, await surgeries.datesOf(surgery.id));
        return { redirect: `/surgeries/${surgery.slug}/organise?said=called-off` };
      },
    }),
    route({
      method: "GET",
      path: "/surgeries/:slug/organise",
      access: "trainer",
      handle: async ({ visitor, params, query }) => {
        const surgery = await hostedSurgery(options, params["slug"] ?? "", visitor);
        const mayChange = (await options.venuePeople.roleAt(surgery.venue.id, visitor.personId)) === "organiser";
        const all = await surgeries.datesOf(surgery.id);
        const dates = all.filter(({ endsAt }) => endsAt > clock());
        const withPeople = await Promise.all(
          dates.map(async (date) => ({ date, signUps: await signUps.ofDate(date.id) })),
        );
        const ids = withPeople.flatMap((one) => one.signUps.map(({ contactId }) => contactId));
        const unreached = new Set((await options.outbox.undelivered(ids)).map(({ contactId }) => contactId));
        const said = saidWords[query.get("said") ?? ""];
        return {
          html: renderPage(
            organiseSurgeryPage({
              surgery,
              dates: withPeople,
              now: clock(),
              mayChange,
              unreached,
              past: await pastDays(options.dayParts.day, all, clock()),
              ...(said === undefined ? {} : { said }),
            }),
          ),
        };
      },
    }),
  ];
}

const saidWords: Readonly<Record<string, string>> = {
  announced: "It is announced: page, calendar and feeds show it. Next: print the poster and send the e-mail round.",
  changed: "The changes are public. Whoever signed up for a date that moved is being told.",
  moved: "It is moved. Everybody who signed up is being told.",
  "called-off": "It is called off. Everybody who signed up is being told.",
};

function dateRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { surgeries, signUps, pairings } = options;
  const done = async (date: SurgeryDate, said: string): Promise<Reply> => {
    await signUps.tellOfChange(date);
    return { redirect: `/surgeries/${date.surgery.slug}/organise?said=${said}#d-${date.announcedFor}` };
  };
  return [
    route({
      method: "GET",
      path: "/surgeries/:slug/dates/:date/pairs",
      access: "trainer",
      handle: async ({ visitor, params }) => {
        const date = await ownDate(options, params["date"] ?? "", visitor);
        return { html: options.renderPage(pairsPage({ date, ...(await pairings.ofDate(date.id)) })) };
      },
    }),
    route({
      method: "POST",
      path: "/surgeries/:slug/dates/:date/pairs",
      access: "trainer",
      body: anyForm,
      handle: async ({ visitor, params, body }) => {
        const date = await ownDate(options, params["date"] ?? "", visitor);
        const { people } = await pairings.ofDate(date.id);
        const [person = "", surgeon = ""] = [body["person"], body["with"]];
        // Somebody who has just said that they are not coming: the page shows it.
        const known =
          people.has(person) && (["", "suggest"].includes(surgeon) || people.get(surgeon)?.part === "surgeon");
        if (known) await pairings.choose(date.id, person, surgeon === "suggest" ? undefined : surgeon);
        return { redirect: `/surgeries/${date.surgery.slug}/dates/${date.id}/pairs` };
      },
    }),
    route({
      method: "POST",
      path: "/surgeries/:slug/dates/:date/move",
      access: "trainer",
      body: anyForm,
      handle: async ({ visitor, params, body }) => {
        const [date = "", starts = "", ends = ""] = [body["date"], body["starts"], body["ends"]];
        if (!isLocalDate(date) || !isLocalClock(starts) || !isLocalClock(ends)) {
          throw new AppError("http.bad-request", { reason: "say the day as 2026-12-03 and times as 18:00" });
        }
        const change = { date, starts, ends, note: noteOf(body) };
        return done(await surgeries.moveDate(params["date"] ?? "", change, visitor.personId), "moved");
      },
    }),
    route({
      method: "POST",
      path: "/surgeries/:slug/dates/:date/call-off",
      access: "trainer",
      body: anyForm,
      handle: async ({ visitor, params, body }) =>
        done(await surgeries.cancelDate(params["date"] ?? "", noteOf(body), visitor.personId), "called-off"),
    }),
  ];
}

function kitRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { surgeries, renderPage, shareOrigin, clock } = options;
  const kit = (path: string, page: (kit: KitPage) => Parameters<typeof renderPage>[0]): AnyRoute =>
    route({
      method: "GET",
      path: `/surgeries/:slug/${path}`,
      access: "trainer",
      handle: async ({ visitor, params, origin }) => {
        const surgery = await hostedSurgery(options, params["slug"] ?? "", visitor);
        const next = (await surgeries.datesOf(surgery.id)).find(
          ({ status, endsAt }) => status === "on" && endsAt > clock(),
        );
        return { html: renderPage(page({ surgery, next, url: `${shareOrigin(origin)}/surgeries/${surgery.slug}` })) };
      },
    });
  return [kit("poster", posterPage), kit("starter-kit", starterKitPage)];
}

/** @throws AppError `http.not-found`, `identity.not-allowed` */
async function ownSurgery({ surgeries }: SurgeryRoutesOptions, slug: string, visitor: Visitor): Promise<Surgery> {
  const surgery = await surgeries.bySlug(slug);
  await surgeries.assertOrganises(surgery, visitor.personId);
  return surgery;
}

/** For those who may look, and change nothing. @throws AppError `http.not-found`, `identity.not-allowed` */
async function hostedSurgery({ surgeries }: SurgeryRoutesOptions, slug: string, visitor: Visitor): Promise<Surgery> {
  const surgery = await surgeries.bySlug(slug);
  await surgeries.assertHosts(surgery, visitor.personId);
  return surgery;
}

/** @throws AppError `http.not-found`, `identity.not-allowed` */
async function ownDate({ surgeries }: SurgeryRoutesOptions, id: string, visitor: Visitor): Promise<SurgeryDate> {
  const date = await surgeries.date(id);
  if (date === undefined) throw new AppError("http.not-found");
  await surgeries.assertOrganises(date.surgery, visitor.personId);
  return date;
}

/** Everybody who signed up for a date that is no longer as it was. */
async function tellMoved(
  { signUps, clock }: SurgeryRoutesOptions,
  before: readonly SurgeryDate[],
  after: readonly SurgeryDate[],
): Promise<void> {
  const old = new Map(before.map((date) => [date.id, date]));
  for (const date of after) {
    const was = old.get(date.id);
    if (was === undefined || date.sequence === was.sequence || was.endsAt <= clock()) continue;
    await signUps.tellOfChange(date);
  }
}

function noteOf(body: FormFields): string {
  return (body["note"] ?? "").replaceAll(/\s+/g, " ").trim().slice(0, 200);
}
