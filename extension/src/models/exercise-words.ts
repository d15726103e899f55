/** What a card says beside the server's own words. Pure. */
import type { AnswerReview, CheckOutcome, CheckResult, Points } from "@data-surgery/contract";
import { clockTime } from "./clock-time.js";

/** A shape for each outcome, never colour alone. */
export const outcomeSigns: Readonly<Record<CheckOutcome, string>> = {
  pass: "✓",
  "not-yet": "→",
  "not-attempted": "✎",
  "could-not-run": "■",
  "handed-in": "↑",
};

export const outcomeWords: Readonly<Record<CheckOutcome, string>> = {
  pass: "right",
  "not-yet": "not yet",
  "not-attempted": "not started",
  "could-not-run": "stopped before its end",
  "handed-in": "handed in",
};

/** How much of an answer holds already: that is half of what somebody wants to know. Empty where there is nothing kind to add. */
export function partsWords({ type, tests, points }: CheckResult): string {
  if (type !== "not-yet" || tests.length === 0) return "";
  const right = tests.filter(({ passed }) => passed).length;
  if (right === 0) return "";
  const parts =
    right === tests.length
      ? "All the parts named here hold; what is said above is left."
      : `${right} of ${tests.length} parts hold already.`;
  const isPartial = points !== undefined && points.earned > 0 && points.earned < points.possible;
  return isPartial ? `${parts} That is ${pointsWords(points)} so far.` : parts;
}

/** "1.5 of 3 points" */
export function pointsWords({ earned, possible }: Points): string {
  return `${numberWords(earned)} of ${numberWords(possible)} ${possible === 1 ? "point" : "points"}`;
}

const numberWords = (value: number): string => value.toLocaleString("en-GB", { maximumFractionDigits: 2 });

/** One sentence for the live region. */
export function resultSentence(result: CheckResult): string {
  const head = /[.!?]$/.test(result.head) ? result.head : `${result.head}.`;
  return [head, result.message, partsWords(result)].filter((words) => words !== "").join(" ");
}

export function reviewHead({ decision }: AnswerReview): string {
  return decision === "accepted" ? "Read, and accepted" : "Read, and back with you";
}

/** Nobody is to blame for a test that was wrong; that it was, is said. */
export const regradedWords =
  "A test of this exercise was mended, so your answer was looked at again. This is what holds now.";

/** "Today, 14:05" or "3 March 2026, 14:05". Times of this device. */
export function momentWords(at: number, now: number): string {
  const day = (time: number): string =>
    new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  return `${day(at) === day(now) ? "Today" : day(at)}, ${clockTime(at)}`;
}
