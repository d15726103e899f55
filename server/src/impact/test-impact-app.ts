/** Impact on a real port, over the small invented city, with a clock that tests set. */
import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createApp,
  createErrorPage,
  createOriginPolicy,
  createPageRenderer,
  listen,
  readAssets,
} from "../http/index.js";
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

export interface TestImpactApp extends AsyncDisposable {
  readonly url: string;
  readonly store: Store;
  readonly city: City;
  readonly incidents: object[];
  now: number;
  /** @param as id of a trainer; without it a stranger asks */
  get(path: string, as?: string): Promise<Response>;
  post(path: string, fields: Record<string, string>): Promise<Response>;
}

const root = join(import.meta.dirname, "..", "..", "..");
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
  const assets = readAssets({ design: join(root, "packages/design"), browser: join(root, "server/browser/dist") });
  const renderPage = createPageRenderer(assets);
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
    ...assets.routes,
  ];
  const incidents: object[] = [];
  let policy = createOriginPolicy([]);
  const server = createServer(
    createApp({
      routes,
      originPolicy: {
        get hosts() {
          return policy.hosts;
        },
        scheme: "http",
        originOf: (request) => policy.originOf(request),
      },
      log: { error: (details: object) => void incidents.push(details) },
      authenticate: (cookie) => {
        const id = /as=([\w-]+)/.exec(cookie ?? "")?.[1];
        const who = { name: "", role: "trainer" as const, workshopId: "w", home: "h", color: "#000000" };
        return Promise.resolve(id === undefined ? undefined : { personId: id, ...who });
      },
      errorPage: createErrorPage(renderPage),
    }),
  );
  const port = await listen(server, { bind: "127.0.0.1", port: 0, portFixed: true });
  policy = createOriginPolicy([`127.0.0.1:${port}`]);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    store,
    city,
    incidents,
    get now() {
      return time.now;
    },
    set now(at) {
      time.now = at;
    },
    get: (path, as) =>
      fetch(url + path, {
        redirect: "manual",
        headers: { accept: "text/html", ...(as === undefined ? {} : { cookie: `as=${as}` }) },
      }),
    post: (path, fields) =>
      fetch(url + path, {
        method: "POST",
        redirect: "manual",
        headers: { accept: "text/html", origin: url },
        body: new URLSearchParams(fields),
      }),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
