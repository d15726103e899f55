import { ColumnCells } from "./column-cells.js";
import type { SourceColumn } from "./source-table.js";

/** What a column means, each different value once, and for each row which of them it has. */
export interface CodedValues {
  readonly indexes: Uint32Array;
  readonly values: SourceColumn["values"];
}

/** What a column was made from: its cells as written, and what each different one means. */
interface Behind {
  readonly cells: ColumnCells;
  readonly values: SourceColumn["values"];
}

const known = new WeakMap<SourceColumn, Behind>();

export function rememberCells(column: SourceColumn, behind: Behind): void {
  known.set(column, behind);
}

export function cellsBehind(column: SourceColumn): ColumnCells {
  return known.get(column)?.cells ?? new ColumnCells(column.raw);
}

/** The values of a column without a list as long as the table. */
export function codedValuesOf(column: SourceColumn): CodedValues {
  const behind = known.get(column);
  if (behind !== undefined) return { indexes: behind.cells.indexes, values: behind.values };
  const { indexes, firsts } = new ColumnCells(column.raw).census();
  return { indexes, values: firsts.map((place) => column.values[place] ?? null) };
}
