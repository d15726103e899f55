/** Doors to what surgeries led to. Organisers see their places; everybody sees the city, without small numbers. */
import { route, type AnyRoute, type RenderPage } from "../http/index.js";
import { dateWords, type Surgeries, type SurgeryRecords, type ToldStory } from "../surgeries/index.js";
import { reportPage } from "./report-page.js";
import { reportScope } from "./report-scope.js";
import type { Reports } from "./report.js";

export interface ImpactRoutesOptions {
  readonly surgeries: Surgeries;
  readonly records: SurgeryRecords;
  readonly reports: Reports;
  readonly renderPage: RenderPage;
  readonly clock: () => number;
}

const mostStories = 12;

export function impactRoutes(options: ImpactRoutesOptions): AnyRoute[] {
  const { surgeries, records, reports, renderPage, clock } = options;
  return [
    route({
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
        const page = reportPage({ asked, report, stories: await placed(surgeries, stories), laterWords, now });
        return { status: Object.keys(asked.faults).length > 0 ? 422 : 200, html: renderPage(page) };
      },
    }),
  ];
}

/** With the place and day that a story is of. */
export async function placed(
  surgeries: Surgeries,
  stories: readonly ToldStory[],
): Promise<{ readonly story: string; readonly where: string }[]> {
  return Promise.all(
    stories.map(async ({ dateId, story }) => {
      const date = await surgeries.date(dateId);
      const where =
        date === undefined
          ? ""
          : `${date.surgery.venue.name}, ${dateWords(date.startsAt, date.surgery.venue.timeZone)}`;
      return { story, where };
    }),
  );
}
