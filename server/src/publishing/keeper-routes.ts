/** For who keeps data sets: the list, one set, its next version, reminders, hand-over, retirement, and readers' messages. */
import { AppError, roleAllows, type Visitor } from "@data-surgery/contract";
import { route, type AnyRoute, type Reply } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { handedOverPage, takeOverPage } from "./keeper-page.js";
import { keeperReply } from "./keeper-reply.js";
import { isLate } from "./due.js";
import { createKeeperFeeds } from "./keeper-feeds.js";
import { notebookRoutes } from "./notebook-routes.js";
import { ownSetsPage } from "./own-sets-page.js";
import { portalRoutes } from "./portal-routes.js";
import {
  madeBeside,
  ownSet,
  preparedSet,
  requireDataFile,
  revisionOf,
  sentFile,
  tellOrThrow,
  wizardForm,
  type PublishingOptions,
} from "./publishing.js";
import { takenOverLetter } from "./reminders.js";

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
    ...versionRoutes(options),
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

function versionRoutes(options: PublishingOptions): AnyRoute[] {
  const { dataSets, shelf, files } = options;
  const begin = async (set: DataSet, visitor: Visitor, path: string): Promise<Reply> => {
    requireDataFile(path);
    const bytes = await files.read(visitor, path);
    const file = path.split("/").at(-1) ?? path;
    await shelf.bring(set.id, file, bytes, await madeBeside(files, visitor, path));
    const notebook = await files.notebookAbout(visitor, path, set.notebook);
    await dataSets.save(set.id, set.revision, {
      file,
      sourcePath: path,
      // One that does not name the new file was made for the old one: it can still be run on the next.
      ...(notebook === "" ? {} : { notebook }),
    });
    return { redirect: `/publish/${set.id}/mend?on=new` };
  };
  return [
    route({
      method: "POST",
      path: "/publish/:id/new-version",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body, origin }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        return tellOrThrow(
          () => begin(set, visitor, body["file"] ?? ""),
          (error) => keeperReply(options, set, visitor, origin, { problem: error.message }),
        );
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/new-version/upload",
      access: "member",
      page: true,
      handle: async ({ visitor, params, request, origin }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        return tellOrThrow(
          async () => begin(set, visitor, await sentFile(options, visitor, request)),
          (error) => keeperReply(options, set, visitor, origin, { problem: error.message }),
        );
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/drop",
      access: "member",
      page: true,
      handle: async ({ visitor, params }) => {
        const set = await ownSet(options, params["id"] ?? "", visitor);
        await shelf.forget(set.id);
        await dataSets.drop(set.id);
        return { redirect: "/publish?said=dropped" };
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

function handOverRoutes(options: PublishingOptions): AnyRoute[] {
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
