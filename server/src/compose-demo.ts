/**
 * For `npm run demo`: a data folder with an invented city in it, made once. Records of real people and an invented city never get
 * into one folder: it is made in a new one only, and no e-mail leaves a server that runs on it.
 */
import { existsSync } from "node:fs";
import { defaultCurriculum, migrations } from "./compose.js";
import { fillBoard } from "./demo-board.js";
import type { ServerConfig } from "./config.js";
import { DataFolderError, openDataFolder } from "./data-folder.js";
import { createIdentity, type Identity } from "./identity/index.js";
import { openInstanceName } from "./instance-name.js";
import { isInvented, markAsInvented } from "./invented-data.js";
import { openStore } from "./store/index.js";
import { citySizes, planCity, writeCity } from "./surgeries/index.js";
import { createWorkshops } from "./workshops/index.js";

export type DemoSize = keyof typeof citySizes;

export interface Demo {
  /** With it the organiser of all invented venues comes in, at `/resume`. */
  readonly organiserCode: string;
  /** False when the folder had its city already. */
  readonly fresh: boolean;
}

export interface DemoOptions {
  readonly size: DemoSize;
  readonly seed: number;
  /** The invented year ends here. */
  readonly now: number;
}

/** Settings with which nothing invented reaches a database or a mail server that somebody uses. */
export function demoEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, SURGERY_SMTP: _smtp, SURGERY_MAIL_FROM: _from, ...rest } = env;
  return rest;
}

/** @throws DataFolderError when the folder holds other records, or a server runs on it */
export async function openDemo(config: ServerConfig, { size, seed, now }: DemoOptions): Promise<Demo> {
  const { dataDir, store: location } = config;
  if (location.type !== "sqlite") throw new DataFolderError("The demo keeps its records in a folder of its own only.");
  if (existsSync(location.file) && !isInvented(dataDir)) {
    throw new DataFolderError(
      `“${dataDir}” holds the records of a workshop. Invented ones are never mixed with them: name another folder with --data.`,
    );
  }
  using folder = openDataFolder(dataDir, config.paths.nodeModules);
  markAsInvented(dataDir);
  const store = await openStore(location, migrations);
  try {
    const workshops = createWorkshops(store);
    const workshop = await workshops.openDefault(defaultCurriculum);
    const instance = openInstanceName(folder.file("instance"));
    const identity = createIdentity({ store, workshops, instance, secure: false });
    const known = await organiserOf(identity, workshop.id);
    const organiser = known ?? (await addOrganiser(identity, workshop.id));
    if (known === undefined) {
      await writeCity(store, planCity({ ...citySizes[size], seed, now }), [organiser]);
      await fillBoard({ config, store, workshops, workshop, instance, now, seed });
    }
    return { organiserCode: await identity.issueResumeCode(organiser), fresh: known === undefined };
  } finally {
    await store.close();
  }
}

/** The first trainer of an invented workshop. */
async function organiserOf(identity: Identity, workshopId: string): Promise<string | undefined> {
  return (await identity.people(workshopId)).find(({ role }) => role === "trainer")?.personId;
}

async function addOrganiser(identity: Identity, workshopId: string): Promise<string> {
  const token = await identity.createTrainerLink(workshopId);
  const { visitor } = await identity.useTrainerLink(token, { address: "127.0.0.1", cookieHeader: undefined });
  return visitor.personId;
}
