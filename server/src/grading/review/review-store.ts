/**
 * Answers that wait, and reviews. Every list is one query on an index, and no list reads the answers themselves: they may be
 * long, and a thousand of them wait.
 */
import type { Points } from "@data-surgery/contract";
import { sql, type ExpressionBuilder, type Kysely, type Selectable, type SqlBool } from "kysely";
import type { Store } from "../../store/index.js";
import type { ReviewOfExercise, ReviewReader } from "../review-reader.js";
import type { AnswerCell } from "./answer-cells.js";
import type { AnswerState, Decision, ReviewTables } from "./review-tables.js";

/** One line of the rubric as it stood when the answer was read. */
export interface ReviewedLine {
  readonly id: string;
  readonly text: string;
  readonly points: number;
  readonly met: boolean;
}

/** Of a list: what is needed to name an answer. */
export interface AnswerEntry {
  readonly attemptId: string;
  readonly personId: string;
  readonly lesson: string;
  readonly exercise: string;
  /** When it was handed in. */
  readonly at: number;
}

export interface ReviewedEntry extends AnswerEntry {
  readonly decision: Decision;
  readonly points: Points;
  readonly reviewerId: string;
  /** When it was read. */
  readonly reviewedAt: number;
}

export interface Answer extends AnswerEntry {
  readonly workshopId: string;
  readonly state: AnswerState;
  readonly notebook: string;
  readonly cells: readonly AnswerCell[];
}

export interface Review {
  readonly attemptId: string;
  readonly number: number;
  readonly at: number;
  readonly reviewerId: string;
  readonly personId: string;
  readonly workshopId: string;
  readonly lesson: string;
  readonly exercise: string;
  readonly decision: Decision;
  readonly lines: readonly ReviewedLine[];
  readonly points: Points;
  readonly comment: string;
}

export interface WaitingCount {
  readonly lesson: string;
  readonly exercise: string;
  readonly count: number;
  readonly oldest: number;
}

