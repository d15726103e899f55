/**
 * Reading what was handed in: what waits, one answer with all that a reader needs, and the decision. A decision stands in the
 * store together with the event that tells its learner, or neither does.
 */
import { AppError, type Points, type Visitor } from "@data-surgery/contract";
import type { ReviewedExercise } from "@data-surgery/grading";
import type { Progress } from "../../progress/index.js";
import type { LessonCatalogue } from "../lesson-catalogue.js";
import type { ReviewOfExercise, ReviewReader } from "../review-reader.js";
import { createClaims } from "./claims.js";
import {
  ReviewConflictError,
  type Answer,
  type AnswerEntry,
  type ReviewedLine,
  type AnswerFilter,
  type Page,
  type Review,
  type ReviewedEntry,
  type ReviewStore,
  type WaitingCount,
} from "./review-store.js";
import type { Decision } from "./review-tables.js";

/** By person. One question for a whole page, not one for each line. */
export type Names = ReadonlyMap<string, string>;

export interface ReviewsOptions {
  readonly store: ReviewStore;
  readonly catalogue: LessonCatalogue;
  readonly progress: Pick<Progress, "record">;
  readonly names: (workshopId: string) => Promise<Names>;
  readonly clock?: () => number;
}

/** One answer as its reader has it in front of them. */
export interface OpenAnswer {
  readonly answer: Answer;
  readonly lessonTitle: string;
  /** Absent when the lesson is not there any more, or has no such question. */
  readonly exercise?: ReviewedExercise | undefined;
  /** What the lesson says just before the question. */
  readonly before: string;
  readonly reviews: readonly Review[];
  /** Other answers of the same person to this question, newest first, each with its reviews. */
  readonly others: readonly { readonly answer: Answer; readonly reviews: readonly Review[] }[];
  readonly names: Names;
  readonly next?: string | undefined;
  readonly previous?: string | undefined;
  /** Somebody else who has had it open in the last minutes. */
  readonly openFor?: string | undefined;
}

export interface Verdict {
  /** How many reviews the reader had in front of them. */
  readonly seen: number;
  readonly decision: Decision;
  /** Ids of the rubric's lines that are met. */
  readonly met: ReadonlySet<string>;
  readonly comment: string;
}

/** What a list shows beside the entries. */
export interface Titles {
  lesson(lesson: string): string;
  exercise(lesson: string, exercise: string): string;
}

export interface Reviews extends ReviewReader {
  readonly titles: Titles;
  names(workshopId: string): Promise<Names>;
  /** By question: how many wait. */
  counts(workshopId: string): Promise<readonly WaitingCount[]>;
  /** All that wait. */
  toRead(workshopId: string): Promise<number>;
  waiting(workshopId: string, filter: AnswerFilter, page: Page): Promise<readonly AnswerEntry[]>;
  reviewed(workshopId: string, reviewerId: string | undefined, page: Page): Promise<readonly ReviewedEntry[]>;
  /** @throws AppError `http.not-found` */
  open(visitor: Visitor, attemptId: string, filter: AnswerFilter): Promise<OpenAnswer>;
  /** The answer alone, for what it shows. @throws AppError `http.not-found` */
  answer(visitor: Visitor, attemptId: string): Promise<Answer>;
  /** @throws ReviewConflictError when somebody decided meanwhile; AppError `http.not-found` */
  decide(visitor: Visitor, attemptId: string, verdict: Verdict): Promise<Review>;
  exportPerson: ReviewStore["exportPerson"];
}

