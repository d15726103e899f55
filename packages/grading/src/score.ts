import type { Points } from "@data-surgery/contract";
import type { Lesson } from "./lesson.js";

export interface LessonScore extends Points {
  readonly exercises: readonly ({ readonly exercise: string } & Points)[];
}

/** The points of a whole lesson; an exercise without an outcome has earned none. */
export function score(lesson: Lesson, earned: ReadonlyMap<string, number>): LessonScore {
  const exercises = lesson.exercises.map(({ id, points }) => ({
    exercise: id,
    earned: earned.get(id) ?? 0,
    possible: points,
  }));
  const sum = (key: keyof Points): number => exercises.reduce((total, one) => total + one[key], 0);
  return { earned: sum("earned"), possible: sum("possible"), exercises };
}
