/** From a file to published open data, in five pages. Each saves what was typed before it looks whether it is right. */
import { createHash } from "node:crypto";
import { route, type AnyRoute, type Reply } from "../http/index.js";
import { aboutFaults, aboutFields, aboutPage, type FromPanel } from "./about-form.js";
import { checklist } from "@data-surgery/opendata/publish/browser";
import { checklistFaults, checklistFields, checklistPage } from "./checklist-page.js";
import { columnsOf, columnsPage } from "./columns-page.js";
import type { DataSet } from "./data-sets.js";
import { emptyDraft, type Draft } from "./draft.js";
import { findingsPage, settle, shownFindings } from "./findings-page.js";
import { mendRoutes } from "./mend-routes.js";
import { mendsFromPanel } from "./mend-steps.js";
import { pageHeaders } from "./page-headers.js";
import {
  done,
  madeBeside,
  preparedSet,
  requireDataFile,
  revisionOf,
  savedOr,
  tellOrThrow,
  whenDone,
  wizardForm,
  type PublishingOptions,
} from "./publishing.js";
import { readingFromPanel } from "./stored-reading.js";
import { readyPage } from "./ready-page.js";
import { stoppedPage } from "./stopped-page.js";

type Fields = Readonly<Record<string, string>>;

export function wizardRoutes(options: PublishingOptions): AnyRoute[] {
  return [
    ...beginRoutes(options),
    ...mendRoutes(options),
    ...columnRoutes(options),
    ...findingRoutes(options),
    ...checklistRoutes(options),
    ...readyRoutes(options),
  ];
}

/** Its title is kept twice: beside the draft it is what lists show. */
function aboutOf(fields: Fields): { about: Draft["about"]; title: string; remindTo: string } {
  const about = Object.fromEntries(
    aboutFields.filter((name) => name !== "remindTo").map((name) => [name, (fields[name] ?? "").trim()]),
  );
  return { about, title: about["title"] ?? "", remindTo: (fields["remindTo"] ?? "").trim() };
}

const fromPanelIn = (body: Fields): FromPanel => ({
  mends: body["mends"] ?? "",
  reading: body["reading"] ?? "",
  notebook: body["notebook"] ?? "",
});

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const fieldsOf = (set: DataSet): Fields => ({ ...set.draft.about, remindTo: set.remindTo });

function beginRoutes(options: PublishingOptions): AnyRoute[] {
  const { dataSets, shelf, files, renderPage } = options;
  return [
    route({
      method: "GET",
      path: "/publish/new",
      access: "member",
      page: true,
      handle: async ({ visitor, query }) => {
        const path = query.get("file") ?? "";
        requireDataFile(path);
        // Whether it is there, and theirs, is said before they write anything.
        await files.read(visitor, path);
        return { html: renderPage(aboutPage({ path, fields: {}, faults: {} })) };
      },
    }),
    route({
      // From the panel "My data file": the raw file, and what was mended in it.
      method: "POST",
      path: "/publish/begin",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, body }) => {
        const path = body["file"] ?? "";
        requireDataFile(path);
        const sha256 = sha256Of(await files.read(visitor, path));
        mendsFromPanel(body["mends"] ?? "", sha256);
        readingFromPanel(body["reading"] ?? "", sha256);
        return { html: renderPage(aboutPage({ path, fromPanel: fromPanelIn(body), fields: {}, faults: {} })) };
      },
    }),
    route({
      method: "POST",
      path: "/publish/new",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, body }) => {
        const path = body["file"] ?? "";
        const again = (faults: Fields, problem?: string): string =>
          renderPage(
            aboutPage({
              path,
              fromPanel: fromPanelIn(body),
              fields: body,
              faults,
              ...(problem === undefined ? {} : { problem }),
            }),
          );
        const faults = aboutFaults(body);
        if (Object.keys(faults).length > 0) return { status: 422, html: again(faults) };
        return tellOrThrow(
          async () => {
            requireDataFile(path);
            const bytes = await files.read(visitor, path);
            const sha256 = sha256Of(bytes);
            const mends = mendsFromPanel(body["mends"] ?? "", sha256);
            const reading = readingFromPanel(body["reading"] ?? "", sha256);
            const { about, title, remindTo } = aboutOf(body);
            const file = path.split("/").at(-1) ?? path;
            const set = await dataSets.create(
              {
                keeperId: visitor.personId,
                workshopId: visitor.workshopId,
                title,
                draft: { ...emptyDraft, about, mends, ...(reading === undefined ? {} : { reading }) },
                remindTo,
                file,
                sourcePath: path,
                notebook: await files.notebookAbout(visitor, path, body["notebook"] ?? ""),
              },
              (slug) => shelf.isTaken(slug),
            );
            try {
              await shelf.bring(set.id, file, bytes, await madeBeside(files, visitor, path));
            } catch (error) {
              // Without its file there is nothing to go on with; what was typed stands on the page still.
              await dataSets.drop(set.id);
              throw error;
            }
            return { redirect: `/publish/${set.id}/mend?on=new` };
          },
          (error) => again({}, error.message),
        );
      },
    }),
    route({
      method: "GET",
      path: "/publish/:id/about",
      access: "member",
      page: true,
      handle: async ({ visitor, params }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        return { html: renderPage(aboutPage({ set, path: set.sourcePath, fields: fieldsOf(set), faults: {} })) };
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/about",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        const page = (now: DataSet, faults: Fields, problem?: string): string =>
          renderPage(
            aboutPage({
              set: now,
              path: now.sourcePath,
              fields: body,
              faults,
              ...(problem === undefined ? {} : { problem }),
            }),
          );
        const { about, title, remindTo } = aboutOf(body);
        const faults = aboutFaults(body);
        return tellOrThrow(
          async () => {
            const saved = await dataSets.save(set.id, revisionOf(body), {
              draft: { ...set.draft, about },
              ...(title === "" ? {} : { title }),
              remindTo,
              // An address that is given now is one that wants reminders; one that stands there keeps its choice.
              ...(remindTo === set.remindTo ? {} : { reminds: remindTo !== "" }),
            });
            if (Object.keys(faults).length > 0) return { status: 422, html: page(saved, faults) };
            return { redirect: `/publish/${set.id}/mend?on=new` };
          },
          async (error) => page(await dataSets.get(set.id), faults, error.message),
        );
      },
    }),
  ];
}

