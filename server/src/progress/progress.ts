/**
 * Progress of a workshop, kept in memory as the projection of its events and brought up to date by each new one. What is
 * asked twice is not read twice; what is on the disk is always the truth.
 */
import type {
  Board,
  ExerciseProgress,
  ExplainedLesson,
  LessonList,
  LessonSummary,
  MyProgress,
  ProgressEvent,
  ProgressFact,
} from "@data-surgery/contract";
import type { Store } from "../store/index.js";
import { AppError } from "@data-surgery/contract";
import { sqlEventLog, type AlsoWrite, type Who } from "./event-log.js";
import { explainLesson } from "./explain-lesson.js";
import type { RunActivity } from "./run-activity.js";
import { projectLearning, type Learning } from "./learning.js";
import { lessonInsights, type CommonTrouble, type LessonInsight } from "./lesson-insights.js";
import { applyProgress, exerciseProgress, noProgress, projectMine, type PersonProgress } from "./person-progress.js";
import type { AlertStore } from "./alert-store.js";
import { emptyBoardMemory, projectBoard, type BoardMemory, type BoardPerson } from "./project-board.js";

/** Who has joined a workshop; kept by the identity domain. */
export interface WorkshopPeople {
  /** Learners only: trainers have no row on the board. */
  learners(workshopId: string): Promise<readonly BoardPerson[]>;
}

/** Which lessons there are; kept by the grading domain. */
export interface LessonDirectory {
  list(): LessonList;
  /** Also one that stands in no list, as a preview does. */
  find?(id: string): LessonSummary | undefined;
}

export interface Progress {
  /** Durable when it resolves. `also` is written in the same transaction. */
  record(who: Who, fact: ProgressFact, also?: AlsoWrite): Promise<ProgressEvent>;
  exercise(who: Who, lesson: string, exercise: string): Promise<ExerciseProgress>;
  mine(who: Who): Promise<MyProgress>;
  /** Why each exercise of a lesson is what it is, read from the log anew. @throws AppError `lessons.not-found` */
  explain(who: Who, lesson: string): Promise<ExplainedLesson>;
  /** By lesson and skill, each with what shows it. */
  learning(who: Who): Promise<Learning>;
  /** How the lessons go for the learners of a workshop, exactly: who reads it decides what may be told. */
  insights(workshopId: string): Promise<readonly LessonInsight[]>;
  board(workshopId: string): Promise<Board>;
  /** Everything that happened in a workshop, oldest first. */
  ofWorkshop(workshopId: string): Promise<readonly ProgressEvent[]>;
  /** Own events numbered higher than `after`, oldest first. */
  eventsAfter(who: Who, after: number): Promise<readonly ProgressEvent[]>;
  /** Hears of each event of a workshop once it is durable. */
  onEvent(workshopId: string, listener: (event: ProgressEvent) => void): Disposable;
  /** Everything that is kept about somebody here. */
  exportPerson(who: Who): Promise<readonly ProgressEvent[]>;
  erasePerson(who: Who): Promise<void>;
}

export interface ProgressOptions {
  readonly store: Store;
  readonly people: WorkshopPeople;
  readonly lessons: LessonDirectory;
  /** What people of a workshop run into first; kept by the grading domain. */
  readonly troubles?: (workshopId: string) => Promise<readonly CommonTrouble[]>;
  /** What trainers set aside on the board. */
  readonly alerts?: Pick<AlertStore, "aside">;
  /** What running cells tells of people. */
  readonly activity?: Pick<RunActivity, "of">;
  readonly clock?: () => number;
  /** Where the people are: days are counted there. */
  readonly zone?: string;
}

/** A page that was away for longer starts from the projection again. */
const mostReplayed = 1000;

type WorkshopProgress = Map<string, PersonProgress>;

