/** Publishing on a real port, with real folders and the real process for data files; the clock and who asks are set by tests. */
import { AppError, mayTouchPath } from "@data-surgery/contract";
import type { CatalogueWords } from "@data-surgery/opendata/publish/browser";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTestDoors, readTestPages, saidBy, type TestDoors } from "../http/test-doors.js";
import { fileContents, type Contents } from "../jupyter/index.js";
import { mailMigrations, sqlOutbox, type Outbox } from "../mail/index.js";
import { openStore, type Store } from "../store/index.js";
import {
  createDataSets,
  createPortals,
  createRemarks,
  createShelf,
  createSourceChecks,
  notebookNaming,
  openReleaseWork,
  publishingMigrations,
  publishingRoutes,
  type DataSets,
  type ReleaseWork,
  type Remarks,
  type Shelf,
  type SourceChecks,
} from "./index.js";

/** `as` is a person's id and the name of their folder. */
export interface TestPublishingApp extends TestDoors {
  readonly store: Store;
  readonly dataSets: DataSets;
  readonly remarks: Remarks;
  readonly shelf: Shelf;
  readonly sources: SourceChecks;
  readonly outbox: Outbox;
  readonly site: string;
  readonly drafts: string;
  readonly contents: Contents;
  readonly incidents: object[];
  now: number;
}

const home = "https://surgery.example.org";

