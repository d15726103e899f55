/** How a reader goes through the answers: which of them, and with or without names. Carried from page to page in the address. */
import type { AnswerFilter } from "./review-store.js";

export interface ReviewView extends AnswerFilter {
  /** Names don't colour the judgement when they are not there. */
  readonly namesHidden: boolean;
}

export function parseReviewView(query: URLSearchParams): ReviewView {
  const text = (key: string): string | undefined => query.get(key)?.slice(0, 64) || undefined;
  return { lesson: text("lesson"), exercise: text("exercise"), namesHidden: query.get("names") === "hidden" };
}

/** With what is given besides, as the end of an address: `?lesson=…&names=hidden`, or nothing. */
export function viewQuery(
  { lesson, exercise, namesHidden }: ReviewView,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams(more);
  if (lesson !== undefined) query.set("lesson", lesson);
  if (exercise !== undefined) query.set("exercise", exercise);
  if (namesHidden) query.set("names", "hidden");
  return query.size === 0 ? "" : `?${query.toString()}`;
}

export const reviewAddress = "/board/review";

export function answerAddress(
  attemptId: string,
  view: ReviewView,
  more: Readonly<Record<string, string>> = {},
): string {
  return `${reviewAddress}/${encodeURIComponent(attemptId)}${viewQuery(view, more)}`;
}
