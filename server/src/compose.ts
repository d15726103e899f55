/**
 * The only place that constructs things. Each part below opens what it needs, is given what others made, and is closed in the
 * reverse order; `composeServer` reads from top to bottom as the house is built.
 */
import { draftsFolder, type Visitor } from "@data-surgery/contract";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { impactDoors, openImpact, type ImpactParts } from "./compose-impact.js";
import { doorOpener, openOpenDataDoors } from "./compose-open-data.js";
import { eraseThoseWhoAsked, ownDataDoors } from "./compose-own-data.js";
import { openPublishing, publishingDoors, type PublishingParts } from "./compose-publishing.js";
import { openSurgeries, surgeryDoors, type SurgeryParts } from "./compose-surgeries.js";
import { badgeKeyFile, openTeaching, teachingRoutes, type Teaching } from "./compose-teaching.js";
import type { ServerConfig } from "./config.js";
import { notebooksBelow, openDataFolder, usable, type DataFolder } from "./data-folder.js";
import { gradingMigrations, lessonPlaceMigrations, lessonVersionMigrations } from "./grading/index.js";
import {
  createApp,
  createErrorPage,
  createOriginPolicy,
  createPageRenderer,
  listen,
  openSockets,
  ownHosts,
  readAssets,
  roomAddresses,
  type AnyRoute,
  type OriginPolicy,
  type SocketRoute,
} from "./http/index.js";
import {
  createIdentity,
  createIdentityRoutes,
  formatCode,
  identityMigrations,
  type Identity,
} from "./identity/index.js";
import { installedPacks } from "./installed-packs.js";
import { openInstanceName } from "./instance-name.js";
import { isInvented } from "./invented-data.js";
import {
  channelsSocket,
  Checkpoints,
  contentsRoutes,
  createSessions,
  eventsSocket,
  fileContents,
  findKernelspecs,
  findPrebuiltExtensions,
  frontEndMigrations,
  jupyterDataFolders,
  kernelRoutes,
  LabSettings,
  labPages,
  labRoutes,
  openKernels,
  openUploads,
  readSchemas,
  sandboxedLauncher,
  startingSettings,
  serverRoutes,
  sqlFrontEndStore,
  surgerySpec,
  tslabSpec,
  usableKernel,
  type Contents,
  type Kernels,
  type Sessions,
} from "./jupyter/index.js";
import { createLog } from "./log.js";
import { mailMigrations } from "./mail/index.js";
import { badgeMigrations, progressMigrations, RunActivity } from "./progress/index.js";
import {
  DocumentHistory,
  folderShelf,
  historyRoutes,
  openHeavyWork,
  roomMigrations,
  roomRoutes,
  Rooms,
  roomSockets,
  sqlPeopleStore,
  storeDocumentLog,
  storeRunRecords,
  storeVersions,
  type CellKernel,
  type HandChange,
  type OutputShelf,
  type VersionStore,
} from "./rooms/index.js";
import { publishingMigrations } from "./publishing/index.js";
import { createProcessRecords, openSandbox, type Sandbox } from "./sandbox/index.js";
import { openStore, type Migration, type Store } from "./store/index.js";
import { arrivalOffer, surgeryMigrations } from "./surgeries/index.js";
import { createWorkshopRoutes, createWorkshops, workshopMigrations, type Workshops } from "./workshops/index.js";

export interface RunningServer {
  /** Where learners go; with `--lan` the address that other machines use. */
  readonly url: string;
  readonly joinUrl: string;
  readonly joinCode: string;
  /** Works once. */
  readonly trainerUrl: string;
  readonly dataDir: string;
  /** How kernels are kept apart from this computer, in words. */
  readonly isolation: string;
  /** Lessons and curricula that could not be used, each with its reason. */
  readonly brokenLessons: readonly string[];
  /** Every door, for the test that compares them with the reviewed table. */
  readonly routes: readonly AnyRoute[];
  readonly sockets: readonly SocketRoute[];
  close(): Promise<void>;
}

export const migrations: readonly Migration[] = [
  ...identityMigrations,
  ...workshopMigrations,
  ...frontEndMigrations,
  ...roomMigrations,
  ...progressMigrations,
  ...gradingMigrations,
  ...lessonVersionMigrations,
  ...lessonPlaceMigrations,
  ...badgeMigrations,
  ...mailMigrations,
  ...surgeryMigrations,
  ...publishingMigrations,
];

/** The curriculum of the workshop that every server has from the start. */
export const defaultCurriculum = "open-data-champion";

const minutes = 60_000;

