/** The pages of progress: one's own, a learner's for the trainer of the same room, and how the lessons go. */
import { AppError, roleAllows, type Visitor } from "@data-surgery/contract";
import { route, type AnyRoute, type RenderPage } from "../http/index.js";
import type { Badges } from "./badge/badges.js";
import { insightsPage } from "./insights-page.js";
import { hideSmallNumbers } from "./lesson-insights.js";
import { myProgressPage } from "./my-progress-page.js";
import type { Progress } from "./progress.js";

export interface MyProgressRoutesOptions {
  readonly progress: Progress;
  readonly badges: Badges;
  readonly renderPage: RenderPage;
  readonly person: (personId: string) => Promise<Visitor | undefined>;
}

export function myProgressRoutes({ progress, badges, renderPage, person }: MyProgressRoutesOptions): AnyRoute[] {
  const pageOf = async (whose: Visitor, mine: boolean): Promise<string> => {
    const [learning, levels, made] = await Promise.all([
      progress.learning(whose),
      badges.standing(whose),
      badges.ofPerson(whose.personId),
    ]);
    return renderPage(
      myProgressPage({ name: whose.name, mine, learning, levels, badges: made.map(({ level }) => level) }),
    );
  };
  return [
    route({
      method: "GET",
      path: "/me/progress",
      access: "member",
      handle: async ({ visitor }) => ({ html: await pageOf(visitor, true) }),
    }),
    route({
      method: "GET",
      path: "/board/people/:person/progress",
      access: "trainer",
      handle: async ({ visitor, params }) => {
        const found = await person(params["person"] ?? "");
        if (found === undefined || found.workshopId !== visitor.workshopId) throw new AppError("http.not-found");
        return { html: await pageOf(found, false) };
      },
    }),
    route({
      method: "GET",
      path: "/board/lessons",
      access: "trainer",
      handle: async ({ visitor }) => ({
        html: renderPage(insightsPage(await progress.insights(visitor.workshopId))),
      }),
    }),
    route({
      method: "GET",
      path: "/api/progress/lessons",
      access: "member",
      handle: async ({ visitor }) => {
        const insights = await progress.insights(visitor.workshopId);
        return { json: roleAllows(visitor.role, "trainer") ? insights : hideSmallNumbers(insights) };
      },
    }),
  ];
}
