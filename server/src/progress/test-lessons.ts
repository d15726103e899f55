/** Lessons and a seeded log for tests of what is projected from events. */
import type { CheckOutcome, LessonSummary, ProgressFact } from "@data-surgery/contract";

/** @param exercises id → skill; an id that ends with "?" is read by a person */
export function testLesson(id: string, exercises: Readonly<Record<string, string>>): LessonSummary {
  return {
    id,
    title: `Lesson ${id}`,
    question: "?",
    minutes: 20,
    data: [],
    aims: [],
    release: "0123456789abcdef",
    exercises: Object.entries(exercises).map(([exercise, skill]) => ({
      id: exercise.replace("?", ""),
      title: `Exercise ${exercise}`,
      minutes: 5,
      hintCount: 3,
      type: exercise.endsWith("?") ? ("reviewed" as const) : ("code" as const),
      skill,
      stage: "analyse",
      points: 2,
    })),
  };
}

/** Numbers from 0 up to 1, the same for the same seed: a linear congruential generator, good enough to mix events. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const outcomes: readonly CheckOutcome[] = ["pass", "not-yet", "not-yet", "not-attempted", "could-not-run", "handed-in"];

/** One thing that may happen, of every kind. `attempts` grows with the checks, so that reviews and regrades find some. */
export function randomFact(
  random: () => number,
  lessons: readonly LessonSummary[],
  attempts: { lesson: string; exercise: string; attemptId: string }[],
): ProgressFact {
  const pick = <Thing>(all: readonly Thing[]): Thing => all[Math.floor(random() * all.length)]!;
  const lesson = pick(lessons);
  const place = { lesson: lesson.id, exercise: pick(lesson.exercises).id };
  const points = { earned: Math.floor(random() * 3), possible: 2 };
  const roll = random();
  if (roll < 0.1) return { type: "lesson-opened", lesson: lesson.id };
  if (roll < 0.15) return { type: "lesson-updated", lesson: lesson.id, from: "old", to: "new" };
  if (roll < 0.25) return { type: "hint-shown", ...place, number: 1 + Math.floor(random() * 3) };
  if (roll < 0.3) return { type: "solution-shown", ...place };
  if (roll < 0.36) return { type: "help-changed", status: pick(["fine", "help", "done"] as const) };
  if (roll < 0.46 && attempts.length > 0) {
    return { type: "attempt-regraded", ...pick(attempts), outcome: pick(outcomes), points };
  }
  if (roll < 0.56 && attempts.length > 0) {
    return { type: "answer-reviewed", ...pick(attempts), decision: pick(["accepted", "returned"] as const), points };
  }
  const attempt = { ...place, attemptId: `attempt-${attempts.length + 1}` };
  attempts.push(attempt);
  return { type: "check-recorded", ...attempt, outcome: pick(outcomes), points };
}
