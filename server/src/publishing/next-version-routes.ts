/** The next version of a set that is published: begun with a file, or given up. */
import type { Visitor } from "@data-surgery/contract";
import { route, type AnyRoute, type Reply } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { keeperReply } from "./keeper-reply.js";
import {
  madeBeside,
  ownSet,
  preparedSet,
  requireDataFile,
  sentFile,
  tellOrThrow,
  wizardForm,
  type PublishingOptions,
} from "./publishing.js";

export function nextVersionRoutes(options: PublishingOptions): AnyRoute[] {
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
