/** From one keeper to the next: by a link that works once, or by a trainer where nobody keeps the promise. */
import { AppError } from "@data-surgery/contract";
import { route, type AnyRoute } from "../http/index.js";
import { isLate } from "./due.js";
import { handedOverPage, takeOverPage } from "./keeper-page.js";
import { preparedSet, type PublishingOptions } from "./publishing.js";
import { takenOverLetter } from "./reminders.js";

export function handOverRoutes(options: PublishingOptions): AnyRoute[] {
  const { dataSets, renderPage, shareOrigin, clock, store, outbox, sendsMail, address } = options;
  return [
    route({
      method: "POST",
      path: "/publish/:id/hand-over",
      access: "member",
      page: true,
      handle: async ({ visitor, params, origin }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        const token = await dataSets.createLink(set.id, "hand-over");
        return {
          html: renderPage(handedOverPage(set, `${shareOrigin(origin)}/publish/accept/${token}`)),
          headers: { "Cache-Control": "no-store" },
        };
      },
    }),
    route({
      method: "GET",
      path: "/publish/accept/:token",
      access: "member",
      page: true,
      handle: async ({ params }) => {
        const token = params["token"] ?? "";
        return { html: renderPage(takeOverPage(await dataSets.linked(token, "hand-over"), token)) };
      },
    }),
    route({
      method: "POST",
      path: "/publish/accept/:token",
      access: "member",
      page: true,
      handle: async ({ visitor, params }) => {
        const set = await dataSets.accept(params["token"] ?? "", visitor.personId);
        return { redirect: `/publish/${set.id}?said=yours` };
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/take-over",
      access: "trainer",
      page: true,
      handle: async ({ visitor, params }) => {
        const set = await dataSets.get(params["id"] ?? "");
        // From whoever is there and keeps the promise it is not taken.
        const isFree = set.keeperId === "" || isLate(set.update, set.dueAt, clock());
        if (set.status !== "on" || !isFree || set.workshopId !== visitor.workshopId)
          throw new AppError("http.not-found");
        await dataSets.keep(set.id, visitor.personId);
        if (set.keeperId !== "" && set.keeperId !== visitor.personId && set.remindTo !== "" && sendsMail)
          await store
            .tables<unknown>()
            .transaction()
            .execute((inside) => outbox.put(inside, [takenOverLetter(set, address())]));
        return { redirect: `/publish/${set.id}?said=yours` };
      },
    }),
  ];
}
