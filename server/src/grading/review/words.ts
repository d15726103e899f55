/** Dates, points and decisions, as people read them. */
import type { Points } from "@data-surgery/contract";
import type { Decision } from "./review-tables.js";

const dateTime = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

/** Such as "3 March 2026 at 19:05", in the zone of the server: it stands in the venue. */
export function when(at: number): string {
  return dateTime.format(at);
}

export const decisionWords: Readonly<Record<Decision, string>> = { accepted: "accepted", returned: "given back" };

export function pointWords({ earned, possible }: Points): string {
  return `${trimmed(earned)} of ${trimmed(possible)} ${possible === 1 ? "point" : "points"}`;
}

/** 0.1 + 0.2 is 0.3 for people. */
function trimmed(points: number): string {
  return String(Math.round(points * 100) / 100);
}
