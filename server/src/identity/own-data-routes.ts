/** What is kept about somebody whom the notebooks know, for themselves: seen, taken away, erased. */
import type { Visitor } from "@data-surgery/contract";
import { z } from "zod";
import { formBody, route, type AnyRoute, type RenderPage } from "../http/index.js";
import type { Identity } from "./identity.js";
import { erasureAskedPage, eraseMePage, ownDataPage } from "./own-data-page.js";

export interface OwnDataRoutesOptions {
  readonly identity: Pick<Identity, "askErasure">;
  readonly renderPage: RenderPage;
  /** Everything, as other domains keep it. */
  readonly exportOf: (visitor: Visitor) => Promise<object>;
  /** What surgeries know of them under another name: how many records, and how those are erased at once. */
  readonly surgeries: {
    countOf(personId: string): Promise<number>;
    eraseOf(personId: string): Promise<void>;
  };
}

const Confirmed: z.ZodType<{ name: string }> = z.object({ name: z.string().max(400) });

export function ownDataRoutes({ identity, renderPage, exportOf, surgeries }: OwnDataRoutesOptions): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/me/privacy",
      access: "member",
      page: true,
      handle: async ({ visitor }) => ({
        html: renderPage(ownDataPage({ name: visitor.name, inSurgeries: await surgeries.countOf(visitor.personId) })),
      }),
    }),
    route({
      method: "GET",
      path: "/me/privacy/mine.json",
      access: "member",
      handle: async ({ visitor }) => ({
        json: await exportOf(visitor),
        headers: { "Content-Disposition": 'attachment; filename="kept-about-me.json"' },
      }),
    }),
    route({
      method: "GET",
      path: "/me/privacy/erase",
      access: "member",
      page: true,
      handle: async ({ visitor }) => ({
        html: renderPage(
          eraseMePage({ name: visitor.name, inSurgeries: await surgeries.countOf(visitor.personId), wrong: false }),
        ),
      }),
    }),
    route({
      method: "POST",
      path: "/me/privacy/erase",
      access: "member",
      page: true,
      body: formBody(Confirmed),
      handle: async ({ visitor, body }) => {
        const inSurgeries = await surgeries.countOf(visitor.personId);
        if (!sameName(body.name, visitor.name)) {
          return { status: 422, html: renderPage(eraseMePage({ name: visitor.name, inSurgeries, wrong: true })) };
        }
        await surgeries.eraseOf(visitor.personId);
        const cookie = await identity.askErasure(visitor.personId);
        return { html: renderPage(erasureAskedPage()), headers: { "Set-Cookie": cookie } };
      },
    }),
  ];
}

const sameName = (one: string, other: string): boolean =>
  one.trim().toLocaleLowerCase("en") === other.toLocaleLowerCase("en");
