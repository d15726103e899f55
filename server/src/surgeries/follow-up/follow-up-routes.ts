/** Doors of the question of 90 days later. Whoever has the link is its owner; a wrong one is told plainly. */
import { route, type AnyRoute, type RenderPage, type Reply } from "../../http/index.js";
import { anyForm } from "../pages.js";
import type { FollowUps } from "./follow-ups.js";
import { laterFields, laterPage, parseLater } from "./later-page.js";

export interface FollowUpRoutesOptions {
  readonly followUps: FollowUps;
  readonly renderPage: RenderPage;
}

export function followUpRoutes({ followUps, renderPage }: FollowUpRoutesOptions): AnyRoute[] {
  const show = async (token: string, said?: string): Promise<Reply> => {
    const asked = await followUps.asked(token);
    const state = { fields: laterFields(asked.answers), faults: {} };
    return { html: renderPage(laterPage({ token, asked, state, ...(said === undefined ? {} : { said }) })) };
  };
  return [
    route({
      method: "GET",
      path: "/later/:token",
      access: "public",
      handle: ({ params }) => show(params["token"] ?? ""),
    }),
    route({
      method: "POST",
      path: "/later/:token",
      access: "public",
      body: anyForm,
      handle: async ({ params, body }) => {
        const token = params["token"] ?? "";
        const answers = parseLater(body);
        if (answers.type === "good") {
          await followUps.answer(token, answers.value);
          return show(token, "Thank you. That is kept, and you can change it here.");
        }
        const asked = await followUps.asked(token);
        const state = { fields: body, faults: answers.faults };
        return { status: 422, html: renderPage(laterPage({ token, asked, state })) };
      },
    }),
    route({
      method: "POST",
      path: "/later/:token/stop",
      access: "public",
      body: anyForm,
      handle: async ({ params }) => {
        const token = params["token"] ?? "";
        await followUps.stop(token);
        return show(token, "You won’t be asked again.");
      },
    }),
  ];
}