export function createProgress({
  store,
  people,
  lessons,
  troubles,
  alerts,
  activity,
  clock = Date.now,
  zone = Intl.DateTimeFormat().resolvedOptions().timeZone,
}: ProgressOptions): Progress {
  const log = sqlEventLog(store, clock);
  const workshops = new Map<string, Promise<WorkshopProgress>>();
  const boards = new Map<string, BoardMemory>();
  const listeners = new Map<string, Set<(event: ProgressEvent) => void>>();

  const load = async (workshopId: string): Promise<WorkshopProgress> => {
    const all: WorkshopProgress = new Map();
    for (const event of await log.ofWorkshop(workshopId)) apply(all, event);
    return all;
  };
  const workshop = (workshopId: string): Promise<WorkshopProgress> => {
    const known = workshops.get(workshopId);
    if (known !== undefined) return known;
    const loading = load(workshopId);
    workshops.set(workshopId, loading);
    // A failed reading must not stay: the next one may succeed.
    loading.catch(() => workshops.delete(workshopId));
    return loading;
  };
  const person = async ({ personId, workshopId }: Who): Promise<PersonProgress> =>
    (await workshop(workshopId)).get(personId) ?? noProgress;

  return {
    record: async ({ personId, workshopId }, fact, also) => {
      // Loaded before, so that the new event is applied once and not also read.
      const all = await workshop(workshopId);
      const event = await log.append({ personId, workshopId }, fact, also);
      apply(all, event);
      for (const listener of listeners.get(workshopId) ?? []) listener(event);
      return event;
    },
    exercise: async (who, lesson, exercise) => exerciseProgress(await person(who), lesson, exercise),
    mine: async (who) => projectMine(await person(who), lessons.list()),
    explain: async (who, lesson) => {
      const about = lessons.find?.(lesson) ?? lessons.list().find(({ id }) => id === lesson);
      if (about === undefined) throw new AppError("lessons.not-found", { lesson });
      return explainLesson(await log.ofPerson(who, 0, Number.MAX_SAFE_INTEGER), about, zone);
    },
    learning: async (who) => projectLearning(await person(who), lessons.list()),
    insights: async (workshopId) => {
      const [all, here, met] = await Promise.all([
        workshop(workshopId),
        people.learners(workshopId),
        troubles?.(workshopId) ?? [],
      ]);
      const progress = here.map(({ personId }) => all.get(personId) ?? noProgress);
      return lessonInsights({ at: clock(), progress, lessons: lessons.list(), troubles: met });
    },
    ofWorkshop: (workshopId) => log.ofWorkshop(workshopId),
    board: async (workshopId) => {
      const [progress, here, aside] = await Promise.all([
        workshop(workshopId),
        people.learners(workshopId),
        alerts?.aside(workshopId) ?? new Map<string, Set<string>>(),
      ]);
      const activityOf = activity === undefined ? {} : { activityOf: (personId: string) => activity.of(personId) };
      const memory = boards.get(workshopId) ?? emptyBoardMemory();
      boards.set(workshopId, memory);
      return projectBoard(
        { at: clock(), people: here, progress, lessons: lessons.list(), aside, ...activityOf },
        memory,
      );
    },
    eventsAfter: (who, after) => log.ofPerson(who, after, mostReplayed),
    onEvent: (workshopId, listener) => {
      const hearing = listeners.get(workshopId) ?? new Set();
      listeners.set(workshopId, hearing.add(listener));
      return {
        [Symbol.dispose]: () => {
          hearing.delete(listener);
          if (hearing.size === 0 && listeners.get(workshopId) === hearing) listeners.delete(workshopId);
        },
      };
    },
    exportPerson: (who) => log.ofPerson(who, 0, Number.MAX_SAFE_INTEGER),
    erasePerson: async ({ personId, workshopId }) => {
      await log.erase(personId);
      (await workshop(workshopId)).delete(personId);
    },
  };
}

function apply(all: WorkshopProgress, event: ProgressEvent): void {
  all.set(event.personId, applyProgress(all.get(event.personId) ?? noProgress, event));
}
