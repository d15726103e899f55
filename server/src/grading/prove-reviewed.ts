/** Questions and tasks that a person reads: nothing runs, but the starting point and the model answer must be told apart. */
import { gap, isAttempted, planCheck, type LessonFault } from "@data-surgery/grading";
import type { ReadyLesson } from "./lesson-catalogue.js";

export function proveReviewed({ lesson, released }: ReadyLesson): LessonFault[] {
  const faults: LessonFault[] = [];
  for (const exercise of lesson.exercises) {
    // A task is answered below its cell, which stays as it is.
    if (exercise.type !== "reviewed" || exercise.answer === "below") continue;
    const { cellId: cell } = exercise;
    if (planCheck(lesson, released, exercise.id).type !== "not-attempted") {
      faults.push({
        code: "proof.not-not-attempted",
        level: "error",
        cell,
        message: "The untouched question counts as answered.",
        remedy: `Leave ${gap} in the starter.`,
      });
    }
    if (!isAttempted(exercise, exercise.solution)) {
      faults.push({
        code: "proof.model-not-attempted",
        level: "error",
        cell,
        message: "The model answer counts as not answered: it is empty, holds the gap, or is what learners start with.",
        remedy: `Write a whole answer between the solution markers, without ${gap}.`,
      });
    }
  }
  return faults;
}
