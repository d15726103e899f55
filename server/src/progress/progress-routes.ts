/** The doors of progress: own progress and its stream for members, the board and its stream for trainers, the help signal. */
import { HelpRequest, type ProgressEvent } from "@data-surgery/contract";
import { jsonBody, openEventStream, route, type AnyRoute, type Call } from "../http/index.js";
import type { BoardFeed } from "./board-feed.js";
import type { Progress } from "./progress.js";

export interface ProgressRoutesOptions {
  readonly progress: Progress;
  readonly feed: BoardFeed;
}

export function progressRoutes({ progress, feed }: ProgressRoutesOptions): AnyRoute[] {
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
      handle: (call) => streamOwnEvents(progress, call),
    }),
    route({
      method: "POST",
      path: "/api/help",
      access: "member",
      body: jsonBody(HelpRequest, 1024),
      handle: async ({ visitor, body }) => {
        await progress.record(visitor, { type: "help-changed", status: body.status });
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
        // A whole board each time: a page that was away needs no replay.
        feeding.use(feed.subscribe(visitor.workshopId, (board) => stream.send({ type: "board", data: board })));
      },
    }),
  ];
}

/** What was missed since Last-Event-ID first, then what comes, each once and in order. */
async function streamOwnEvents(progress: Progress, { visitor, request, response }: Call<"member">): Promise<void> {
  const lastId = request.headers["last-event-id"];
  const after = typeof lastId === "string" && /^\d{1,15}$/.test(lastId) ? Number(lastId) : undefined;
  const hearing = new DisposableStack();
  const stream = openEventStream(response, () => hearing.dispose());
  let sent = after ?? 0;
  let waiting: ProgressEvent[] | undefined = [];
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
