/** Publishing open data: drafts, the published site, reminders. Part of `compose.ts`. */
import { AppError, type Visitor } from "@data-surgery/contract";
import { extname } from "node:path";
import { isInvented } from "./invented-data.js";
import { openRepeating } from "./repeating.js";
import type { Ground, Notebooks } from "./compose.js";
import type { SurgeryParts } from "./compose-surgeries.js";
import type { AnyRoute, RenderPage } from "./http/index.js";
import {
  createDataSets,
  createPortals,
  createRemarks,
  createShelf,
  createSourceChecks,
  dataEndings,
  notebookNaming,
  openReleaseWork,
  publishingRoutes,
  remindDue,
  type DataSets,
  type Portals,
  type Remarks,
  type Shelf,
  type SourceChecks,
  type SourceFiles,
} from "./publishing/index.js";

export interface PublishingParts {
  readonly dataSets: DataSets;
  readonly remarks: Remarks;
  readonly shelf: Shelf;
  readonly portals: Portals;
  readonly sources: SourceChecks;
  readonly address: () => string;
}

/** Below the data folder: all of `open-data` is public, and a whole site by itself; nothing of `open-data-drafts` is. */
export const publishingFolders = { site: "open-data", drafts: "open-data-drafts" } as const;

const hour = 60 * 60 * 1000;

/** @param address of this server as others reach it, for links in e-mails */
export async function openPublishing(
  { config, store, folder, log, opening }: Ground,
  { outbox, mailer }: SurgeryParts,
  address: () => string,
): Promise<PublishingParts> {
  const dataSets = createDataSets(store);
  const remarks = createRemarks(store);
  const work = opening.use(openReleaseWork());
  // One of its own: a portal that is slow to answer keeps nobody from publishing.
  const outward = opening.use(openReleaseWork({ memory: 256 }));
  const site = folder.folder(publishingFolders.site);
  const { reachesLocal } = config;
  const portals = createPortals({ store, work: outward, site, address, reachesLocal, clock: Date.now });
  const sources = createSourceChecks({
    store,
    work: outward,
    site,
    reachesLocal,
    onError: (error, slug) => log.error({ err: error, slug }, "looking at the sources of a data set"),
  });
  const shelf = createShelf({
    dataSets,
    work,
    site,
    drafts: folder.folder(publishingFolders.drafts),
    siteWords: {
      title: "Open data",
      description: "Data sets that groups publish here for everybody to use.",
      publisher: "Open data",
    },
    clock: Date.now,
  });
  try {
    await shelf.catchUp();
  } catch (error) {
    // A site that somebody broke by hand keeps nobody from the rest of the house.
    log.error({ err: error }, "comparing what is published with what is noted");
  }
  const upkeep = opening.use(
    openRepeating({
      every: hour,
      run: async () => {
        if (mailer !== undefined) {
          const count = await remindDue({ store, dataSets, outbox, sources, address }, Date.now());
          if (count > 0) log.info({ count }, "reminders of updates that are due");
        }
        // A disk that was full may have room again.
        await shelf.catchUp();
        // What no keeper ever showed is no use to anybody after a year.
        await remarks.forget(Date.now() - 365 * 24 * hour);
      },
      onError: (error) => log.error({ err: error }, "reminding of updates that are due"),
    }),
  );
  void upkeep.now();
  // Nothing invented asks anybody on the web.
  if (config.checksSources && !isInvented(folder.root)) lookAtSources(opening, sources, log);
  return { dataSets, remarks, shelf, portals, sources, address };
}

/** Apart from the rest of the upkeep: a slow host keeps no reminder back, and does not keep the server from stopping. */
function lookAtSources(opening: AsyncDisposableStack, sources: SourceChecks, log: Ground["log"]): void {
  const stopping = new AbortController();
  const looking = opening.use(
    openRepeating({
      every: hour,
      run: async () => void (await sources.look(Date.now(), stopping.signal)),
      onError: (error) => log.error({ err: error }, "looking at the sources of data sets"),
    }),
  );
  opening.defer(() => stopping.abort());
  void looking.now();
}

