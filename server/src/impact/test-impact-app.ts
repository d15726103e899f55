/** Impact on a real port, over the small invented city, with a clock that tests set. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTestDoors, readTestPages, saidBy, type TestDoors } from "../http/test-doors.js";
import { mailMigrations, sqlOutbox } from "../mail/index.js";
import { openStore, type Store } from "../store/index.js";
import {
  citySizes,
  createFollowUps,
  createSurgeries,
  createSurgeryRecords,
  followUpRoutes,
  planCity,
  surgeryMigrations,
  writeCity,
  type City,
  type CityOptions,
} from "../surgeries/index.js";
import { createPublicFigures, createReports, impactRoutes, licences } from "./index.js";

/** `as` is the id of a trainer. */
export interface TestImpactApp extends TestDoors {
  readonly store: Store;
  readonly city: City;
  readonly incidents: object[];
  now: number;
}

export const testNow: number = Date.UTC(2026, 10, 29, 18, 20);
export const organiser = "organiser-1";

export async function openTestImpactApp(options: Partial<CityOptions> = {}): Promise<TestImpactApp> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-impact-"));
  const store = await openStore({ type: "sqlite", file: join(folder, "test.db") }, [
    ...mailMigrations,
    ...surgeryMigrations,
  ]);
  const time = { now: testNow };
  const clock = (): number => time.now;
  const city = planCity({ ...citySizes.small, seed: 2026, now: testNow, ...options });
  await writeCity(store, city, [organiser]);
  const pages = readTestPages();
  const { renderPage } = pages;
  const records = createSurgeryRecords(store);
  const surgeries = createSurgeries(store, clock);
  const followUps = createFollowUps({
    store,
    surgeries,
    outbox: sqlOutbox(store, clock),
    sendsMail: true,
    linkOf: (token) => `/later/${token}`,
    clock,
  });
  const routes = [
    ...followUpRoutes({ followUps, renderPage }),
    ...impactRoutes({
      surgeries,
      records,
      reports: createReports(records, clock),
      publicFigures: createPublicFigures(records, clock),
      renderPage,
      shareOrigin: () => "https://surgery.example.org",
      licence: licences["CC-BY-4.0"],
      invented: true,
      clock,
    }),
  ];
  const incidents: object[] = [];
  const doors = await openTestDoors({
    routes,
    pages,
    onIncident: (details) => void incidents.push(details),
    authenticate: saidBy((personId) => ({
      personId,
      name: "",
      role: "trainer",
      workshopId: "w",
      home: "h",
      color: "#000000",
    })),
  });
  return {
    ...doors,
    store,
    city,
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
