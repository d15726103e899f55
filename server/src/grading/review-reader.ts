/** What a learner's card shows of the reviews of their answers. */
import type { Points } from "@data-surgery/contract";

export interface ReviewReader {
  /** The newest review of each answer of this person in this lesson, oldest first. */
  ofPerson(personId: string, lesson: string): Promise<readonly PersonReview[]>;
}

export interface PersonReview {
  readonly exercise: string;
  readonly attemptId: string;
  readonly decision: "accepted" | "returned";
  readonly points: Points;
  /** Empty where nothing was written. Plain text of a person. */
  readonly comment: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly lines: readonly ReviewedLine[];
}

/** One line of the rubric as it stood when the answer was read. */
export interface ReviewedLine {
  readonly id: string;
  readonly text: string;
  readonly points: number;
  readonly met: boolean;
}
