/**
 * What people run into first: of everybody's first check of an exercise that was not right, the words that most of them were told.
 * A misconception that the author foresaw shows itself here, because it is told in the author's words. No names.
 */
import type { CheckResult } from "@data-surgery/contract";
import type { Store } from "../store/index.js";
import type { GradingTables } from "./attempt-store.js";

export interface CommonTrouble {
  readonly lesson: string;
  readonly exercise: string;
  /** What they were told; plain text. */
  readonly words: string;
  /** How many people were told so at their first check that was not right. */
  readonly people: number;
}

/** One per exercise at which somebody was in trouble, in no order. */
export async function commonTroubles(store: Store, workshopId: string): Promise<CommonTrouble[]> {
  const rows = await store
    .tables<GradingTables>()
    .selectFrom("check_attempts")
    .select(["person_id", "lesson", "exercise", "result"])
    .where("workshop_id", "=", workshopId)
    .where("outcome", "in", ["not-yet", "could-not-run"])
    .orderBy("at")
    .orderBy("id")
    .execute();
  const heard = new Set<string>();
  const counts = new Map<string, CommonTrouble>();
  for (const { person_id, lesson, exercise, result } of rows) {
    const who = JSON.stringify([person_id, lesson, exercise]);
    if (heard.has(who)) continue;
    heard.add(who);
    const words = wordsOf(JSON.parse(result) as CheckResult);
    const key = JSON.stringify([lesson, exercise, words]);
    counts.set(key, { lesson, exercise, words, people: (counts.get(key)?.people ?? 0) + 1 });
  }
  const most = new Map<string, CommonTrouble>();
  for (const one of counts.values()) {
    const key = JSON.stringify([one.lesson, one.exercise]);
    if (one.people > (most.get(key)?.people ?? 0)) most.set(key, one);
  }
  return [...most.values()];
}

function wordsOf({ failure, message }: CheckResult): string {
  return failure?.message ?? message;
}
