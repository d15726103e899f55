/** A whole notebook graded: each exercise checked by itself, as a learner's own check would be, and what it comes to. */
import type { CheckOutcome, Points } from "@data-surgery/contract";
import type { Exercise } from "@data-surgery/grading";
import type { Notebook } from "@data-surgery/jupyter";
import type { CheckBench } from "./check-bench.js";
import type { ReadyLesson } from "./lesson-catalogue.js";
import type { OwnFilesPlace } from "./own-files.js";
import { AuthorFaultError, runCheck, type CheckInput } from "./run-check.js";

export interface ExerciseGrade {
  readonly exercise: string;
  /** `not-judged`: the lesson's own tests are at fault, so that nothing can be said of the answer. */
  readonly outcome: CheckOutcome | "not-judged";
  /** Absent where nobody has judged yet. */
  readonly points?: Points;
  /** What the learner would hear. */
  readonly message: string;
}

export interface NotebookGrade {
  readonly exercises: readonly ExerciseGrade[];
  /** What is earned so far, of what the whole lesson is worth. */
  readonly points: Points;
  /** Exercises that a person must look at: answers that people read, and those whose tests are at fault. */
  readonly toReview: readonly string[];
  /** What was put right in the notebook for the checks, each once. */
  readonly repairs: readonly string[];
}

interface GradedExercise {
  readonly grade: ExerciseGrade;
  readonly repairs: readonly string[];
}

/**
 * Exercises share no process: what the tests of one ask could change what the next one sees, and the grade would not be what the
 * learner's own checks said.
 *
 * @param own where files of the learner's own are, if they came along
 * @param seed what the tests' made-up inputs come from: the same for everybody whose grades are to be compared
 */
export async function gradeNotebook(
  ready: ReadyLesson,
  notebook: Notebook,
  bench: CheckBench,
  seed: number,
  own?: OwnFilesPlace,
): Promise<NotebookGrade> {
  const graded: GradedExercise[] = [];
  for (const exercise of ready.lesson.exercises) {
    graded.push(await gradeExercise(ready, exercise, notebook, bench, { seed, ...(own === undefined ? {} : { own }) }));
  }
  const exercises = graded.map(({ grade }) => grade);
  const sum = (key: keyof Points): number => exercises.reduce((total, { points }) => total + (points?.[key] ?? 0), 0);
  return {
    exercises,
    points: {
      // Hundredths of points have no exact form in binary.
      earned: Math.round(sum("earned") * 100) / 100,
      possible: ready.lesson.exercises.reduce((total, { points }) => total + points, 0),
    },
    toReview: exercises
      .filter(({ outcome }) => outcome === "handed-in" || outcome === "not-judged")
      .map(({ exercise }) => exercise),
    repairs: [...new Set(graded.flatMap(({ repairs }) => repairs))],
  };
}

async function gradeExercise(
  { lesson, files }: ReadyLesson,
  exercise: Exercise,
  notebook: Notebook,
  bench: CheckBench,
  more: Pick<CheckInput, "seed" | "own">,
): Promise<GradedExercise> {
  try {
    const { verdict, plan } = await runCheck({ lesson, exercise, notebook, files, ...more }, bench);
    const { type: outcome, message } = verdict;
    const points = plan.type === "run" ? verdict.points : { earned: 0, possible: exercise.points };
    return {
      grade: { exercise: exercise.id, outcome, message, ...(points === undefined ? {} : { points }) },
      repairs: plan.type === "run" ? plan.repairs : [],
    };
  } catch (error) {
    if (!(error instanceof AuthorFaultError)) throw error;
    const message = `The lesson's own tests are at fault: ${error.message}`;
    return { grade: { exercise: exercise.id, outcome: "not-judged", message }, repairs: [] };
  }
}
