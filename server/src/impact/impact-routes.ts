/** Doors to what surgeries led to. Organisers see their places; everybody sees the city, without small numbers. */
import { AppError } from "@data-surgery/contract";
import { route, type AnyRoute, type RenderPage } from "../http/index.js";
import {
  dateWords,
  type RecordedVenue,
  type Surgeries,
  type SurgeryRecords,
  type ToldStory,
} from "../surgeries/index.js";
import { dataPage } from "./data-page.js";
import type { ToldHere } from "./figure-parts.js";
import { openDataFiles, type OpenDataFile, type OpenDataLicence } from "./open-data.js";
import type { ReadPublicFigures } from "./public-figures.js";
import { impactPage, venueImpactPage } from "./public-page.js";
import { reportPage } from "./report-page.js";
import { reportScope } from "./report-scope.js";
import type { Reports } from "./report.js";
import { storyPage } from "./story-page.js";

export interface ImpactRoutesOptions {
  readonly surgeries: Surgeries;
  readonly records: SurgeryRecords;
  readonly reports: Reports;
  readonly publicFigures: ReadPublicFigures;
  readonly renderPage: RenderPage;
  /** The origin under which other devices reach this server, given the one that was asked. */
  readonly shareOrigin: (origin: string) => string;
  readonly licence: OpenDataLicence;
  /** Nothing here is real. */
  readonly invented: boolean;
  readonly clock: () => number;
}

const mostStories = 12;

export function impactRoutes(options: ImpactRoutesOptions): AnyRoute[] {
  return [reportRoute(options), ...publicRoutes(options), ...dataRoutes(options)];
}

function reportRoute({ surgeries, records, reports, renderPage, clock }: ImpactRoutesOptions): AnyRoute {
  return route({
    method: "GET",
    path: "/impact/report",
    access: "trainer",
    page: true,
    handle: async ({ visitor, query }) => {
      const asked = await reportScope(surgeries, visitor.personId, query);
      const now = clock();
      const scope = { ...asked.scope, asOf: now + 1 };
      const [report, stories, laterWords] = await Promise.all([
        reports(asked.scope),
        records.stories(scope, mostStories),
        records.laterWords(scope, mostStories),
      ]);
      const page = reportPage({ asked, report, stories: placed(stories), laterWords, now });
      return { status: Object.keys(asked.faults).length > 0 ? 422 : 200, html: renderPage(page) };
    },
  });
}

function publicRoutes(options: ImpactRoutesOptions): AnyRoute[] {
  const { surgeries, records, publicFigures, renderPage, shareOrigin, clock } = options;
  return [
    route({
      method: "GET",
      path: "/impact",
      access: "public",
      handle: async ({ origin }) => {
        const [figures, venues, stories] = await Promise.all([
          publicFigures(),
          records.venues(),
          records.stories({ asOf: clock() + 1 }, mostStories),
        ]);
        const told = placed(stories);
        return { html: renderPage(impactPage({ figures, venues, stories: told, origin: shareOrigin(origin) })) };
      },
    }),
    route({
      method: "GET",
      path: "/impact/venues/:slug",
      access: "public",
      handle: async ({ params }) => {
        const venue = (await records.venues()).find(({ slug }) => slug === params["slug"]);
        if (venue === undefined) throw new AppError("http.not-found");
        const stories = await records.stories({ venueIds: [venue.id], asOf: clock() + 1 }, mostStories);
        const told = placed(stories);
        return { html: renderPage(venueImpactPage({ venue, figures: await publicFigures(), stories: told })) };
      },
    }),
    route({
      method: "GET",
      path: "/surgeries/:slug/dates/:date",
      access: "public",
      handle: async ({ params, origin }) => {
        const surgery = await surgeries.bySlug(params["slug"] ?? "");
        const date = (await surgeries.datesOf(surgery.id)).find(({ announcedFor }) => announcedFor === params["date"]);
        if (date === undefined) throw new AppError("http.not-found");
        const now = clock();
        const told = await records.stories({ dateId: date.id, asOf: now + 1 }, 40);
        const stories = told.map(({ story }): ToldHere => ({ story, where: "" }));
        return { html: renderPage(storyPage({ date, stories, now, origin: shareOrigin(origin) })) };
      },
    }),
  ];
}

/** Other sites' pages may read what is public anyhow. */
const forAnybody = { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" } as const;

function dataRoutes(options: ImpactRoutesOptions): AnyRoute[] {
  const { records, publicFigures, renderPage, shareOrigin, licence, invented } = options;
  const read = async (origin: string): Promise<{ until: number; files: OpenDataFile[] }> => {
    const figures = await publicFigures();
    const venues: RecordedVenue[] = await records.venues();
    const home = `${shareOrigin(origin)}/impact`;
    return { until: figures.until, files: openDataFiles({ figures, venues, licence, home, invented }) };
  };
  return [
    route({
      method: "GET",
      path: "/impact/data",
      access: "public",
      handle: async ({ origin }) => ({ html: renderPage(dataPage({ ...(await read(origin)), licence })) }),
    }),
    route({
      method: "GET",
      path: "/impact/data/:file",
      access: "public",
      handle: async ({ params, origin }) => {
        const file = (await read(origin)).files.find(({ name }) => name === params["file"]);
        if (file === undefined) throw new AppError("http.not-found");
        const shown = file.type.startsWith("application/json") || file.type.startsWith("text/markdown");
        const disposition = `${shown ? "inline" : "attachment"}; filename="${file.name}"`;
        return {
          bytes: file.bytes,
          headers: { "Content-Type": file.type, "Content-Disposition": disposition, ...forAnybody },
        };
      },
    }),
  ];
}

/** With the place and day that each story is of. */
function placed(stories: readonly ToldStory[]): ToldHere[] {
  return stories.map(({ story, startsAt, venue }) => ({
    story,
    where: `${venue.name}, ${dateWords(startsAt, venue.timeZone)}`,
  }));
}
