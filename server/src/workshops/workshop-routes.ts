/** The trainer's board, and where a learner begins. */
import { AppError, type Visitor } from "@data-surgery/contract";
import { z } from "zod";
import { formBody, renderHtml, route, type AnyRoute } from "../http/index.js";
import { helpRoutes, readQueuePart, type HelpRoutesOptions } from "./help-queue/help-routes.js";
import { pushRoutes, type PushRoutesOptions } from "./pushes/push-routes.js";
import { boardNow, boardPage, type Isolation } from "./board-page.js";
import { trainerInvitationPage } from "./trainer-invitation-page.js";
import type { Workshop, Workshops } from "./workshops.js";

export interface WorkshopRoutesOptions extends HelpRoutesOptions, PushRoutesOptions {
  readonly people: HelpRoutesOptions["people"];
  readonly workshops: Workshops;
  /** How many answers wait for a person to read them. */
  readonly countToRead: (workshopId: string) => Promise<number>;
  /** The learner's own copy of the lesson to go on with, as a path below the contents root. */
  readonly openLesson: (visitor: Visitor, curriculum: string) => Promise<string>;
  readonly createTrainerLink: (workshopId: string) => Promise<string>;
  /** The origin under which other devices reach this server, given the one that was asked. */
  readonly shareOrigin: (origin: string) => string;
  readonly isolation: Isolation;
}

const JoiningFields: z.ZodType<{ joining: "open" | "closed" }> = z.object({ joining: z.enum(["open", "closed"]) });
const NoFields: z.ZodType<object> = z.object({});

export function createWorkshopRoutes(options: WorkshopRoutesOptions): AnyRoute[] {
  const { workshops, renderPage, readBoard, countToRead, openLesson, shareOrigin } = options;
  const workshopOf = async (visitor: Visitor): Promise<Workshop> => {
    const workshop = await workshops.byId(visitor.workshopId);
    if (workshop === undefined) throw new AppError("http.not-found");
    return workshop;
  };
  return [
    route({
      method: "GET",
      path: "/learn",
      access: "member",
      handle: async ({ visitor }) => {
        const path = await openLesson(visitor, (await workshopOf(visitor)).curriculum);
        return { redirect: `/learn/tree/${path.split("/").map(encodeURIComponent).join("/")}` };
      },
    }),
    route({
      method: "GET",
      path: "/board",
      access: "trainer",
      handle: async ({ visitor, query, origin }) => {
        const workshop = await workshopOf(visitor);
        const board = await readBoard(workshop.id);
        const page = boardPage({
          workshop,
          joiningOpen: workshops.isOpen(workshop),
          address: shareOrigin(origin),
          board,
          queue: await readQueuePart(options, visitor, board),
          visitor,
          isolation: options.isolation,
          projector: query.has("projector"),
          toRead: await countToRead(workshop.id),
        });
        return { html: renderPage(page) };
      },
    }),
    route({
      method: "GET",
      path: "/board/now",
      access: "trainer",
      handle: async ({ visitor, query }) => {
        const { workshopId } = visitor;
        const [board, toRead] = await Promise.all([readBoard(workshopId), countToRead(workshopId)]);
        const queue = await readQueuePart(options, visitor, board);
        return { html: renderHtml(boardNow({ board, queue, projector: query.has("projector"), toRead })) };
      },
    }),
    ...helpRoutes(options),
    ...pushRoutes(options),
    ...roomRoutes(options),
  ];
}

function roomRoutes({ workshops, renderPage, createTrainerLink, shareOrigin }: WorkshopRoutesOptions): AnyRoute[] {
  return [
    route({
      method: "POST",
      path: "/board/joining",
      access: "trainer",
      body: formBody(JoiningFields),
      handle: async ({ visitor, body }) => {
        if (body.joining === "open") await workshops.openJoining(visitor.workshopId);
        else await workshops.closeJoining(visitor.workshopId);
        return { redirect: "/board" };
      },
    }),
    route({
      method: "POST",
      path: "/board/trainer-link",
      access: "trainer",
      body: formBody(NoFields),
      handle: async ({ visitor, origin }) => {
        const token = await createTrainerLink(visitor.workshopId);
        return { html: renderPage(trainerInvitationPage(`${shareOrigin(origin)}/trainer/${token}`)) };
      },
    }),
  ];
}
