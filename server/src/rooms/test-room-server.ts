/** A server with nothing but rooms on a free loopback port, for tests: real sockets, real store, real files. Who somebody is stands in the cookie. */
import type { Visitor } from "@data-surgery/contract";
import type { JupyterMessage } from "@data-surgery/jupyter";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp, listen, openSockets, createOriginPolicy, type AnyRoute } from "../http/index.js";
import { fileContents } from "../jupyter/index.js";
import { openStore, type Store } from "../store/index.js";
import type { CellKernel, CellReply } from "./cell-kernel.js";
import { storeDocumentLog, type DocumentLog } from "./document-log.js";
import type { DocumentFiles } from "./document-files.js";
import { openHeavyWork } from "./heavy-work.js";
import { DocumentHistory } from "./history.js";
import { historyRoutes } from "./history-routes.js";
import { roomMigrations, type RoomTables } from "./migrations.js";
import { folderShelf, type OutputShelf } from "./output-shelf.js";
import type { HandChange } from "./people-keeper.js";
import { sqlPeopleStore } from "./people-store.js";
import type { RoomEvent } from "./room-event.js";
import { roomRoutes, roomSockets } from "./room-routes.js";
import { storeRunRecords, type RunRecords } from "./run-records.js";
import { storeVersions, type VersionStore } from "./version-store.js";
import { defaultSettings, Rooms, type RoomsSettings } from "./rooms.js";

export type RunCode = (
  code: string,
  say: (type: string, content: object) => void,
  ask: (prompt: string, password?: boolean) => Promise<string>,
) => Promise<CellReply> | CellReply;

export interface RoomServer extends AsyncDisposable {
  readonly port: number;
  readonly folder: string;
  readonly rooms: Rooms;
  readonly log: DocumentLog;
  readonly files: DocumentFiles & ReturnType<typeof fileContents>;
  readonly events: RoomEvent[];
  readonly hands: HandChange[];
  readonly store: Store;
  readonly versions: VersionStore;
  readonly shelf: (documentId: string) => OutputShelf;
  /** As a bad disk does it. */
  damageRow(seq: number): Promise<void>;
  documentIds(): Promise<string[]>;
  runRecords: RunRecords["list"];
  /** Of one document's log, all generations. */
  logBytes(documentId: string): Promise<number>;
}

export interface RoomServerOptions {
  /** Kept when given; else made and removed. */
  readonly folder?: string;
  readonly port?: number;
  readonly settings?: Partial<RoomsSettings>;
  readonly runCode?: RunCode;
  readonly wrapLog?: (log: DocumentLog) => DocumentLog;
}

export const quickTimes: RoomsSettings["times"] = { quiet: 50, longest: 500, linger: 60_000 };

/** `learner-ann` → a learner called ann with the home folder `ann`. */
export function testVisitor(cookie: string | undefined): Visitor | undefined {
  const [role, name] = (cookie ?? "").split("-");
  if (name === undefined || (role !== "learner" && role !== "trainer")) return undefined;
  return { personId: name, name, role, workshopId: "w1", home: name, color: "#0f766e" };
}

