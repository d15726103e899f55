/**
 * For `surgery person`: what is kept about somebody, taken out whole or erased, while no server runs on the same data folder.
 * Each domain knows its own part; only here they are joined. A new table with something personal in it belongs into both lists.
 */
import { AppError, type Role } from "@data-surgery/contract";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { migrations } from "./compose.js";
import type { ServerConfig } from "./config.js";
import { openDataFolder, type DataFolder } from "./data-folder.js";
import { sqlAttemptStore, sqlLessonPlaces, sqlRegradeStore, sqlReviewStore } from "./grading/index.js";
import { createIdentity, type Identity, type Person } from "./identity/index.js";
import { fileContents, sqlFrontEndStore } from "./jupyter/index.js";
import { personFiles } from "./person-files.js";
import { sqlBadgeStore, sqlEventLog } from "./progress/index.js";
import {
  erasePerson as eraseFromRooms,
  exportPerson as exportFromRooms,
  folderShelf,
  openHeavyWork,
  Rooms,
  sqlPeopleStore,
  storeDocumentLog,
  storeRunRecords,
  storeVersions,
  type CellKernel,
  type OutputShelf,
  type VersionStore,
} from "./rooms/index.js";
import { sqlOutbox } from "./mail/index.js";
import { createProcessRecords } from "./sandbox/index.js";
import { openStore, type Store } from "./store/index.js";
import {
  createSignUps,
  createSurgeries,
  erasePairs,
  exportPairs,
  slugOf,
  type Contact,
  type SignUps,
  type SurgeryTables,
} from "./surgeries/index.js";
import { createWorkshops } from "./workshops/index.js";

export interface ListedPerson {
  readonly personId: string;
  readonly name: string;
  /** `signed-up`: for a surgery, without ever having joined a room. */
  readonly kind: Role | "signed-up";
  /** Milliseconds since 1970. */
  readonly joinedAt: number;
}

export interface PersonTaken {
  readonly name: string;
  /** Where it was written. */
  readonly folder: string;
  readonly files: number;
  /** Links and the like, which are not followed. */
  readonly skipped: readonly string[];
}

export interface PersonErased {
  readonly name: string;
  readonly erased: readonly Counted[];
  /** What others need to go on, and why it stays. */
  readonly stays: readonly Counted[];
}

export interface Counted {
  readonly what: string;
  readonly count: number;
}

/** @throws AppError `store.*`; DataFolderError while a server runs */
export async function listPeople(config: ServerConfig): Promise<readonly ListedPerson[]> {
  await using opening = new AsyncDisposableStack();
  const { identity, signUps } = await openHouse(config, opening);
  return [...(await identity.everybody()).map(listed), ...(await signUps.contacts()).map(listedContact)];
}

/** @param who a name or an id. @throws AppError `people.*`, `store.*`; DataFolderError while a server runs */
export async function findPerson(config: ServerConfig, who: string): Promise<ListedPerson> {
  await using opening = new AsyncDisposableStack();
  const found = await named(await openHouse(config, opening), who);
  return "contactId" in found ? listedContact(found) : listed(found);
}

/**
 * Writes everything that is kept about somebody: `person.json`, their `files` and `checkpoints`.
 * @param out a folder that is empty or not there. @throws AppError `people.*`, `store.*`; DataFolderError while a server runs
 */
export async function exportPerson(
  config: ServerConfig,
  who: string,
  out: (home: string) => string,
): Promise<PersonTaken> {
  await using opening = new AsyncDisposableStack();
  const house = await openHouse(config, opening);
  const person = await named(house, who);
  const folder = out("contactId" in person ? slugOf(person.name, "person") : person.home);
  if (existsSync(folder) && (await readdir(folder)).length > 0) throw new AppError("people.folder-taken", { folder });
  if ("contactId" in person) return await takeContact(house, person, folder);
  const others = (await house.identity.everybody()).filter(({ personId }) => personId !== person.personId);
  const kept = withoutOthers(await everythingAbout(house, person), others);
  // Writes what the files don't have yet, before they are copied.
  await house.rooms.close();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, "person.json"), `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
  await writeFile(join(folder, "README.txt"), readme, { mode: 0o600 });
  const { files, skipped } = await personFiles(house.folder, person.home).copyTo(folder);
  return { name: person.name, folder, files, skipped };
}

async function takeContact({ signUps }: House, { contactId, name }: Contact, folder: string): Promise<PersonTaken> {
  const kept = { about: aboutExport, exportedAt: Date.now(), ...(await signUps.exportContact(contactId)) };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, "person.json"), `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
  return { name, folder, files: 0, skipped: [] };
}

const aboutExport = "Everything that Data Surgery keeps about one person. Times are milliseconds since 1970, UTC.";

