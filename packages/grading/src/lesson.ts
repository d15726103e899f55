/** A lesson as its author wrote it, read and found well formed. Holds solutions and hidden tests: it never leaves the server. */
import type {
  ExerciseCellMetadata,
  LessonCellMetadata,
  LessonMetadata,
  NbgraderMetadata,
} from "@data-surgery/contract";
import type { Cell, Notebook } from "@data-surgery/jupyter";

export interface Lesson extends Omit<LessonMetadata, "format" | "lesson"> {
  readonly id: string;
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

export interface Exercise extends Omit<ExerciseCellMetadata, "role" | "exercise" | "step"> {
  readonly id: string;
  readonly cellId: string;
  readonly gradeId: string;
  /** The author's cell without the markers. */
  readonly solution: string;
  /** The learner's cell at the start: the starter in the solution's place. */
  readonly starting: string;
  readonly test: ExerciseTest;
}

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
