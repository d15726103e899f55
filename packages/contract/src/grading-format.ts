/**
 * Lesson format 1: what stands in a lesson's notebook besides the notebook format itself. Cells carry nbgrader's metadata
 * (schema 3) and ours under one key, `data_surgery`. Rules and reasons: packages/grading/SPEC.md.
 */
import { z } from "zod";

export const lessonFormat = 1;

/** Notebook and cell metadata key of everything that is ours. */
export const lessonKey = "data_surgery";

/** Lesson and exercise ids: they stand in paths and addresses. */
export type LessonId = string;
export const LessonId: z.ZodType<LessonId> = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, {
  error: "use a-z, 0-9 and -, starting with a letter or digit",
});

/** Where a data file that ships with a lesson comes from; shown to the learner. */
export interface LessonData {
  /** Path below the lesson's folder, such as `data/counts.csv`. */
  readonly file: string;
  readonly title: string;
  readonly publisher: string;
  readonly url: string;
  readonly licence: string;
  readonly licenceUrl: string;
  /** ISO date of the version that ships. */
  readonly date: string;
}

const filePath = z.string().regex(/^data\/[\w.-]+(?:\/[\w.-]+)*$/, { error: "must be a path such as data/counts.csv" });

export const LessonData: z.ZodType<LessonData> = z.strictObject({
  file: filePath,
  title: z.string().min(1),
  publisher: z.string().min(1),
  url: z.url(),
  licence: z.string().min(1),
  licenceUrl: z.url(),
  date: z.iso.date(),
});

/** Notebook metadata of a lesson, in the source and in the released copy. */
export interface LessonMetadata {
  readonly format: 1;
  readonly lesson: LessonId;
  readonly title: string;
  readonly question: string;
  readonly minutes: number;
  readonly data: readonly LessonData[];
}

export const LessonMetadata: z.ZodType<LessonMetadata> = z.strictObject({
  format: z.literal(lessonFormat),
  lesson: LessonId,
  title: z.string().min(1),
  question: z.string().min(1),
  minutes: z.number().positive(),
  data: z.array(LessonData),
});

/** A wrong answer that people really give, recognised by a test expression, and what to say to it. */
export interface Misconception {
  /** A test expression, such as `(await answer("total")) === 63`. */
  readonly when: string;
  readonly say: string;
  /** What a learner would have written instead of the starter: proves that `when` recognises it. */
  readonly wrong?: string | undefined;
}

export const Misconception: z.ZodType<Misconception> = z.strictObject({
  when: z.string().min(1),
  say: z.string().min(1),
  wrong: z.string().optional(),
});

interface CellBase {
  /** Which step of the lesson it belongs to. */
  readonly step?: number | undefined;
  readonly title?: string | undefined;
}

export interface PlainCellMetadata extends CellBase {
  readonly role: "reading" | "example" | "text";
}

/** An exercise as its author wrote it. */
export interface ExerciseCellMetadata extends CellBase {
  readonly role: "exercise";
  readonly exercise: LessonId;
  readonly title: string;
  readonly objective: string;
  readonly minutes: number;
  readonly skill: string;
  readonly stage: string;
  /** What stands in the learner's copy in place of the solution; its gap is `____`. */
  readonly starter: string;
  readonly hints: readonly string[];
  readonly misconceptions: readonly Misconception[];
  /** Why the solution is right. */
  readonly why: string;
}

export interface TestCellMetadata extends CellBase {
  readonly role: "test";
  readonly exercise: LessonId;
}

export type LessonCellMetadata = PlainCellMetadata | ExerciseCellMetadata | TestCellMetadata;

const base = { step: z.number().int().min(0).optional(), title: z.string().min(1).optional() };

export const LessonCellMetadata: z.ZodType<LessonCellMetadata> = z.discriminatedUnion("role", [
  z.strictObject({ ...base, role: z.enum(["reading", "example", "text"]) }),
  z.strictObject({
    ...base,
    role: z.literal("exercise"),
    exercise: LessonId,
    title: z.string().min(1),
    objective: z.string().min(1),
    minutes: z.number().positive(),
    skill: z.string().min(1),
    stage: z.string().min(1),
    starter: z.string().min(1),
    hints: z.array(z.string().min(1)).min(1).max(5),
    misconceptions: z.array(Misconception),
    why: z.string().min(1),
  }),
  z.strictObject({ ...base, role: z.literal("test"), exercise: LessonId }),
]);

/** What is left of an exercise's metadata in the released notebook: nothing that helps to answer it. */
export interface ReleasedExerciseMetadata extends CellBase {
  readonly role: "exercise";
  readonly exercise: LessonId;
  readonly title: string;
  readonly minutes: number;
  readonly hintCount: number;
}

export const ReleasedExerciseMetadata: z.ZodType<ReleasedExerciseMetadata> = z.object({
  ...base,
  role: z.literal("exercise"),
  exercise: LessonId,
  title: z.string().min(1),
  minutes: z.number(),
  hintCount: z.number().int().min(0),
});

/** nbgrader's own cell metadata, schema 3. */
export interface NbgraderMetadata {
  readonly schema_version: 3;
  readonly grade: boolean;
  readonly solution: boolean;
  readonly locked: boolean;
  readonly task?: boolean | undefined;
  readonly grade_id: string;
  readonly points?: number | undefined;
  readonly cell_type?: "code" | "markdown" | undefined;
  readonly checksum?: string | undefined;
}

export const NbgraderMetadata: z.ZodType<NbgraderMetadata> = z.object({
  schema_version: z.literal(3),
  grade: z.boolean(),
  solution: z.boolean(),
  locked: z.boolean(),
  task: z.boolean().optional(),
  grade_id: z.string().min(1),
  points: z.number().min(0).optional(),
  cell_type: z.enum(["code", "markdown"]).optional(),
  checksum: z.string().optional(),
});

export interface Curriculum {
  readonly id: LessonId;
  readonly title: string;
  readonly format: 1;
  readonly lessons: readonly LessonId[];
}

export const Curriculum: z.ZodType<Curriculum> = z.strictObject({
  id: LessonId,
  title: z.string().min(1),
  format: z.literal(lessonFormat),
  lessons: z.array(LessonId).min(1),
});
