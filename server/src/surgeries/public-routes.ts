/** What everybody may see: pages, calendars, feeds, a list to embed, and the same as data. */
import { contentSecurityPolicy, renderHtml, route, type AnyRoute, type Reply } from "../http/index.js";
import { calendarText } from "./calendar.js";
import { surgeriesFeed } from "./feeds.js";
import { isOrganiser, linesOf, type SurgeryRoutesOptions } from "./pages.js";
import type { Surgery, SurgeryDate } from "./surgeries.js";
import { surgeryPage } from "./surgery-page.js";
import { embedPage, whatsOnPage, type DateLine } from "./whats-on-page.js";

const mostUpcoming = 60;
const mostPast = 20;

export function publicRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  // The feeds first: `:slug` would take `x.ics` for a name.
  return [...feedRoutes(options), ...pageRoutes(options)];
}

function pageRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { surgeries, signUps, renderPage, assetUrl, curricula, pictures, shareOrigin, clock } = options;
  return [
    route({
      method: "GET",
      path: "/surgeries",
      access: "public",
      handle: async ({ visitor, origin }) => {
        const [upcoming, past] = await Promise.all([
          surgeries.upcoming(clock(), mostUpcoming),
          surgeries.past(clock(), mostPast),
        ]);
        const page = whatsOnPage({
          upcoming: await linesOf(signUps, upcoming),
          past,
          organiser: isOrganiser(visitor),
          origin: shareOrigin(origin),
        });
        return { html: renderPage(page), packed: true };
      },
    }),
    route({
      method: "GET",
      path: "/surgeries/embed",
      access: "public",
      handle: async () => {
        const upcoming = await linesOf(signUps, await surgeries.upcoming(clock(), 12));
        const sheets = ["tokens.css", "fonts.css", "base.css", "surgeries.css"].map(assetUrl);
        return {
          html: renderHtml(embedPage(upcoming, sheets)),
          packed: true,
          // Nothing on it does anything, so any site may show it.
          headers: {
            "Content-Security-Policy": contentSecurityPolicy
              .replace("frame-ancestors 'none'", "frame-ancestors *")
              .replace("base-uri 'none'", "base-uri 'self'"),
          },
        };
      },
    }),
    route({
      method: "GET",
      path: "/surgeries/:slug",
      access: "public",
      handle: async ({ params, visitor, origin }) => {
        const surgery = await surgeries.bySlug(params["slug"] ?? "");
        const dates = await surgeries.datesOf(surgery.id);
        const next = nextOf(dates, clock());
        const page = surgeryPage({
          surgery,
          dates: await linesOf(signUps, dates),
          // Another number when something on it changes: other sites keep pictures for long.
          picture: `${shareOrigin(origin)}/surgeries/${surgery.slug}/picture.png?v=${surgery.sequence}-${next?.announcedFor ?? "none"}-${next?.sequence ?? 0}`,
          now: clock(),
          origin: shareOrigin(origin),
          curriculum: curricula().find(({ id }) => id === surgery.curriculum)?.title,
          organiser: isOrganiser(visitor),
        });
        return { html: renderPage(page), packed: true };
      },
    }),
    route({
      method: "GET",
      path: "/surgeries/:slug/picture.png",
      access: "public",
      handle: async ({ params }) => {
        const surgery = await surgeries.bySlug(params["slug"] ?? "");
        const next = nextOf(await surgeries.datesOf(surgery.id), clock());
        return {
          bytes: await pictures.of(surgery, next),
          headers: {
            "Content-Type": "image/png",
            "Cache-Control": "public, max-age=3600",
            "Cross-Origin-Resource-Policy": "cross-origin",
          },
        };
      },
    }),
  ];
}

function nextOf(dates: readonly SurgeryDate[], now: number): SurgeryDate | undefined {
  return dates.find(({ status, endsAt }) => status === "on" && endsAt > now);
}

