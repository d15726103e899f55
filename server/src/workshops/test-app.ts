/** Join, card and board on a real port, with a board that a test can set: for tests over HTTP and in a browser. */
import type { Board } from "@data-surgery/contract";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEventStream, route, type AnyRoute, type EventStream } from "../http/index.js";
import { openTestDoors, readTestPages } from "../http/test-doors.js";
import { createIdentity, createIdentityRoutes, identityMigrations, type Identity } from "../identity/index.js";
import { openStore } from "../store/index.js";
import {
  createPushes,
  createWorkshopRoutes,
  createWorkshops,
  HelpQueue,
  sqlHelpStore,
  workshopMigrations,
  type Workshop,
  type Workshops,
} from "./index.js";

export interface TestApp extends AsyncDisposable {
  readonly url: string;
  readonly identity: Identity;
  readonly workshops: Workshops;
  readonly workshop: Workshop;
  readonly queue: HelpQueue;
  readonly incidents: object[];
  setBoard(board: Board): void;
}

export const emptyBoard: Board = { at: 0, columns: [], rows: [], counts: { joined: 0, working: 0, waiting: 0 } };

export async function openTestApp(): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-app-"));
  const location = { type: "sqlite", file: join(folder, "test.db") } as const;
  const store = await openStore(location, [...identityMigrations, ...workshopMigrations]);
  const workshops = createWorkshops(store);
  const workshop = await workshops.openDefault("open-data-champion");
  const identity = createIdentity({ store, workshops, instance: workshop.id.slice(0, 8), secure: false });
  const pages = readTestPages();
  const { renderPage } = pages;
  const board = { value: emptyBoard };
  const streams = new Set<EventStream>();
  const incidents: object[] = [];
  const queue = new HelpQueue({
    store: sqlHelpStore(store),
    nameOf: async (personId) => (await identity.person(personId))?.name,
    record: (_who, _fact, also) =>
      store
        .tables<unknown>()
        .transaction()
        .execute(async (inside) => also?.(inside)),
    lowerHand: () => Promise.resolve(),
    onError: (error) => incidents.push({ error }),
  });
  const shareOrigin = (origin: string): string => origin;
  const isolation = { level: "trusted", text: "Somebody’s code can read and change the files of the others." } as const;
  const routes = [
    ...createIdentityRoutes({ identity, renderPage, shareOrigin }),
    ...createWorkshopRoutes({
      workshops,
      renderPage,
      shareOrigin,
      isolation,
      queue,
      pushes: createPushes({ store, nameOf: async (personId) => (await identity.person(personId))?.name }),
      people: (workshopId) => identity.people(workshopId),
      rename: (visitor, name) => identity.rename(visitor, name),
      readBoard: () => Promise.resolve(board.value),
      countToRead: () => Promise.resolve(0),
      openLesson: ({ home }) => Promise.resolve(`people/${home}/first-look/first-look.ipynb`),
      createTrainerLink: (workshopId) => identity.createTrainerLink(workshopId),
    }),
    boardStream(streams),
  ];
  const doors = await openTestDoors({
    routes,
    pages,
    authenticate: (cookie) => identity.authenticate(cookie),
    onIncident: (details) => void incidents.push(details),
  });
  return {
    url: doors.url,
    incidents,
    queue,
    identity,
    workshops,
    workshop,
    setBoard: (next) => {
      board.value = next;
      for (const stream of streams) stream.send({ type: "board", data: {} });
    },
    [Symbol.asyncDispose]: async () => {
      await doors[Symbol.asyncDispose]();
      queue[Symbol.dispose]();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

function boardStream(streams: Set<EventStream>): AnyRoute {
  return route({
    method: "GET",
    path: "/api/board/stream",
    access: "trainer",
    handle: ({ response }) => {
      const stream = openEventStream(response, () => streams.delete(stream));
      streams.add(stream);
    },
  });
}
