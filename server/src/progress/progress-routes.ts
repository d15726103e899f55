/** The doors of progress: own progress and its stream for members, the board and its stream for trainers, the help signal. */
import { AppError, HelpRequest, type HelpStatus, type ProgressEvent, type Visitor } from "@data-surgery/contract";
import { z } from "zod";
import { formBody, jsonBody, openEventStream, route, type AnyRoute, type Call } from "../http/index.js";
import type { AlertStore } from "./alert-store.js";
import type { BoardFeed } from "./board-feed.js";
import type { Progress } from "./progress.js";

export interface ProgressRoutesOptions {
  readonly progress: Progress;
  readonly feed: BoardFeed;
  readonly alerts: Pick<AlertStore, "setAside">;
  /** Somebody's own signal; what else hangs on it is the help queue's. */
  readonly signal: (visitor: Visitor, status: HelpStatus) => Promise<void>;
  /** News for one person beside their progress, on the one stream that their page has: a browser opens few to one server. */
  readonly ownNews?: (visitor: Visitor, tell: (type: string) => void) => Disposable;
  /** A trainer has the board before them, until it is disposed. */
  readonly watching?: (visitor: Visitor) => Disposable;
}

const SetAside: z.ZodType<{ person: string; alert: string; back?: string | undefined }> = z.object({
  person: z.string().min(1).max(100),
  alert: z.string().min(1).max(300),
  back: z.enum(["/board", "/board/help"]).optional(),
});

export function progressRoutes(options: ProgressRoutesOptions): AnyRoute[] {
  const { progress, feed, alerts, signal, watching } = options;
  return [
    route({
      method: "GET",
      path: "/api/progress/mine",
      access: "member",
      handle: async ({ visitor }) => ({ json: await progress.mine(visitor) }),
    }),
    route({
      method: "GET",
      path: "/api/progress/explained",
      access: "member",
      handle: async ({ visitor, query }) => ({ json: await progress.explain(visitor, query.get("lesson") ?? "") }),
    }),
    route({
      method: "GET",
      path: "/api/progress/stream",
      access: "member",
      handle: (call) => streamOwnEvents(options, call),
    }),
    route({
      method: "POST",
      path: "/api/help",
      access: "member",
      body: jsonBody(HelpRequest, 1024),
      handle: async ({ visitor, body }) => {
        await signal(visitor, body.status);
        return { status: 204 };
      },
    }),
    route({
      method: "GET",
      path: "/api/board",
      access: "trainer",
      handle: async ({ visitor }) => ({ json: await progress.board(visitor.workshopId) }),
    }),
    route({
      method: "GET",
      path: "/api/board/stream",
      access: "trainer",
      handle: ({ visitor, response }) => {
        const feeding = new DisposableStack();
        const stream = openEventStream(response, () => feeding.dispose());
        if (watching !== undefined) feeding.use(watching(visitor));
        // Only that there is news: a page that was away needs no replay.
        feeding.use(feed.subscribe(visitor.workshopId, () => stream.send({ type: "board", data: {} })));
      },
    }),
    route({
      method: "POST",
      path: "/board/alerts/aside",
      access: "trainer",
      body: formBody(SetAside, 2048),
      handle: async ({ visitor: { workshopId }, body: { person, alert, back } }) => {
        // What is set aside is what the board says now: nothing else may be named.
        const { rows } = await progress.board(workshopId);
        const row = rows.find(({ personId }) => personId === person);
        if (row === undefined) throw new AppError("http.not-found");
        if (row.alert?.key === alert && row.alert.kind !== "asked") await alerts.setAside(workshopId, person, alert);
        feed.changed(workshopId);
        return { redirect: back ?? "/board" };
      },
    }),
  ];
}

/** What was missed since Last-Event-ID first, then what comes, each once and in order. */
async function streamOwnEvents(
  { progress, ownNews }: ProgressRoutesOptions,
  { visitor, request, response }: Call<"member">,
): Promise<void> {
  const lastId = request.headers["last-event-id"];
  const after = typeof lastId === "string" && /^\d{1,15}$/.test(lastId) ? Number(lastId) : undefined;
  const hearing = new DisposableStack();
  const stream = openEventStream(response, () => hearing.dispose());
  let sent = after ?? 0;
  let waiting: ProgressEvent[] | undefined = [];
  // Without a number, so that it does not move on what a page that comes back has missed.
  if (ownNews !== undefined) hearing.use(ownNews(visitor, (type) => stream.send({ type, data: {} })));
  const send = (event: ProgressEvent): void => {
    if (event.seq <= sent) return;
    sent = event.seq;
    stream.send({ type: "progress", id: String(event.seq), data: event });
  };
  hearing.use(
    progress.onEvent(visitor.workshopId, (event) => {
      if (event.personId !== visitor.personId) return;
      if (waiting === undefined) send(event);
      else waiting.push(event);
    }),
  );
  if (after !== undefined) for (const event of await progress.eventsAfter(visitor, after)) send(event);
  for (const event of waiting) send(event);
  waiting = undefined;
}