const readme = `This folder holds everything that a Data Surgery workshop kept about one person.

files        their notebooks and data, as they left them
checkpoints  earlier copies of notebooks that JupyterLab kept, if there are any
person.json  all else: name, progress, checks, answers and their reviews, badges, settings, chat lines,
             and every kept version of each of their notebooks
`;

/**
 * Stopped in the middle, it goes on when it is given again: who somebody is goes last.
 * @throws AppError `people.*`, `store.*`; DataFolderError while a server runs, or when files can't be removed
 */
export async function erasePerson(config: ServerConfig, who: string): Promise<PersonErased> {
  await using opening = new AsyncDisposableStack();
  const house = await openHouse(config, opening);
  const { store, folder, identity, rooms, shelf } = house;
  const person = await named(house, who);
  if ("contactId" in person) return await eraseContact(house, person);
  const { personId, home, name } = person;
  const before = await recordsOf(store, person);
  const said = await rooms.exportPerson(personId);
  // A killed server leaves kernels, which would go on writing into the folder.
  createProcessRecords(folder.folder("running")).endLeft();
  const documents = await eraseFromRooms({ store, rooms, shelf }, person);
  const [attempts, frontEnd, events] = [sqlAttemptStore(store), sqlFrontEndStore(store), sqlEventLog(store, Date.now)];
  await attempts.erase(personId);
  const checkedThere = await attempts.eraseHome(home);
  await sqlBadgeStore(store).erase(personId);
  await sqlLessonPlaces(store).erase(personId);
  await frontEnd.erase(personId);
  const layouts = await frontEnd.eraseHome(home);
  await events.erase(personId);
  await events.erasePlaces(home);
  await erasePairs(store.tables<SurgeryTables>(), personId);
  await rooms.close();
  const files = await personFiles(folder, home).remove();
  // Parts of files on their way in: whose they are is known only to a server that runs, and none does.
  await rm(folder.file("uploads"), { recursive: true, force: true });
  await identity.erasePerson(personId);
  await store.reclaim();
  return {
    name,
    erased: counted([
      ["name, with resume code and signed-in devices", 1],
      ["files and copies of files", files],
      ["documents with all their history", documents.removed],
      ["checks and answers handed in", before.attempts.length],
      ["checks that others made of their notebooks", checkedThere],
      ["reviews of their answers", before.reviewsOfThem.length],
      ["badges", before.badges.length],
      ["steps of their progress", before.progress.length],
      ["chat lines", said.messages.length],
      ["suggestions in notebooks", said.suggestions.length],
      ["settings and page layouts", before.frontEnd.settings.length + before.frontEnd.workspaces.length],
      ["page layouts of others that named their folder", layouts],
    ]),
    stays: counted([
      [
        "notebooks that they shared with others, as they stand now: the group's work, without its earlier versions",
        documents.rewritten,
      ],
      [
        "reviews that they wrote about others' answers: those people's results, with nobody named as the reader",
        before.reviewsByThem.length,
      ],
      ["empty entries in the log of progress: only their numbers, so that open pages count on", before.progress.length],
    ]),
  };
}

async function eraseContact({ store, signUps }: House, { contactId, name }: Contact): Promise<PersonErased> {
  const kept = (await signUps.exportContact(contactId)) as { signUps: readonly unknown[]; letters: readonly unknown[] };
  await signUps.eraseContact(contactId);
  await store.reclaim();
  return {
    name,
    erased: counted([
      ["name, e-mail address and group", 1],
      ["places and what they wrote for them", kept.signUps.length],
      ["e-mails that were kept here", kept.letters.length],
    ]),
    stays: [],
  };
}

const counted = (rows: readonly (readonly [string, number])[]): Counted[] =>
  rows.filter(([, count]) => count > 0).map(([what, count]) => ({ what, count }));

interface House {
  readonly folder: DataFolder;
  readonly store: Store;
  readonly identity: Identity;
  readonly signUps: SignUps;
  readonly rooms: Rooms;
  readonly versions: VersionStore;
  readonly shelf: (documentId: string) => OutputShelf;
}

async function openHouse(config: ServerConfig, opening: AsyncDisposableStack): Promise<House> {
  if (config.store.type === "sqlite" && !existsSync(config.store.file)) throw new AppError("store.unavailable");
  const folder = opening.use(openDataFolder(config.dataDir, config.paths.nodeModules));
  const store = await openStore(config.store, migrations);
  opening.defer(() => store.close());
  const workshops = createWorkshops(store);
  const identity = createIdentity({ store, workshops, instance: "offline", secure: false });
  const heavy = opening.use(openHeavyWork());
  const versions = storeVersions(store);
  const shelf = (documentId: string): OutputShelf => folderShelf(join(folder.file("outputs"), documentId), documentId);
  const rooms = new Rooms({
    heavy,
    versions,
    runs: storeRunRecords(store),
    shelf,
    nameOf: async (personId) => (await identity.person(personId))?.name,
    log: storeDocumentLog(store, Date.now, heavy),
    files: fileContents({ root: folder.files }),
    kernel: noKernel,
    people: sqlPeopleStore(store),
    now: Date.now,
    onHand: () => Promise.resolve(),
    onEvent: (event) => {
      if (event.type === "failed") process.stderr.write(`While ${event.what}: ${String(event.error)}\n`);
    },
  });
  opening.defer(() => rooms.close());
  return { folder, store, identity, signUps: openSignUps(config, store), rooms, versions, shelf };
}

