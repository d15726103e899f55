/** A lesson as its author wrote it, read and found well formed. Holds solutions and hidden tests: it never leaves the server. */
import type {
  ExerciseCellMetadata,
  LessonCellMetadata,
  LessonMetadata,
  NbgraderMetadata,
  QuestionCellMetadata,
} from "@data-surgery/contract";
import type { Cell, Notebook } from "@data-surgery/jupyter";

export interface Lesson extends Omit<LessonMetadata, "format" | "lesson" | "release" | "aims"> {
  readonly id: string;
  readonly aims: readonly string[];
  /** SHA-256 (hex) of the canonical text: two lessons with the same hash check the same. */
  readonly hash: string;
  readonly notebook: Notebook;
  readonly cells: readonly LessonCell[];
  readonly exercises: readonly Exercise[];
}

export interface LessonCell {
  readonly cell: Cell;
  readonly ours?: LessonCellMetadata;
  readonly nbgrader?: NbgraderMetadata;
}

/** Where an exercise stands and what it begins and ends with, whoever judges it. */
interface ExerciseCell {
  readonly id: string;
  readonly cellId: string;
  readonly gradeId: string;
  readonly points: number;
  /** The author's cell without the markers. */
  readonly solution: string;
  /** The learner's cell at the start: the starter in the solution's place. */
  readonly starting: string;
}

/** Judged by the author's tests. */
export interface CodeExercise extends ExerciseCell, Omit<ExerciseCellMetadata, "role" | "exercise" | "step"> {
  readonly type: "code";
  readonly test: ExerciseTest;
}

/** Judged by a person with a rubric. */
export interface ReviewedExercise extends ExerciseCell, Omit<QuestionCellMetadata, "role" | "exercise" | "step"> {
  readonly type: "reviewed";
  /** `cell`: the answer is this cell. `below`: it stands in the cells that the learner added below it. */
  readonly answer: "cell" | "below";
  /** `code` for a chart, `markdown` for text. */
  readonly cellType: "code" | "markdown";
  /** For who reviews it: what stands in the cell's mark scheme regions. */
  readonly markScheme?: string;
  /** Only in imported lessons: tests that the course's own program runs and we can't. For who reviews it. */
  readonly courseTests?: readonly ExerciseTest[];
}

export type Exercise = CodeExercise | ReviewedExercise;

export interface ExerciseTest {
  readonly cellId: string;
  readonly gradeId: string;
  readonly points: number;
  /** All of it, hidden part and markers included. */
  readonly source: string;
  /** What learners may read. */
  readonly visible: string;
  /** The sentence of the `// PASS:` line. */
  readonly pass: string;
}
