/** A file that nobody prepares yet: its first page, and the set that begins with it. */
import { createHash } from "node:crypto";
import { route, type AnyRoute } from "../http/index.js";
import { aboutFaults, aboutOf, aboutPage, type FromPanel } from "./about-form.js";
import { emptyDraft } from "./draft.js";
import { mendsFromPanel } from "./mend-steps.js";
import { madeBeside, requireDataFile, tellOrThrow, wizardForm, type PublishingOptions } from "./publishing.js";
import { readingFromPanel } from "./stored-reading.js";
import type { Fields } from "./wizard-step.js";

export function beginRoutes(options: PublishingOptions): AnyRoute[] {
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
        const again = (faults: Fields, told: { readonly problem?: string } = {}): string =>
          renderPage(aboutPage({ path, fromPanel: fromPanelIn(body), fields: body, faults, ...told }));
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
          (error) => again({}, { problem: error.message }),
        );
      },
    }),
  ];
}

const fromPanelIn = (body: Fields): FromPanel => ({
  mends: body["mends"] ?? "",
  reading: body["reading"] ?? "",
  notebook: body["notebook"] ?? "",
});

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
