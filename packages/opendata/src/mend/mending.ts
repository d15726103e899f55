import type { SourceTable } from "../read/source-table.js";
import { tableOfSource } from "../table/read.js";
import { sourceOf } from "../table/source-of.js";
import { Table } from "../table/table.js";
import { applyFix } from "./apply-fix.js";
import { fixWords } from "./fix-words.js";
import type { Fix } from "./fix.js";

export { createMending, mendStep, undoStep, type Mending } from "./mend-steps.js";

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
