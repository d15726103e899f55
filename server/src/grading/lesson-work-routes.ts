/** The doors to one's own earlier work. They name nobody: whose work it is, the session says. */
import { route, type AnyRoute } from "../http/index.js";
import type { LessonWorks } from "./lesson-work.js";

export function lessonWorkRoutes(work: LessonWorks): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/api/lessons/:lesson/exercises",
      access: "member",
      handle: async ({ visitor, params }) => ({ json: await work.of(visitor, params["lesson"] ?? "") }),
    }),
    route({
      method: "GET",
      path: "/api/lessons/:lesson/exercises/:exercise/tries",
      access: "member",
      handle: async ({ visitor, params, query }) => {
        const { lesson = "", exercise = "" } = params;
        return { json: await work.tries(visitor, lesson, exercise, query.get("before") ?? undefined) };
      },
    }),
  ];
}
