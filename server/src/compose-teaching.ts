/** Everything that teaches: lessons and those in the making, checks, reviews, the guide and progress. Part of `compose.ts`. */
import type { Glossary, Visitor } from "@data-surgery/contract";
import type { Logger } from "pino";
import { join } from "node:path";
import type { Ground, Notebooks, People } from "./compose.js";
import { ownWork } from "./compose-own-work.js";
import {
  AuthorLessons,
  AuthorPreviews,
  authorRoutes,
  AuthorShelf,
  brokenText,
  commonTroubles,
  createGrading,
  createLessonGuide,
  createLessonWork,
  createLessonCopies,
  createRegrades,
  createReviews,
  createLessonUpdates,
  gradingRoutes,
  guideRoutes,
  lessonWorkRoutes,
  openCheckBench,
  readCatalogue,
  regradeRoutes,
  reviewRoutes,
  readGlossary,
  sqlAttemptStore,
  sqlRegradeStore,
  sqlReviewStore,
  type Regrades,
  type Reviews,
  sqlLessonPlaces,
  sqlLessonVersions,
  sqlTriesReader,
  type Grading,
  type LessonGuide,
  type LessonGuideOptions,
  type LessonUpdates,
  type LessonWorks,
} from "./grading/index.js";
import type { AnyRoute, RenderPage } from "./http/index.js";
import {
  badgeRoutes,
  createBadges,
  createBoardFeed,
  createProgress,
  exportRoutes,
  issuerKeyIn,
  myProgressRoutes,
  progressRoutes,
  readPathway,
  sqlBadgeStore,
  type Badges,
  type Progress,
} from "./progress/index.js";
import type { Identity } from "./identity/index.js";
import { installedPacks } from "./installed-packs.js";
import type { DocumentHistory, Rooms } from "./rooms/index.js";

/** What this server signs badges with; kernels never see it. */
export const badgeKeyFile = "badge-key.json";

export interface Teaching {
  readonly grading: Grading;
  readonly lessonWork: LessonWorks;
  readonly progress: Progress;
  readonly badges: Badges;
  readonly reviews: Reviews;
  readonly regrades: Regrades;
  readonly guide: LessonGuide;
  readonly updates: LessonUpdates;
  readonly glossary: Glossary;
  readonly authoring: AuthorLessons;
  readonly broken: readonly string[];
}

/** Lessons, checks and progress. */
export async function openTeaching(
  ground: Ground,
  { contents, rooms, history, bell }: Notebooks,
  { identity }: People,
): Promise<Teaching> {
  const { config, log, folder, store, sandbox, opening } = ground;
  const shelf = new AuthorShelf(folder.folder("published"));
  const { notebooks: sources, curricula } = config.paths;
  const shipped = await readCatalogue({ notebooks: sources, curricula, published: () => shelf.newest() });
  const previews = opening.use(
    new AuthorPreviews(shipped, contents, (error) => log.warn({ err: error }, "a preview of a lesson")),
  );
  await previews.sweep();
  const { catalogue } = previews;
  const progress = createProgress({
    store,
    lessons: catalogue,
    troubles: (workshopId) => commonTroubles(store, workshopId),
    people: {
      learners: async (workshopId) => (await identity.people(workshopId)).filter((person) => person.role === "learner"),
    },
  });
  bell.ring = async ({ personId, workshopId, path, hand }) => {
    const place = hand === null ? {} : { place: { notebook: path, cellId: hand.cellId, label: hand.label } };
    const status = hand === null ? "fine" : "help";
    await progress.record({ personId, workshopId }, { type: "help-changed", status, ...place });
  };
  const bench = opening.use(
    openCheckBench({
      runner: config.paths.runner,
      runnerFlags: config.paths.runnerFlags,
      nodeModules: config.paths.nodeModules,
      visible: config.paths.visible,
      packs: installedPacks(folder),
      sandbox,
      onError: (error) => log.error({ err: error }, "check runner"),
    }),
  );
  const copies = createLessonCopies(catalogue, contents);
  const live = liveNotebooks(rooms, history);
  const grading = createGrading({
    catalogue,
    copies,
    notebooks: live,
    files: contents,
    attempts: sqlAttemptStore(store),
    progress,
    bench,
    log,
  });
  const reviews = createReviews({
    store: sqlReviewStore(store),
    catalogue,
    progress,
    names: async (workshopId) =>
      new Map((await identity.people(workshopId)).map(({ personId, name }) => [personId, name])),
  });
  const regrades = opening.use(
    createRegrades({
      store: sqlRegradeStore(store),
      catalogue: shipped,
      progress,
      bench,
      quiet: () => grading.quiet(),
      onError: (error) => log.error({ err: error }, "looking at attempts again"),
    }),
  );
  await regrades.resume();
  const lessonWork = createLessonWork({ catalogue, progress, tries: sqlTriesReader(store), reviews });
  const versions = sqlLessonVersions(store);
  await versions.keepAll(shipped);
  const updates = createLessonUpdates({ catalogue, versions, live, progress });
  const guide = createLessonGuide({
    catalogue,
    copies,
    versions,
    places: sqlLessonPlaces(store),
    updates,
    progress,
    live,
  });
  const badges = createBadges({
    store: sqlBadgeStore(store),
    openKey: issuerKeyIn(folder.file(badgeKeyFile)),
    pathway: await readPathway(join(curricula, "pathway.json")),
    lessons: catalogue,
    learning: (visitor) => progress.learning(visitor),
    work: ownWork({ grading, notebooks: rooms }),
    issuerName: "Open data workshop (Data Surgery)",
  });
  const glossary = await readGlossary(config.paths.curricula);
  const authoring = new AuthorLessons({
    catalogue: shipped,
    shelf,
    previews,
    copies,
    files: contents,
    notebooks: live,
    bench,
    keepVersions: () => versions.keepAll(shipped),
  });
  return {
    grading,
    lessonWork,
    progress,
    badges,
    reviews,
    regrades,
    guide,
    updates,
    glossary,
    authoring,
    broken: catalogue.broken.map(brokenText),
  };
}

