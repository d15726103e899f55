/**
 * What somebody did in a lesson so far, so that a page that opens again (or elsewhere) shows it as it was left.
 * GET /api/lessons/:lesson/exercises → LessonWork;
 * GET /api/lessons/:lesson/exercises/:exercise/tries?before=<attemptId> → TryPage. Both are of the caller alone.
 */
import { z } from "zod";
import { CheckOutcome, CheckResult, Points, Solution } from "./check.js";

/** One line of the rubric, as its reviewer saw it. */
export interface ReviewLine {
  readonly text: string;
  readonly points: Points;
}
const ReviewLine: z.ZodType<ReviewLine> = z.object({ text: z.string(), points: Points });

/** What the person who read an answer decided and wrote. */
export interface AnswerReview {
  readonly attemptId: string;
  /** `returned`: given back to be worked on. */
  readonly decision: "accepted" | "returned";
  readonly points: Points;
  /** Plain text; empty when nothing was written. */
  readonly comment: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly lines: readonly ReviewLine[];
}
export const AnswerReview: z.ZodType<AnswerReview> = z.object({
  attemptId: z.string(),
  decision: z.enum(["accepted", "returned"]),
  points: Points,
  comment: z.string(),
  at: z.number(),
  lines: z.array(ReviewLine),
});

export interface ExerciseWork {
  readonly exercise: string;
  /** As in `CheckResult`: "not attempted" is no try. */
  readonly tries: number;
  /** Of the last check; absent where there was none. */
  readonly result?: CheckResult | undefined;
  /** When that result was judged again after a test was mended, where this changed it. Milliseconds since 1970. */
  readonly regradedAt?: number | undefined;
  /** Those that were opened, from the first. */
  readonly hints: readonly string[];
  /** Only where it was shown before. */
  readonly solution?: Solution | undefined;
  /** The latest. */
  readonly review?: AnswerReview | undefined;
}
const ExerciseWork: z.ZodType<ExerciseWork> = z.object({
  exercise: z.string(),
  tries: z.number().int(),
  result: CheckResult.optional(),
  regradedAt: z.number().optional(),
  hints: z.array(z.string()),
  solution: Solution.optional(),
  review: AnswerReview.optional(),
});

export interface LessonWork {
  /** Every exercise of the lesson, in its order. */
  readonly exercises: readonly ExerciseWork[];
  /** Whether solutions are shown before a try: to trainers. */
  readonly solutionsAtOnce: boolean;
}
export const LessonWork: z.ZodType<LessonWork> = z.object({
  exercises: z.array(ExerciseWork),
  solutionsAtOnce: z.boolean(),
});

/** An earlier answer: what stood in the cell when it was checked. */
export interface Try {
  readonly attemptId: string;
  readonly at: number;
  readonly outcome: CheckOutcome;
  readonly source: string;
}

/** Newest first. */
export interface TryPage {
  readonly tries: readonly Try[];
  /** There may be older ones: ask with `before` = this. */
  readonly next?: string | undefined;
}
export const TryPage: z.ZodType<TryPage> = z.object({
  tries: z.array(z.object({ attemptId: z.string(), at: z.number(), outcome: CheckOutcome, source: z.string() })),
  next: z.string().optional(),
});