/** Whoever moves up because somebody was erased is written to when the server runs again. */
function openSignUps(config: ServerConfig, store: Store): SignUps {
  const address = config.publicUrl?.origin ?? `http://127.0.0.1:${config.port}`;
  return createSignUps({
    store,
    surgeries: createSurgeries(store),
    outbox: sqlOutbox(store, Date.now),
    sendsMail: config.mail !== undefined,
    linkOf: (token) => `${address}/signed-up/${token}`,
    pageOf: (slug) => `${address}/surgeries/${slug}`,
  });
}

/** Nothing is run here. */
const noKernel: CellKernel = {
  assertMayUse: () => {
    throw new AppError("rooms.unavailable");
  },
  execute: () => Promise.reject(new AppError("rooms.unavailable")),
};

/** Somebody who joined a room, or who signed up for a surgery. */
async function named({ identity, signUps }: House, who: string): Promise<Person | Contact> {
  const people: readonly (Person | Contact)[] = [...(await identity.everybody()), ...(await signUps.contacts())];
  const wanted = who.trim().toLocaleLowerCase("en");
  const byId = people.filter((one) => idOf(one) === wanted);
  const found =
    byId.length > 0
      ? byId
      : people.filter((one) => one.name.toLocaleLowerCase("en") === wanted || ("email" in one && one.email === wanted));
  const [person] = found;
  if (person === undefined) throw new AppError("people.not-found", { who });
  if (found.length > 1) {
    const said = found.map((one) => `${idOf(one)} (${"contactId" in one ? "signed up" : "joined"} ${dayOf(one)})`);
    throw new AppError("people.several", { who, people: said.join(", ") });
  }
  return person;
}

const idOf = (one: Person | Contact): string => ("contactId" in one ? one.contactId : one.personId);

const dayOf = (one: Person | Contact): string =>
  new Date("contactId" in one ? one.createdAt : one.joinedAt).toISOString().slice(0, 10);

function listedContact({ contactId, name, createdAt }: Contact): ListedPerson {
  return { personId: contactId, name, kind: "signed-up", joinedAt: createdAt };
}

function listed({ personId, name, role, joinedAt }: Person): ListedPerson {
  return { personId, name, kind: role, joinedAt };
}

async function everythingAbout({ store, identity, rooms, versions }: House, person: Person) {
  const { personId, ...shown } = person;
  const identified = await identity.exportPerson(personId);
  return {
    about: aboutExport,
    exportedAt: Date.now(),
    person: { id: personId, ...shown },
    signedIn: identified?.sessions ?? [],
    ...(await recordsOf(store, person)),
    work: await exportFromRooms({ store, rooms, versions }, person),
  };
}

/** All but the documents. */
async function recordsOf(store: Store, { personId, workshopId }: Person) {
  const { answers, reviews } = await sqlReviewStore(store).exportPerson(personId);
  const ofThem = reviews.filter((review) => review.personId === personId);
  const byThem = reviews.filter((review) => review.reviewerId === personId && review.personId !== personId);
  return {
    progress: await sqlEventLog(store, Date.now).ofPerson({ personId, workshopId }, 0, Number.MAX_SAFE_INTEGER),
    attempts: await sqlAttemptStore(store).ofPerson(personId),
    answers,
    reviewsOfThem: ofThem.map(({ reviewerId: _reviewer, ...review }) => review),
    reviewsByThem: byThem.map(({ at, lesson, exercise, decision, comment }) => ({
      at,
      lesson,
      exercise,
      decision,
      comment,
    })),
    judgedAgain: await sqlRegradeStore(store).exportPerson(personId),
    badges: await sqlBadgeStore(store).ofPerson(personId),
    lessonPlaces: await sqlLessonPlaces(store).ofPerson(personId),
    frontEnd: await sqlFrontEndStore(store).exportPerson(personId),
    workedTogether: await exportPairs(store.tables<SurgeryTables>(), personId),
  };
}

/** What points to somebody else, wherever it stands: their id, and the name of their folder. */
function withoutOthers<T>(value: T, others: readonly Person[]): T {
  const marks = others.flatMap(({ personId, home }) => [personId, home]);
  const text = marks.reduce((all, mark) => all.replaceAll(mark, "somebody-else"), JSON.stringify(value));
  return JSON.parse(text) as T;
}
