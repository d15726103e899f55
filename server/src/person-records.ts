/** Everything that is kept about somebody whom the notebooks know, joined from the domains. */
import { sqlAttemptStore, sqlLessonPlaces, sqlRegradeStore, sqlReviewStore } from "./grading/index.js";
import type { Identity, Person } from "./identity/index.js";
import { sqlFrontEndStore } from "./jupyter/index.js";
import { sqlAlertStore, sqlBadgeStore, sqlEventLog } from "./progress/index.js";
import { exportPerson as exportFromRooms, type Rooms, type VersionStore } from "./rooms/index.js";
import { exportPublishing, type PublishingExport } from "./publishing/index.js";
import type { Store } from "./store/index.js";
import { createVenuePeople, exportPairs, type SurgeryTables } from "./surgeries/index.js";
import { createPushes, sqlHelpStore } from "./workshops/index.js";

export const aboutExport =
  "Everything that Data Surgery keeps about one person. Times are milliseconds since 1970, UTC.";

export interface RecordSources {
  readonly store: Store;
  readonly identity: Identity;
  readonly rooms: Rooms;
  readonly versions: VersionStore;
}

export async function everythingAbout(
  { store, identity, rooms, versions }: RecordSources,
  person: Person,
): Promise<object> {
  const { personId, ...shown } = person;
  const identified = await identity.exportPerson(personId);
  return {
    about: aboutExport,
    exportedAt: Date.now(),
    person: { id: personId, ...shown },
    signedIn: identified?.sessions ?? [],
    ...(await recordsOf(store, person)),
    workedTogether: await exportPairs(store.tables<SurgeryTables>(), personId),
    organises: await createVenuePeople(store).exportPerson(personId),
    work: await exportFromRooms({ store, rooms, versions }, person),
  };
}

/** As each domain keeps them; here they are only counted and written out. */
export interface PersonRecords {
  readonly progress: readonly unknown[];
  readonly attempts: readonly unknown[];
  readonly answers: unknown;
  readonly reviewsOfThem: readonly unknown[];
  readonly reviewsByThem: readonly unknown[];
  readonly judgedAgain: unknown;
  readonly badges: readonly unknown[];
  readonly help: unknown;
  readonly sentByHelpers: unknown;
  readonly alertsSeen: unknown;
  readonly lessonPlaces: unknown;
  readonly publishing: PublishingExport;
  readonly frontEnd: { readonly settings: readonly unknown[]; readonly workspaces: readonly unknown[] };
}

/** All but the documents. */
export async function recordsOf(store: Store, { personId, workshopId }: Person): Promise<PersonRecords> {
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
    help: await sqlHelpStore(store).exportPerson(personId),
    sentByHelpers: await createPushes({ store, nameOf: () => Promise.resolve(undefined) }).exportPerson(personId),
    alertsSeen: await sqlAlertStore(store).ofPerson(personId),
    lessonPlaces: await sqlLessonPlaces(store).ofPerson(personId),
    publishing: await exportPublishing(store, personId),
    frontEnd: await sqlFrontEndStore(store).exportPerson(personId),
  };
}

/** What points to somebody else, wherever it stands: their id, and the name of their folder. */
export function withoutOthers<T>(value: T, others: readonly Person[]): T {
  const marks = others.flatMap(({ personId, home }) => [personId, home]);
  const text = marks.reduce((all, mark) => all.replaceAll(mark, "somebody-else"), JSON.stringify(value));
  return JSON.parse(text) as T;
}
