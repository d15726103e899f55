/**
 * What somebody left in a lesson, for a page that opens again: last results, the hints and solutions they opened, what a reviewer
 * said. Only what they were shown before: a hint that was never asked for is not in it.
 */
import {
  roleAllows,
  type AnswerReview,
  type ExerciseWork,
  type LessonWork,
  type TryPage,
  type Visitor,
} from "@data-surgery/contract";
import type { Exercise } from "@data-surgery/grading";
import type { Progress } from "../progress/index.js";
import type { LessonCatalogue } from "./lesson-catalogue.js";
import type { ReviewOfExercise, ReviewReader } from "./review-reader.js";
import type { TriesReader } from "./tries-reader.js";

export interface LessonWorkOptions {
  readonly catalogue: Pick<LessonCatalogue, "get" | "exercise">;
  readonly progress: Pick<Progress, "exercise">;
  readonly tries: TriesReader;
  readonly reviews: ReviewReader;
}

export interface LessonWorks {
  /** @throws AppError `lessons.not-found`, `lessons.damaged` */
  of(visitor: Visitor, lesson: string): Promise<LessonWork>;
  /** Own earlier tries, a page at a time. @throws AppError when there is no such exercise */
  tries(visitor: Visitor, lesson: string, exercise: string, before?: string): Promise<TryPage>;
}

export function createLessonWork({ catalogue, progress, tries, reviews }: LessonWorkOptions): LessonWorks {
  const workAt = async (
    visitor: Visitor,
    lesson: string,
    exercise: Exercise,
    review: AnswerReview | undefined,
  ): Promise<ExerciseWork> => {
    const { personId } = visitor;
    const [done, last] = await Promise.all([
      progress.exercise(visitor, lesson, exercise.id),
      tries.lastResult({ personId, lesson, exercise: exercise.id }),
    ]);
    return {
      exercise: exercise.id,
      tries: done.tries,
      // They are opened in order, so their number says which.
      hints: exercise.hints.slice(0, done.hints),
      ...last,
      ...(done.solutionSeen && { solution: { source: exercise.solution, why: exercise.why } }),
      ...(review !== undefined && { review }),
    };
  };
  return {
    of: async (visitor, lesson) => {
      const { exercises } = catalogue.get(lesson).lesson;
      const said = await reviews.ofPerson(visitor.personId, lesson);
      const latest = (id: string): ReviewOfExercise | undefined => said.findLast(({ exercise }) => exercise === id);
      return {
        exercises: await Promise.all(exercises.map((one) => workAt(visitor, lesson, one, latest(one.id)))),
        solutionsAtOnce: roleAllows(visitor.role, "trainer"),
      };
    },
    tries: ({ personId }, lesson, exercise, before) => {
      catalogue.exercise(lesson, exercise);
      return tries.page({ personId, lesson, exercise }, before);
    },
  };
}
