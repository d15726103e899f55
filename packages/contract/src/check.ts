/** Check, hint and solution of one exercise: POST /api/lessons/:lesson/exercises/:exercise/{check,hint,solution}. */
import { z } from "zod";

const path = z.string().min(1).max(1000);

/** The learner's notebook, as a path below the contents root. */
export interface CheckRequest {
  readonly path: string;
}
export const CheckRequest: z.ZodType<CheckRequest> = z.strictObject({ path });

/** `handed-in`: an answer that a person reads is kept, and waits for its reviewer. */
export type CheckOutcome = "pass" | "not-yet" | "not-attempted" | "could-not-run" | "handed-in";
export const CheckOutcome: z.ZodType<CheckOutcome> = z.enum([
  "pass",
  "not-yet",
  "not-attempted",
  "could-not-run",
  "handed-in",
]);

/** What an answer earned. Part of the points where some tests hold and others do not. */
export interface Points {
  readonly earned: number;
  readonly possible: number;
}
export const Points: z.ZodType<Points> = z.object({ earned: z.number(), possible: z.number() });

/** One visible test. Hidden ones show only through `CheckResult.message`. */
export interface TestResult {
  readonly title: string;
  readonly passed: boolean;
  /** What to look at; only where it did not pass. */
  readonly message?: string | undefined;
}

export interface CheckResult {
  readonly type: CheckOutcome;
  readonly attemptId: string;
  /** Tries of this person at this exercise so far, this one included. "Not attempted" is not a try. */
  readonly tries: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** First line of the card. */
  readonly head: string;
  /** What was seen and what to look at; plain text. */
  readonly message: string;
  readonly tests: readonly TestResult[];
  /** The cell that stopped, when `type` is `could-not-run`. The cell may be the exercise itself. */
  readonly failure?: CheckFailure | undefined;
  /** Absent where nobody has judged it yet. */
  readonly points?: Points | undefined;
  /** What was put right in the notebook for this check, in plain words; the notebook itself is left alone. */
  readonly repairs?: readonly string[] | undefined;
}

export interface CheckFailure {
  /** Id in the learner's notebook; absent when the cell is not there any more. */
  readonly cellId?: string | undefined;
  /** The plain error. */
  readonly message: string;
  /** Line in the cell, from 1. */
  readonly line?: number | undefined;
}

export const CheckResult: z.ZodType<CheckResult> = z.object({
  type: CheckOutcome,
  attemptId: z.string(),
  tries: z.number().int(),
  at: z.number(),
  head: z.string(),
  message: z.string(),
  tests: z.array(z.object({ title: z.string(), passed: z.boolean(), message: z.string().optional() })),
  failure: z
    .object({ cellId: z.string().optional(), message: z.string(), line: z.number().int().optional() })
    .optional(),
  points: Points.optional(),
  repairs: z.array(z.string()).optional(),
});

/** `number` counts from 1. */
export interface HintRequest {
  readonly path: string;
  readonly number: number;
}
export const HintRequest: z.ZodType<HintRequest> = z.strictObject({ path, number: z.number().int().min(1).max(20) });

export interface Hint {
  readonly number: number;
  readonly count: number;
  readonly text: string;
}
export const Hint: z.ZodType<Hint> = z.object({ number: z.number(), count: z.number(), text: z.string() });

export interface SolutionRequest {
  readonly path: string;
}
export const SolutionRequest: z.ZodType<SolutionRequest> = z.strictObject({ path });

export interface Solution {
  /** The whole cell as its author would write it. */
  readonly source: string;
  readonly why: string;
}
export const Solution: z.ZodType<Solution> = z.object({ source: z.string(), why: z.string() });