export async function openRoomServer(options: RoomServerOptions = {}): Promise<RoomServer> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "surgery-rooms-")));
  const root = join(folder, "files");
  await mkdir(root, { recursive: true });
  const store = await openStore({ type: "sqlite", file: join(folder, "rooms.db") }, roomMigrations);
  const heavy = openHeavyWork();
  const plainLog = storeDocumentLog(store, Date.now, heavy);
  const log = options.wrapLog?.(plainLog) ?? plainLog;
  const files = fileContents({ root });
  const events: RoomEvent[] = [];
  const kernel = testKernel(options.runCode ?? (() => ({ status: "ok", executionCount: 1 })));
  const onEvent = (event: RoomEvent): void => void events.push(event);
  const settings = { ...defaultSettings, times: quickTimes, ...options.settings };
  const hands: HandChange[] = [];
  const onHand = (change: HandChange): Promise<void> => Promise.resolve(void hands.push(change));
  const people = sqlPeopleStore(store);
  const versions = storeVersions(store);
  const shelf = (documentId: string): OutputShelf => folderShelf(join(folder, "outputs", documentId), documentId);
  const runs = storeRunRecords(store);
  const nameOf = (id: string): Promise<string> => Promise.resolve(id);
  const rooms = new Rooms(
    { log, files, kernel, heavy, versions, runs, people, shelf, nameOf, now: Date.now, onHand, onEvent },
    settings,
  );
  const history = new DocumentHistory({ rooms, versions, nameOf });
  const routes = [...roomRoutes(rooms, kernel), ...historyRoutes(rooms, history)];
  const http = await serve(rooms, routes, options.port ?? 0, (error) =>
    events.push({ type: "failed", what: "http", error }),
  );
  return {
    port: http.port,
    folder,
    rooms,
    log,
    files,
    events,
    hands,
    store,
    versions,
    shelf,
    damageRow: async (seq) => {
      await store.tables<RoomTables>().updateTable("document_updates").set({ crc: 1 }).where("seq", "=", seq).execute();
    },
    runRecords: (documentId) => runs.list(documentId),
    documentIds: async () =>
      (await store.tables<RoomTables>().selectFrom("documents").select("id").execute()).map((row) => row.id),
    logBytes: async (documentId) => {
      const rows = await store
        .tables<RoomTables>()
        .selectFrom("document_updates")
        .select("bytes")
        .where("document_id", "=", documentId)
        .execute();
      return rows.reduce((sum, row) => sum + row.bytes.byteLength, 0);
    },
    [Symbol.asyncDispose]: async () => {
      await rooms.close();
      http.close();
      heavy[Symbol.dispose]();
      await store.close();
      if (options.folder === undefined) await rm(folder, { recursive: true });
    },
  };
}

async function serve(
  rooms: Rooms,
  routes: readonly AnyRoute[],
  port: number,
  failed: (error: unknown) => void,
): Promise<{ port: number; close(): void }> {
  // The port is known only after listening.
  const hosts = new Set<string>();
  const originPolicy = { ...createOriginPolicy([]), hosts };
  const authenticate = (cookie: string | undefined): Promise<Visitor | undefined> =>
    Promise.resolve(testVisitor(cookie));
  const incidents = { error: (details: object) => failed(details) };
  const app = createApp({
    routes,
    authenticate,
    originPolicy,
    log: incidents,
    errorPage: () => "",
  });
  const server: Server = createServer(app);
  const sockets = openSockets(server, {
    sockets: roomSockets(rooms),
    authenticate,
    originPolicy,
    log: incidents,
    perPerson: 500,
  });
  const taken = await listen(server, { bind: "127.0.0.1", port, portFixed: true });
  hosts.add(`127.0.0.1:${taken}`);
  return {
    port: taken,
    close: () => {
      sockets[Symbol.dispose]();
      server.close();
      server.closeAllConnections();
    },
  };
}

function testKernel(runCode: RunCode): CellKernel {
  return {
    assertMayUse: () => undefined,
    execute: async (_id, { code }, { onMessage, onInput, late }) => {
      let isOver = false;
      const say: Parameters<RunCode>[1] = (type, content) => {
        if (!isOver) onMessage(kernelMessage(type, content));
        else if (!late.signal.aborted) late.onMessage(kernelMessage(type, content));
      };
      const reply = await runCode(code, say, (prompt, password = false) => onInput(prompt, password));
      isOver = true;
      return reply;
    },
  };
}

export function kernelMessage(type: string, content: object): JupyterMessage {
  const header = { msg_id: "1", session: "s", username: "", date: "", msg_type: type, version: "5.4" };
  return { channel: "iopub", header, parent_header: {}, metadata: {}, content: { ...content }, buffers: [] };
}

export async function writeNotebookFile(folder: string, path: string, sources: readonly string[]): Promise<void> {
  const cells = sources.map((source, index) => ({
    id: `cell-${index}`,
    cell_type: "code",
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  }));
  const file = join(folder, "files", path);
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
}
