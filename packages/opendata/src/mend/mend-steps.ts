import type { SourceTable } from "../read/source-table.js";
import { applyFix } from "./apply-fix.js";
import type { Fix } from "./fix.js";

/** A table with the steps that were done to it. Each can be taken back, the last or one in the middle. */
export interface Mending {
  /** As it was read. */
  readonly original: SourceTable;
  readonly steps: readonly Fix[];
  /** After all steps. */
  readonly table: SourceTable;
}

export function createMending(original: SourceTable, steps: readonly Fix[] = []): Mending {
  return { original, steps, table: steps.reduce(applyFix, original) };
}

/** One step more. */
export function mendStep(mending: Mending, fix: Fix): Mending {
  return { ...mending, steps: [...mending.steps, fix], table: applyFix(mending.table, fix) };
}

/** Without the step at this place (counted from 0): the others are done again from the beginning. */
export function undoStep(mending: Mending, at: number = mending.steps.length - 1): Mending {
  return createMending(
    mending.original,
    mending.steps.filter((_, place) => place !== at),
  );
}
