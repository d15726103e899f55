/** What the session needs of a type checker. It may not be there, or not be there yet: then it has nothing to say. Never throws. */
import type { Completion, Inspection } from "./completion.js";
import type { Diagnostic } from "./plain-diagnostic.js";

export interface TypeChecker {
  /** A cell that ran to its end, in the order in which they ran. */
  addCell(source: string): void;
  /** What is wrong with this cell if it runs next. `urgent` when somebody waits for it: a checker that is not needed yet starts in a quiet moment. */
  check(source: string, urgent: boolean): Promise<readonly Diagnostic[]>;
  /** @param offset the cursor, in UTF-16 units */
  complete(source: string, offset: number): Promise<readonly Completion[]>;
  /** @param offset the cursor, in UTF-16 units */
  inspect(source: string, offset: number): Promise<Inspection | undefined>;
}

/** What becomes of a type error: a note under a cell that ran, a refusal to run it, or nothing. */
export type TypeMode = "warn" | "refuse" | "off";

export function isTypeMode(value: unknown): value is TypeMode {
  return value === "warn" || value === "refuse" || value === "off";
}
