/**
 * What somebody has done so far: a pure projection of their events, in order. The same events always give the same progress,
 * so it can be recomputed and explained at any time.
 */
import type {
  CheckOutcome,
  ExerciseProgress,
  ExerciseState,
  HelpPlace,
  HelpStatus,
  LessonSummary,
  MyProgress,
  ProgressEvent,
} from "@data-surgery/contract";

export interface PersonProgress {
  readonly help: HelpStatus;
  /** Since when `help` is what it is. */
  readonly helpAt: number;
  /** Where they have their hand up, if at a certain cell. */
  readonly helpPlace?: HelpPlace | undefined;
  readonly lastAt: number;
  /** The lesson they did something in last. */
  readonly lesson?: string;
  /** By `exerciseKey`, in the order of first contact. */
  readonly exercises: ReadonlyMap<string, TriedExercise>;
}

export interface TriedExercise {
  readonly lesson: string;
  readonly exercise: string;
  /** By attempt, in the order of the checks; a regrade replaces an outcome where it stands. */
  readonly outcomes: ReadonlyMap<string, CheckOutcome>;
  /** By attempt: what its reviewer decided. */
  readonly decisions: ReadonlyMap<string, "accepted" | "returned">;
  readonly hints: ReadonlySet<number>;
  readonly solutionSeen: boolean;
  readonly firstAt: number;
  readonly lastAt: number;
}

export const noProgress: PersonProgress = { help: "fine", helpAt: 0, lastAt: 0, exercises: new Map() };

export function exerciseKey(lesson: string, exercise: string): string {
  return `${lesson}/${exercise}`;
}

/** One event further. Events of other people must not come here. */
export function applyProgress(before: PersonProgress, event: ProgressEvent): PersonProgress {
  const seen = { ...before, lastAt: Math.max(before.lastAt, event.at) };
  switch (event.type) {
    case "help-changed":
      return { ...seen, help: event.status, helpAt: event.at, helpPlace: event.place };
    case "lesson-opened":
      return { ...seen, lesson: event.lesson };
    case "check-recorded":
    case "attempt-regraded":
      return changeExercise(seen, event, ({ outcomes }) => ({
        outcomes: new Map(outcomes).set(event.attemptId, event.outcome),
      }));
    case "answer-reviewed":
      return changeExercise(seen, event, ({ decisions }) => ({
        decisions: new Map(decisions).set(event.attemptId, event.decision),
      }));
    case "hint-shown":
      return changeExercise(seen, event, ({ hints }) => ({ hints: new Set(hints).add(event.number) }));
    case "lesson-updated":
      return { ...seen, lesson: event.lesson };
    case "solution-shown":
    default:
      return changeExercise(seen, event, () => ({ solutionSeen: true }));
  }
}

function changeExercise(
  before: PersonProgress,
  event: { readonly lesson: string; readonly exercise: string; readonly at: number },
  change: (exercise: TriedExercise) => Partial<TriedExercise>,
): PersonProgress {
  const { lesson, exercise, at } = event;
  const key = exerciseKey(lesson, exercise);
  const old: TriedExercise = before.exercises.get(key) ?? {
    lesson,
    exercise,
    outcomes: new Map(),
    decisions: new Map(),
    hints: new Set(),
    solutionSeen: false,
    firstAt: at,
    lastAt: at,
  };
  const exercises = new Map(before.exercises).set(key, { ...old, lastAt: at, ...change(old) });
  return { ...before, lesson, exercises };
}

/** "Not attempted" is no try. */
export function triesOf({ outcomes }: TriedExercise): number {
  return [...outcomes.values()].filter((outcome) => outcome !== "not-attempted").length;
}

/**
 * An exercise somebody looked for help at, or tried, is "tried"; a pass stays, unless a regrade takes it back. An answer that was
 * handed in counts as such until it is given back.
 */
export function stateOf(tried: TriedExercise): ExerciseState {
  const { outcomes, decisions, hints, solutionSeen } = tried;
  const accepted = [...decisions.values()].includes("accepted");
  if (accepted || [...outcomes.values()].includes("pass")) return "passed";
  const handedIn = [...outcomes].filter(([, outcome]) => outcome === "handed-in").map(([attempt]) => attempt);
  const latest = handedIn.at(-1);
  if (latest !== undefined && decisions.get(latest) !== "returned") return "handed-in";
  return triesOf(tried) > 0 || hints.size > 0 || solutionSeen ? "tried" : "untouched";
}

export function exerciseProgress(progress: PersonProgress, lesson: string, exercise: string): ExerciseProgress {
  const tried = progress.exercises.get(exerciseKey(lesson, exercise));
  if (tried === undefined) return { exercise, state: "untouched", tries: 0, hints: 0, solutionSeen: false };
  const { hints, solutionSeen } = tried;
  return { exercise, state: stateOf(tried), tries: triesOf(tried), hints: hints.size, solutionSeen };
}

export function projectMine(progress: PersonProgress, lessons: readonly LessonSummary[]): MyProgress {
  return {
    help: progress.help,
    lessons: lessons.map(({ id, exercises }) => ({
      lesson: id,
      exercises: exercises.map((exercise) => exerciseProgress(progress, id, exercise.id)),
    })),
  };
}
