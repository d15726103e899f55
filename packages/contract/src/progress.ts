/**
 * Progress: append-only events, and what is projected from them.
 * GET /api/progress/mine → MyProgress; GET /api/progress/stream (SSE, type `progress`, data ProgressEvent, id = seq);
 * GET /api/board → Board; GET /api/board/stream (SSE, type `board` whenever the board is
 * another, without content); POST /api/help HelpRequest → 204.
 */
import { z } from "zod";
import { CheckOutcome, Points } from "./check.js";

export type HelpStatus = "fine" | "help" | "done";
export const HelpStatus: z.ZodType<HelpStatus> = z.enum(["fine", "help", "done"]);

export interface HelpRequest {
  readonly status: HelpStatus;
}
export const HelpRequest: z.ZodType<HelpRequest> = z.strictObject({ status: HelpStatus });

interface EventBase {
  /** Position in the log: grows by one with every event of this server. */
  readonly seq: number;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Personal: links the event to somebody. */
  readonly personId: string;
  readonly workshopId: string;
}

export interface CheckRecorded {
  readonly type: "check-recorded";
  readonly lesson: string;
  readonly exercise: string;
  readonly attemptId: string;
  readonly outcome: CheckOutcome;
  /** Absent in events from before points were kept, and where nobody has judged yet. */
  readonly points?: Points | undefined;
}
/** A person read an answer that was handed in: taken as done, or given back to be worked on. What they wrote is kept by reviews. */
export interface AnswerReviewed {
  readonly type: "answer-reviewed";
  readonly lesson: string;
  readonly exercise: string;
  readonly attemptId: string;
  readonly decision: "accepted" | "returned";
  readonly points: Points;
}
/** An attempt was judged anew after a test was mended: this outcome stands in the place of the first. */
export interface AttemptRegraded {
  readonly type: "attempt-regraded";
  readonly lesson: string;
  readonly exercise: string;
  readonly attemptId: string;
  readonly outcome: CheckOutcome;
  readonly points?: Points | undefined;
}
/** Somebody's copy of a lesson was brought up to a newer version. */
export interface LessonUpdated {
  readonly type: "lesson-updated";
  readonly lesson: string;
  readonly from: string;
  readonly to: string;
}
export interface HintShown {
  readonly type: "hint-shown";
  readonly lesson: string;
  readonly exercise: string;
  readonly number: number;
}
export interface SolutionShown {
  readonly type: "solution-shown";
  readonly lesson: string;
  readonly exercise: string;
}
export interface LessonOpened {
  readonly type: "lesson-opened";
  readonly lesson: string;
}
/** Where somebody has a question. */
export interface HelpPlace {
  /** Path below the contents root. */
  readonly notebook: string;
  readonly cellId: string;
  /** As people call it: "cell 4", or the title of an exercise. */
  readonly label: string;
}
export const HelpPlace: z.ZodType<HelpPlace> = z.object({
  notebook: z.string(),
  cellId: z.string(),
  label: z.string(),
});
export interface HelpChanged {
  readonly type: "help-changed";
  readonly status: HelpStatus;
  /** Only with "help", when they put a hand up at a cell. */
  readonly place?: HelpPlace | undefined;
}

/** What happened, without who and when. */
export type ProgressFact =
  | CheckRecorded
  | AnswerReviewed
  | AttemptRegraded
  | HintShown
  | SolutionShown
  | LessonOpened
  | LessonUpdated
  | HelpChanged;
export type ProgressEvent = EventBase & ProgressFact;

export const ProgressFact: z.ZodType<ProgressFact> = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("check-recorded"),
    lesson: z.string(),
    exercise: z.string(),
    attemptId: z.string(),
    outcome: CheckOutcome,
    points: Points.optional(),
  }),
  z.object({
    type: z.literal("answer-reviewed"),
    lesson: z.string(),
    exercise: z.string(),
    attemptId: z.string(),
    decision: z.enum(["accepted", "returned"]),
    points: Points,
  }),
  z.object({
    type: z.literal("attempt-regraded"),
    lesson: z.string(),
    exercise: z.string(),
    attemptId: z.string(),
    outcome: CheckOutcome,
    points: Points.optional(),
  }),
  z.object({ type: z.literal("lesson-updated"), lesson: z.string(), from: z.string(), to: z.string() }),
  z.object({ type: z.literal("hint-shown"), lesson: z.string(), exercise: z.string(), number: z.number().int() }),
  z.object({ type: z.literal("solution-shown"), lesson: z.string(), exercise: z.string() }),
  z.object({ type: z.literal("lesson-opened"), lesson: z.string() }),
  z.object({ type: z.literal("help-changed"), status: HelpStatus, place: HelpPlace.optional() }),
]);

export const ProgressEvent: z.ZodType<ProgressEvent> = z.intersection(
  z.object({ seq: z.number(), id: z.string(), at: z.number(), personId: z.string(), workshopId: z.string() }),
  ProgressFact,
);

