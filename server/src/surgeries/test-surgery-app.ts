/** Surgeries on a real port, with a clock and an origin that tests set. */
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
import { mailMigrations, sqlOutbox, type Outbox } from "../mail/index.js";
import { openStore, type Store } from "../store/index.js";
import {
  createConsents,
  createPairings,
  createSignUps,
  createSurgeries,
  surgeryMigrations,
  surgeryRoutes,
  type SignUps,
  type Surgeries,
} from "./index.js";

export interface TestSurgeryApp extends AsyncDisposable {
  readonly url: string;
  readonly store: Store;
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly outbox: Outbox;
  readonly incidents: object[];
  now: number;
  get(path: string, as?: string): Promise<Response>;
  post(path: string, fields: Record<string, string>, as?: string): Promise<Response>;
}

const root = join(import.meta.dirname, "..", "..", "..");

/** `as` in the requests is the id of a trainer; without it a stranger asks. */
export async function openTestSurgeryApp(options: { now: number; sendsMail?: boolean }): Promise<TestSurgeryApp> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-app-"));
  const store = await openStore({ type: "sqlite", file: join(folder, "test.db") }, [
    ...mailMigrations,
    ...surgeryMigrations,
  ]);
  const time = { now: options.now };
  const clock = (): number => time.now++;
  const assets = readAssets({ design: join(root, "packages/design"), browser: join(root, "server/browser/dist") });
  const renderPage = createPageRenderer(assets);
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
  const routes = [
    ...surgeryRoutes({
      surgeries,
      signUps,
      pairings: createPairings(store, signUps, clock),
      consents: createConsents(store, clock),
      outbox,
      sendsMail,
      renderPage,
      assetUrl: assets.url,
      curricula: () => [{ id: "open-data-champion", title: "Open data champion" }],
      shareOrigin: () => home,
      clock,
    }),
    ...assets.routes,
  ];
  const incidents: object[] = [];
  let policy = createOriginPolicy([]);
  const originPolicy = {
    get hosts() {
      return policy.hosts;
    },
    scheme: "http" as const,
    originOf: (request: Parameters<typeof policy.originOf>[0]) => policy.originOf(request),
  };
  const server = createServer(
    createApp({
      routes,
      originPolicy,
      log: { error: (details: object) => void incidents.push(details) },
      authenticate: (cookie) => {
        const id = /as=([\w-]+)/.exec(cookie ?? "")?.[1];
        const who = {
          personId: id ?? "",
          name: id ?? "",
          role: "trainer" as const,
          workshopId: "w",
          home: "h",
          color: "#000000",
        };
        return Promise.resolve(id === undefined ? undefined : who);
      },
      errorPage: createErrorPage(renderPage),
    }),
  );
  const port = await listen(server, { bind: "127.0.0.1", port: 0, portFixed: true });
  policy = createOriginPolicy([`127.0.0.1:${port}`]);
  const url = `http://127.0.0.1:${port}`;
  const headers = (as: string | undefined): Record<string, string> => ({
    accept: "text/html",
    ...(as === undefined ? {} : { cookie: `as=${as}` }),
  });
  return {
    url,
    store,
    surgeries,
    signUps,
    outbox,
    incidents,
    get now() {
      return time.now;
    },
    set now(at) {
      time.now = at;
    },
    get: (path, as) => fetch(url + path, { headers: headers(as), redirect: "manual" }),
    post: (path, fields, as) =>
      fetch(url + path, {
        method: "POST",
        redirect: "manual",
        headers: { ...headers(as), origin: url },
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
