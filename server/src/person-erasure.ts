/**
 * Somebody erased, part by part: from the notebooks, and from the surgeries. Each domain knows its own part; only here they are
 * joined. A new table with something personal in it belongs here and into `person-records.ts`.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { DataFolder } from "./data-folder.js";
import { sqlAttemptStore, sqlLessonPlaces } from "./grading/index.js";
import type { Identity, Person } from "./identity/index.js";
import { sqlFrontEndStore } from "./jupyter/index.js";
import { personFiles } from "./person-files.js";
import { publishingFolders } from "./compose-publishing.js";
import { recordsOf } from "./person-records.js";
import { sqlAlertStore, sqlBadgeStore, sqlEventLog } from "./progress/index.js";
import { erasePublishing } from "./publishing/index.js";
import { erasePerson as eraseFromRooms, type OutputShelf, type Rooms } from "./rooms/index.js";
import type { Store } from "./store/index.js";
import {
  createVenuePeople,
  erasePairs,
  unlinkPerson,
  type Contact,
  type SignUps,
  type SurgeryTables,
} from "./surgeries/index.js";
import { createPushes, sqlHelpStore } from "./workshops/index.js";

export interface Erased {
  readonly erased: readonly Counted[];
  /** What others need to go on, and why it stays. */
  readonly stays: readonly Counted[];
}

export interface Counted {
  readonly what: string;
  readonly count: number;
}

export interface ErasingHouse {
  readonly folder: DataFolder;
  readonly store: Store;
  readonly identity: Identity;
  readonly rooms: Rooms;
  readonly shelf: (documentId: string) => OutputShelf;
}

/**
 * Needs a house in which the person can't be: no server, or one whose doors are not open yet. The store should be `reclaim`ed
 * afterwards. @throws DataFolderError when files can't be removed
 */
export async function eraseFromNotebooks(house: ErasingHouse, person: Person): Promise<Erased> {
  const { store, folder, identity, rooms, shelf } = house;
  const { personId, home } = person;
  const before = await recordsOf(store, person);
  const said = await rooms.exportPerson(personId);
  const documents = await eraseFromRooms({ store, rooms, shelf }, person);
  const [attempts, frontEnd, events] = [sqlAttemptStore(store), sqlFrontEndStore(store), sqlEventLog(store, Date.now)];
  await attempts.erase(personId);
  const checkedThere = await attempts.eraseHome(home);
  await sqlBadgeStore(store).erase(personId);
  await sqlLessonPlaces(store).erase(personId);
  await sqlAlertStore(store).erase(personId);
  const calls = await sqlHelpStore(store).erase(personId);
  await sqlHelpStore(store).erasePlaces(home);
  const pushed = await createPushes({ store, nameOf: () => Promise.resolve(undefined) }).erase(personId);
  await frontEnd.erase(personId);
  const layouts = await frontEnd.eraseHome(home);
  await events.erase(personId);
  await events.erasePlaces(home);
  await erasePairs(store.tables<SurgeryTables>(), personId);
  await unlinkPerson(store.tables<SurgeryTables>(), personId);
  const published = await erasePublishing(store, personId);
  for (const id of published.drafts)
    await rm(join(folder.file(publishingFolders.drafts), id), { recursive: true, force: true });
  const files = await personFiles(folder, home).remove();
  // Parts of files on their way in: whose they are is known only to a server that runs, and none does.
  await rm(folder.file("uploads"), { recursive: true, force: true });
  const left = await createVenuePeople(store).forget(personId);
  await identity.erasePerson(personId);
  return {
    erased: counted([
      ["name, with resume code and signed-in devices", 1],
      ["files and copies of files", files],
      ["documents with all their history", documents.removed],
      ["checks and answers handed in", before.attempts.length],
      ["checks that others made of their notebooks", checkedThere],
      ["reviews of their answers", before.reviewsOfThem.length],
      ["badges", before.badges.length],
      ["steps of their progress", before.progress.length],
      ["calls for help", calls],
      ["hints and cells that helpers sent to them", pushed],
      ["chat lines", said.messages.length],
      ["suggestions in notebooks", said.suggestions.length],
      ["settings and page layouts", before.frontEnd.settings.length + before.frontEnd.workspaces.length],
      ["data sets that they prepared or kept: where reminders went, and copies of files", published.drafts.length],
      ["page layouts of others that named their folder", layouts],
    ]),
    stays: counted([
      ...left.map((venue) => [`the place ${venue}, which nobody organises now`, 1] as const),
      ["open data that they published: it is public, and looks for a keeper now", published.keeperless],
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

export async function eraseContact(signUps: SignUps, { contactId }: Contact): Promise<Erased> {
  const kept = await signUps.exportContact(contactId);
  await signUps.eraseContact(contactId);
  return {
    erased: counted([
      ["name, e-mail address and group, as given for surgeries", 1],
      ["places and what they wrote for them", kept.signUps.length],
      ["outcome cards and stories: their words", kept.outcomeCards.length],
      ["what they agreed to or refused", kept.consents.length],
      ["words about what came of it", kept.followUps.filter(({ words }) => words !== "").length],
      ["e-mails that were kept here", kept.letters.length],
    ]),
    stays: counted([
      [
        "that somebody came, sat down, and answered: counted in figures, and nobody's any more",
        kept.attendances.length + kept.sittings.length + kept.confidence.length,
      ],
    ]),
  };
}

const counted = (rows: readonly (readonly [string, number])[]): Counted[] =>
  rows.filter(([, count]) => count > 0).map(([what, count]) => ({ what, count }));
