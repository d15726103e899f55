import type { Points } from "@data-surgery/contract";
import type { Lesson } from "./lesson.js";

export interface LessonScore extends Points {
  readonly exercises: readonly ({ readonly exercise: string } & Points)[];
}

/** A test with what it counts for. */
export interface WeightedTest {
  readonly passed: boolean;
  readonly weight: number;
}

/**
 * What an answer earns: its exercise's points times the share of weight that holds, to the hundredth. Rounded down, so that only
 * an answer with which everything holds has all of them.
 */
export function earnedPoints(points: number, tests: readonly WeightedTest[]): number {
  if (tests.length === 0) return 0;
  if (tests.every(({ passed }) => passed)) return points;
  const weigh = (some: readonly WeightedTest[]): number => some.reduce((sum, { weight }) => sum + weight, 0);
  const all = weigh(tests);
  const share = all === 0 ? 0 : weigh(tests.filter(({ passed }) => passed)) / all;
  // The slack keeps 3 of 10 tests at 0.3 points, which binary fractions would make 0.29.
  return Math.min(points, Math.floor(points * share * 100 + 1e-9) / 100);
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
