/** Writing lessons in the lab: what the author's panel and the server say to each other. Trainers only. */
import { z } from "zod";
import { LessonId } from "./grading-format.js";

/** Below the contents root, where lessons are written: `lessons/<id>/<id>.ipynb`. For trainers, as `mayTouchPath` has it. */
export const draftsFolder = "lessons";

/** The lesson's id, for the path of a notebook that is one; undefined for any other. */
export function draftLesson(path: string): string | undefined {
  const [top, folder, name, ...more] = path.split("/");
  return top === draftsFolder && folder !== undefined && name === `${folder}.ipynb` && more.length === 0
    ? folder
    : undefined;
}

/** POST /api/author/start: makes a lesson of a notebook, which stays as it is. */
export interface StartLessonRequest {
  readonly path: string;
  readonly lesson: LessonId;
  readonly title: string;
}
export const StartLessonRequest: z.ZodType<StartLessonRequest> = z.strictObject({
  path: z.string(),
  lesson: LessonId,
  title: z.string().trim().min(1).max(120),
});

export interface StartedLesson {
  readonly path: string;
}
export const StartedLesson: z.ZodType<StartedLesson> = z.object({ path: z.string() });

/** POST /api/author/{check,publish,preview}: which notebook. */
export interface AuthorRequest {
  readonly path: string;
}
export const AuthorRequest: z.ZodType<AuthorRequest> = z.strictObject({ path: z.string() });

/** A fault as `surgery check` has it (packages/grading/src/lesson-fault.ts). */
export interface AuthorFault {
  readonly code: string;
  readonly level: "error" | "advice";
  readonly cell?: string | undefined;
  readonly message: string;
  readonly remedy: string;
}
export const AuthorFault: z.ZodType<AuthorFault> = z.object({
  code: z.string(),
  level: z.enum(["error", "advice"]),
  cell: z.string().optional(),
  message: z.string(),
  remedy: z.string(),
});

/** One line of the answer to check and publish, which comes as it happens: JSON, a line each. The last is never `progress`. */
export type AuthorNews =
  | { readonly type: "progress"; readonly done: number; readonly of: number; readonly what: string }
  | { readonly type: "checked"; readonly ok: boolean; readonly faults: readonly AuthorFault[] }
  | {
      readonly type: "published";
      readonly lesson: LessonId;
      readonly version: number;
      readonly faults: readonly AuthorFault[];
    }
  | { readonly type: "failed"; readonly message: string };
export const AuthorNews: z.ZodType<AuthorNews> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), done: z.number(), of: z.number(), what: z.string() }),
  z.object({ type: z.literal("checked"), ok: z.boolean(), faults: z.array(AuthorFault) }),
  z.object({
    type: z.literal("published"),
    lesson: LessonId,
    version: z.number().int(),
    faults: z.array(AuthorFault),
  }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);

/** The learner's copy of a lesson that nobody has published, in the trainer's own folder. */
export interface LessonPreview {
  readonly path: string;
  /** When it is thrown away, in milliseconds since 1970. */
  readonly until: number;
}
export const LessonPreview: z.ZodType<LessonPreview> = z.object({ path: z.string(), until: z.number() });
