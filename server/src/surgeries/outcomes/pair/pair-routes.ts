/** Sharing one's work by a code, and coming to somebody's. */
import { AppError, RoomRole, type Visitor } from "@data-surgery/contract";
import { z } from "zod";
import { jsonBody, mebibyte, route, type AnyRoute } from "../../../http/index.js";
import { anyForm, type SurgeryRoutesOptions } from "../../pages.js";
import { notebookUrl, ownNotebook, titleOfPath, type Notebooks } from "../notebooks.js";
import { makeSharedFolder, type SharedFiles } from "./make-shared-folder.js";
import { askedInPage, joinWorkPage, sharedWorkPage } from "./pair-pages.js";
import type { SharedWork, SharedWorks } from "./shared-works.js";

export interface PairRoutesOptions extends Pick<SurgeryRoutesOptions, "renderPage" | "shareOrigin" | "clock"> {
  readonly works: SharedWorks;
  readonly notebooks: Notebooks;
  readonly files: SharedFiles;
  readonly nameOf: (personId: string) => Promise<string | undefined>;
  /** Into the room. @throws AppError `rooms.ask-first` for somebody who was shown out */
  readonly admit: (work: SharedWork, guest: Visitor) => Promise<void>;
  /** Out of the room. */
  readonly showOut: (work: SharedWork, owner: Visitor, personId: string) => Promise<void>;
}

type ShareRequest =
  | {
      readonly type: "file";
      readonly form: string;
      readonly file: string;
      readonly notebook: unknown;
      readonly mended?: string | undefined;
    }
  | { readonly type: "notebook"; readonly form: string; readonly path: string };

const form = z.string().regex(/^[0-9a-f-]{36}$/);
const path = z.string().min(1).max(1000);
const ShareRequest: z.ZodType<ShareRequest> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("file"), form, file: path, notebook: z.unknown(), mended: z.string().optional() }),
  z.strictObject({ type: z.literal("notebook"), form, path }),
]);

/** A mended table of a size that a page sends in one piece. */
const largestShare = 16 * mebibyte;

export function pairRoutes(options: PairRoutesOptions): AnyRoute[] {
  return [...ownerRoutes(options), ...guestRoutes(options)];
}

function ownerRoutes(options: PairRoutesOptions): AnyRoute[] {
  const { works, notebooks, files, renderPage, shareOrigin, clock } = options;
  const show = async (work: SharedWork, origin: string, said?: string): Promise<string> =>
    renderPage(
      sharedWorkPage({
        work,
        path: await notebooks.pathOf(work.documentId),
        link: `${shareOrigin(origin)}/together/join/${work.code}`,
        guests: await works.guestsOf(work.id),
        isOver: work.endsAt <= clock(),
        ...(said === undefined ? {} : { said }),
      }),
    );
  const make = async (visitor: Visitor, body: ShareRequest): Promise<{ place: string; documentId: string }> => {
    if (body.type === "notebook") {
      const place = ownNotebook(visitor, body.path);
      return { place, documentId: await notebooks.documentOf(place) };
    }
    const { file, notebook, mended } = body;
    const made = await makeSharedFolder(files, visitor, { file, notebook, mended });
    return { place: made.folder, documentId: await notebooks.documentOf(made.notebook) };
  };
  return [
    route({
      method: "POST",
      path: "/api/together",
      access: "member",
      body: jsonBody(ShareRequest, largestShare),
      handle: async ({ visitor, body }) => {
        const { id } = await works.open(visitor, body.form, () => make(visitor, body));
        return { status: 201, json: { url: `/together/${id}` } };
      },
    }),
    route({
      method: "GET",
      path: "/together/:id",
      access: "member",
      page: true,
      handle: async ({ visitor, params, origin }) => ({
        html: await show(await works.own(visitor, params["id"] ?? ""), origin),
      }),
    }),
    route({
      method: "POST",
      path: "/together/:id",
      access: "member",
      page: true,
      body: anyForm,
      handle: async ({ visitor, params, body, origin }) => {
        const role = RoomRole.safeParse(body["role"]);
        if (!role.success) throw new AppError("http.bad-request", { reason: "it does not say what they may do" });
        const id = params["id"] ?? "";
        await works.setRole(visitor, id, role.data);
        return {
          html: await show(await works.own(visitor, id), origin, "Kept. It holds for whoever comes from now on."),
        };
      },
    }),
    route({
      method: "POST",
      path: "/together/:id/end",
      access: "member",
      page: true,
      body: anyForm,
      handle: async ({ visitor, params }) => {
        const id = params["id"] ?? "";
        const work = await works.own(visitor, id);
        await works.end(visitor, id);
        for (const { personId } of await works.guestsOf(id)) await showOut(options, work, visitor, personId);
        return { redirect: `/together/${id}` };
      },
    }),
  ];
}

/** From a notebook that is gone, or a room where they never were, nobody has to be shown. */
async function showOut(options: PairRoutesOptions, work: SharedWork, owner: Visitor, personId: string): Promise<void> {
  try {
    await options.showOut(work, owner, personId);
  } catch (error) {
    if (!(error instanceof AppError && (error.code === "rooms.not-found" || error.code === "rooms.gone"))) throw error;
  }
}

const wrongCode = "That code isn’t open now. Ask the person you help to show it again.";
const mostWrong = 20;
const wrongWindow = 10 * 60_000;

function guestRoutes({ works, notebooks, renderPage, nameOf, admit, clock }: PairRoutesOptions): AnyRoute[] {
  /** When somebody typed codes that open nothing. */
  const wrong = new Map<string, number[]>();
  const find = async (visitor: Visitor, typed: string): Promise<SharedWork | undefined> => {
    const since = clock() - wrongWindow;
    const tries = (wrong.get(visitor.personId) ?? []).filter((at) => at > since);
    if (tries.length >= mostWrong) throw new AppError("http.too-many", { seconds: wrongWindow / 1000 });
    const work = await works.byCode(visitor, typed);
    if (work === undefined) wrong.set(visitor.personId, [...tries, clock()]);
    return work;
  };
  return [
    route({
      method: "GET",
      path: "/together",
      access: "member",
      page: true,
      handle: () => ({ html: renderPage(joinWorkPage("", undefined)) }),
    }),
    route({
      method: "GET",
      path: "/together/join/:code",
      access: "member",
      page: true,
      handle: async ({ visitor, params }) => {
        const code = params["code"] ?? "";
        const work = await find(visitor, code);
        if (work === undefined) return { status: 404, html: renderPage(joinWorkPage(code, wrongCode)) };
        const at = await notebooks.pathOf(work.documentId);
        const owner = (await nameOf(work.ownerId)) ?? "Somebody";
        const title = at === undefined ? "a notebook" : titleOfPath(at);
        return { html: renderPage(askedInPage({ code: work.code, role: work.role, title, owner })) };
      },
    }),
    route({
      method: "POST",
      path: "/together",
      access: "member",
      page: true,
      body: anyForm,
      handle: async ({ visitor, body }) => {
        const typed = body["code"] ?? "";
        const work = await find(visitor, typed);
        const at = work === undefined ? undefined : await notebooks.pathOf(work.documentId);
        if (work === undefined || at === undefined)
          return { status: 404, html: renderPage(joinWorkPage(typed, wrongCode)) };
        await works.join(visitor, work, (guest) => admit(work, guest));
        return { redirect: notebookUrl(at) };
      },
    }),
  ];
}
