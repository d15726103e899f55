/** Surgeries on a real port, with a clock and an origin that tests set. */
import type { Visitor } from "@data-surgery/contract";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTestDoors, readTestPages, saidBy, type TestDoors } from "../http/test-doors.js";
import { mailMigrations, sqlOutbox, type Outbox } from "../mail/index.js";
import { badgeMigrations } from "../progress/index.js";
import { openStore, type Store } from "../store/index.js";
import {
  createConnections,
  createConsents,
  createDayParts,
  createPairings,
  createPictures,
  createSignUps,
  createSurgeries,
  createVenuePeople,
  surgeryMigrations,
  surgeryRoutes,
  type SignUps,
  type DayParts,
  type Surgeries,
} from "./index.js";

export interface TestSurgeryApp extends TestDoors {
  readonly store: Store;
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly outbox: Outbox;
  readonly dayParts: DayParts;
  readonly incidents: object[];
  now: number;
}

/**
 * `as` in the requests is the id of a trainer (`learner-…`: of a learner; `…-elsewhere`: of another workshop); without it a
 * stranger asks.
 */
export async function openTestSurgeryApp(options: { now: number; sendsMail?: boolean }): Promise<TestSurgeryApp> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-app-"));
  const store = await openStore({ type: "sqlite", file: join(folder, "test.db") }, [
    ...mailMigrations,
    ...badgeMigrations,
    ...surgeryMigrations,
  ]);
  const time = { now: options.now };
  const clock = (): number => time.now++;
  const pages = readTestPages();
  const surgeries = createSurgeries(store, clock);
  const outbox = sqlOutbox(store, clock);
  const sendsMail = options.sendsMail ?? false;
  const home = "https://surgery.example.org";
  const signUps = createSignUps({
    store,
    surgeries,
    outbox,
    sendsMail,
    linkOf: (token) => `${home}/signed-up/${token}`,
    pageOf: (slug) => `${home}/surgeries/${slug}`,
    clock,
  });
  const dayParts = createDayParts({ store, surgeries, signUps, clock });
  const routes = surgeryRoutes({
    store,
    surgeries,
    signUps,
    pairings: createPairings(store, signUps, clock),
    consents: createConsents(store, clock),
    venuePeople: createVenuePeople(store, clock),
    pictures: createPictures(),
    connections: createConnections({
      store,
      outbox,
      sendsMail,
      linkOf: (token) => `${home}/signed-up/${token}`,
      clock,
    }),
    nameOf: (personId) => Promise.resolve(personId),
    welcome: (_workshopId, name) =>
      Promise.resolve({ visitor: testVisitor(name), cookie: `as=${name}; Path=/; HttpOnly; SameSite=Lax` }),
    outbox,
    dayParts,
    sendsMail,
    renderPage: pages.renderPage,
    assetUrl: pages.assets.url,
    curricula: () => [{ id: "open-data-champion", title: "Open data champion" }],
    shareOrigin: () => home,
    clock,
  });
  const incidents: object[] = [];
  const doors = await openTestDoors({
    routes,
    pages,
    onIncident: (details) => void incidents.push(details),
    authenticate: saidBy(testVisitor),
  });
  return {
    ...doors,
    store,
    surgeries,
    signUps,
    outbox,
    dayParts,
    incidents,
    get now() {
      return time.now;
    },
    set now(at) {
      time.now = at;
    },
    [Symbol.asyncDispose]: async () => {
      await doors[Symbol.asyncDispose]();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

function testVisitor(id: string): Visitor {
  return {
    personId: id,
    name: id,
    role: id.startsWith("learner") ? "learner" : "trainer",
    workshopId: id.endsWith("-elsewhere") ? "elsewhere" : "w",
    home: "h",
    color: "#000000",
  };
}

/** What an organiser types into the form of a new surgery. */
export const newSurgery: Readonly<Record<string, string>> = {
  kind: "surgery",
  venue: "new",
  venueName: "Invented Hall",
  address: "1 Invented Street, B5 6XX",
  mapLink: "https://maps.example.org/?q=1",
  accessNotes: "Step-free from the yard",
  timeZone: "Europe/London",
  title: "Open data for lunch clubs",
  about: "Bring a spreadsheet.",
  hostGroup: "Invented Lunch Club",
  curriculum: "",
  languages: "English, Urdu",
  photoPolicy: "ask",
  capacity: "2",
  firstDate: "2026-12-02",
  starts: "18:00",
  ends: "20:00",
  repeats: "monthly",
  until: "2027-03-31",
};
