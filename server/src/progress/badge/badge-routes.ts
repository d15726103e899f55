/** The doors of badges: one's own for members, the check and the issuer's name for everybody. */
import { AppError, type Visitor } from "@data-surgery/contract";
import { z } from "zod";
import { formBody, route, type AnyRoute, type RenderPage, type Reply } from "../../http/index.js";
import { badgePage, verifyPage } from "./badge-pages.js";
import { badgePng, badgeSvg } from "./badge-picture.js";
import type { Badges } from "./badges.js";
import { offlineCheckPage } from "./offline-check-page.js";
import { envelope, readBadge } from "./read-badge.js";
import { verifyBadge } from "./verify-badge.js";

export interface BadgeRoutesOptions {
  readonly badges: Badges;
  readonly renderPage: RenderPage;
  /** The script of the check that stands in one file. */
  readonly offlineScript: () => Promise<string>;
}

const Choices: z.ZodType<Record<string, string>> = z.record(z.string().max(200), z.string().max(10));
const BadgeText: z.ZodType<{ badge: string }> = z.object({ badge: z.string() });
/** A picture with a long notebook inside, as text. */
const largestBadge = 512 * 1024;

export function badgeRoutes(options: BadgeRoutesOptions): AnyRoute[] {
  return [...ownRoutes(options), ...publicRoutes(options)];
}

function ownRoutes({ badges, renderPage }: BadgeRoutesOptions): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/me/badges/:level",
      access: "member",
      handle: async ({ visitor, params }) => ({
        html: renderPage(await ownPage(badges, visitor, params["level"] ?? "")),
      }),
    }),
    route({
      method: "POST",
      path: "/me/badges/:level",
      access: "member",
      body: formBody(Choices),
      handle: async ({ visitor, params, body }) => {
        const level = params["level"] ?? "";
        const { name, ...evidence } = body;
        await badges.issue(visitor, level, { evidence: Object.keys(evidence), withName: name !== undefined });
        return { redirect: `/me/badges/${level}` };
      },
    }),
    route({
      method: "GET",
      path: "/me/badges/:level/:file",
      access: "member",
      handle: async ({ visitor, params }) => {
        const { level, rank } = badges.level(params["level"] ?? "");
        const badge = (await badges.ofPerson(visitor.personId)).find((one) => one.level === level.id);
        const file = badge === undefined ? undefined : badgeFile(params["file"] ?? "", level.title, rank, badge.jwt);
        if (file === undefined) throw new AppError("http.not-found");
        const { type, bytes } = file;
        return { bytes, headers: { "Content-Type": type, "Cache-Control": "no-store" } };
      },
    }),
  ];
}

async function ownPage(badges: Badges, visitor: Visitor, id: string): Promise<ReturnType<typeof badgePage>> {
  const { level } = badges.level(id);
  const reached = (await badges.standing(visitor)).some((one) => one.id === id && one.state === "reached");
  const badge = (await badges.ofPerson(visitor.personId)).find((one) => one.level === id);
  // A badge that was given stays its holder's, also when a regrade took the level back.
  if (!reached && badge === undefined) throw new AppError("badges.not-reached", { level: level.title });
  const verdict = badge === undefined ? undefined : await verifyBadge(badge.jwt);
  const credential = verdict !== undefined && "credential" in verdict ? verdict.credential : undefined;
  return badgePage({
    level,
    name: visitor.name,
    choices: await badges.choices(visitor),
    issued: badge === undefined || credential === undefined ? undefined : { badge, credential },
  });
}

function badgeFile(
  name: string,
  title: string,
  rank: number,
  jwt: string,
): { readonly type: string; readonly bytes: Uint8Array } | undefined {
  if (name === "badge.svg") return { type: "image/svg+xml", bytes: Buffer.from(badgeSvg(title, rank, jwt)) };
  if (name === "badge.png") return { type: "image/png", bytes: badgePng(rank, jwt) };
  if (name === "badge.json") return { type: "application/json", bytes: Buffer.from(envelope(jwt)) };
  if (name === "badge.jwt") return { type: "application/vc+jwt", bytes: Buffer.from(`${jwt}\n`) };
  return undefined;
}

function publicRoutes({ badges, renderPage, offlineScript }: BadgeRoutesOptions): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/badges/verify",
      access: "public",
      handle: () => ({ html: renderPage(verifyPage({})) }),
    }),
    route({
      method: "POST",
      path: "/badges/verify",
      access: "public",
      body: formBody(BadgeText, largestBadge),
      handle: async ({ body }): Promise<Reply> => {
        const jwt = readBadge(Buffer.from(body.badge));
        if (jwt === undefined) return { html: renderPage(verifyPage({ nothingFound: true })) };
        const { did } = await badges.issuer();
        return { html: renderPage(verifyPage({ verdict: await verifyBadge(jwt, { issuer: did }) })) };
      },
    }),
    route({
      method: "GET",
      path: "/badges/check-badge.html",
      access: "public",
      handle: async () => ({
        html: offlineCheckPage(await offlineScript()),
        headers: { "Content-Disposition": 'attachment; filename="check-badge.html"' },
      }),
    }),
    route({
      method: "GET",
      path: "/badges/issuer.json",
      access: "public",
      handle: async () => {
        const { did, name } = await badges.issuer();
        return { json: { id: did, type: ["Profile"], name } };
      },
    }),
  ];
}