export async function openTestPublishingApp(options: {
  now: number;
  sendsMail?: boolean;
  memory?: number;
  /** Milliseconds; patient enough otherwise that no page of a test has to be asked for twice. */
  patience?: number;
  /** Kept when it closes: for servers that are stopped and started again. */
  folder?: string;
  /** For tests that make something fail, or end, at a certain point. */
  wrapDataSets?: (dataSets: DataSets) => DataSets;
  wrapWork?: (work: ReleaseWork) => ReleaseWork;
  /** Whether hosts on loopback, those of tests, may be asked. */
  reachesLocal?: boolean;
}): Promise<TestPublishingApp> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "publishing-app-")));
  const [site, drafts] = [join(folder, "site"), join(folder, "drafts")];
  for (const path of [site, drafts, join(folder, "files", "people")]) await mkdir(path, { recursive: true });
  const store = await openStore({ type: "sqlite", file: join(folder, "test.db") }, [
    ...mailMigrations,
    ...publishingMigrations,
  ]);
  const incidents: object[] = [];
  const time = { now: options.now };
  const clock = (): number => time.now++;
  const pages = readTestPages();
  const dataSets = (options.wrapDataSets ?? ((same) => same))(createDataSets(store, clock));
  const remarks = createRemarks(store, clock);
  const outbox = sqlOutbox(store, clock);
  const ownWork = openReleaseWork(options.memory === undefined ? {} : { memory: options.memory });
  const work = (options.wrapWork ?? ((same) => same))(ownWork);
  const patience = options.patience ?? 50_000;
  const shelf = createShelf({ dataSets, work, site, drafts, siteWords: inventedSite, clock, patience });
  const reachesLocal = options.reachesLocal ?? false;
  const portals = createPortals({ store, work, site, address: () => home, reachesLocal, clock, patience });
  const sources = createSourceChecks({
    store,
    work,
    site,
    reachesLocal,
    onError: (error) => void incidents.push({ err: error }),
  });
  const contents = fileContents({ root: join(folder, "files") });
  const routes = publishingRoutes({
    store,
    dataSets,
    remarks,
    shelf,
    portals,
    sources,
    outbox,
    sendsMail: options.sendsMail ?? false,
    renderPage: pages.renderPage,
    shareOrigin: () => home,
    address: () => home,
    clock,
    files: {
      list: async (visitor) => {
        const found = await contents.list(`people/${visitor.home}`).catch(() => []);
        return found.map(({ path }) => path);
      },
      read: async (visitor, path) => {
        if (!mayTouchPath(visitor, path, "read")) throw new AppError("identity.not-allowed");
        return (await contents.readFile(path)).bytes;
      },
      keep: async (visitor, name, bytes) => {
        await contents.createFile(`people/${visitor.home}/${name}`, bytes);
        return `people/${visitor.home}/${name}`;
      },
      create: async (_visitor, folder, name, bytes) => {
        await contents.createFile(`${folder}/${name}`, bytes);
        return `${folder}/${name}`;
      },
      notebookAbout: (_visitor, path, hint) =>
        notebookNaming(path, hint, {
          list: (place) => contents.list(place),
          read: async (one) => (await contents.readNotebook(one)).notebook,
        }),
      readNotebook: async (visitor, path) => {
        if (!mayTouchPath(visitor, path, "read")) throw new AppError("identity.not-allowed");
        return (await contents.readNotebook(path)).notebook;
      },
    },
  });
  const doors = await openTestDoors({
    routes,
    pages,
    onIncident: (details) => void incidents.push(details),
    authenticate: saidBy((id) => ({
      personId: id,
      name: id,
      role: id === "trainer" ? "trainer" : "learner",
      workshopId: "w",
      home: id,
      color: "#000000",
    })),
  });
  return {
    ...doors,
    store,
    dataSets,
    remarks,
    shelf,
    sources,
    outbox,
    site,
    drafts,
    contents,
    incidents,
    get now() {
      return time.now;
    },
    set now(at) {
      time.now = at;
    },
    [Symbol.asyncDispose]: async () => {
      await doors[Symbol.asyncDispose]();
      await ownWork[Symbol.asyncDispose]();
      await store.close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

export const inventedSite: CatalogueWords = {
  title: "Invented open data",
  description: "Invented data sets of groups that do not exist.",
  publisher: "Invented open data",
};

/** An invented table: its places and figures are made up. One column names people who do not exist. */
export const inventedVisits: string = [
  "Month,Place,Visits,Contact e-mail",
  ...Array.from({ length: 12 }, (_, at) => {
    const month = `2026-${String(at + 1).padStart(2, "0")}`;
    return `${month}-01,Ambleford Hall,${40 + at * 3},quill.${"abcdefghijkl"[at] ?? ""}x@invented.example`;
  }),
].join("\n");

/** What somebody types on the first page. */
export const inventedAbout: Readonly<Record<string, string>> = {
  title: "Visits to Ambleford Hall",
  description: "How many visits the invented hall had in each month, counted at the door.",
  rowIs: "count",
  keeper: "The Invented Hall Group",
  email: "data@invented.example",
  remindTo: "keeper-canary@invented.example",
  update: "monthly",
  sourceTitle: "Our own sign-in sheets",
  sourceLicence: "",
  place: "Ambleford",
  from: "2026-01",
  to: "2026-12",
};

export const inventedAnswers: Readonly<Record<string, string>> = {
  allowed: "Yes, they are our own figures.",
  whose: "The group's.",
  personal: "No person is in it: the addresses were left out.",
  small: "There are none below five.",
  meaning: "Yes, the group read them.",
  change: "Every month, by the group.",
  questions: "The group.",
};

/** From a file to the last page, as a browser would. Gives the id. */
export async function prepare(app: TestPublishingApp, who: string, text: string = inventedVisits): Promise<string> {
  const path = `people/${who}/visits.csv`;
  await mkdir(join(app.contents.root, "people", who), { recursive: true });
  await writeFile(join(app.contents.root, path), text);
  const begun = await app.post("/publish/new", { ...inventedAbout, file: path }, who);
  const id = /\/publish\/([\w-]+)\/mend/.exec(begun.headers.get("location") ?? "")?.[1];
  if (id === undefined) throw new Error(`not begun: ${begun.status} ${await begun.text()}`);
  const columns = ["Month", "Place", "Visits", "Contact e-mail"];
  const words = Object.fromEntries(
    columns.flatMap((name, at) => [
      [`name.${at}`, name],
      [`meaning.${at}`, `What ${name} says, in a sentence.`],
    ]),
  );
  await app.post(`/publish/${id}/columns`, { ...words, "key.0": "yes", revision: await revisionAt(app, id) }, who);
  return id;
}

export async function revisionAt(app: TestPublishingApp, id: string): Promise<string> {
  return String((await app.dataSets.get(id)).revision);
}

/** The remaining pages, up to the button. */
export async function settleAndPublish(app: TestPublishingApp, id: string, who: string): Promise<Response> {
  await app.post(`/publish/${id}/findings`, { "choice.0": "0", revision: await revisionAt(app, id) }, who);
  await app.post(
    `/publish/${id}/checklist`,
    { ...inventedAnswers, licence: "CC-BY-4.0", revision: await revisionAt(app, id) },
    who,
  );
  return app.post(`/publish/${id}/publish`, { revision: await revisionAt(app, id) }, who);
}
