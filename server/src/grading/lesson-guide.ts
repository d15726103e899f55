/** What stands beside a lesson: what it is for, its course, where one stopped, what is newer; and the way home and back. */
import {
  AppError,
  isDone,
  type BringBackReply,
  type CourseLesson,
  type LessonGuide as GuideReply,
  type MergeReply,
  type MergeRequest,
  type PlaceRequest,
  type Visitor,
} from "@data-surgery/contract";
import { renderNotebook } from "@data-surgery/jupyter";
import type { Progress } from "../progress/index.js";
import type { LessonCatalogue } from "./lesson-catalogue.js";
import type { LessonCopies } from "./lesson-copies.js";
import { ownCopy, releaseOf, type LessonUpdates, type LiveNotebooks } from "./lesson-merge.js";
import type { LessonPlace, LessonPlaces } from "./lesson-places.js";
import type { LessonVersions } from "./lesson-versions.js";
import { cleanBrought, readBrought, takeAway } from "./take-away.js";

export interface LessonGuideOptions {
  readonly catalogue: LessonCatalogue;
  readonly copies: LessonCopies;
  readonly versions: LessonVersions;
  readonly places: LessonPlaces;
  readonly updates: LessonUpdates;
  readonly progress: Pick<Progress, "mine" | "explain">;
  readonly live: LiveNotebooks & {
    /** Takes in a copy, cell by cell, with nothing taken away. */
    merge(visitor: Visitor, path: string, request: MergeRequest): Promise<MergeReply>;
  };
  readonly clock?: () => number;
}

export interface LessonGuide {
  of(visitor: Visitor, lesson: string, path: string): Promise<GuideReply>;
  putPlace(visitor: Visitor, lesson: string, request: PlaceRequest): Promise<void>;
  /** The file's text. */
  takeAway(visitor: Visitor, lesson: string, path: string): Promise<string>;
  bringBack(visitor: Visitor, notebook: unknown): Promise<BringBackReply>;
  exportPerson(personId: string): Promise<readonly (LessonPlace & { readonly lesson: string })[]>;
  erasePerson(personId: string): Promise<void>;
}

export function createLessonGuide(options: LessonGuideOptions): LessonGuide {
  const { catalogue, places, progress, live, clock = Date.now } = options;
  return {
    of: async (visitor, lesson, path) => {
      const { question, aims } = catalogue.get(lesson).lesson;
      const course = await courseOf(visitor, lesson, options);
      return { question, aims, ...course, ...(await ownPart(visitor, lesson, path, options)) };
    },
    putPlace: async (visitor, lesson, { path, cellId }) => {
      catalogue.get(lesson);
      ownCopy(visitor, path);
      await places.put(visitor.personId, lesson, { cellId, at: clock() });
    },
    takeAway: async (visitor, lesson, path) => {
      catalogue.get(lesson);
      const notebook = await live.read(ownCopy(visitor, path));
      releaseOf(notebook, lesson);
      const explained = await progress.explain(visitor, lesson);
      return renderNotebook(takeAway(notebook, { name: visitor.name, at: new Date(clock()), progress: explained }));
    },
    bringBack: (visitor, notebook) => bringBack(visitor, notebook, options),
    exportPerson: (personId) => places.ofPerson(personId),
    erasePerson: (personId) => places.erase(personId),
  };
}

async function courseOf(
  visitor: Visitor,
  lesson: string,
  { catalogue, progress }: LessonGuideOptions,
): Promise<Pick<GuideReply, "course">> {
  const course = catalogue.curricula.find(({ lessons }) => lessons.includes(lesson));
  if (course === undefined) return {};
  const { lessons: mine } = await progress.mine(visitor);
  const all = catalogue.list();
  const lessons = course.lessons.flatMap((id): CourseLesson[] => {
    const known = all.find((one) => one.id === id);
    if (known === undefined) return [];
    const exercises = mine.find((one) => one.lesson === id)?.exercises ?? [];
    const done = exercises.filter(({ state }) => isDone(state)).length;
    return [{ id, title: known.title, minutes: known.minutes, done, total: known.exercises.length }];
  });
  return { course: { title: course.title, lessons } };
}

/** Nothing, for somebody who looks at another's notebook. */
async function ownPart(
  visitor: Visitor,
  lesson: string,
  path: string,
  { places, updates }: LessonGuideOptions,
): Promise<Pick<GuideReply, "own" | "place" | "update">> {
  try {
    ownCopy(visitor, path);
  } catch (error) {
    if (error instanceof AppError && error.code === "identity.not-allowed") return { own: false };
    throw error;
  }
  const [place, update] = await Promise.all([
    places.find(visitor.personId, lesson),
    updates.look(visitor, lesson, path),
  ]);
  return {
    own: true,
    ...(place === undefined ? {} : { place }),
    ...(update.from === update.to ? {} : { update: { cells: update.changes.length } }),
  };
}

async function bringBack(visitor: Visitor, value: unknown, options: LessonGuideOptions): Promise<BringBackReply> {
  const { catalogue, copies, versions, live } = options;
  const { lesson, release, notebook } = readBrought(value);
  const { released, lesson: about } = catalogue.get(lesson);
  const path = await copies.open(visitor, lesson);
  const here = await live.read(path);
  const ours = releaseOf(here, lesson);
  const base = (ours === undefined ? undefined : await versions.find(lesson, ours)) ?? released;
  const from = release === undefined ? undefined : await versions.find(lesson, release);
  const copy = cleanBrought(notebook, from, base, here);
  const { cells, undo } = await live.merge(visitor, path, { base, copy, apply: true });
  return { lesson, path, title: about.title, cells, ...(undo === undefined ? {} : { undo }) };
}
