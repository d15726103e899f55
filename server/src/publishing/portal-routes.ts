/** For who keeps a data set: putting it on a portal, and taking the new address of a source that moved. */
import type { CkanPushed } from "@data-surgery/opendata/publish";
import { AppError, type Visitor } from "@data-surgery/contract";
import { createSendingLimit } from "../identity/index.js";
import { route, type AnyRoute } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { wishOf } from "./portal-part.js";
import type { PortalWish } from "./portals.js";
import { ownSet, preparedSet, tellOrThrow, whenDone, wizardForm, type PublishingOptions } from "./publishing.js";
import { offersMove } from "./sources-part.js";

/** The keeper's page of a set, with what is told there. */
export type SetPage = (
  set: DataSet,
  visitor: Visitor,
  origin: string,
  told: { readonly said?: string; readonly problem?: string; readonly typed?: PortalWish },
) => Promise<string>;

const hour = 60 * 60 * 1000;

export function portalRoutes(options: PublishingOptions, page: SetPage): AnyRoute[] {
  const { dataSets, portals, sources, clock } = options;
  // Whoever has an account here could otherwise have this server knock at other people's doors.
  const limit = createSendingLimit({ windowMs: hour, perNetwork: 12, overall: 100, clock });
  return [
    route({
      method: "POST",
      path: "/publish/:id/portal",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body, origin }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        const waiting = { redirect: `/publish/${set.id}/portal` };
        // Sent twice, or from two windows.
        if (portals.pushing(set) !== undefined) return waiting;
        const typed = wishOf(body);
        return tellOrThrow(
          async () => {
            if (set.status !== "on") throw new AppError("http.not-found");
            limit.count(visitor.personId);
            await portals.push(set, typed, (body["key"] ?? "").trim());
            return waiting;
          },
          (error) => page(set, visitor, origin, { problem: wordsHere(error), typed }),
        );
      },
    }),
    route({
      method: "GET",
      path: "/publish/:id/portal",
      access: "member",
      page: true,
      handle: async ({ visitor, params, origin }) => {
        const set = await ownSet(options, params["id"] ?? "", visitor);
        const pushing = portals.pushing(set);
        // Its end was told already.
        if (pushing === undefined) return { redirect: `/publish/${set.id}#portals` };
        return tellOrThrow(
          () =>
            whenDone(options, "Putting it on the portal", pushing.end(), async (pushed) => ({
              html: await page(set, visitor, origin, { said: pushedWords(pushed) }),
            })),
          (error) => page(set, visitor, origin, { problem: wordsHere(error), typed: pushing.wish }),
        );
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/sources",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body, origin }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        const source = (await sources.of(set.id)).find(({ url }) => url === body["url"]);
        if (source === undefined || !offersMove(set, source)) throw new AppError("http.not-found");
        const about = { ...set.draft.about, sourceUrl: source.to };
        return tellOrThrow(
          async () => {
            await dataSets.save(set.id, set.revision, { draft: { ...set.draft, about } });
            return { redirect: `/publish/${set.id}?said=source` };
          },
          (error) => page(set, visitor, origin, { problem: error.message }),
        );
      },
    }),
  ];
}

/** Options of the command are fields here. */
const wordsHere = (error: AppError): string => error.message.replaceAll(/ \(--[a-z-]+\)/g, "");

function pushedWords({ address, version, done, kept, isPublic }: CkanPushed): string {
  const number = version.slice(1);
  const what =
    done.length === 0
      ? `✓ The portal has version ${number} already: nothing was changed.`
      : `✓ The portal has version ${number} now${isPublic ? "" : ", which is private there"}.`;
  return [what, ...kept, address].join(" ");
}
