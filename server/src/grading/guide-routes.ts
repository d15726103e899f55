/** The doors of the guide: what stands beside a lesson, where one stopped, newer versions, and the way home and back. */
import { BringBackRequest, PlaceRequest, UpdateRequest, type Glossary } from "@data-surgery/contract";
import { jsonBody, mebibyte, route, type AnyRoute } from "../http/index.js";
import type { LessonGuide } from "./lesson-guide.js";
import type { LessonUpdates } from "./lesson-merge.js";

const small = 4096;
/** A lesson with its results: pictures among them. */
const largestFile = 8 * mebibyte;

export interface GuideRoutesOptions {
  readonly guide: LessonGuide;
  readonly updates: LessonUpdates;
  readonly glossary: Glossary;
}

export function guideRoutes({ guide, updates, glossary }: GuideRoutesOptions): AnyRoute[] {
  return [
    route({ method: "GET", path: "/api/glossary", access: "member", handle: () => ({ json: glossary }) }),
    route({
      method: "GET",
      path: "/api/lessons/:lesson/guide",
      access: "member",
      handle: async ({ visitor, params, query }) => ({
        json: await guide.of(visitor, params["lesson"] ?? "", query.get("path") ?? ""),
      }),
    }),
    route({
      method: "PUT",
      path: "/api/lessons/:lesson/place",
      access: "member",
      body: jsonBody(PlaceRequest, small),
      handle: async ({ visitor, params, body }) => {
        await guide.putPlace(visitor, params["lesson"] ?? "", body);
        return { status: 204 };
      },
    }),
    route({
      method: "POST",
      path: "/api/lessons/:lesson/update",
      access: "member",
      body: jsonBody(UpdateRequest, small),
      handle: async ({ visitor, params, body: { path, apply } }) => {
        const lesson = params["lesson"] ?? "";
        return {
          json: apply ? await updates.apply(visitor, lesson, path) : await updates.look(visitor, lesson, path),
        };
      },
    }),
    route({
      method: "GET",
      path: "/api/lessons/:lesson/take-away",
      access: "member",
      handle: async ({ visitor, params, query }) => {
        const lesson = params["lesson"] ?? "";
        const text = await guide.takeAway(visitor, lesson, query.get("path") ?? "");
        return {
          bytes: Buffer.from(text),
          headers: {
            "content-type": "application/x-ipynb+json",
            "content-disposition": `attachment; filename="${lesson}.ipynb"`,
          },
        };
      },
    }),
    route({
      method: "POST",
      path: "/api/lessons/bring-back",
      access: "member",
      body: jsonBody(BringBackRequest, largestFile),
      handle: async ({ visitor, body }) => ({ json: await guide.bringBack(visitor, body.notebook) }),
    }),
  ];
}
