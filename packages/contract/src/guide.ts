/**
 * The guide beside a lesson: where one is, why progress says what it says, what changed in a newer version, the way home and back.
 * GET /api/progress/explained?lesson= → ExplainedLesson; GET /api/lessons/:lesson/guide?path= → LessonGuide;
 * PUT /api/lessons/:lesson/place PlaceRequest → 204; POST /api/lessons/:lesson/update UpdateRequest → UpdateReply;
 * GET /api/lessons/:lesson/take-away?path= → a notebook; POST /api/lessons/bring-back BringBackRequest → BringBackReply;
 * GET /api/glossary → Glossary.
 */
import { z } from "zod";
import { LessonId, ReleaseId } from "./grading-format.js";
import { cellDifference, lineChange, type CellDifference, type LineChange } from "./history.js";
import { ExerciseState } from "./progress.js";

const path = z.string().min(1).max(1000);
const cellId = z.string().regex(/^[\w-]{1,64}$/, { error: "must be a cell id" });

export interface ExplainedExercise {
  readonly exercise: string;
  readonly title: string;
  readonly state: ExerciseState;
  /** Why that is its state, as a sentence without its full stop. */
  readonly reason: string;
}

/** The same events give the same words. */
export interface ExplainedLesson {
  readonly lesson: string;
  readonly done: number;
  readonly total: number;
  readonly exercises: readonly ExplainedExercise[];
}

export const ExplainedLesson: z.ZodType<ExplainedLesson> = z.object({
  lesson: z.string(),
  done: z.number().int(),
  total: z.number().int(),
  exercises: z.array(z.object({ exercise: z.string(), title: z.string(), state: ExerciseState, reason: z.string() })),
});

export interface CourseLesson {
  readonly id: LessonId;
  readonly title: string;
  readonly minutes: number;
  readonly done: number;
  readonly total: number;
}

export interface LessonGuide {
  readonly question: string;
  /** Each goes on from "You will be able to …". */
  readonly aims: readonly string[];
  /** The course it belongs to, with its lessons in order; absent where no course lists it. */
  readonly course?: { readonly title: string; readonly lessons: readonly CourseLesson[] } | undefined;
  /** Whether the notebook is the caller’s own copy: only then places are kept and newer versions offered. */
  readonly own: boolean;
  /** Where the caller stopped, in a notebook of their own. */
  readonly place?: { readonly cellId: string; readonly at: number } | undefined;
  /** How much a newer version of the lesson would change in the caller's own copy; absent where it is the newest. */
  readonly update?: { readonly cells: number } | undefined;
}

export const LessonGuide: z.ZodType<LessonGuide> = z.object({
  question: z.string(),
  aims: z.array(z.string()),
  course: z
    .object({
      title: z.string(),
      lessons: z.array(
        z.object({
          id: LessonId,
          title: z.string(),
          minutes: z.number(),
          done: z.number().int(),
          total: z.number().int(),
        }),
      ),
    })
    .optional(),
  own: z.boolean(),
  place: z.object({ cellId: z.string(), at: z.number() }).optional(),
  update: z.object({ cells: z.number().int() }).optional(),
});

export interface PlaceRequest {
  readonly path: string;
  readonly cellId: string;
}
export const PlaceRequest: z.ZodType<PlaceRequest> = z.strictObject({ path, cellId });

export interface UpdateRequest {
  readonly path: string;
  /** False: only say what would change. */
  readonly apply: boolean;
}
export const UpdateRequest: z.ZodType<UpdateRequest> = z.strictObject({ path, apply: z.boolean() });

export type UpdateKind = "new" | "changed" | "kept-mine" | "removed" | "kept-removed";

export interface UpdateChange {
  readonly type: UpdateKind;
  readonly cellId: string;
  /** As people call the cell. */
  readonly label: string;
  /** From what stands or stood there to the lesson's newer text. */
  readonly lines: readonly LineChange[];
}

export interface UpdateReply {
  /** Absent where the copy does not say which version it is. */
  readonly from?: string | undefined;
  readonly to: ReleaseId;
  readonly changes: readonly UpdateChange[];
  /** When it was done: restore this version of the document to be back where you were. */
  readonly undo?: number | undefined;
}

export const UpdateReply: z.ZodType<UpdateReply> = z.object({
  from: z.string().optional(),
  to: ReleaseId,
  changes: z.array(
    z.object({
      type: z.enum(["new", "changed", "kept-mine", "removed", "kept-removed"]),
      cellId: z.string(),
      label: z.string(),
      lines: z.array(lineChange),
    }),
  ),
  undo: z.number().int().optional(),
});

export interface BringBackRequest {
  /** A lesson that was taken away, as nbformat has it. */
  readonly notebook: unknown;
}
export const BringBackRequest: z.ZodType<BringBackRequest> = z.strictObject({ notebook: z.unknown() });

export interface BringBackReply {
  readonly lesson: LessonId;
  /** Where it is now, below the contents root. */
  readonly path: string;
  readonly title: string;
  /** What was taken from the file. Nothing, where all of it was here already. */
  readonly cells: readonly CellDifference[];
  readonly undo?: number | undefined;
}

export const BringBackReply: z.ZodType<BringBackReply> = z.object({
  lesson: LessonId,
  path: z.string(),
  title: z.string(),
  cells: z.array(cellDifference),
  undo: z.number().int().optional(),
});

export interface GlossaryTerm {
  readonly term: string;
  /** As it stands in texts: plural and the like; the term itself counts too. */
  readonly forms: readonly string[];
  /** One plain sentence. */
  readonly meaning: string;
}

/** In the order of the alphabet. */
export interface Glossary {
  readonly terms: readonly GlossaryTerm[];
}

export const Glossary: z.ZodType<Glossary> = z.strictObject({
  terms: z.array(
    z.strictObject({
      term: z.string().min(1),
      forms: z.array(z.string().min(1)),
      meaning: z.string().min(1),
    }),
  ),
});
