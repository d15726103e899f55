/** The notebook that made a data set, run on the next file: a copy of it beside the old one, opened where people work. */
import { AppError, type Visitor } from "@data-surgery/contract";
import { renderNotebook } from "@data-surgery/jupyter";
import { randomUUID } from "node:crypto";
import { route, type AnyRoute, type Reply } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { keeperReply } from "./keeper-reply.js";
import { learnUrl } from "./learn-url.js";
import { copyForFile, datedName } from "./notebook-copy.js";
import {
  preparedSet,
  requireDataFile,
  sentFile,
  tellOrThrow,
  wizardForm,
  type PublishingOptions,
} from "./publishing.js";

const nameOf = (path: string): string => path.split("/").at(-1) ?? path;
const folderOf = (path: string): string => path.split("/").slice(0, -1).join("/");

export function notebookRoutes(options: PublishingOptions): AnyRoute[] {
  const { files, shareOrigin, clock } = options;
  const run = async (set: DataSet, visitor: Visitor, path: string, origin: string): Promise<Reply> => {
    requireDataFile(path);
    const bytes = await files.read(visitor, path);
    const notebook = await files.readNotebook(visitor, set.notebook);
    // Only one's own folder is written to: a notebook that is somebody else's is copied there.
    const own = `people/${visitor.home}`;
    const folder = folderOf(set.notebook) === own || set.notebook.startsWith(`${own}/`) ? folderOf(set.notebook) : own;
    const beside = folderOf(path) === folder ? path : await files.create(visitor, folder, nameOf(path), bytes);
    const day = new Date(clock()).toISOString().slice(0, 10);
    const made = copyForFile(notebook, {
      oldFile: nameOf(set.sourcePath),
      newFile: nameOf(beside),
      title: nameOf(set.notebook).replace(/\.ipynb$/, ""),
      day,
      publishing: (result) =>
        `${shareOrigin(origin)}/publish/${set.id}?file=${encodeURIComponent(`${folder}/${result}`)}#next-title`,
      createId: randomUUID,
    });
    if (made === undefined)
      throw new AppError("publishing.notebook-reads-no-file", {
        notebook: nameOf(set.notebook),
        file: nameOf(set.sourcePath),
      });
    const text = new TextEncoder().encode(renderNotebook(made.notebook));
    const copy = await files.create(visitor, folder, datedName(nameOf(set.notebook), day), text);
    return { redirect: learnUrl(copy) };
  };
  return [
    route({
      method: "POST",
      path: "/publish/:id/notebook",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body, origin }) => {
        const set = await notebookSet(options, params["id"], visitor);
        return tellOrThrow(
          () => run(set, visitor, body["file"] ?? "", origin),
          (error) => keeperReply(options, set, visitor, origin, { problem: error.message }),
        );
      },
    }),
    route({
      method: "POST",
      path: "/publish/:id/notebook/upload",
      access: "member",
      page: true,
      handle: async ({ visitor, params, request, origin }) => {
        const set = await notebookSet(options, params["id"], visitor);
        return tellOrThrow(
          async () => run(set, visitor, await sentFile(options, visitor, request), origin),
          (error) => keeperReply(options, set, visitor, origin, { problem: error.message }),
        );
      },
    }),
  ];
}

async function notebookSet(options: PublishingOptions, id: string | undefined, visitor: Visitor): Promise<DataSet> {
  const set = await preparedSet(options, id ?? "", visitor);
  if (set.notebook === "") throw new AppError("http.not-found");
  return set;
}