function columnRoutes(options: PublishingOptions): AnyRoute[] {
  const { dataSets, shelf, renderPage } = options;
  const page = (set: DataSet, said: Pick<Draft, "columns" | "key">, problem?: string): Promise<Reply> =>
    // With something that was typed and is kept nowhere yet, it is waited for: a page that asks again would have lost it.
    whenDone(
      options,
      "Reading your file",
      problem === undefined ? shelf.look(set) : done(shelf.looked(set)),
      (looked) => ({
        html: renderPage(columnsPage({ set, looked, ...said, ...(problem === undefined ? {} : { problem }) })),
      }),
    );
  return [
    route({
      method: "GET",
      path: "/publish/:id/columns",
      access: "member",
      page: true,
      handle: async ({ visitor, params }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        return page(set, set.draft);
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/columns",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        const said = columnsOf(body);
        return savedOr(
          async () => {
            await dataSets.save(set.id, revisionOf(body), { draft: { ...set.draft, ...said } });
            return { redirect: `/publish/${set.id}/findings` };
          },
          async (words) => page(await dataSets.get(set.id), said, words),
        );
      },
    }),
  ];
}

function findingRoutes(options: PublishingOptions): AnyRoute[] {
  const { dataSets, shelf, renderPage } = options;
  const page = (set: DataSet, fields: Fields, faults: Fields, problem?: string): Promise<Reply> =>
    whenDone(
      options,
      "Looking at your data",
      "revision" in fields ? done(shelf.checked(set)) : shelf.check(set),
      (checked) => ({
        ...(Object.keys(faults).length > 0 ? { status: 422 } : {}),
        html: renderPage(findingsPage({ set, checked, fields, faults, ...(problem === undefined ? {} : { problem }) })),
      }),
    );
  return [
    route({
      method: "GET",
      path: "/publish/:id/findings",
      access: "member",
      page: true,
      handle: async ({ visitor, params }) => page(await preparedSet(options, params["id"] ?? "", visitor), {}, {}),
    }),
    route({
      method: "POST",
      path: "/publish/:id/findings",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        return savedOr(
          async () => {
            // Known from showing the page, as a rule. Waited for, since a form that was sent can't be sent again by itself.
            const checked = await shelf.checked(set);
            const { draft, faults } = settle(set.draft, checked, body);
            const isChanged = JSON.stringify(draft) !== JSON.stringify(set.draft);
            const saved = isChanged ? await dataSets.save(set.id, revisionOf(body), { draft }) : set;
            if (Object.keys(faults).length > 0) return page(saved, body, faults);
            const blocks = shownFindings(checked).some(({ level }) => level === "blocks");
            // Something was settled: what it leaves is looked at again before one goes on.
            return { redirect: `/publish/${set.id}/${isChanged || blocks ? "findings" : "checklist"}` };
          },
          async (words) => page(await dataSets.get(set.id), body, {}, words),
        );
      },
    }),
  ];
}