/** What every part stands on. */
export interface Ground {
  readonly config: ServerConfig;
  readonly log: Logger;
  readonly folder: DataFolder;
  readonly store: Store;
  readonly sandbox: Sandbox;
  /** Closed in reverse order of opening. */
  readonly opening: AsyncDisposableStack;
}

/** Opens everything and listens. @throws ConfigError, DataFolderError, IsolationError, PortTakenError, AppError with what to do */
export async function composeServer(config: ServerConfig): Promise<RunningServer> {
  await using opening = new AsyncDisposableStack();
  const ground = await openGround(config, opening);
  const people = createPeople(ground);
  const notebooks = await openNotebooks(ground, people);
  await eraseThoseWhoAsked(ground, notebooks, people);
  const teaching = await openTeaching(ground, notebooks, people);
  const address = { port: 0, policy: createOriginPolicy([]) };
  const surgeries = await openSurgeries(ground, () => ownAddress(config, address.port));
  const impact = openImpact(ground, surgeries, () => ownAddress(config, address.port));
  const publishing = await openPublishing(ground, surgeries, () => ownAddress(config, address.port));
  const doors = createDoors(
    ground,
    notebooks,
    people,
    teaching,
    surgeries,
    impact,
    publishing,
    (origin) => sharedAddress(config, address.port) ?? origin,
  );
  const authenticate = async (cookie: string | undefined): Promise<Visitor | undefined> => {
    const visitor = await people.identity.authenticate(cookie);
    return visitor === undefined ? undefined : surgeries.works.withGuestPlaces(visitor);
  };
  await openDoors(ground, authenticate, doors, address);

  const workshop = await people.workshops.openDefault(defaultCurriculum);
  const { isolation } = ground.sandbox;
  const url = ownAddress(config, address.port);
  const token = await people.identity.createTrainerLink(workshop.id);
  const closing = opening.move();
  return {
    url,
    joinUrl: `${url}/join/${workshop.joinCode}`,
    joinCode: formatCode(workshop.joinCode),
    trainerUrl: `${url}/trainer/${token}`,
    dataDir: config.dataDir,
    isolation: [isolation.text, isolation.advice ?? ""].join(" ").trim(),
    brokenLessons: teaching.broken,
    routes: doors.routes,
    sockets: doors.sockets,
    close: () => closing.disposeAsync(),
  };
}

async function openGround(config: ServerConfig, opening: AsyncDisposableStack): Promise<Ground> {
  const log = createLog(config);
  const folder = opening.use(openDataFolder(config.dataDir, config.paths.nodeModules));
  const store = await openStore(config.store, migrations);
  opening.defer(() => store.close());
  const records = createProcessRecords(folder.folder("running"));
  records.endLeft();
  const sandbox = opening.use(
    await openSandbox({
      wanted: config.isolation,
      files: folder.files,
      hidden: [
        ...["server.lock", "surgery.db", badgeKeyFile].map((name) => folder.file(name)),
        ...[config.paths.notebooks, folder.folder("published"), join(folder.files, draftsFolder)].flatMap(
          notebooksBelow,
        ),
      ],
      // Lesson sources hold solutions and hidden tests.
      guarded: [config.paths.notebooks],
      nodeModules: config.paths.nodeModules,
      records,
      env: process.env,
    }),
  );
  return { config, log, folder, store, sandbox, opening };
}

export interface Notebooks {
  readonly kernels: Kernels;
  readonly sessions: Sessions;
  readonly contents: Contents;
  readonly rooms: Rooms;
  readonly versions: VersionStore;
  readonly shelf: (documentId: string) => OutputShelf;
  readonly history: DocumentHistory;
  readonly cellKernel: CellKernel;
  /** Rings when somebody puts a hand up; what then happens is known only when there is progress to note it in. */
  readonly bell: { ring(change: HandChange): Promise<void> };
  readonly activity: RunActivity;
}

