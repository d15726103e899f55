/** For `surgery regrade`: judges kept attempts again while no server runs on the same data folder. */
import { AppError, type CheckOutcome, type Points } from "@data-surgery/contract";
import { existsSync } from "node:fs";
import { defaultCurriculum, migrations } from "./compose.js";
import type { ServerConfig } from "./config.js";
import { openDataFolder } from "./data-folder.js";
import { AuthorShelf, createRegrades, openCheckBench, readCatalogue, sqlRegradeStore } from "./grading/index.js";
import { createIdentity } from "./identity/index.js";
import { installedPacks } from "./installed-packs.js";
import { createProgress } from "./progress/index.js";
import { openSandbox } from "./sandbox/index.js";
import { openStore } from "./store/index.js";
import { createWorkshops } from "./workshops/index.js";

export interface RegradeRequest {
  readonly lesson: string;
  /** Write what was judged; else it is only shown, and waits on the trainer's page. */
  readonly apply: boolean;
  readonly keepPasses: boolean;
  readonly onProgress: (progress: { readonly judged: number; readonly all: number }) => void;
}

export interface RegradeChange {
  readonly name: string;
  readonly exercise: string;
  /** When it was tried: milliseconds since 1970. */
  readonly at: number;
  readonly before: CheckOutcome;
  readonly after: CheckOutcome;
  readonly beforePoints?: Points | undefined;
  readonly afterPoints?: Points | undefined;
  /** It passed before and would not now, and the pass was kept. */
  readonly kept: boolean;
}

export interface RegradeReport {
  readonly lesson: string;
  readonly state: "ready" | "applied" | "failed";
  readonly attempts: number;
  readonly changes: readonly RegradeChange[];
  /** Why the lesson's own tests stopped. */
  readonly problem?: string | undefined;
}

/** @throws AppError `store.unavailable`, `regrades.nothing`, `lessons.not-found`; DataFolderError while a server runs */
export async function regradeOffline(config: ServerConfig, request: RegradeRequest): Promise<RegradeReport> {
  if (config.store.type === "sqlite" && !existsSync(config.store.file)) throw new AppError("store.unavailable");
  await using opening = new AsyncDisposableStack();
  const { nodeModules, runner, visible, notebooks, curricula } = config.paths;
  // Takes the lock: two writers of events on one log would number them alike.
  const folder = opening.use(openDataFolder(config.dataDir, nodeModules));
  const store = await openStore(config.store, migrations);
  opening.defer(() => store.close());
  const { files } = folder;
  const sandbox = opening.use(
    await openSandbox({ wanted: config.isolation, files, hidden: [], nodeModules, env: process.env }),
  );
  // Taking a runner tries again, and says what is wrong.
  const packs = installedPacks(folder);
  const bench = opening.use(openCheckBench({ runner, nodeModules, visible, packs, sandbox, onError: () => undefined }));
  const shelf = new AuthorShelf(folder.folder("published"));
  const catalogue = await readCatalogue({ notebooks, curricula, published: () => shelf.newest() });
  const workshops = createWorkshops(store);
  const { id: workshopId } = await workshops.openDefault(defaultCurriculum);
  const people = createIdentity({ store, workshops, instance: "offline", secure: false });
  const progress = createProgress({ store, lessons: catalogue, people: { learners: () => Promise.resolve([]) } });
  let fault: unknown;
  const regrades = opening.use(
    createRegrades({
      store: sqlRegradeStore(store),
      catalogue,
      progress,
      bench,
      quiet: () => Promise.resolve(),
      onError: (error) => {
        fault = error;
      },
    }),
  );
  await regrades.resume();
  const id = await regrades.begin({ personId: "", workshopId }, request.lesson);
  const telling = setInterval(() => {
    // The end tells it in any case, and says what is wrong.
    regrades.open(workshopId, id).then(
      ({ progress: how }) => request.onProgress(how),
      () => undefined,
    );
  }, 500);
  opening.defer(() => clearInterval(telling));
  await regrades.settled();
  clearInterval(telling);
  if (fault !== undefined) throw fault;
  if (request.apply && (await regrades.open(workshopId, id)).regrade.state === "ready") {
    await regrades.apply(workshopId, id, request.keepPasses);
    await regrades.settled();
  }
  const { regrade, changes, progress: how } = await regrades.open(workshopId, id);
  request.onProgress(how);
  const names = new Map((await people.people(workshopId)).map(({ personId, name }) => [personId, name]));
  const state = regrade.state === "applied" || regrade.state === "failed" ? regrade.state : "ready";
  return {
    lesson: request.lesson,
    state,
    attempts: how.all,
    problem: regrade.problem,
    changes: changes.map(({ personId, exercise, at, before, after, told }) => ({
      name: names.get(personId) ?? "somebody who has left",
      exercise,
      at,
      before: before.outcome,
      after: after.type,
      beforePoints: before.points,
      afterPoints: after.points,
      kept: told === 3,
    })),
  };
}
