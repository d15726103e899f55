/**
 * How a lesson goes for those who take it, without names: who got how far, how long, with how many tries and hints, and where
 * people stop. Pure; the same progress and time give the same figures.
 */
import { isDone, type LessonSummary } from "@data-surgery/contract";
import { exerciseKey, stateOf, triesOf, type PersonProgress, type TriedExercise } from "./person-progress.js";

/** A count of few people may point at one of them: `undefined` is what is not told. */
export type Told = number | undefined;

export interface ExerciseInsight {
  readonly exercise: string;
  readonly title: string;
  readonly tried: Told;
  readonly done: Told;
  readonly sawSolution: Told;
  /** Of those who have not finished the lesson and have gone, how many touched this last. */
  readonly stopped: Told;
  /** Of those who tried it; the middle one, or the mean of the middle two. */
  readonly medianTries: Told;
  readonly medianHints: Told;
  /** Of those who have it done. */
  readonly medianMinutes: Told;
  /** What most first checks of those who did not pass at once came to; absent while there was none. */
  readonly firstTrouble?: "not-yet" | "could-not-run" | undefined;
  /** What most of them were told then, and how many; absent where nobody was, or where it is not told. */
  readonly commonTrouble?: { readonly words: string; readonly people: number } | undefined;
}

/** Kept by the grading domain. */
export interface CommonTrouble {
  readonly lesson: string;
  readonly exercise: string;
  readonly words: string;
  readonly people: number;
}

export interface LessonInsight {
  readonly lesson: string;
  readonly title: string;
  readonly started: Told;
  readonly done: Told;
  readonly medianMinutes: Told;
  readonly exercises: readonly ExerciseInsight[];
}

const minute = 60_000;
/** Who did nothing for so long has gone, at least for today. */
const gone = 45 * minute;
/** Figures of fewer people than this are for their trainer alone. */
export const fewest = 5;

export interface InsightInput {
  readonly at: number;
  readonly progress: readonly PersonProgress[];
  readonly lessons: readonly LessonSummary[];
  readonly troubles?: readonly CommonTrouble[];
}

export function lessonInsights({ at, progress, lessons, troubles = [] }: InsightInput): LessonInsight[] {
  return lessons.map((lesson) => {
    const started = progress.filter((one) => one.lessons.has(lesson.id));
    const finished = started.filter((one) => isFinished(one, lesson));
    const stops = started.filter((one) => !finished.includes(one) && at - one.lastAt >= gone);
    const stoppedAt = stops.map((one) => lastTouched(one, lesson.id));
    return {
      lesson: lesson.id,
      title: lesson.title,
      started: started.length,
      done: finished.length,
      medianMinutes: median(finished.map((one) => sum(ownExercises(one, lesson.id).map(({ workMs }) => workMs)))),
      exercises: lesson.exercises.map(({ id, title }) =>
        exerciseInsight(
          { exercise: id, title, stopped: stoppedAt.filter((exercise) => exercise === id).length },
          started.flatMap((one) => one.exercises.get(exerciseKey(lesson.id, id)) ?? []),
          troubles.find((one) => one.lesson === lesson.id && one.exercise === id),
        ),
      ),
    };
  });
}

function exerciseInsight(
  about: Pick<ExerciseInsight, "exercise" | "title" | "stopped">,
  all: readonly TriedExercise[],
  trouble: CommonTrouble | undefined,
): ExerciseInsight {
  const tried = all.filter((one) => triesOf(one) > 0);
  const done = all.filter((one) => isDone(stateOf(one)));
  const firstTrouble = mostCommon(all.flatMap((one) => firstTroubleOf(one) ?? []));
  return {
    ...about,
    tried: tried.length,
    done: done.length,
    sawSolution: all.filter(({ solutionSeen }) => solutionSeen).length,
    medianTries: median(tried.map(triesOf), 1),
    medianHints: median(
      tried.map(({ hints }) => hints.size),
      1,
    ),
    medianMinutes: median(done.map(({ workMs }) => workMs)),
    ...(firstTrouble === undefined ? {} : { firstTrouble }),
    ...(trouble === undefined ? {} : { commonTrouble: { words: trouble.words, people: trouble.people } }),
  };
}

/**
 * The same figures for somebody who is not the room's trainer: nothing that counts fewer than `smallest` people, and no part of
 * a whole when what is left over would count so few.
 */
export function hideSmallNumbers(insights: readonly LessonInsight[], smallest: number = fewest): LessonInsight[] {
  return insights.map((lesson) => {
    const whole = lesson.started ?? 0;
    const tell = (count: Told): Told => tellable(count, whole, smallest);
    return {
      ...lesson,
      started: whole >= smallest ? whole : undefined,
      done: tell(lesson.done),
      medianMinutes: enough(lesson.done, smallest) ? lesson.medianMinutes : undefined,
      exercises: lesson.exercises.map((one) => {
        const { firstTrouble, commonTrouble, ...figures } = one;
        const manyTried = enough(one.tried, smallest);
        return {
          ...figures,
          tried: tell(one.tried),
          done: tell(one.done),
          sawSolution: tell(one.sawSolution),
          stopped: tell(one.stopped),
          medianTries: manyTried ? one.medianTries : undefined,
          medianHints: manyTried ? one.medianHints : undefined,
          medianMinutes: enough(one.done, smallest) ? one.medianMinutes : undefined,
          ...(manyTried && firstTrouble !== undefined ? { firstTrouble } : {}),
          ...(enough(commonTrouble?.people, smallest) ? { commonTrouble } : {}),
        };
      }),
    };
  });
}

function enough(count: Told, smallest: number): boolean {
  return (count ?? 0) >= smallest;
}

/** "Nobody" and "everybody" of many point at nobody; of few, and of all but few, they might. */
function tellable(count: Told, whole: number, smallest: number): Told {
  if (count === undefined || whole < smallest) return undefined;
  const rest = whole - count;
  const small = (part: number): boolean => part > 0 && part < smallest;
  return small(count) || small(rest) ? undefined : count;
}

function isFinished(progress: PersonProgress, { id, exercises }: LessonSummary): boolean {
  return (
    exercises.length > 0 &&
    exercises.every((exercise) => {
      const tried = progress.exercises.get(exerciseKey(id, exercise.id));
      return tried !== undefined && isDone(stateOf(tried));
    })
  );
}

function ownExercises({ exercises }: PersonProgress, lesson: string): TriedExercise[] {
  return [...exercises.values()].filter((one) => one.lesson === lesson);
}

function lastTouched(progress: PersonProgress, lesson: string): string | undefined {
  return ownExercises(progress, lesson).toSorted((a, b) => b.lastAt - a.lastAt)[0]?.exercise;
}

function firstTroubleOf({ outcomes }: TriedExercise): "not-yet" | "could-not-run" | undefined {
  const first = [...outcomes.values()].find((outcome) => outcome !== "not-attempted");
  return first === "not-yet" || first === "could-not-run" ? first : undefined;
}

function mostCommon<Thing extends string>(all: readonly Thing[]): Thing | undefined {
  const counts = new Map<Thing, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].toSorted(([a, some], [b, others]) => others - some || (a < b ? -1 : 1))[0]?.[0];
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0);
}

/** In minutes by default, to one decimal. */
function median(values: readonly number[], unit: number = minute): Told {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return undefined;
  const value = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
  return Math.round((value / unit) * 10) / 10;
}