/** Files, kernels, and the rooms where notebooks are worked on. */
async function openNotebooks(
  { config, log, folder, store, sandbox, opening }: Ground,
  { identity }: People,
): Promise<Notebooks> {
  const doors = await openOpenDataDoors(sandbox, folder, (error) => log.error({ err: error }, "open-data door"));
  const own = [surgerySpec(config.paths.kernel), tslabSpec(config.paths.nodeModules)].filter(
    (spec) => spec !== undefined,
  );
  const kernels = opening.use(
    openKernels({
      specs: findKernelspecs(own, jupyterDataFolders(process.env)),
      launcher: sandboxedLauncher({
        sandbox,
        root: folder.files,
        nodeModules: config.paths.nodeModules,
        shows: config.paths.visible,
        packs: installedPacks(folder),
        env: process.env,
        runFolder: tmpdir(),
        waiting: 2,
        ...(doors === undefined ? {} : { openDoor: doorOpener(doors, config.paths.openDataFetch) }),
        onError: (error) => log.warn({ err: error }, "a kernel beside its work"),
      }),
      root: folder.files,
      idleTimeout: 30 * minutes,
      startTimeout: minutes,
      most: 60,
    }),
  );
  const sessions = createSessions(kernels);
  const contents = fileContents({ root: folder.files });
  opening.use(
    contents.onChange((change) => {
      if (change.type === "renamed") sessions.follow(change.path, change.to);
    }),
  );
  const cellKernel: CellKernel = {
    assertMayUse: (visitor, kernelId) => void usableKernel(kernels, visitor, kernelId),
    execute: (kernelId, request, handlers) => kernels.execute(kernelId, request, handlers),
  };
  const bell: Notebooks["bell"] = { ring: () => Promise.resolve() };
  const activity = new RunActivity();
  const runs = storeRunRecords(store);
  const heavy = opening.use(openHeavyWork());
  const versions = storeVersions(store);
  const shelf = (documentId: string): OutputShelf => folderShelf(join(folder.file("outputs"), documentId), documentId);
  const rooms = new Rooms({
    heavy,
    versions,
    runs: {
      ...runs,
      note: (documentId, run) => {
        activity.note(run);
        return runs.note(documentId, run);
      },
    },
    shelf,
    nameOf: async (personId) => (await identity.person(personId))?.name,
    log: storeDocumentLog(store, Date.now, heavy),
    files: contents,
    kernel: cellKernel,
    people: sqlPeopleStore(store),
    now: Date.now,
    onHand: (change) => bell.ring(change),
    onEvent: (event) => (event.type === "failed" ? log.error(event, "room") : log.debug(event, "room")),
  });
  opening.defer(() => rooms.close());
  const history = new DocumentHistory({ rooms, versions, nameOf: async (id) => (await identity.person(id))?.name });
  return { kernels, sessions, contents, rooms, versions, shelf, history, cellKernel, bell, activity };
}

export interface People {
  readonly workshops: Workshops;
  readonly identity: Identity;
}

function createPeople({ config, folder, store }: Ground): People {
  const workshops = createWorkshops(store);
  const identity = createIdentity({
    store,
    workshops,
    instance: usable(folder.root, () => openInstanceName(folder.file("instance"))),
    secure: config.publicUrl?.protocol === "https:",
  });
  return { workshops, identity };
}

interface Doors {
  readonly routes: readonly AnyRoute[];
  readonly sockets: readonly SocketRoute[];
  readonly errorPage: ReturnType<typeof createErrorPage>;
}

