import type { Remedy } from "./remedies.js";

export type ReleaseFindingCode =
  | "personal-data"
  | "small-numbers"
  | "worked-out"
  | "singling-out"
  | "no-rows"
  | "no-meaning"
  | "unknown-column"
  | "unanswered"
  | "licence-conflict"
  | "licence-unknown"
  | "no-source"
  | "formulas-disarmed"
  | "key-not-unique"
  | "nothing-new";

/** Something that stands in the way of a release, or that whoever publishes should know. */
export interface ReleaseFinding {
  readonly code: ReleaseFindingCode;
  /** `blocks`: it is not published like this. `warns`: it is, and readers are told. */
  readonly level: "blocks" | "warns";
  readonly table?: string;
  readonly columns: readonly string[];
  readonly what: string;
  readonly why: string;
  readonly toDo: string;
  /** What the tool can do about it. */
  readonly remedies: readonly Remedy[];
}
