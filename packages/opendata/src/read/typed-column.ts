import type { ColumnType, DateOrder, DateOrderFrom } from "./source-table.js";

/** What a column was found to hold. */
export interface TypedColumn {
  readonly type: ColumnType;
  readonly reason: string;
  /** For dates: which number is the day, and how that was known. */
  readonly dateOrder?: DateOrder;
  readonly dateOrderFrom?: DateOrderFrom;
  /** The value of each different cell, by its index in the census. */
  readonly values: readonly (string | number | boolean | null)[];
  readonly missing: number;
}
