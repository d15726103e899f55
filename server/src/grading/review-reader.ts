/** What reviewers said about somebody's answers, as the learner's page shows it. Reviews are kept elsewhere; this is all that is asked of them. */
import type { AnswerReview } from "@data-surgery/contract";

export interface ReviewOfExercise extends AnswerReview {
  readonly exercise: string;
}

export interface ReviewReader {
  /** All of them, oldest first. */
  ofPerson(personId: string, lesson: string): Promise<readonly ReviewOfExercise[]>;
}

/** Where nobody reviews. */
export const noReviews: ReviewReader = { ofPerson: () => Promise.resolve([]) };
