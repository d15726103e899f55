import type { ColumnType, DateOrder } from "../read/source-table.js";

/**
 * One step of mending, as data: it can be shown before it is done, applied, taken back, kept with the file and written
 * as code. Columns go by the names that the table shows, rows by their number in the file, counted from 1.
 */
export type Fix =
  /** Takes white space from both ends of every cell. */
  | { readonly type: "trim-cells"; readonly columns: readonly string[] }
  /** Makes runs of spaces, no-break spaces and invisible signs inside a cell one space. */
  | { readonly type: "single-spaces"; readonly columns: readonly string[] }
  /** Puts the lines of a cell into one line, with `by` between them. */
  | { readonly type: "join-lines"; readonly columns: readonly string[]; readonly by: string }
  /** Turns text that was decoded wrongly into what it was. */
  | { readonly type: "repair-text"; readonly columns: readonly string[] }
  /** Replaces whole cells, exactly as written. */
  | { readonly type: "replace-values"; readonly column: string; readonly changes: readonly ValueChange[] }
  /** Empties cells that say in words that there is no value. */
  | { readonly type: "blank-values"; readonly columns: readonly string[]; readonly words: readonly string[] }
  /** Writes 12.0 as 12. */
  | { readonly type: "whole-numbers"; readonly columns: readonly string[] }
  | { readonly type: "leave-out-rows"; readonly rows: readonly number[] }
  | { readonly type: "put-back-rows"; readonly rows: readonly number[] }
  | { readonly type: "leave-out-columns"; readonly columns: readonly string[] }
  | { readonly type: "rename-columns"; readonly names: readonly ValueChange[] }
  | {
      readonly type: "set-type";
      readonly columns: readonly string[];
      readonly as: ColumnType;
      readonly dateOrder?: DateOrder;
    }
  /** Puts other records in the place of `many` records from `row` on: fused rows are cut, broken ones joined. */
  | {
      readonly type: "recut-rows";
      readonly row: number;
      readonly many: number;
      readonly records: readonly (readonly string[])[];
    };

export interface ValueChange {
  readonly from: string;
  readonly to: string;
}
