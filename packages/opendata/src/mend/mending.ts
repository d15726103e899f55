import type { SourceTable } from "../read/source-table.js";
import { tableOfSource } from "../table/read.js";
import { sourceOf } from "../table/source-of.js";
import { Table } from "../table/table.js";
import { applyFix } from "./apply-fix.js";
import { fixWords } from "./fix-words.js";
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

/** A table after several steps: what the code in a notebook calls. */
export function mend(table: Table, ...fixes: readonly Fix[]): Table;
export function mend(table: SourceTable, ...fixes: readonly Fix[]): SourceTable;
export function mend(table: Table | SourceTable, ...fixes: readonly Fix[]): Table | SourceTable {
  const mended = fixes.reduce(applyFix, sourceOf(table));
  if (!(table instanceof Table)) return mended;
  const after = tableOfSource(mended);
  const steps = fixes.map((fix) => ({ words: fixWords(fix), rowsBefore: table.length, rowsAfter: after.length }));
  return new Table(after.rows(), after.columns, { ...table.about, steps: [...table.about.steps, ...steps] }, mended);
}
