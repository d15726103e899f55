/** Lessons as a learner's page sees them. GET /api/lessons answers `LessonList`. */
import { z } from "zod";
import { LessonData, LessonId, ReleaseId } from "./grading-format.js";

export interface ExerciseSummary {
  readonly id: LessonId;
  readonly title: string;
  readonly minutes: number;
  readonly hintCount: number;
  /** `reviewed`: a person reads it. */
  readonly type: "code" | "reviewed";
  readonly skill: string;
  readonly stage: string;
  readonly points: number;
}

export const ExerciseSummary: z.ZodType<ExerciseSummary> = z.object({
  id: LessonId,
  title: z.string(),
  minutes: z.number(),
  hintCount: z.number().int(),
  type: z.enum(["code", "reviewed"]),
  skill: z.string(),
  stage: z.string(),
  points: z.number(),
});

export interface LessonSummary {
  readonly id: LessonId;
  readonly title: string;
  readonly question: string;
  readonly minutes: number;
  readonly aims: readonly string[];
  /** The newest version: what a new copy is made from. */
  readonly release: ReleaseId;
  /** Id of the first curriculum that lists it; absent where none does. */
  readonly curriculum?: string | undefined;
  readonly exercises: readonly ExerciseSummary[];
  readonly data: readonly LessonData[];
}

export const LessonSummary: z.ZodType<LessonSummary> = z.object({
  id: LessonId,
  title: z.string(),
  question: z.string(),
  minutes: z.number(),
  aims: z.array(z.string()),
  release: ReleaseId,
  curriculum: z.string().optional(),
  exercises: z.array(ExerciseSummary),
  data: z.array(LessonData),
});

/** In the order of the curricula, then by id. */
export type LessonList = readonly LessonSummary[];
export const LessonList: z.ZodType<LessonList> = z.array(LessonSummary);

/** POST /api/lessons/:lesson/open → the caller's own copy, made when it is not there yet. */
export interface OpenedLesson {
  /** Path below the contents root, such as `people/ada-k7m2/first-look/first-look.ipynb`. */
  readonly path: string;
}
export const OpenedLesson: z.ZodType<OpenedLesson> = z.object({ path: z.string() });
