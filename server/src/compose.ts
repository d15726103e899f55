/**
 * The only place that constructs things. Reads from top to bottom: what is opened, who is given what, which doors there are,
 * and in which order everything is closed again.
 */
import { AppError, type Visitor } from "@data-surgery/contract";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import type { ServerConfig } from "./config.js";
import { openDataFolder } from "./data-folder.js";
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
import { createIdentity, createIdentityRoutes, formatCode, identityMigrations } from "./identity/index.js";
import { openInstanceName } from "./instance-name.js";
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
  readSchemas,
  serverRoutes,
  sqlFrontEndStore,
  trustedLauncher,
  tslabSpec,
  usableKernel,
} from "./jupyter/index.js";
import { createLog } from "./log.js";
import { roomMigrations, roomRoutes, Rooms, roomSockets, storeDocumentLog, type CellKernel } from "./rooms/index.js";
import { openStore, type Migration } from "./store/index.js";
import { createWorkshops, workshopMigrations } from "./workshops/index.js";

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
];

const minutes = 60_000;

/** Opens everything and listens. @throws ConfigError, DataFolderError, PortTakenError, AppError with what to do */
export async function composeServer(config: ServerConfig): Promise<RunningServer> {
  await using opening = new AsyncDisposableStack();
  const log = createLog(config);
  const folder = opening.use(openDataFolder(config.dataDir, config.paths.nodeModules));
  const store = await openStore(config.store, migrations);
  opening.defer(() => store.close());

  const kernels = opening.use(
    openKernels({
      specs: findKernelspecs(
        [tslabSpec(config.paths.nodeModules)].filter((spec) => spec !== undefined),
        jupyterDataFolders(process.env),
      ),
      launcher: trustedLauncher(process.env),
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
  const rooms = new Rooms({
    log: storeDocumentLog(store, Date.now),
    files: contents,
    kernel: cellKernel,
    now: Date.now,
    onEvent: (event) => (event.type === "failed" ? log.error(event, "room") : log.debug(event, "room")),
  });
  opening.defer(() => rooms.close());

  const instance = openInstanceName(folder.file("instance"));
  const workshops = createWorkshops(store);
  const identity = createIdentity({ store, workshops, instance, secure: config.publicUrl?.protocol === "https:" });
  const authenticate = (cookie: string | undefined): Promise<Visitor | undefined> => identity.authenticate(cookie);

  const assets = readAssets({ design: config.paths.design, browser: config.paths.browser });
  const renderPage = createPageRenderer(assets);
  const frontEnd = sqlFrontEndStore(store);
  const prebuilt = findPrebuiltExtensions(extensionFolders(folder.root));
  const settings = new LabSettings(
    readSchemas([join(config.paths.lab, "schemas"), ...prebuilt.map((extension) => join(extension.folder, "schemas"))]),
    frontEnd,
    {},
  );

  const address: { port: number; policy: OriginPolicy } = { port: 0, policy: createOriginPolicy([]) };
  const shareOrigin = (origin: string): string => sharedAddress(config, address.port) ?? origin;
  const routes: readonly AnyRoute[] = [
    ...createIdentityRoutes({ identity, renderPage, shareOrigin }),
    ...labPages({ labFolder: config.paths.lab, assetUrl: assets.url, settings, prebuilt, contents, kernels, sessions }),
    ...labRoutes({ settings, store: frontEnd, prebuilt, labFolder: config.paths.lab }),
    ...contentsRoutes({ contents, checkpoints: new Checkpoints(folder.file("checkpoints"), contents) }),
    ...kernelRoutes({ kernels, sessions }),
    ...roomRoutes(rooms, cellKernel),
    ...serverRoutes(kernels, Date.now()),
    ...assets.routes,
  ];
  const sockets: readonly SocketRoute[] = [channelsSocket(kernels), eventsSocket, ...roomSockets(rooms)];

  const app = createApp({
    routes,
    authenticate,
    originPolicy: livePolicy(address),
    log,
    errorPage: createErrorPage(renderPage),
  });
  const server = createServer(app);
  opening.use(openSockets(server, { sockets, authenticate, originPolicy: livePolicy(address), log, perPerson: 60 }));
  address.port = await listen(server, config);
  opening.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  address.policy = createOriginPolicy(
    ownHosts(config.bind, address.port, config.publicUrl),
    config.publicUrl?.protocol === "https:" ? "https" : "http",
  );

  const workshop = await workshops.openDefault("open-data-champion");
  const url = sharedAddress(config, address.port) ?? `http://127.0.0.1:${address.port}`;
  const token = await identity.createTrainerLink(workshop.id);
  const closing = opening.move();
  return {
    url,
    joinUrl: `${url}/join/${workshop.joinCode}`,
    joinCode: formatCode(workshop.joinCode),
    trainerUrl: `${url}/trainer/${token}`,
    dataDir: config.dataDir,
    isolation: kernels.isolation.text,
    routes,
    sockets,
    close: () => closing.disposeAsync(),
  };
}

/** For `surgery trainer-link`: makes a link in the store of a server that may be running. */
export async function createTrainerLinkOffline(config: ServerConfig, url: string): Promise<string> {
  if (config.store.type === "sqlite" && !existsSync(config.store.file)) throw new AppError("store.unavailable");
  const store = await openStore(config.store, migrations);
  try {
    const workshops = createWorkshops(store);
    const workshop = await workshops.openDefault("open-data-champion");
    const identity = createIdentity({ store, workshops, instance: "offline", secure: false });
    return `${url.replace(/\/$/, "")}/trainer/${await identity.createTrainerLink(workshop.id)}`;
  } finally {
    await store.close();
  }
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
