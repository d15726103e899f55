/**
 * Which fields of a progress event are personal: who somebody is, or a thread that leads to them. The compiler asks for a mark on
 * every field of every event; a test holds the marks against what the log really keeps. Erasing a person removes whole events,
 * so nothing hangs on a mark but what may be told to others.
 */
import type { ProgressEvent, ProgressFact } from "./progress.js";

export type Privacy = "personal" | "not-personal";

type Marked<Fields> = { readonly [Field in keyof Required<Fields>]: Privacy };
type FactFields = {
  readonly [Type in ProgressFact["type"]]: Marked<Omit<Extract<ProgressFact, { type: Type }>, "type">>;
};
type BaseFields = Marked<Pick<ProgressEvent, "seq" | "id" | "at" | "personId" | "workshopId" | "type">>;

/** Fields that every event has. */
export const eventPrivacy: BaseFields = {
  seq: "not-personal",
  id: "not-personal",
  at: "not-personal",
  personId: "personal",
  workshopId: "not-personal",
  type: "not-personal",
};

const exercise = { lesson: "not-personal", exercise: "not-personal" } as const;

/** Fields by type of event. An attempt's id leads to what somebody wrote; a place holds the path of somebody's notebook. */
export const factPrivacy: FactFields = {
  "check-recorded": { ...exercise, attemptId: "personal", outcome: "not-personal", points: "not-personal" },
  "answer-reviewed": { ...exercise, attemptId: "personal", decision: "not-personal", points: "not-personal" },
  "attempt-regraded": { ...exercise, attemptId: "personal", outcome: "not-personal", points: "not-personal" },
  "hint-shown": { ...exercise, number: "not-personal" },
  "solution-shown": exercise,
  "lesson-opened": { lesson: "not-personal" },
  "lesson-updated": { lesson: "not-personal", from: "not-personal", to: "not-personal" },
  "help-changed": { status: "not-personal", place: "personal" },
};
