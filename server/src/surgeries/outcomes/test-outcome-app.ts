/** Outcomes and take-aways on a real port, over real files: who asks is said by the cookie, as `role.person.home`. */
import type { Role, Visitor } from "@data-surgery/contract";
import type { Kysely } from "kysely";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnyRoute, RenderPage } from "../../http/index.js";
import { openTestDoors, readTestPages, saidBy, type TestDoors } from "../../http/test-doors.js";
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
  readonly nameOf: (personId: string) => Promise<string | undefined>;
}

export interface TestOutcomeApp extends TestDoors, OutcomeParts {
  readonly db: Kysely<SurgeryTables>;
  readonly date: SurgeryDate;
  readonly incidents: object[];
  openDoors(workshopId?: string): Promise<void>;
  postJson(path: string, body: object, as?: string): Promise<Response>;
}

export const organiser = "trainer.org-1.org-1";

export async function openTestOutcomeApp(
  routesOf: (parts: OutcomeParts) => readonly AnyRoute[] | Promise<readonly AnyRoute[]>,
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
  const pages = readTestPages();
  const parts: OutcomeParts = {
    surgeries,
    outcomes: createOutcomes(store, surgeries, clock),
    notebooks: fileNotebooks(contents),
    renderPage: pages.renderPage,
    contents,
    store,
    clock,
    nameOf: (personId) => Promise.resolve(`name of ${personId}`),
  };
  const incidents: object[] = [];
  const doors = await openTestDoors({
    routes: await routesOf(parts),
    pages,
    onIncident: (details) => void incidents.push(details),
    authenticate: saidBy(visitorOf),
  });
  const db = store.tables<SurgeryTables>();
  return {
    ...parts,
    ...doors,
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
    postJson: (path, body, as) =>
      doors.send(path, JSON.stringify(body), as, { "content-type": "application/json", accept: "application/json" }),
    [Symbol.asyncDispose]: async () => {
      await doors[Symbol.asyncDispose]();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

function visitorOf(as: string): Visitor | undefined {
  const [, role, personId = "", home = ""] = /^(\w+)\.([\w-]+)\.([\w-]+)$/.exec(as) ?? [];
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