function feedRoutes({ surgeries, signUps, shareOrigin, clock }: SurgeryRoutesOptions): AnyRoute[] {
  const pageAt = (origin: string) => (slug: string) => `${shareOrigin(origin)}/surgeries/${slug}`;
  const feedAt = async (origin: string): Promise<ReturnType<typeof surgeriesFeed>> => {
    const at = shareOrigin(origin);
    return surgeriesFeed(await surgeries.upcoming(clock(), mostUpcoming), {
      home: `${at}/surgeries`,
      atom: `${at}/surgeries.atom`,
      rss: `${at}/surgeries.rss`,
      page: pageAt(origin),
    });
  };
  return [
    route({
      method: "GET",
      path: "/surgeries.ics",
      access: "public",
      handle: async ({ origin }) => {
        const upcoming = await surgeries.upcoming(clock(), mostUpcoming);
        const all = new Map(upcoming.map(({ surgery }) => [surgery.id, surgery]));
        return calendar("surgeries.ics", "Surgeries", await entriesOf(surgeries, [...all.values()]), pageAt(origin));
      },
    }),
    route({
      method: "GET",
      path: "/surgeries/:slug.ics",
      access: "public",
      handle: async ({ params, origin }) => {
        const surgery = await surgeries.bySlug(params["slug"] ?? "");
        return calendar(`${surgery.slug}.ics`, surgery.title, await entriesOf(surgeries, [surgery]), pageAt(origin));
      },
    }),
    route({
      method: "GET",
      path: "/surgeries.atom",
      access: "public",
      handle: async ({ origin }) => feed("application/atom+xml", (await feedAt(origin)).atom1()),
    }),
    route({
      method: "GET",
      path: "/surgeries.rss",
      access: "public",
      handle: async ({ origin }) => feed("application/rss+xml", (await feedAt(origin)).rss2()),
    }),
    route({
      method: "GET",
      path: "/api/surgeries",
      access: "public",
      handle: async ({ origin }) => {
        const lines = await linesOf(signUps, await surgeries.upcoming(clock(), mostUpcoming));
        return {
          json: { licence: "CC0-1.0", dates: lines.map((line) => dateJson(line, pageAt(origin))) },
          headers: forAnybody,
        };
      },
    }),
  ];
}

/** Other sites' pages may read what is public anyhow. */
const forAnybody = { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" } as const;

function entriesOf(
  surgeries: SurgeryRoutesOptions["surgeries"],
  of: readonly Surgery[],
): Promise<{ surgery: Surgery; dates: SurgeryDate[] }[]> {
  return Promise.all(of.map(async (surgery) => ({ surgery, dates: await surgeries.datesOf(surgery.id) })));
}

function calendar(
  file: string,
  name: string,
  entries: Parameters<typeof calendarText>[1],
  url: (slug: string) => string,
): Reply {
  const headers = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": `inline; filename="${file}"`,
    ...forAnybody,
  };
  return { bytes: Buffer.from(calendarText(name, entries, url)), headers };
}

function feed(type: string, text: string): Reply {
  return { bytes: Buffer.from(text), headers: { "Content-Type": `${type}; charset=utf-8`, ...forAnybody } };
}

function dateJson({ date, counts }: DateLine, url: (slug: string) => string): object {
  const { surgery } = date;
  return {
    id: date.id,
    title: surgery.title,
    kind: surgery.kind,
    about: surgery.about,
    hostGroup: surgery.hostGroup,
    startsAt: new Date(date.startsAt).toISOString(),
    endsAt: new Date(date.endsAt).toISOString(),
    timeZone: surgery.venue.timeZone,
    status: date.status,
    note: date.note,
    venue: {
      name: surgery.venue.name,
      address: surgery.venue.address,
      map: surgery.venue.mapLink,
      access: surgery.venue.accessNotes,
    },
    languages: surgery.languages,
    capacity: surgery.capacity,
    full: counts.taken >= surgery.capacity,
    url: url(surgery.slug),
  };
}
