/** What was handed in, kept in the transaction of its attempt. Reading and deciding: review-store.ts. */
import type { Kysely } from "kysely";
import type { AnswerCell } from "./answer-cells.js";
import type { ReviewTables } from "./review-tables.js";

export interface NewAnswer {
  readonly attemptId: string;
  readonly at: number;
  readonly personId: string;
  readonly workshopId: string;
  readonly lesson: string;
  readonly exercise: string;
  readonly notebook: string;
  readonly cells: readonly AnswerCell[];
}

/** Of one person only the newest answer to a question waits: what they wrote before is kept, and stands beside it. */
export async function insertAnswer(answer: NewAnswer, inside: Kysely<unknown>): Promise<void> {
  const db = inside as unknown as Kysely<ReviewTables>;
  const { attemptId, at, personId, workshopId, lesson, exercise, notebook, cells } = answer;
  await db
    .updateTable("answers")
    .set({ state: "superseded" })
    .where("person_id", "=", personId)
    .where("lesson", "=", lesson)
    .where("exercise", "=", exercise)
    .where("state", "=", "waiting")
    .execute();
  const who = { attempt_id: attemptId, person_id: personId, workshop_id: workshopId };
  await db
    .insertInto("answers")
    .values({ ...who, at, lesson, exercise, state: "waiting", notebook, cells: JSON.stringify(cells) })
    .execute();
}

/** Answers of this person and the reviews of them go; in reviews that they wrote, nobody is named any more. */
export async function eraseAnswers(personId: string, inside: Kysely<unknown>): Promise<void> {
  const db = inside as unknown as Kysely<ReviewTables>;
  await db.deleteFrom("answers").where("person_id", "=", personId).execute();
  await db.deleteFrom("reviews").where("person_id", "=", personId).execute();
  await db.updateTable("reviews").set({ reviewer_id: "" }).where("reviewer_id", "=", personId).execute();
}

/** One answer and the reviews of it. */
export async function eraseAnswer(attemptId: string, inside: Kysely<unknown>): Promise<void> {
  const db = inside as unknown as Kysely<ReviewTables>;
  await db.deleteFrom("answers").where("attempt_id", "=", attemptId).execute();
  await db.deleteFrom("reviews").where("attempt_id", "=", attemptId).execute();
}
