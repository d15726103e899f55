/**
 * What somebody has done and shown, by lesson, skill and stage, each with its evidence: a pure projection of their progress and
 * of the lessons there are. Hints and a look at the solution take nothing away; they are told, not counted.
 */
import { isDone, type ExerciseState, type LessonSummary } from "@data-surgery/contract";
import { exerciseKey, stateOf, triesOf, type PersonProgress } from "./person-progress.js";

export interface LearningExercise {
  readonly lesson: string;
  readonly lessonTitle: string;
  readonly exercise: string;
  readonly title: string;
  readonly skill: string;
  readonly stage: string;
  readonly state: ExerciseState;
  readonly tries: number;
  readonly hints: number;
  readonly solutionSeen: boolean;
  /** When it was done, in milliseconds since 1970; absent while it is not. */
  readonly doneAt?: number | undefined;
  /** A reviewer accepted it. */
  readonly accepted: boolean;
}

export interface LearningLesson {
  readonly lesson: string;
  readonly title: string;
  readonly started: boolean;
  /** Every exercise is done. */
  readonly done: boolean;
  readonly exercises: readonly LearningExercise[];
}

export interface LearningSkill {
  readonly skill: string;
  /** Pipeline stages in which it was shown, or is asked for while it was not. */
  readonly stages: readonly string[];
  /** Exercises of this skill that are right, oldest first. */
  readonly evidence: readonly LearningExercise[];
}

export interface Learning {
  readonly lessons: readonly LearningLesson[];
  /** Every skill that the lessons ask for, in their order. */
  readonly skills: readonly LearningSkill[];
}

export function projectLearning(progress: PersonProgress, lessons: readonly LessonSummary[]): Learning {
  const learned = lessons.map((lesson): LearningLesson => {
    const exercises = lesson.exercises.map((exercise) => learningExercise(progress, lesson, exercise));
    return {
      lesson: lesson.id,
      title: lesson.title,
      started: progress.lessons.has(lesson.id),
      done: exercises.length > 0 && exercises.every(({ state }) => isDone(state)),
      exercises,
    };
  });
  const all = learned.flatMap(({ exercises }) => exercises);
  const names = [...new Set(all.map(({ skill }) => skill))];
  const skills = names.map((skill): LearningSkill => {
    const own = all.filter((one) => one.skill === skill);
    const evidence = own
      .filter(({ state }) => state === "passed")
      .toSorted((a, b) => (a.doneAt ?? 0) - (b.doneAt ?? 0));
    const shown = evidence.length > 0 ? evidence : own;
    return { skill, stages: [...new Set(shown.map(({ stage }) => stage))], evidence };
  });
  return { lessons: learned, skills };
}

function learningExercise(
  progress: PersonProgress,
  lesson: LessonSummary,
  { id, title, skill, stage }: LessonSummary["exercises"][number],
): LearningExercise {
  const about = { lesson: lesson.id, lessonTitle: lesson.title, exercise: id, title, skill, stage };
  const tried = progress.exercises.get(exerciseKey(lesson.id, id));
  if (tried === undefined) {
    return { ...about, state: "untouched", tries: 0, hints: 0, solutionSeen: false, accepted: false };
  }
  return {
    ...about,
    state: stateOf(tried),
    tries: triesOf(tried),
    hints: tried.hints.size,
    solutionSeen: tried.solutionSeen,
    accepted: [...tried.decisions.values()].includes("accepted"),
    ...(tried.doneAt === undefined ? {} : { doneAt: tried.doneAt }),
  };
}