export function createReviews(options: ReviewsOptions): Reviews {
  const { store, catalogue, progress, names, clock = Date.now } = options;
  const claims = createClaims(clock);
  const answerOf = async (visitor: Visitor, attemptId: string): Promise<Answer> => {
    const answer = await store.answer(attemptId, visitor.workshopId);
    if (answer === undefined) throw new AppError("http.not-found");
    return answer;
  };
  return {
    titles: titlesOf(catalogue),
    names,
    counts: (workshopId) => store.counts(workshopId),
    toRead: async (workshopId) => (await store.counts(workshopId)).reduce((sum, { count }) => sum + count, 0),
    waiting: (workshopId, filter, page) => store.waiting(workshopId, filter, page),
    reviewed: (workshopId, reviewerId, page) => store.reviewed(workshopId, reviewerId, page),
    answer: answerOf,
    open: async (visitor, attemptId, filter) => {
      const answer = await answerOf(visitor, attemptId);
      const [others, called, next, previous] = await Promise.all([
        store.others(answer),
        names(visitor.workshopId),
        store.beside(answer, filter, "next", mostClaimed),
        store.beside(answer, filter, "previous", 1),
      ]);
      const reviews = await store.reviewsOf([attemptId, ...others.map((other) => other.attemptId)]);
      const openFor = claims.otherAt(attemptId, visitor.personId);
      claims.note(attemptId, visitor);
      return {
        answer,
        ...placeOf(catalogue, answer),
        reviews: reviews.filter((review) => review.attemptId === attemptId),
        others: others.map((other) => ({
          answer: other,
          reviews: reviews.filter((review) => review.attemptId === other.attemptId),
        })),
        names: called,
        // Two who read at the same time are led to different answers.
        next: next.find((id) => claims.otherAt(id, visitor.personId) === undefined) ?? next[0],
        previous: previous[0],
        openFor,
      };
    },
    decide: async (visitor, attemptId, verdict) => {
      const answer = await answerOf(visitor, attemptId);
      const { exercise } = placeOf(catalogue, answer);
      if (exercise === undefined) throw new AppError("http.not-found");
      const review = reviewOf(visitor, answer, exercise, verdict, clock());
      const { personId, workshopId, lesson, decision, points } = review;
      await progress.record(
        { personId, workshopId },
        { type: "answer-reviewed", lesson, exercise: review.exercise, attemptId, decision, points },
        (inside) => store.insert(review, inside),
      );
      claims.forget(attemptId);
      return review;
    },
    ofPerson: (personId: string, lesson: string): Promise<readonly ReviewOfExercise[]> =>
      store.ofPerson(personId, lesson),
    exportPerson: (personId) => store.exportPerson(personId),
  };
}

export { ReviewConflictError };

/** More people than this don't read the same answers at the same time. */
const mostClaimed = 8;

function titlesOf(catalogue: LessonCatalogue): Titles {
  const find = (lesson: string): ReturnType<LessonCatalogue["list"]>[number] | undefined =>
    catalogue.list().find(({ id }) => id === lesson);
  return {
    lesson: (lesson) => find(lesson)?.title ?? lesson,
    exercise: (lesson, exercise) => find(lesson)?.exercises.find(({ id }) => id === exercise)?.title ?? exercise,
  };
}

function placeOf(
  catalogue: LessonCatalogue,
  { lesson, exercise }: AnswerEntry,
): Pick<OpenAnswer, "lessonTitle" | "exercise" | "before"> {
  const summary = catalogue.list().find(({ id }) => id === lesson);
  if (summary === undefined) return { lessonTitle: lesson, before: "" };
  const { cells, exercises, title } = catalogue.get(lesson).lesson;
  const found = exercises.find((one) => one.id === exercise);
  if (found?.type !== "reviewed") return { lessonTitle: title, before: "" };
  const at = cells.findIndex(({ cell }) => cell.id === found.cellId);
  const before = cells[at - 1];
  const text = before?.cell.cell_type === "markdown" && before.ours?.role === "reading" ? before.cell.source : "";
  return { lessonTitle: title, exercise: found, before: text };
}

function reviewOf(
  visitor: Visitor,
  answer: Answer,
  exercise: ReviewedExercise,
  { seen, decision, met, comment }: Verdict,
  at: number,
): Review {
  const lines = exercise.rubric.map((line): ReviewedLine => ({ ...line, met: met.has(line.id) }));
  const { attemptId, personId, workshopId, lesson } = answer;
  return {
    attemptId,
    number: seen + 1,
    at,
    reviewerId: visitor.personId,
    personId,
    workshopId,
    lesson,
    exercise: exercise.id,
    decision,
    lines,
    points: pointsOf(lines),
    comment,
  };
}

export function pointsOf(lines: readonly ReviewedLine[]): Points {
  const sum = (counted: readonly ReviewedLine[]): number => counted.reduce((total, { points }) => total + points, 0);
  return { earned: sum(lines.filter(({ met }) => met)), possible: sum(lines) };
}
