/**
 * "How sure do you feel working with data?", asked in the notebook at the start and at the end of a surgery.
 * GET /api/confidence ConfidenceQuestion, PUT there ConfidenceAnswer.
 */
import { z } from "zod";

export type ConfidenceMoment = "before" | "after";
export const ConfidenceMoment: z.ZodType<ConfidenceMoment> = z.enum(["before", "after"]);

/** In order, from 1. */
export const confidenceWords: readonly string[] = ["not at all", "a little", "somewhat", "quite", "very"];

export interface ConfidenceQuestion {
  /** Null when there is nothing to ask: no surgery is open here, or this was answered. */
  readonly ask: { readonly date: string; readonly surgery: string; readonly moment: ConfidenceMoment } | null;
  /** Milliseconds until it is worth asking again; null when it is not. */
  readonly again: number | null;
}
export const ConfidenceQuestion: z.ZodType<ConfidenceQuestion> = z.object({
  ask: z.object({ date: z.string(), surgery: z.string(), moment: ConfidenceMoment }).nullable(),
  again: z.number().nullable(),
});

export interface ConfidenceAnswer {
  readonly date: string;
  readonly moment: ConfidenceMoment;
  readonly score: number;
}
export const ConfidenceAnswer: z.ZodType<ConfidenceAnswer> = z.strictObject({
  date: z.string().min(1).max(64),
  moment: ConfidenceMoment,
  score: z.number().int().min(1).max(5),
});
