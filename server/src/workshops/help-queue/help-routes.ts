/** The doors of the help queue: one's own place in it for members, taking and answering calls for trainers of the same workshop. */
import { AppError, errorTable, roleAllows, type Board, type Role, type Visitor } from "@data-surgery/contract";
import { z } from "zod";
import { formBody, renderHtml, route, type AnyRoute, type RenderPage, type Reply } from "../../http/index.js";
import { helpNow, helpPage, type HelpPage } from "./help-page.js";
import type { HelpQueue } from "./help-queue.js";
import { helpTopics } from "./queue-part.js";
import { showCalls, type Helper, type QueuePart } from "./shown-call.js";

export interface HelpRoutesOptions {
  readonly queue: HelpQueue;
  readonly readBoard: (workshopId: string) => Promise<Board>;
  readonly people: (
    workshopId: string,
  ) => Promise<readonly { readonly personId: string; readonly name: string; readonly role: Role }[]>;
  /** What a helper is called from now on. @throws AppError `identity.no-name`, `.name-taken` */
  readonly rename: (visitor: Visitor, name: string) => Promise<void>;
  readonly renderPage: RenderPage;
}

const word: z.ZodType<string> = z.string().trim().max(300).default("");
const NameFields: z.ZodType<{ name: string }> = z.object({ name: z.string().max(400) });
interface WithBack {
  readonly back: "/board" | "/board/help";
}
const back = z.enum(["/board", "/board/help"]).default("/board/help");
const ClaimFields: z.ZodType<WithBack & { open?: string | undefined }> = z.object({
  back,
  open: z.string().optional(),
});
const HandOverFields: z.ZodType<WithBack & { to: string; word: string }> = z.object({
  back,
  to: z.string().max(100),
  word,
});
const GiveBackFields: z.ZodType<WithBack & { word: string }> = z.object({ back, word });
const ResolveFields: z.ZodType<WithBack & { note: string; topic: string }> = z.object({
  back,
  note: word,
  topic: z
    .string()
    .default("")
    .refine((value) => value in helpTopics),
});

export function helpRoutes(options: HelpRoutesOptions): AnyRoute[] {
  const { queue, renderPage } = options;
  const pageFor = async (visitor: Visitor): Promise<HelpPage> => {
    const board = await options.readBoard(visitor.workshopId);
    const answered = await queue.answered(visitor.workshopId);
    return { queue: await readQueuePart(options, visitor, board), rows: board.rows, answered, selfName: visitor.name };
  };
  /** Where a helper goes on; what could not be done is said on the page that shows how it stands now. */
  const after: After = async (visitor, act) => {
    queue.seen(visitor.workshopId, visitor.personId);
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof AppError) || !/^(?:help|identity)\./.test(error.code)) throw error;
      const page = helpPage({ ...(await pageFor(visitor)), problem: error.message });
      return { status: errorTable[error.code].status, html: renderPage(page) };
    }
  };
  return [
    route({
      method: "GET",
      path: "/api/help",
      access: "member",
      handle: async ({ visitor }) => ({ json: await queue.mine(visitor) }),
    }),
    route({
      method: "GET",
      path: "/board/help",
      access: "trainer",
      page: true,
      handle: async ({ visitor }) => ({ html: renderPage(helpPage(await pageFor(visitor))) }),
    }),
    route({
      method: "GET",
      path: "/board/help/now",
      access: "trainer",
      handle: async ({ visitor }) => ({ html: renderHtml(helpNow(await pageFor(visitor))) }),
    }),
    route({
      method: "POST",
      path: "/board/help/:call/claim",
      access: "trainer",
      body: formBody(ClaimFields, 2048),
      handle: ({ visitor, params, body }) =>
        after(visitor, async () => {
          const callId = params["call"] ?? "";
          await queue.act(visitor.workshopId, { type: "claimed", callId, by: named(visitor) });
          if (body.open === undefined) return { redirect: body.back };
          const { calls } = await pageFor(visitor).then((page) => page.queue);
          const url = calls.find(({ id }) => id === callId)?.url;
          return { redirect: url ?? body.back };
        }),
    }),
    route({
      method: "POST",
      path: "/board/help/name",
      access: "trainer",
      body: formBody(NameFields, 4096),
      handle: ({ visitor, body }) =>
        after(visitor, async () => {
          await options.rename(visitor, body.name);
          return { redirect: "/board/help" };
        }),
    }),
    ...passingOn(options, after),
  ];
}

type After = (visitor: Visitor, act: () => Promise<Reply>) => Promise<Reply>;

function passingOn({ queue, people }: HelpRoutesOptions, after: After): AnyRoute[] {
  return [
    route({
      method: "POST",
      path: "/board/help/:call/hand-over",
      access: "trainer",
      body: formBody(HandOverFields, 4096),
      handle: ({ visitor, params, body }) =>
        after(visitor, async () => {
          const helpers = await helpersIn(people, visitor.workshopId);
          const to = helpers.find(({ personId }) => personId === body.to);
          if (to === undefined) throw new AppError("help.no-such-helper");
          const callId = params["call"] ?? "";
          const by = named(visitor);
          await queue.act(visitor.workshopId, { type: "handed-over", callId, by, to, word: body.word });
          return { redirect: body.back };
        }),
    }),
    route({
      method: "POST",
      path: "/board/help/:call/give-back",
      access: "trainer",
      body: formBody(GiveBackFields, 4096),
      handle: ({ visitor, params, body }) =>
        after(visitor, async () => {
          const callId = params["call"] ?? "";
          await queue.act(visitor.workshopId, { type: "given-back", callId, by: named(visitor), word: body.word });
          return { redirect: body.back };
        }),
    }),
    route({
      method: "POST",
      path: "/board/help/:call/resolve",
      access: "trainer",
      body: formBody(ResolveFields, 4096),
      handle: ({ visitor, params, body }) =>
        after(visitor, async () => {
          const callId = params["call"] ?? "";
          await queue.act(visitor.workshopId, {
            type: "resolved",
            callId,
            by: named(visitor),
            note: body.note,
            topic: body.topic,
          });
          return { redirect: body.back };
        }),
    }),
  ];
}

export async function readQueuePart(
  { queue, people }: Pick<HelpRoutesOptions, "queue" | "people">,
  { workshopId, personId }: Visitor,
  board: Board,
): Promise<QueuePart> {
  const [{ calls, at }, helpers] = await Promise.all([queue.view(workshopId), helpersIn(people, workshopId)]);
  return { calls: showCalls(calls, board, at), helpers, selfId: personId };
}

async function helpersIn(people: HelpRoutesOptions["people"], workshopId: string): Promise<Helper[]> {
  const all = await people(workshopId);
  return all.filter(({ role }) => roleAllows(role, "trainer")).map(named);
}

const named = ({ personId, name }: { readonly personId: string; readonly name: string }): Helper => ({
  personId,
  name,
});
