/** For who keeps data sets: the list, one set, reminders, retirement, and readers' messages. */
import { roleAllows } from "@data-surgery/contract";
import { route, type AnyRoute } from "../http/index.js";
import { isLate } from "./due.js";
import { handOverRoutes } from "./hand-over-routes.js";
import { createKeeperFeeds } from "./keeper-feeds.js";
import { keeperReply } from "./keeper-reply.js";
import { nextVersionRoutes } from "./next-version-routes.js";
import { notebookRoutes } from "./notebook-routes.js";
import { ownSetsPage } from "./own-sets-page.js";
import { portalRoutes } from "./portal-routes.js";
import {
  ownSet,
  preparedSet,
  revisionOf,
  sentFile,
  tellOrThrow,
  wizardForm,
  type PublishingOptions,
} from "./publishing.js";

const saidWords: Readonly<Record<string, string>> = {
  published: "✓ It is published. Copy the address and tell those who asked for it.",
  behind:
    "✓ It is published. There was no room on the server’s disk to bring its page up to date, so readers may see the page before for a while. It follows by itself when there is room. Tell whoever looks after the server.",
  reminders: "✓ Saved.",
  answered: "✓ Saved. What is shown stands on the public page.",
  retired: "It is retired. Its address says so, and why.",
  dropped: "It is thrown away. What is published stays as it was.",
  source: "✓ The next version names the new address.",
  closed: "The address is closed: calendars that know it learn nothing more.",
  yours: "✓ It is yours to keep now. Write down where reminders should go.",
};

export function keeperRoutes(options: PublishingOptions): AnyRoute[] {
  return [
    ...listRoutes(options),
    ...nextVersionRoutes(options),
    ...notebookRoutes(options),
    ...handOverRoutes(options),
    ...remarkRoutes(options),
    ...portalRoutes(options, (...page) => keeperReply(options, ...page)),
    // Last: its path fits all of the others' first words.
    ...setRoutes(options),
  ];
}

function listRoutes(options: PublishingOptions): AnyRoute[] {
  const { store, dataSets, remarks, files, renderPage, clock } = options;
  const feeds = createKeeperFeeds(store, clock);
  return [
    route({
      method: "GET",
      path: "/publish",
      access: "member",
      page: true,
      handle: async ({ visitor, query }) => {
        const sets = await dataSets.ofKeeper(visitor.personId);
        const said = saidWords[query.get("said") ?? ""];
        return {
          html: renderPage(
            ownSetsPage({
              sets,
              withoutKeeper: roleAllows(visitor.role, "trainer")
                ? await dataSets.withoutKeeper(visitor.workshopId)
                : [],
              late: roleAllows(visitor.role, "trainer")
                ? (await dataSets.keptAndDue(visitor.workshopId, clock())).filter(
                    ({ keeperId, update, dueAt }) => keeperId !== visitor.personId && isLate(update, dueAt, clock()),
                  )
                : [],
              files: await files.list(visitor),
              waiting: await remarks.waiting(sets.map(({ id }) => id)),
              hasFeed: await feeds.isOpen(visitor.personId),
              now: clock(),
              ...(said === undefined ? {} : { said }),
            }),
          ),
        };
      },
    }),
    route({
      method: "POST",
      path: "/publish/upload",
      access: "member",
      page: true,
      handle: async ({ visitor, request }) => {
        const path = await sentFile(options, visitor, request);
        return { redirect: `/publish/new?file=${encodeURIComponent(path)}` };
      },
    }),
  ];
}

function setRoutes(options: PublishingOptions): AnyRoute[] {
  const { dataSets, shelf } = options;
  return [
    route({
      method: "GET",
      path: "/publish/:id",
      access: "member",
      page: true,
      handle: async ({ visitor, params, query, origin }) => {
        const set = await ownSet(options, params["id"] ?? "", visitor);
        const said = saidWords[query.get("said") ?? ""];
        const file = query.get("file") ?? "";
        const told = { ...(said === undefined ? {} : { said }), file };
        return tellOrThrow(
          async () => ({ html: await keeperReply(options, await shelf.caughtUp(set), visitor, origin, told) }),
          (error) => keeperReply(options, set, visitor, origin, { problem: error.message, file }),
        );
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/reminders",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body, origin }) => {
        const set = await ownSet(options, params["id"] ?? "", visitor);
        const remindTo = (body["remindTo"] ?? "").trim();
        const isAddress = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(remindTo) && remindTo.length <= 150;
        if (remindTo !== "" && !isAddress)
          return {
            status: 422,
            html: await keeperReply(options, set, visitor, origin, {
              problem: "That is not an e-mail address. Nothing was changed.",
            }),
          };
        return tellOrThrow(
          async () => {
            await dataSets.save(set.id, revisionOf(body), {
              remindTo,
              reminds: body["on"] === "yes" && remindTo !== "",
            });
            return { redirect: `/publish/${set.id}?said=reminders` };
          },
          async (error) =>
            keeperReply(options, await dataSets.get(set.id), visitor, origin, { problem: error.message }),
        );
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/letters",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body, origin }) => {
        const set = await ownSet(options, params["id"] ?? "", visitor);
        return tellOrThrow(
          async () => {
            await dataSets.save(set.id, revisionOf(body), { tells: body["tells"] === "yes" });
            return { redirect: `/publish/${set.id}?said=reminders` };
          },
          async (error) =>
            keeperReply(options, await dataSets.get(set.id), visitor, origin, { problem: error.message }),
        );
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/retire",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body, origin }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        const why = (body["why"] ?? "").trim();
        if (why === "" || set.status !== "on")
          return {
            status: 422,
            html: await keeperReply(options, set, visitor, origin, { problem: "Say why: readers see it." }),
          };
        return tellOrThrow(
          async () => {
            await shelf.retire(set, why, body["files"] !== "remove");
            return { redirect: `/publish/${set.id}?said=retired` };
          },
          (error) => keeperReply(options, set, visitor, origin, { problem: error.message }),
        );
      },
    }),
  ];
}

function remarkRoutes(options: PublishingOptions): AnyRoute[] {
  const { remarks } = options;
  return [
    route({
      method: "POST",
      path: "/publish/:id/remarks/:remark",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body }) => {
        const set = await ownSet(options, params["id"] ?? "", visitor);
        const answer = (body["answer"] ?? "").trim().slice(0, 3000);
        await remarks.answer(set.id, params["remark"] ?? "", answer, body["show"] === "yes");
        return { redirect: `/publish/${set.id}?said=answered#readers` };
      },
    }),
  ];
}
