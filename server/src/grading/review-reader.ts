/** What reviewers said about somebody's answers, as the learner's page shows it: all that the rest of grading asks of reviews. */
import type { AnswerReview } from "@data-surgery/contract";

export interface ReviewOfExercise extends AnswerReview {
  readonly exercise: string;
}

export interface ReviewReader {
  /** The newest review of each answer of this person in this lesson, oldest first. */
  ofPerson(personId: string, lesson: string): Promise<readonly ReviewOfExercise[]>;
}
