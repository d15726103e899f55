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
  sqlAlertStore,
  sqlBadgeStore,
  type AlertStore,
  type Badges,
  type BoardFeed,
  type Progress,
} from "./progress/index.js";
import type { Identity } from "./identity/index.js";
import { installedPacks } from "./installed-packs.js";
import type { DocumentHistory, Rooms } from "./rooms/index.js";
import { createPushes, HelpQueue, sqlHelpStore, type Pushes } from "./workshops/index.js";

/** What this server signs badges with; kernels never see it. */
export const badgeKeyFile = "badge-key.json";

export interface Teaching {
  readonly grading: Grading;
  readonly lessonWork: LessonWorks;
  readonly progress: Progress;
  readonly alerts: AlertStore;
  readonly feed: BoardFeed;
  readonly help: HelpQueue;
  readonly pushes: Pushes;
  readonly badges: Badges;
  readonly reviews: Reviews;
  readonly regrades: Regrades;
  readonly guide: LessonGuide;
  readonly updates: LessonUpdates;
  readonly glossary: Glossary;
  readonly authoring: AuthorLessons;
  readonly curricula: readonly { readonly id: string; readonly title: string }[];
  readonly broken: readonly string[];
}

/** Lessons, checks and progress. */
export async function openTeaching(
  ground: Ground,
  { contents, rooms, history, bell, activity }: Notebooks,
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
  const alerts = sqlAlertStore(store);
  const progress = createProgress({
    store,
    alerts,
    activity,
    lessons: catalogue,
    troubles: (workshopId) => commonTroubles(store, workshopId),
    people: {
      learners: async (workshopId) => (await identity.people(workshopId)).filter((person) => person.role === "learner"),
    },
  });
  const feed = createBoardFeed({ progress, onError: (error) => log.error({ err: error }, "board") });
  const nameOf = async (personId: string): Promise<string | undefined> => (await identity.person(personId))?.name;
  const help = opening.use(
    new HelpQueue({
      store: sqlHelpStore(store),
      nameOf,
      record: (who, fact, also) => progress.record(who, fact, also),
      lowerHand: (notebook, personId) => rooms.lowerHand(notebook, personId),
      onError: (error) => log.error({ err: error }, "help queue"),
    }),
  );
  const pushes = createPushes({ store, nameOf });
  for (const news of [help, pushes]) opening.use(news.onChange((workshopId) => feed.changed(workshopId)));
  bell.ring = async ({ personId, workshopId, path, hand }) => {
    const who = { personId, workshopId };
    if (hand !== null) return help.signal(who, "help", { notebook: path, cellId: hand.cellId, label: hand.label });
    // A helper has answered, or somebody says themselves how they are: the hand only follows.
    if ((await progress.mine(who)).help === "help") await help.signal(who, "fine");
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
    alerts,
    feed,
    help,
    pushes,
    badges,
    reviews,
    regrades,
    guide,
    updates,
    glossary,
    authoring,
    curricula: catalogue.curricula,
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
  const { grading, lessonWork, progress, alerts, feed, help, pushes, badges, reviews, regrades, authoring } = teaching;
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
      feed,
      alerts,
      signal: (visitor, status) => help.signal(visitor, status),
      ownNews: ({ personId }, tell) => {
        const hearing = new DisposableStack();
        for (const [type, news] of [["help", help] as const, ["push", pushes] as const]) {
          hearing.use(news.onChange((_workshopId, people) => people.has(personId) && tell(type)));
        }
        return hearing;
      },
      watching: ({ workshopId, personId }) => help.present(workshopId, personId),
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