/** Which answers a reader goes through; all of the workshop when empty. */
export interface AnswerFilter {
  readonly lesson?: string | undefined;
  readonly exercise?: string | undefined;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** Somebody else decided meanwhile, or a newer answer was handed in. Nothing was written. */
export class ReviewConflictError extends Error {
  constructor() {
    super("The answer was decided on, or replaced, meanwhile.");
    this.name = "ReviewConflictError";
  }
}

export interface ReviewStore extends ReviewReader {
  counts(workshopId: string): Promise<readonly WaitingCount[]>;
  waiting(workshopId: string, filter: AnswerFilter, page: Page): Promise<readonly AnswerEntry[]>;
  /** Those that wait next to this one, nearest first. */
  beside(
    answer: AnswerEntry & { workshopId: string },
    filter: AnswerFilter,
    direction: "next" | "previous",
    limit: number,
  ): Promise<readonly string[]>;
  /** Newest first. */
  reviewed(workshopId: string, reviewerId: string | undefined, page: Page): Promise<readonly ReviewedEntry[]>;
  answer(attemptId: string, workshopId: string): Promise<Answer | undefined>;
  /** Other answers of the same person to the same question, newest first, at most ten. */
  others(answer: Answer): Promise<readonly Answer[]>;
  /** Of these answers, all reviews, oldest first. */
  reviewsOf(attemptIds: readonly string[]): Promise<readonly Review[]>;
  /** `seen` in `review.number`: one more than what its reviewer had in front of them. @throws ReviewConflictError */
  insert(review: Review, inside: Kysely<unknown>): Promise<void>;
  /** Their answers, the reviews of them, and the reviews that they wrote. */
  exportPerson(personId: string): Promise<{ answers: readonly Answer[]; reviews: readonly Review[] }>;
}

export function sqlReviewStore(store: Store): ReviewStore {
  const db = store.tables<ReviewTables>();
  const entry = ["attempt_id", "person_id", "lesson", "exercise", "at"] as const;
  const ofWorkshop = (workshopId: string, { lesson, exercise }: AnswerFilter) => {
    const all = db
      .selectFrom("answers")
      .select(entry)
      .where("workshop_id", "=", workshopId)
      .where("state", "=", "waiting");
    const ofLesson = lesson === undefined ? all : all.where("lesson", "=", lesson);
    return exercise === undefined ? ofLesson : ofLesson.where("exercise", "=", exercise);
  };
  return {
    counts: async (workshopId) => {
      const rows = await db
        .selectFrom("answers")
        .select(({ fn }) => ["lesson", "exercise", fn.countAll().as("count"), fn.min("at").as("oldest")])
        .where("workshop_id", "=", workshopId)
        .where("state", "=", "waiting")
        .groupBy(["lesson", "exercise"])
        .orderBy("lesson")
        .orderBy("exercise")
        .execute();
      return rows.map(({ lesson, exercise, count, oldest }) => ({ lesson, exercise, count: Number(count), oldest }));
    },
    waiting: async (workshopId, filter, { limit, offset }) => {
      const sorted = ofWorkshop(workshopId, filter)
        .orderBy("lesson")
        .orderBy("exercise")
        .orderBy("at")
        .orderBy("attempt_id");
      return (await sorted.limit(limit).offset(offset).execute()).map(entryOf);
    },
    beside: async (answer, filter, direction, limit) => {
      const order = direction === "next" ? "asc" : "desc";
      const rows = await ofWorkshop(answer.workshopId, filter)
        .where(isBeside(answer, direction))
        .orderBy("lesson", order)
        .orderBy("exercise", order)
        .orderBy("at", order)
        .orderBy("attempt_id", order)
        .limit(limit)
        .execute();
      return rows.map(({ attempt_id }) => attempt_id);
    },
    reviewed: async (workshopId, reviewerId, { limit, offset }) => {
      const all = db
        .selectFrom("reviews")
        .innerJoin("answers", "answers.attempt_id", "reviews.attempt_id")
        .select(["reviews.attempt_id", "reviews.person_id", "reviews.lesson", "reviews.exercise", "answers.at"])
        .select(["reviews.at as reviewed_at", "decision", "earned", "possible", "reviewer_id"])
        .where("reviews.workshop_id", "=", workshopId)
        .where("standing", "=", 1);
      const own = reviewerId === undefined ? all : all.where("reviewer_id", "=", reviewerId);
      const rows = await own
        .orderBy("reviews.at", "desc")
        .orderBy("reviews.attempt_id")
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map((row) => ({
        ...entryOf(row),
        decision: row.decision,
        points: { earned: row.earned, possible: row.possible },
        reviewerId: row.reviewer_id,
        reviewedAt: row.reviewed_at,
      }));
    },
    answer: async (attemptId, workshopId) => {
      const row = await db
        .selectFrom("answers")
        .selectAll()
        .where("attempt_id", "=", attemptId)
        .where("workshop_id", "=", workshopId)
        .executeTakeFirst();
      return row === undefined ? undefined : answerOf(row);
    },
    others: async ({ attemptId, personId, lesson, exercise }) => {
      const rows = await db
        .selectFrom("answers")
        .selectAll()
        .where("person_id", "=", personId)
        .where("lesson", "=", lesson)
        .where("exercise", "=", exercise)
        .where("attempt_id", "!=", attemptId)
        .orderBy("at", "desc")
        .limit(10)
        .execute();
      return rows.map(answerOf);
    },
    reviewsOf: async (attemptIds) => {
      if (attemptIds.length === 0) return [];
      const all = db.selectFrom("reviews").selectAll().where("attempt_id", "in", attemptIds);
      return (await all.orderBy("at").orderBy("number").execute()).map(reviewOf);
    },
    insert: (review, inside) => insertReview(review, inside),
    ofPerson: async (personId, lesson) => {
      const rows = await db
        .selectFrom("reviews")
        .selectAll()
        .where("person_id", "=", personId)
        .where("lesson", "=", lesson)
        .where("standing", "=", 1)
        .orderBy("at")
        .execute();
      return rows.map(reviewOf).map(forPerson);
    },
    exportPerson: async (personId) => {
      const answers = await db
        .selectFrom("answers")
        .selectAll()
        .where("person_id", "=", personId)
        .orderBy("at")
        .execute();
      const reviews = await db
        .selectFrom("reviews")
        .selectAll()
        .where((where) => where.or([where("person_id", "=", personId), where("reviewer_id", "=", personId)]))
        .orderBy("at")
        .execute();
      return { answers: answers.map(answerOf), reviews: reviews.map(reviewOf) };
    },
  };
}

/** Both databases compare rows of values from left to right, on the index. */
function isBeside({ lesson, exercise, at, attemptId }: AnswerEntry, direction: "next" | "previous") {
  return (_where: ExpressionBuilder<ReviewTables, "answers">) =>
    direction === "next"
      ? sql<SqlBool>`(lesson, exercise, at, attempt_id) > (${lesson}, ${exercise}, ${at}, ${attemptId})`
      : sql<SqlBool>`(lesson, exercise, at, attempt_id) < (${lesson}, ${exercise}, ${at}, ${attemptId})`;
}

async function insertReview(review: Review, db: Kysely<ReviewTables>): Promise<void> {
  const { attemptId, number } = review;
  const answer = await db.selectFrom("answers").select("state").where("attempt_id", "=", attemptId).executeTakeFirst();
  const newest = await db
    .selectFrom("reviews")
    .select("number")
    .where("attempt_id", "=", attemptId)
    .where("standing", "=", 1)
    .executeTakeFirst();
  const expected = answer?.state === "superseded" ? undefined : (newest?.number ?? 0) + 1;
  if (answer === undefined || number !== expected) throw new ReviewConflictError();
  await db.updateTable("reviews").set({ standing: 0 }).where("attempt_id", "=", attemptId).execute();
  await db.insertInto("reviews").values(rowOf(review)).execute();
  await db.updateTable("answers").set({ state: "reviewed" }).where("attempt_id", "=", attemptId).execute();
}

function entryOf(
  row: Pick<ReviewTables["answers"], "attempt_id" | "person_id" | "lesson" | "exercise" | "at">,
): AnswerEntry {
  const { attempt_id, person_id, lesson, exercise, at } = row;
  return { attemptId: attempt_id, personId: person_id, lesson, exercise, at };
}

function answerOf(row: Selectable<ReviewTables["answers"]>): Answer {
  const { workshop_id, state, notebook, cells } = row;
  // Written by this domain from the same type.
  return { ...entryOf(row), workshopId: workshop_id, state, notebook, cells: JSON.parse(cells) as AnswerCell[] };
}

function rowOf(review: Review): ReviewTables["reviews"] {
  const {
    attemptId,
    number,
    at,
    reviewerId,
    personId,
    workshopId,
    lesson,
    exercise,
    decision,
    lines,
    points,
    comment,
  } = review;
  return {
    attempt_id: attemptId,
    number,
    standing: 1,
    at,
    reviewer_id: reviewerId,
    person_id: personId,
    workshop_id: workshopId,
    lesson,
    exercise,
    decision,
    lines: JSON.stringify(lines),
    earned: points.earned,
    possible: points.possible,
    comment,
  };
}

function reviewOf(row: Selectable<ReviewTables["reviews"]>): Review {
  const { number, at, lesson, exercise, decision, comment } = row;
  return {
    attemptId: row.attempt_id,
    number,
    at,
    reviewerId: row.reviewer_id,
    personId: row.person_id,
    workshopId: row.workshop_id,
    lesson,
    exercise,
    decision,
    lines: JSON.parse(row.lines) as ReviewedLine[],
    points: { earned: row.earned, possible: row.possible },
    comment,
  };
}

function forPerson({ exercise, attemptId, decision, points, comment, at, lines }: Review): ReviewOfExercise {
  const earned = lines.map(({ text, points: possible, met }) => ({
    text,
    points: { earned: met ? possible : 0, possible },
  }));
  return { exercise, attemptId, decision, points, comment, at, lines: earned };
}