/** What the guide does to notebooks, as their owner, in their rooms. */
function liveNotebooks(rooms: Rooms, history: DocumentHistory): LessonGuideOptions["live"] {
  const documentFor = async (visitor: Visitor, path: string): Promise<string> => {
    const { record } = await rooms.session(path, "notebook");
    const needs = { role: "edit", wanted: "bring another version of it in" } as const;
    return (await rooms.rights.documentFor(record.id, visitor, needs)).id;
  };
  return {
    read: (path) => rooms.readNotebook(path),
    rewrite: async (visitor, path, change) => history.rewrite(await documentFor(visitor, path), visitor, change),
    merge: async (visitor, path, request) => history.merge(await documentFor(visitor, path), request, visitor),
  };
}

export interface TeachingDoors {
  readonly renderPage: RenderPage;
  readonly log: Logger;
  readonly identity: Identity;
  /** The check of a badge that stands in one file. */
  readonly offlineScript: () => Promise<string>;
  /** The address that other machines use, from the one that a request came by. */
  readonly shareOrigin: (origin: string) => string;
}

export function teachingRoutes(teaching: Teaching, doors: TeachingDoors): AnyRoute[] {
  const { renderPage, log, identity, offlineScript, shareOrigin } = doors;
  const { grading, lessonWork, progress, badges, reviews, regrades, authoring } = teaching;
  const names = (workshopId: string): ReturnType<Reviews["names"]> => reviews.names(workshopId);
  return [
    ...gradingRoutes(grading),
    ...reviewRoutes({ reviews, renderPage }),
    ...regradeRoutes({ regrades, titles: reviews.titles, names, renderPage }),
    ...guideRoutes(teaching),
    ...lessonWorkRoutes(lessonWork),
    ...authorRoutes({
      lessons: authoring,
      onError: (error) => log.error({ err: error }, "a lesson that is being written"),
    }),
    ...progressRoutes({
      progress,
      feed: createBoardFeed({ progress, onError: (error) => log.error({ err: error }, "board") }),
    }),
    ...exportRoutes({
      progress,
      lessons: { list: () => grading.lessons() },
      names: async (workshopId) =>
        new Map((await identity.people(workshopId)).map(({ personId, name }) => [personId, name])),
      shareOrigin,
    }),
    ...myProgressRoutes({ progress, badges, renderPage, person: (personId) => identity.person(personId) }),
    ...badgeRoutes({ badges, renderPage, offlineScript }),
  ];
}
