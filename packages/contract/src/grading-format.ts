/**
 * Lesson format 2: what stands in a lesson's notebook besides the notebook format itself. Cells carry nbgrader's metadata
 * (schema 3) and ours under one key, `data_surgery`. Rules and reasons: packages/grading/SPEC.md. Older formats are brought
 * up to this one when they are read (packages/grading/src/upgrade-lesson.ts).
 */
import { z } from "zod";

export const lessonFormat = 2;
export const curriculumFormat = 1;

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
  readonly format: 2;
  readonly lesson: LessonId;
  readonly title: string;
  readonly question: string;
  readonly minutes: number;
  /** What somebody can do afterwards, each a phrase that goes on from "You will be able to …". */
  readonly aims?: readonly string[] | undefined;
  readonly data: readonly LessonData[];
  /** Only in lessons that came from another course. */
  readonly origin?: LessonOrigin | undefined;
  /** Only in released copies: which version of the lesson this is, so that a copy can be brought up to a newer one. */
  readonly release?: ReleaseId | undefined;
}

/**
 * Where an imported lesson came from, so that it can go back to the same place. What such a lesson lacks (hints, a gap, words
 * for a pass) is no fault in it.
 */
export interface LessonOrigin {
  readonly type: "nbgrader";
  /** `source/<assignment>/<notebook>.ipynb` of the course. */
  readonly assignment: string;
  readonly notebook: string;
  /** As the notebook's kernel calls it, such as `python`. */
  readonly language: string;
}

const pathPart = z.string().regex(/^[^./\\\0][^/\\\0]{0,200}$/, { error: "must be the name of a file or folder" });

export const LessonOrigin: z.ZodType<LessonOrigin> = z.strictObject({
  type: z.literal("nbgrader"),
  assignment: pathPart,
  notebook: pathPart,
  language: z.string().min(1),
});

/** First 16 hex digits of the SHA-256 of a released notebook's text, taken before this id is put in. */
export type ReleaseId = string;
export const ReleaseId: z.ZodType<ReleaseId> = z.string().regex(/^[0-9a-f]{16}$/, { error: "must be 16 hex digits" });

export const LessonMetadata: z.ZodType<LessonMetadata> = z.strictObject({
  format: z.literal(lessonFormat),
  lesson: LessonId,
  title: z.string().min(1),
  question: z.string().min(1),
  minutes: z.number().positive(),
  aims: z.array(z.string().min(1)).optional(),
  data: z.array(LessonData),
  origin: LessonOrigin.optional(),
  release: ReleaseId.optional(),
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

/** What every exercise says of itself, whoever judges it. */
interface AnswerBase extends CellBase {
  readonly exercise: LessonId;
  readonly title: string;
  readonly objective: string;
  readonly minutes: number;
  readonly skill: string;
  readonly stage: string;
  /** What stands in the learner's copy in place of the solution; its gap is `____` (imported: the stub of the course). */
  readonly starter: string;
  /** At least one, unless the lesson was imported. */
  readonly hints: readonly string[];
  /** Why the solution is right. Empty only where the lesson was imported. */
  readonly why: string;
}

/** What a check of one exercise may take, where that differs from what every check may take. */
export interface CheckLimits {
  /** From 1 to 60; 10 without it. */
  readonly seconds?: number | undefined;
  /** Heap in megabytes, from 64 to 1024; 192 without it. Memory outside the heap may be about as much again. */
  readonly memoryMb?: number | undefined;
}

export const CheckLimits: z.ZodType<CheckLimits> = z.strictObject({
  seconds: z.number().min(1).max(60).optional(),
  memoryMb: z.number().int().min(64).max(1024).optional(),
});

/** An exercise as its author wrote it. nbgrader: autograded answer. */
export interface ExerciseCellMetadata extends AnswerBase {
  readonly role: "exercise";
  readonly misconceptions: readonly Misconception[];
  readonly limits?: CheckLimits | undefined;
}

/** One line of a rubric: what a reviewer looks for, and what it is worth. */
export interface RubricLine {
  readonly id: LessonId;
  readonly text: string;
  readonly points: number;
}

export const RubricLine: z.ZodType<RubricLine> = z.strictObject({
  id: LessonId,
  text: z.string().min(1),
  points: z.number().min(0),
});

/**
 * An answer that a person reads: text in a Markdown cell, or a chart in a code cell. nbgrader: manual answer (grade and
 * solution true). `task`: the cell only says what to do, the answer stands in the cells below. nbgrader: manual task. What stands between
 * `=== BEGIN MARK SCHEME ===` and `=== END MARK SCHEME ===` is for who reviews it. In an imported lesson, a `question` may also be
 * an answer with tests that only the course's own program can run: nbgrader's autograded answer.
 */
export interface QuestionCellMetadata extends AnswerBase {
  readonly role: "question" | "task";
  readonly rubric: readonly RubricLine[];
}

export interface TestCellMetadata extends CellBase {
  readonly role: "test";
  readonly exercise: LessonId;
}

export type LessonCellMetadata = PlainCellMetadata | ExerciseCellMetadata | QuestionCellMetadata | TestCellMetadata;

const base = { step: z.number().int().min(0).optional(), title: z.string().min(1).optional() };

const answerBase = {
  ...base,
  exercise: LessonId,
  title: z.string().min(1),
  objective: z.string().min(1),
  minutes: z.number().positive(),
  skill: z.string().min(1),
  stage: z.string().min(1),
  starter: z.string().min(1),
  hints: z.array(z.string().min(1)).max(5),
  why: z.string(),
};

export const LessonCellMetadata: z.ZodType<LessonCellMetadata> = z.discriminatedUnion("role", [
  z.strictObject({ ...base, role: z.enum(["reading", "example", "text"]) }),
  z.strictObject({
    ...answerBase,
    role: z.literal("exercise"),
    misconceptions: z.array(Misconception),
    limits: CheckLimits.optional(),
  }),
  z.strictObject({ ...answerBase, role: z.enum(["question", "task"]), rubric: z.array(RubricLine).min(1) }),
  z.strictObject({ ...base, role: z.literal("test"), exercise: LessonId }),
]);

/** What is left of an exercise's metadata in the released notebook: nothing that helps to answer it. */
export interface ReleasedExerciseMetadata extends CellBase {
  readonly role: "exercise" | "question" | "task";
  readonly exercise: LessonId;
  readonly title: string;
  readonly minutes: number;
  readonly hintCount: number;
}

export const ReleasedExerciseMetadata: z.ZodType<ReleasedExerciseMetadata> = z.object({
  ...base,
  role: z.enum(["exercise", "question", "task"]),
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
  readonly cell_type?: "code" | "markdown" | "raw" | undefined;
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
  cell_type: z.enum(["code", "markdown", "raw"]).optional(),
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
  format: z.literal(curriculumFormat),
  lessons: z.array(LessonId).min(1),
});
