import type { CheckOutcome } from "@data-surgery/contract";
import type { Lesson } from "./lesson.js";

export interface LessonScore {
  readonly earned: number;
  readonly possible: number;
  readonly exercises: readonly { readonly exercise: string; readonly earned: number; readonly possible: number }[];
}

/** Points as nbgrader counts them: an exercise's points are earned by a pass and not otherwise. */
export function score(lesson: Lesson, outcomes: ReadonlyMap<string, CheckOutcome>): LessonScore {
  const exercises = lesson.exercises.map(({ id, test }) => ({
    exercise: id,
    earned: outcomes.get(id) === "pass" ? test.points : 0,
    possible: test.points,
  }));
  const sum = (key: "earned" | "possible"): number => exercises.reduce((total, one) => total + one[key], 0);
  return { earned: sum("earned"), possible: sum("possible"), exercises };
}
