/**
 * What somebody has done so far: a pure projection of their events, in order. The same events always give the same progress,
 * so it can be recomputed and explained at any time.
 */
import {
  isDone,
  type CheckOutcome,
  type ExerciseProgress,
  type ExerciseState,
  type HelpPlace,
  type HelpStatus,
  type LessonSummary,
  type MyProgress,
  type ProgressEvent,
} from "@data-surgery/contract";

export interface PersonProgress {
  readonly help: HelpStatus;
  /** Since when `help` is what it is. */
  readonly helpAt: number;
  /** Where they have their hand up, if at a certain cell. */
  readonly helpPlace?: HelpPlace | undefined;
  /** When they last did something themselves; what a reviewer or a regrade does is not theirs. */
  readonly lastAt: number;
  /** From when on time counts as work on the next exercise. */
  readonly workFrom: number;
  /** The lesson they did something in last. */
  readonly lesson?: string;
  /** Lessons that were opened or worked on, in the order of first contact. */
  readonly lessons: ReadonlySet<string>;
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
  /** When it was first done, as things stand now; absent while it is not, or not any more. */
  readonly doneAt?: number | undefined;
  /** Time worked on it until it was done, in milliseconds; a break counts for at most `longestPause`. */
  readonly workMs: number;
}

export const noProgress: PersonProgress = {
  help: "fine",
  helpAt: 0,
  lastAt: 0,
  workFrom: 0,
  lessons: new Set(),
  exercises: new Map(),
};

/** Reading and thinking leave no event; what is longer than this was a break. */
export const longestPause: number = 10 * 60_000;

export function exerciseKey(lesson: string, exercise: string): string {
  return `${lesson}/${exercise}`;
}

/** One event further. Events of other people must not come here. */
export function applyProgress(before: PersonProgress, event: ProgressEvent): PersonProgress {
  const seen = isOwn(event) ? { ...before, lastAt: Math.max(before.lastAt, event.at) } : before;
  switch (event.type) {
    case "help-changed":
      return { ...seen, help: event.status, helpAt: event.at, helpPlace: event.place };
    case "lesson-opened":
    case "lesson-updated":
      return { ...inLesson(seen, event.lesson), workFrom: event.at };
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
    case "solution-shown":
    default:
      return changeExercise(seen, event, () => ({ solutionSeen: true }));
  }
}

/** A review or a regrade says something about somebody's work, and happens when they may be long gone. */
function isOwn({ type }: ProgressEvent): boolean {
  return type !== "answer-reviewed" && type !== "attempt-regraded";
}

function inLesson(before: PersonProgress, lesson: string): PersonProgress {
  return { ...before, lesson, lessons: new Set(before.lessons).add(lesson) };
}

type ExerciseEvent = Extract<ProgressEvent, { exercise: string }>;

function changeExercise(
  before: PersonProgress,
  event: ExerciseEvent,
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
    workMs: 0,
  };
  const own = isOwn(event);
  const pause = own && before.workFrom > 0 && old.doneAt === undefined ? at - before.workFrom : 0;
  const worked = { workMs: old.workMs + Math.min(Math.max(0, pause), longestPause) };
  const changed = { ...old, ...worked, ...(own ? { lastAt: at } : {}), ...change(old) };
  const doneAt = isDone(stateOf(changed)) ? (old.doneAt ?? at) : undefined;
  const exercises = new Map(before.exercises).set(key, { ...changed, doneAt });
  return own ? { ...inLesson(before, lesson), workFrom: at, exercises } : { ...before, exercises };
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