function createDoors(
  ground: Ground,
  notebooks: Notebooks,
  people: People,
  teaching: Teaching,
  surgeries: SurgeryParts,
  impact: ImpactParts,
  publishing: PublishingParts,
  shareOrigin: (origin: string) => string,
): Doors {
  const { config, folder, log, store } = ground;
  const { kernels, sessions, contents, rooms, history, cellKernel } = notebooks;
  const { identity, workshops } = people;
  const { grading, progress, reviews } = teaching;
  const assets = readAssets({ design: config.paths.design, browser: config.paths.browser });
  const renderPage = createPageRenderer(assets, { invented: isInvented(folder.root) });
  const frontEnd = sqlFrontEndStore(store);
  const prebuilt = findPrebuiltExtensions(extensionFolders(folder.root));
  const schemas = readSchemas([
    join(config.paths.lab, "schemas"),
    ...prebuilt.map((extension) => join(extension.folder, "schemas")),
  ]);
  const settings = new LabSettings(schemas, frontEnd, startingSettings);
  const routes: readonly AnyRoute[] = [
    ...createIdentityRoutes({
      identity,
      renderPage,
      shareOrigin,
      afterJoining: (visitor) => arrivalOffer(surgeries.dayParts, visitor),
    }),
    ...ownDataDoors(ground, { people, notebooks, surgeries, renderPage }),
    ...createWorkshopRoutes({
      workshops,
      renderPage,
      readBoard: (workshopId) => progress.board(workshopId),
      queue: teaching.help,
      pushes: teaching.pushes,
      people: (workshopId) => identity.people(workshopId),
      rename: (visitor, name) => identity.rename(visitor, name),
      countToRead: (workshopId) => reviews.toRead(workshopId),
      openLesson: (visitor, curriculum) => grading.openNext(visitor, curriculum),
      createTrainerLink: (workshopId) => identity.createTrainerLink(workshopId),
      shareOrigin,
      isolation: kernels.isolation,
    }),
    ...teachingRoutes(teaching, {
      renderPage,
      log,
      identity,
      offlineScript: () => readFile(join(config.paths.browser, "check-badge-file.js"), "utf8"),
      shareOrigin,
    }),
    // Before the surgeries: their `:slug` would take these for names.
    ...impactDoors(impact, surgeries, { renderPage, shareOrigin }),
    ...surgeryDoors(surgeries, {
      renderPage,
      assets,
      curricula: () => teaching.curricula,
      shareOrigin,
      notebooks,
      nameOf: async (personId) => (await identity.person(personId))?.name,
      welcome: (workshopId, name, caller) => identity.enterAsOrganiser(workshopId, name, caller),
    }),
    ...publishingDoors(ground, publishing, surgeries, { renderPage, shareOrigin, notebooks }),
    ...labPages({
      labFolder: config.paths.lab,
      assetUrl: assets.url,
      settings,
      prebuilt,
      contents,
      kernels,
      sessions,
      onOpening: (_visitor, path) => warmUp(notebooks, path, log),
    }),
    ...labRoutes({ settings, store: frontEnd, prebuilt, labFolder: config.paths.lab }),
    ...contentsRoutes({
      contents,
      checkpoints: new Checkpoints(folder.folder("checkpoints"), contents),
      uploads: openUploads(folder.folder("uploads"), Date.now),
      roleAt: (visitor, path) => rooms.rights.roleAt(visitor, path),
    }),
    ...kernelRoutes({ kernels, sessions, rightsAt: (visitor, path) => rooms.rights.kernelRightsAt(visitor, path) }),
    ...roomRoutes(rooms, cellKernel),
    ...historyRoutes(rooms, history),
    ...serverRoutes(kernels, Date.now()),
    ...assets.routes,
  ];
  return {
    routes,
    sockets: [
      channelsSocket(kernels, (visitor, path) => rooms.rights.kernelRightsAt(visitor, path)),
      eventsSocket,
      ...roomSockets(rooms),
    ],
    errorPage: createErrorPage(renderPage),
  };
}

/** The kernel is the slowest part of the first cell: it starts while the page is still travelling. */
function warmUp({ sessions }: Notebooks, path: string, log: Logger): void {
  if (!path.endsWith(".ipynb")) return;
  const name = path.slice(path.lastIndexOf("/") + 1);
  sessions.open({ path, name, type: "notebook", kernelName: undefined }).catch((error: unknown) => {
    // The page asks again and is told what is wrong.
    log.warn({ err: error }, "kernel for a page that opens");
  });
}

interface Address {
  port: number;
  policy: OriginPolicy;
}

async function openDoors(
  { config, log, opening }: Ground,
  authenticate: (cookie: string | undefined) => Promise<Visitor | undefined>,
  doors: Doors,
  address: Address,
): Promise<void> {
  const originPolicy = livePolicy(address);
  const server = createServer(
    createApp({ routes: doors.routes, authenticate, originPolicy, log, errorPage: doors.errorPage }),
  );
  address.port = await listen(server, config);
  const scheme = config.publicUrl?.protocol === "https:" ? "https" : "http";
  address.policy = createOriginPolicy(ownHosts(config.bind, address.port, config.publicUrl), scheme);
  opening.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  opening.use(openSockets(server, { sockets: doors.sockets, authenticate, originPolicy, log, perPerson: 60 }));
}

/** The port is known only after listening, and the doors are made before. */
function livePolicy(address: { readonly policy: OriginPolicy }): OriginPolicy {
  return {
    get hosts() {
      return address.policy.hosts;
    },
    get scheme() {
      return address.policy.scheme;
    },
    originOf: (request) => address.policy.originOf(request),
  };
}

function ownAddress(config: ServerConfig, port: number): string {
  return sharedAddress(config, port) ?? `http://127.0.0.1:${port}`;
}

/** The address to tell others, or undefined when only this computer can reach the server. */
function sharedAddress(config: ServerConfig, port: number): string | undefined {
  if (config.publicUrl !== undefined) return config.publicUrl.origin;
  const [room] = config.bind === "0.0.0.0" ? roomAddresses() : [];
  return room === undefined ? undefined : `http://${room}:${port}`;
}

/** Prebuilt extensions: the workshop's own folder first, then wherever Jupyter keeps them. */
function extensionFolders(dataRoot: string): string[] {
  return [
    join(dataRoot, "labextensions"),
    ...jupyterDataFolders(process.env).map((data) => join(data, "labextensions")),
  ];
}
