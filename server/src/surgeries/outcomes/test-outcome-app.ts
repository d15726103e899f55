/** Outcomes and take-aways on a real port, over real files: who asks is said by the cookie, as `role.person.home`. */
import type { Role, Visitor } from "@data-surgery/contract";
import type { Kysely } from "kysely";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createApp,
  createErrorPage,
  createOriginPolicy,
  createPageRenderer,
  listen,
  readAssets,
  type AnyRoute,
  type OriginPolicy,
  type RenderPage,
} from "../../http/index.js";
import { fileContents, type Contents } from "../../jupyter/index.js";
import { openStore, type Store } from "../../store/index.js";
import { createSurgeries, type Surgeries, type SurgeryDate } from "../surgeries.js";
import { surgeryMigrations, type SurgeryTables } from "../tables.js";
import { testAnnouncement, testVenue } from "../test-surgery.js";
import type { Notebooks } from "./notebooks.js";
import { createOutcomes, type Outcomes } from "./outcomes.js";

export interface OutcomeParts {
  readonly surgeries: Surgeries;
  readonly outcomes: Outcomes;
  readonly notebooks: Notebooks;
  readonly renderPage: RenderPage;
  readonly contents: Contents;
  readonly store: Store;
  readonly clock: () => number;
}

export interface TestOutcomeApp extends AsyncDisposable, OutcomeParts {
  readonly db: Kysely<SurgeryTables>;
  readonly date: SurgeryDate;
  readonly incidents: object[];
  openDoors(workshopId?: string): Promise<void>;
  get(path: string, as?: string): Promise<Response>;
  post(path: string, fields: Record<string, string>, as?: string): Promise<Response>;
  postJson(path: string, body: object, as?: string): Promise<Response>;
}

const root = join(import.meta.dirname, "..", "..", "..", "..");
export const organiser = "trainer.org-1.org-1";

export async function openTestOutcomeApp(
  routesOf: (parts: OutcomeParts) => readonly AnyRoute[],
): Promise<TestOutcomeApp> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-outcomes-"));
  const store = await openStore({ type: "sqlite", file: join(folder, "test.db") }, surgeryMigrations);
  let now = Date.UTC(2026, 11, 2, 18);
  const clock = (): number => now++;
  const surgeries = createSurgeries(store, clock);
  const venue = await surgeries.addVenue(testVenue, "org-1");
  const surgery = await surgeries.announce(testAnnouncement(), venue.id, "org-1");
  const [date] = await surgeries.datesOf(surgery.id);
  if (date === undefined) throw new Error("An announced surgery has a date.");
  await mkdir(join(folder, "files", "people"), { recursive: true });
  const contents = fileContents({ root: join(folder, "files") });
  const assets = readAssets({ design: join(root, "packages/design"), browser: join(root, "server/browser/dist") });
  const renderPage = createPageRenderer(assets);
  const parts: OutcomeParts = {
    surgeries,
    outcomes: createOutcomes(store, surgeries, clock),
    notebooks: fileNotebooks(contents),
    renderPage,
    contents,
    store,
    clock,
  };
  const incidents: object[] = [];
  let policy = createOriginPolicy([]);
  const originPolicy: OriginPolicy = {
    get hosts() {
      return policy.hosts;
    },
    scheme: "http",
    originOf: (request) => policy.originOf(request),
  };
  const server = createServer(
    createApp({
      routes: routesOf(parts),
      originPolicy,
      log: { error: (details: object) => void incidents.push(details) },
      authenticate: (cookie) => Promise.resolve(visitorIn(cookie)),
      errorPage: createErrorPage(renderPage),
    }),
  );
  const port = await listen(server, { bind: "127.0.0.1", port: 0, portFixed: true });
  policy = createOriginPolicy([`127.0.0.1:${port}`]);
  const url = `http://127.0.0.1:${port}`;
  const db = store.tables<SurgeryTables>();
  const headers = (as: string | undefined): Record<string, string> => ({
    accept: "text/html",
    origin: url,
    ...(as === undefined ? {} : { cookie: `as=${as}` }),
  });
  return {
    ...parts,
    db,
    date,
    incidents,
    openDoors: async (workshopId = "w") => {
      const doors = { date_id: date.id, workshop_id: workshopId, arrival_code: "CODE", closed_at: null };
      await db
        .insertInto("day_rooms")
        .values({ ...doors, opened_at: clock() })
        .execute();
    },
    get: (path, as) => fetch(url + path, { redirect: "manual", headers: headers(as) }),
    post: (path, fields, as) =>
      fetch(url + path, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams(fields),
        headers: headers(as),
      }),
    postJson: (path, body, as) =>
      fetch(url + path, {
        method: "POST",
        redirect: "manual",
        body: JSON.stringify(body),
        headers: { ...headers(as), "content-type": "application/json", accept: "application/json" },
      }),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

function visitorIn(cookie: string | undefined): Visitor | undefined {
  const said = /as=(\w+)\.([\w-]+)\.([\w-]+)/.exec(cookie ?? "");
  const [, role, personId = "", home = ""] = said ?? [];
  if (role === undefined) return undefined;
  return { personId, name: home, role: role as Role, workshopId: "w", home, color: "#000000" };
}

/** Documents are known by their path here: rooms have tests of their own. */
function fileNotebooks(contents: Contents): Notebooks {
  return {
    documentOf: async (path) => Buffer.from((await contents.stat(path)).path).toString("hex"),
    pathOf: async (documentId) => {
      const path = Buffer.from(documentId, "hex").toString();
      return (await contents.exists(path)) ? path : undefined;
    },
    read: async (path) => (await contents.readNotebook(path)).notebook,
    list: (folder) => contents.list(folder),
    readFile: async (path) => (await contents.readFile(path)).bytes,
  };
}
