/** The doors: join, resume, the trainer's link, the card with one's code, leave. Pages and forms; they work without scripts. */
import { AppError, errorTable, roleAllows, type ErrorCode, type Visitor } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { formBody, route, type AnyRoute, type Call, type Html, type RenderPage, type Reply } from "../http/index.js";
import { cardPage } from "./card-page.js";
import type { Caller, Entry, Identity } from "./identity.js";
import { joinPage } from "./join-page.js";
import { resumePage } from "./resume-page.js";
import { trainerLinkPage, usedTrainerLinkPage } from "./trainer-link-page.js";

export interface IdentityRoutesOptions {
  readonly identity: Identity;
  readonly renderPage: RenderPage;
  /** The origin under which other devices reach this server, given the one that was asked: loopback is of no use on a phone. */
  readonly shareOrigin: (origin: string) => string;
  /** What somebody who has joined can do beside working: say that they are in the room. */
  readonly afterJoining?: (visitor: Visitor) => Promise<Html | undefined>;
}

interface JoinFields {
  code: string;
  name: string;
  form?: string | undefined;
}

const fieldText = z.string().max(400);
const JoinFields: z.ZodType<JoinFields> = z.object({ code: fieldText, name: fieldText, form: fieldText.optional() });
const ResumeFields: z.ZodType<{ code: string }> = z.object({ code: fieldText });
const NoFields: z.ZodType<object> = z.object({});

export function createIdentityRoutes(options: IdentityRoutesOptions): AnyRoute[] {
  return [...joinRoutes(options), ...resumeRoutes(options), ...trainerLinkRoutes(options), ...cardRoutes(options)];
}

function joinRoutes({ identity, renderPage }: IdentityRoutesOptions): AnyRoute[] {
  const show = (code: string, visitor: Visitor | undefined): Reply =>
    visitor === undefined
      ? { html: renderPage(joinPage({ code, name: "", form: randomUUID() })) }
      : { redirect: startOf(visitor) };
  return [
    route({ method: "GET", path: "/", access: "public", handle: ({ visitor }) => show("", visitor) }),
    route({
      method: "GET",
      path: "/join/:code",
      access: "public",
      handle: ({ params, visitor }) => show(params["code"] ?? "", visitor),
    }),
    route({
      method: "POST",
      path: "/join",
      access: "public",
      body: formBody(JoinFields),
      handle: (call) =>
        enterOrShow(
          () => identity.join(call.body, callerOf(call)),
          "/me/card",
          (error) => renderPage(joinPage({ ...call.body, form: call.body.form ?? randomUUID(), error })),
        ),
    }),
  ];
}

function resumeRoutes({ identity, renderPage }: IdentityRoutesOptions): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/resume",
      access: "public",
      handle: () => ({ html: renderPage(resumePage({ code: "" })) }),
    }),
    route({
      method: "POST",
      path: "/resume",
      access: "public",
      body: formBody(ResumeFields),
      handle: (call) =>
        enterOrShow(
          () => identity.resume(call.body.code, callerOf(call)),
          undefined,
          (error) => renderPage(resumePage({ ...call.body, error })),
        ),
    }),
  ];
}

function trainerLinkRoutes({ identity, renderPage }: IdentityRoutesOptions): AnyRoute[] {
  const used = (error: AppError): string => renderPage(usedTrainerLinkPage(error.message));
  return [
    route({
      method: "GET",
      path: "/trainer/:token",
      access: "public",
      handle: async ({ params }) => {
        const token = params["token"] ?? "";
        if (await identity.isTrainerLinkOpen(token)) return { html: renderPage(trainerLinkPage(token)) };
        const error = new AppError("identity.used-trainer-link");
        return { status: errorTable[error.code].status, html: used(error) };
      },
    }),
    route({
      method: "POST",
      path: "/trainer/:token",
      access: "public",
      body: formBody(NoFields),
      handle: (call) =>
        enterOrShow(() => identity.useTrainerLink(call.params["token"] ?? "", callerOf(call)), "/board", used),
    }),
  ];
}

function cardRoutes({ identity, renderPage, shareOrigin, afterJoining }: IdentityRoutesOptions): AnyRoute[] {
  const resumeUrl = (origin: string): string => `${shareOrigin(origin)}/resume`;
  return [
    route({
      method: "GET",
      path: "/me/card",
      access: "member",
      handle: async ({ visitor, origin }) => {
        const code = identity.freshResumeCode(visitor.personId);
        const offer = await afterJoining?.(visitor);
        return {
          html: renderPage(cardPage({ person: visitor, code, resumeUrl: resumeUrl(origin), mine: true, offer })),
        };
      },
    }),
    route({
      method: "POST",
      path: "/me/card",
      access: "member",
      body: formBody(NoFields),
      handle: async ({ visitor }) => {
        await identity.issueResumeCode(visitor.personId);
        return { redirect: "/me/card" };
      },
    }),
    route({
      method: "POST",
      path: "/board/people/:person/card",
      access: "trainer",
      body: formBody(NoFields),
      handle: async ({ params, origin, visitor }) => {
        const person = await identity.person(params["person"] ?? "");
        if (person === undefined || person.workshopId !== visitor.workshopId) throw new AppError("http.not-found");
        const code = await identity.issueResumeCode(person.personId);
        return { html: renderPage(cardPage({ person, code, resumeUrl: resumeUrl(origin), mine: false })) };
      },
    }),
    route({
      method: "POST",
      path: "/leave",
      access: "public",
      body: formBody(NoFields),
      handle: async ({ request }) => ({
        redirect: "/",
        headers: { "Set-Cookie": await identity.leave(request.headers.cookie) },
      }),
    }),
  ];
}

/** Where somebody who is signed in begins. */
function startOf(visitor: Visitor): string {
  return roleAllows(visitor.role, "trainer") ? "/board" : "/learn";
}

function callerOf(call: Pick<Call, "remoteAddress" | "request">): Caller {
  return { address: call.remoteAddress, cookieHeader: call.request.headers.cookie };
}

/** What a person typed wrongly is told on the same page, with what they typed still there. Everything else goes up. */
async function enterOrShow(
  enter: () => Promise<Entry>,
  next: string | undefined,
  page: (error: AppError) => string,
): Promise<Reply> {
  try {
    const { visitor, cookie } = await enter();
    return { redirect: next ?? startOf(visitor), headers: { "Set-Cookie": cookie } };
  } catch (error) {
    if (!(error instanceof AppError) || !isTypedWrongly(error.code)) throw error;
    const seconds = error.details["seconds"];
    return {
      status: errorTable[error.code].status,
      html: page(error),
      ...(seconds === undefined ? {} : { headers: { "Retry-After": String(seconds) } }),
    };
  }
}

function isTypedWrongly(code: ErrorCode): boolean {
  return code.startsWith("identity.");
}
