/** The doors of writing lessons, for trainers. Checks take a while: their answer comes line by line, as it happens. */
import { AppError, AuthorRequest, StartLessonRequest, type AuthorNews, type Visitor } from "@data-surgery/contract";
import type { Response } from "express";
import { jsonBody, route, type AnyRoute } from "../http/index.js";
import type { AuthorLessons, TellAuthor } from "./author-lessons.js";

const small = 4096;

export interface AuthorRoutesOptions {
  readonly lessons: AuthorLessons;
  readonly onError: (error: unknown) => void;
}

export function authorRoutes({ lessons, onError }: AuthorRoutesOptions): AnyRoute[] {
  const streamed = (
    path: string,
    work: (visitor: Visitor, path: string, tell: TellAuthor) => Promise<void>,
  ): AnyRoute =>
    route({
      method: "POST",
      path,
      access: "trainer",
      body: jsonBody(AuthorRequest, small),
      handle: ({ visitor, body, response }) => tellLines(response, (tell) => work(visitor, body.path, tell), onError),
    });
  return [
    route({
      method: "POST",
      path: "/api/author/start",
      access: "trainer",
      body: jsonBody(StartLessonRequest, small),
      handle: async ({ visitor, body }) => ({ json: { path: await lessons.start(visitor, body) } }),
    }),
    streamed("/api/author/check", (visitor, path, tell) => lessons.check(visitor, path, tell)),
    streamed("/api/author/publish", (visitor, path, tell) => lessons.publish(visitor, path, tell)),
    route({
      method: "POST",
      path: "/api/author/preview",
      access: "trainer",
      body: jsonBody(AuthorRequest, small),
      handle: async ({ visitor, body }) => ({ json: await lessons.preview(visitor, body.path) }),
    }),
  ];
}

/** Errors before the first line are errors of the request; afterwards they are the last line. */
async function tellLines(
  response: Response,
  work: (tell: TellAuthor) => Promise<void>,
  onError: (error: unknown) => void,
): Promise<void> {
  const tell = (news: AuthorNews): void => {
    if (response.destroyed) return;
    if (!response.headersSent) {
      response.status(200);
      response.setHeader("Content-Type", "application/x-ndjson; charset=utf-8");
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no");
    }
    response.write(`${JSON.stringify(news)}\n`);
  };
  try {
    await work(tell);
  } catch (error) {
    if (!response.headersSent) throw error;
    const isForPeople = error instanceof AppError;
    if (!isForPeople) onError(error);
    tell({
      type: "failed",
      message: isForPeople ? error.message : "The check could not be finished. Try again in a minute.",
    });
  }
  response.end();
}