/** `handed-in` and `passed` both count as done: nobody's progress waits for a reviewer. */
export type ExerciseState = "untouched" | "tried" | "handed-in" | "passed";
export const ExerciseState: z.ZodType<ExerciseState> = z.enum(["untouched", "tried", "handed-in", "passed"]);

export function isDone(state: ExerciseState): boolean {
  return state === "passed" || state === "handed-in";
}

export interface ExerciseProgress {
  readonly exercise: string;
  /** Once passed it stays passed, whatever is tried afterwards. */
  readonly state: ExerciseState;
  readonly tries: number;
  /** How many different hints were shown. */
  readonly hints: number;
  readonly solutionSeen: boolean;
}

const exerciseProgress = {
  exercise: z.string(),
  state: ExerciseState,
  tries: z.number().int(),
  hints: z.number().int(),
  solutionSeen: z.boolean(),
};
export const ExerciseProgress: z.ZodType<ExerciseProgress> = z.object(exerciseProgress);

export interface LessonProgress {
  readonly lesson: string;
  /** Every exercise of the lesson, in its order. */
  readonly exercises: readonly ExerciseProgress[];
}
export const LessonProgress: z.ZodType<LessonProgress> = z.object({
  lesson: z.string(),
  exercises: z.array(ExerciseProgress),
});

export interface MyProgress {
  readonly lessons: readonly LessonProgress[];
  readonly help: HelpStatus;
}
export const MyProgress: z.ZodType<MyProgress> = z.object({ lessons: z.array(LessonProgress), help: HelpStatus });

export interface BoardCell extends ExerciseProgress {
  readonly lesson: string;
  /** When something last happened at this exercise; absent where nothing has. */
  readonly lastAt?: number | undefined;
}
export const BoardCell: z.ZodType<BoardCell> = z.object({
  ...exerciseProgress,
  lesson: z.string(),
  lastAt: z.number().optional(),
});

/**
 * Why somebody may need a helper. `asked`: their signal. `failing`: many tries, or long at one. `erring`: their notebook stops with an
 * error again and again. `idle`: nothing for a while. `silent`: joined, and nothing yet.
 */
export interface BoardAlert {
  readonly kind: "asked" | "failing" | "erring" | "idle" | "silent";
  /** Names this trouble: what is set aside is this, and a new one has another name. */
  readonly key: string;
  readonly text: string;
  /** With `asked`: what the checks tell beside it, such as "4 tries on 2". */
  readonly trouble?: string | undefined;
  /** A trainer has seen it. */
  readonly isAside: boolean;
}
export const BoardAlert: z.ZodType<BoardAlert> = z.object({
  kind: z.enum(["asked", "failing", "erring", "idle", "silent"]),
  key: z.string(),
  text: z.string(),
  trouble: z.string().optional(),
  isAside: z.boolean(),
});

export interface BoardRow {
  readonly personId: string;
  readonly name: string;
  readonly color: string;
  readonly help: HelpStatus;
  /** Where they have their hand up. */
  readonly helpPlace?: HelpPlace | undefined;
  /** Why this person stands where they stand, such as "4 tries on 2, 6 minutes"; absent when they need nobody now. */
  readonly needs?: string | undefined;
  /** The same as data, and also what was set aside. */
  readonly alert?: BoardAlert | undefined;
  /** When they last did something that is recorded; absent when nothing was yet. */
  readonly lastAt?: number | undefined;
  /** One per column of the board, in the same order. */
  readonly cells: readonly BoardCell[];
  /** The notebook to open: the lesson they are at. Path below the contents root. */
  readonly notebook?: string | undefined;
}
export const BoardRow: z.ZodType<BoardRow> = z.object({
  personId: z.string(),
  name: z.string(),
  color: z.string(),
  help: HelpStatus,
  helpPlace: HelpPlace.optional(),
  needs: z.string().optional(),
  alert: BoardAlert.optional(),
  lastAt: z.number().optional(),
  cells: z.array(BoardCell),
  notebook: z.string().optional(),
});

export interface BoardColumn {
  readonly lesson: string;
  readonly lessonTitle: string;
  readonly exercise: string;
  readonly title: string;
  /** Short label, unique on the board: "1", "2" … or "A1", "B1" with several lessons. */
  readonly label: string;
}
export const BoardColumn: z.ZodType<BoardColumn> = z.object({
  lesson: z.string(),
  lessonTitle: z.string(),
  exercise: z.string(),
  title: z.string(),
  label: z.string(),
});

export interface Board {
  readonly at: number;
  readonly columns: readonly BoardColumn[];
  /** Sorted: who needs somebody first. */
  readonly rows: readonly BoardRow[];
  readonly counts: { readonly joined: number; readonly working: number; readonly waiting: number };
}
export const Board: z.ZodType<Board> = z.object({
  at: z.number(),
  columns: z.array(BoardColumn),
  rows: z.array(BoardRow),
  counts: z.object({ joined: z.number(), working: z.number(), waiting: z.number() }),
});
