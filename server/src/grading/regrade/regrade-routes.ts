/** The doors of looking at attempts again: all of them for trainers, each for the regrades of their own workshop. */
import { z } from "zod";
import { formBody, route, type AnyRoute, type RenderPage } from "../../http/index.js";
import type { Names, Titles } from "../review/reviews.js";
import { regradeAddress, regradeListPage, regradePage } from "./regrade-page.js";
import type { Regrades } from "./regrades.js";

export interface RegradeRoutesOptions {
  readonly regrades: Regrades;
  readonly titles: Titles;
  readonly names: (workshopId: string) => Promise<Names>;
  readonly renderPage: RenderPage;
}

const BeginFields: z.ZodType<{ lesson: string }> = z.object({ lesson: z.string().max(64) });
/** Without the choice (nobody would lose a pass) the kinder one holds. */
const ApplyFields: z.ZodType<{ passes?: "keep" | "take" | undefined }> = z.object({
  passes: z.enum(["keep", "take"]).optional(),
});
const NoFields: z.ZodType<object> = z.object({});

export function regradeRoutes({ regrades, titles, names, renderPage }: RegradeRoutesOptions): AnyRoute[] {
  const pageOf = (id: string): string => `${regradeAddress}/${encodeURIComponent(id)}`;
  return [
    route({
      method: "GET",
      path: regradeAddress,
      access: "trainer",
      page: true,
      handle: async ({ visitor: { workshopId } }) => {
        const [offers, before] = await Promise.all([regrades.offers(workshopId), regrades.ofWorkshop(workshopId)]);
        return { html: renderPage(regradeListPage({ offers, regrades: before, titles })) };
      },
    }),
    route({
      method: "POST",
      path: regradeAddress,
      access: "trainer",
      page: true,
      body: formBody(BeginFields),
      handle: async ({ visitor, body }) => ({ redirect: pageOf(await regrades.begin(visitor, body.lesson)) }),
    }),
    route({
      method: "GET",
      path: `${regradeAddress}/:id`,
      access: "trainer",
      page: true,
      handle: async ({ visitor: { workshopId }, params }) => {
        const [open, called] = await Promise.all([regrades.open(workshopId, params["id"] ?? ""), names(workshopId)]);
        return { html: renderPage(regradePage({ open, titles, names: called })) };
      },
    }),
    route({
      method: "POST",
      path: `${regradeAddress}/:id/apply`,
      access: "trainer",
      page: true,
      body: formBody(ApplyFields),
      handle: async ({ visitor, params, body }) => {
        await regrades.apply(visitor.workshopId, params["id"] ?? "", body.passes !== "take");
        return { redirect: pageOf(params["id"] ?? "") };
      },
    }),
    ...(["undo", "drop"] as const).map((step) =>
      route({
        method: "POST",
        path: `${regradeAddress}/:id/${step}`,
        access: "trainer",
        page: true,
        body: formBody(NoFields),
        handle: async ({ visitor, params }) => {
          await regrades[step](visitor.workshopId, params["id"] ?? "");
          return { redirect: pageOf(params["id"] ?? "") };
        },
      }),
    ),
  ];
}
