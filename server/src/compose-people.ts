/**
 * For `surgery person`: what is kept about somebody, taken out whole or erased, while no server runs on the same data folder.
 * Each domain knows its own part; only here they are joined. A new table with something personal in it belongs into both lists.
 */
import { AppError, type Role } from "@data-surgery/contract";
import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { migrations } from "./compose.js";
import type { ServerConfig } from "./config.js";
import { openDataFolder } from "./data-folder.js";
import { createIdentity, type Person } from "./identity/index.js";
import { fileContents } from "./jupyter/index.js";
import { personFiles } from "./person-files.js";
import { eraseContact, eraseFromNotebooks, type Erased, type ErasingHouse } from "./person-erasure.js";
import { aboutExport, everythingAbout, withoutOthers } from "./person-records.js";
import {
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
import { createSignUps, createSurgeries, slugOf, type Contact, type SignUps } from "./surgeries/index.js";
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

export interface PersonErased extends Erased {
  readonly name: string;
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
  const found = await named(house, who);
  const { persons, contacts } = await allOf(house, found);
  const folder = out("contactId" in found ? slugOf(found.name, "person") : found.home);
  if (existsSync(folder) && (await readdir(folder)).length > 0) throw new AppError("people.folder-taken", { folder });
  const everybody = await house.identity.everybody();
  const surgeries = await Promise.all(contacts.map(({ contactId }) => house.signUps.exportContact(contactId)));
  const taken: { person: Person; kept: object }[] = [];
  for (const person of persons) {
    const others = everybody.filter(({ personId }) => !persons.some((one) => one.personId === personId));
    taken.push({ person, kept: withoutOthers(await everythingAbout(house, person), others) });
  }
  // Writes what the files don't have yet, before they are copied.
  await house.rooms.close();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (taken.length === 0) {
    // Who only signed up for a surgery has no files.
    await writeJson(folder, { about: aboutExport, exportedAt: Date.now(), ...surgeries[0] });
    return { name: found.name, folder, files: 0, skipped: [] };
  }
  const counted = { files: 0, skipped: [] as string[] };
  for (const [at, { person, kept }] of taken.entries()) {
    // Somebody who joined twice is known twice to the notebooks: each has a folder of its own.
    const place = at === 0 ? folder : join(folder, person.home);
    await mkdir(place, { recursive: true, mode: 0o700 });
    await writeJson(place, at === 0 ? { ...kept, surgeries } : kept);
    const { files, skipped } = await personFiles(house.folder, person.home).copyTo(place);
    counted.files += files;
    counted.skipped.push(...skipped);
  }
  await writeFile(join(folder, "README.txt"), readme, { mode: 0o600 });
  return { name: found.name, folder, ...counted };
}

async function writeJson(folder: string, kept: object): Promise<void> {
  await writeFile(join(folder, "person.json"), `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
}

const readme = `This folder holds everything that a Data Surgery workshop kept about one person.

files        their notebooks and data, as they left them
checkpoints  earlier copies of notebooks that JupyterLab kept, if there are any
person.json  all else: name, progress, checks, answers and their reviews, badges, settings, chat lines,
             every kept version of each of their notebooks, and what surgeries know of them
`;

/**
 * Stopped in the middle, it goes on when it is given again: who somebody is goes last.
 * @throws AppError `people.*`, `store.*`; DataFolderError while a server runs, or when files can't be removed
 */
export async function erasePerson(config: ServerConfig, who: string): Promise<PersonErased> {
  await using opening = new AsyncDisposableStack();
  const house = await openHouse(config, opening);
  const found = await named(house, who);
  const { persons, contacts } = await allOf(house, found);
  const done: Erased[] = [];
  // A killed server leaves kernels, which would go on writing into the folder.
  createProcessRecords(house.folder.folder("running")).endLeft();
  const fromSurgeries = async (): Promise<void> => {
    for (const contact of contacts) done.push(await eraseContact(house.signUps, contact));
  };
  // The name that was given goes last, so that the command can be given again by it.
  if (!("contactId" in found)) await fromSurgeries();
  for (const person of persons) done.push(await eraseFromNotebooks(house, person));
  if ("contactId" in found) await fromSurgeries();
  await house.rooms.close();
  await house.store.reclaim();
  return {
    name: found.name,
    erased: done.flatMap(({ erased }) => erased),
    stays: done.flatMap(({ stays }) => stays),
  };
}

/** Whoever is known both to the surgeries and to the notebooks is one person: both go, and both are taken out. */
async function allOf(
  { identity, signUps }: House,
  found: Person | Contact,
): Promise<{ readonly persons: readonly Person[]; readonly contacts: readonly Contact[] }> {
  const own = "contactId" in found ? await signUps.personsOf(found.contactId) : [found.personId];
  const joined = await Promise.all(own.map((id) => signUps.contactsOf(id)));
  const contacts = new Map(
    [...("contactId" in found ? [found] : []), ...joined.flat()].map((one) => [one.contactId, one]),
  );
  const ids = new Set(own);
  for (const contactId of contacts.keys()) for (const id of await signUps.personsOf(contactId)) ids.add(id);
  const persons = await Promise.all([...ids].map((id) => identity.person(id)));
  return { persons: persons.filter((one) => one !== undefined), contacts: [...contacts.values()] };
}

interface House extends ErasingHouse {
  readonly signUps: SignUps;
  readonly versions: VersionStore;
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