function checklistRoutes(options: PublishingOptions): AnyRoute[] {
  const { dataSets, renderPage } = options;
  return [
    route({
      method: "GET",
      path: "/publish/:id/checklist",
      access: "member",
      page: true,
      handle: async ({ visitor, params }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        return { html: renderPage(checklistPage({ set, fields: checklistFields(set), faults: {} })) };
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/checklist",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        const answers = Object.fromEntries(
          checklist.map(({ id }) => [id, (body[id] ?? "").trim()]).filter(([, answer]) => answer !== ""),
        );
        const faults = checklistFaults(set, body);
        return tellOrThrow(
          async () => {
            const draft = {
              ...set.draft,
              answers,
              licence: faults["licence"] === undefined ? (body["licence"] ?? "") : "",
            };
            const saved = await dataSets.save(set.id, revisionOf(body), { draft });
            if (Object.keys(faults).length > 0)
              return { status: 422, html: renderPage(checklistPage({ set: saved, fields: body, faults })) };
            return { redirect: `/publish/${set.id}/ready` };
          },
          async (error) =>
            renderPage(
              checklistPage({ set: await dataSets.get(set.id), fields: body, faults, problem: error.message }),
            ),
        );
      },
    }),
  ];
}

function readyRoutes(options: PublishingOptions): AnyRoute[] {
  const { dataSets, shelf, sources, renderPage, shareOrigin } = options;
  const page = (set: DataSet, origin: string, problem?: string): Promise<Reply> =>
    whenDone(options, "Making the page", shelf.check(set), (checked) => ({
      html: renderPage(
        readyPage({
          set,
          checked,
          address: `${shareOrigin(origin)}/data/${set.slug}/`,
          ...(problem === undefined ? {} : { problem }),
        }),
      ),
    }));
  const publish = async (set: DataSet, origin: string): Promise<Reply> =>
    tellOrThrow(
      () =>
        whenDone(options, "Publishing", shelf.publish(set), async ({ ready, behind }) => {
          if (!ready) return page(await dataSets.get(set.id), origin);
          await sources.soon(set.id);
          return { redirect: `/publish/${set.id}?said=${behind ? "behind" : "published"}` };
        }),
      // Told by itself: what the page before it shows may be what the disk has no room for.
      (error) => renderPage(stoppedPage(set, error)),
    );
  return [
    route({
      method: "GET",
      path: "/publish/:id/ready",
      access: "member",
      page: true,
      handle: async ({ visitor, params, origin }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        return isOut(set) ? { redirect: `/publish/${set.id}` } : page(set, origin);
      },
    }),
    route({
      method: "GET",
      path: "/publish/:id/page",
      access: "member",
      page: true,
      handle: async ({ visitor, params }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        return whenDone(options, "Making the page", shelf.check(set), (checked) => ({
          html: checked.page,
          headers: { ...pageHeaders, "Cache-Control": "no-store" },
        }));
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/charts",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body, origin }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        const ticked = Object.keys(body)
          .filter((field) => field.startsWith("chart."))
          .map((field) => body[field] ?? "");
        return savedOr(
          async () => {
            const charts = body["charts"] === "own" ? ticked.slice(0, 6) : undefined;
            await dataSets.save(set.id, revisionOf(body), { draft: { ...set.draft, charts } });
            return { redirect: `/publish/${set.id}/ready` };
          },
          async (words) => page(await dataSets.get(set.id), origin, words),
        );
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/publish",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body, origin }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        if (isOut(set)) return { redirect: `/publish/${set.id}` };
        // Sent twice, or from two windows: it is the same version, and it is published once.
        if (shelf.isPublishing(set)) return { redirect: `/publish/${set.id}/publish` };
        return savedOr(
          async () => {
            const draft = {
              ...set.draft,
              note: (body["note"] ?? "").trim(),
              showCode: body["showCode"] === "yes",
            };
            const saved = await dataSets.save(set.id, revisionOf(body), { draft });
            if (saved.draft.licence === "") return { redirect: `/publish/${set.id}/checklist` };
            const reply = await publish(saved, origin);
            // The page that waits is asked for again: it has an address of its own.
            return reply.redirect === undefined && shelf.isPublishing(saved)
              ? { redirect: `/publish/${set.id}/publish` }
              : reply;
          },
          async (words) => page(await dataSets.get(set.id), origin, words),
        );
      },
    }),
    route({
      method: "GET",
      path: "/publish/:id/publish",
      access: "member",
      page: true,
      handle: async ({ visitor, params, origin }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        if (shelf.isPublishing(set)) return publish(set, origin);
        // It ended since the page asked last.
        return { redirect: set.file === "" ? `/publish/${set.id}?said=published` : `/publish/${set.id}/ready` };
      },
    }),
  ];
}

/** Nothing of it is being prepared any more: another window published it, or a start of the server noted it. */
const isOut = (set: DataSet): boolean => set.file === "" && set.version !== "";
