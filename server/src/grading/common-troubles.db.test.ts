import type { CheckOutcome } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { forEachDialect } from "../store/test-dialects.js";
import { gradingMigrations, sqlAttemptStore, type Attempt } from "./attempt-store.js";
import { commonTroubles } from "./common-troubles.js";

let count = 0;
function attempt(personId: string, type: CheckOutcome, message: string, more: Partial<Attempt> = {}): Attempt {
  const attemptId = `attempt-${++count}`;
  return {
    personId,
    workshopId: "w1",
    lesson: "first",
    lessonHash: "hash",
    exercise: "a",
    notebook: "people/x/first/first.ipynb",
    result: { type, attemptId, tries: 1, at: count, head: "?", message, tests: [] },
    plan: { type: "not-attempted", cellId: "c" },
    tookMs: 1,
    ...more,
  };
}

forEachDialect((openStore) => {
  test("SE7 of each exercise, what most people were told at their first check that was not right: each person counts once", async () => {
    await using opened = await openStore(gradingMigrations);
    const attempts = sqlAttemptStore(opened.store);
    const all = [
      attempt("ada", "not-attempted", "Ready when you are"),
      attempt("ada", "not-yet", "That counts years."),
      attempt("ada", "not-yet", "Nearly."),
      attempt("ada", "not-yet", "Nearly."),
      attempt("bea", "not-yet", "Nearly."),
      attempt("bea", "pass", "Right."),
      attempt("cem", "not-yet", "That counts years."),
      attempt("dot", "pass", "Right."),
      attempt("eve", "not-yet", "Elsewhere.", { workshopId: "w2" }),
      attempt("fay", "not-yet", "Another.", { exercise: "b" }),
    ];
    for (const one of all)
      await opened.store
        .tables()
        .transaction()
        .execute((inside) => attempts.insert(one, inside));
    const found = await commonTroubles(opened.store, "w1");
    expect(found.toSorted((a, b) => a.exercise.localeCompare(b.exercise))).toEqual([
      { lesson: "first", exercise: "a", words: "That counts years.", people: 2 },
      { lesson: "first", exercise: "b", words: "Another.", people: 1 },
    ]);
  });
});