export interface PublishingDoors {
  readonly renderPage: RenderPage;
  readonly shareOrigin: (origin: string) => string;
  readonly notebooks: Pick<Notebooks, "rooms" | "contents">;
}

export function publishingDoors(
  { store }: Ground,
  parts: PublishingParts,
  { outbox, mailer }: SurgeryParts,
  { renderPage, shareOrigin, notebooks }: PublishingDoors,
): AnyRoute[] {
  return publishingRoutes({
    ...parts,
    store,
    files: sourceFiles(notebooks),
    outbox,
    sendsMail: mailer !== undefined,
    renderPage,
    shareOrigin,
    clock: Date.now,
  });
}

/** Whose file is whose is said by the rooms' rights; here a path that is not allowed is as good as none. */
function sourceFiles({ rooms, contents }: PublishingDoors["notebooks"]): SourceFiles {
  return {
    list: async (visitor) => {
      const places = [`people/${visitor.home}`, "shared"];
      const found = await Promise.all(places.map((place) => dataFilesBelow(contents, place, 3)));
      // What somebody means is as a rule what they brought last.
      return found
        .flat()
        .toSorted((a, b) => b.modified - a.modified)
        .slice(0, 300)
        .map(({ path }) => path);
    },
    read: async (visitor, path) => {
      await assertMayUse(rooms, visitor, path);
      return (await contents.readFile(path)).bytes;
    },
    keep: (visitor, name, bytes) => createFree(contents, `people/${visitor.home}`, name, bytes),
    create: (visitor, folder, name, bytes) => {
      const own = `people/${visitor.home}`;
      if (folder !== own && !folder.startsWith(`${own}/`)) throw new AppError("identity.not-allowed");
      return createFree(contents, folder, name, bytes);
    },
    notebookAbout: (visitor, path, hint) =>
      notebookNaming(path, hint, {
        list: (folder) => contents.list(folder),
        read: async (one) => {
          await assertMayUse(rooms, visitor, one);
          return (await contents.readNotebook(one)).notebook;
        },
      }),
    readNotebook: async (visitor, path) => {
      await assertMayUse(rooms, visitor, path);
      return (await contents.readNotebook(path)).notebook;
    },
  };
}

/** Under a name that is free. */
async function createFree(
  contents: Notebooks["contents"],
  folder: string,
  name: string,
  bytes: Uint8Array,
): Promise<string> {
  const dot = name.lastIndexOf(".");
  for (let turn = 1; ; turn++) {
    const free = turn === 1 ? name : `${name.slice(0, dot)}-${turn}${name.slice(dot)}`;
    const path = `${folder}/${free}`;
    try {
      await contents.createFile(path, bytes);
      return path;
    } catch (error) {
      if (!(error instanceof AppError && error.code === "contents.exists")) throw error;
    }
  }
}

/** Who may only look at somebody's files doesn't publish them. */
async function assertMayUse(rooms: Notebooks["rooms"], visitor: Visitor, path: string): Promise<void> {
  const role = await rooms.rights.roleAt(visitor, path);
  if (role !== "edit" && role !== "run") throw new AppError("identity.not-allowed");
}

interface DataFile {
  readonly path: string;
  readonly modified: number;
}

async function dataFilesBelow(contents: Notebooks["contents"], folder: string, depth: number): Promise<DataFile[]> {
  const entries = await contents.list(folder).catch((error: unknown) => {
    // Somebody who has not opened a notebook yet has no folder.
    if (error instanceof AppError && error.code === "contents.not-found") return [];
    throw error;
  });
  const found: DataFile[] = [];
  for (const { path, type, modified } of entries) {
    if (type === "directory" && depth > 1) found.push(...(await dataFilesBelow(contents, path, depth - 1)));
    else if (type === "file" && dataEndings.includes(extname(path).toLowerCase())) found.push({ path, modified });
  }
  return found;
}
