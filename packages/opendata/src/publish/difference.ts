/** What is different between two versions of a table, as plain data. Words are made from it (`difference-words.ts`). */
import type { FieldType } from "./published-table.js";

export interface Difference {
  readonly same: boolean;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  readonly columns: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly renamed: readonly { readonly from: string; readonly to: string }[];
    readonly retyped: readonly { readonly name: string; readonly from: FieldType; readonly to: FieldType }[];
  };
  /** Columns of few words whose list of words changed. */
  readonly codes: readonly {
    readonly column: string;
    readonly added: readonly string[];
    readonly removed: readonly string[];
  }[];
  /** The columns by which rows were found again; empty where whole rows were compared. */
  readonly key: readonly string[];
  readonly keyFrom: "given" | "found" | "none";
  readonly rows: { readonly added: number; readonly removed: number; readonly changed: number };
  /** In how many rows each column changed. */
  readonly changedColumns: readonly { readonly column: string; readonly rows: number }[];
  /** Some of the cells that changed. */
  readonly examples: readonly CellDifference[];
  readonly jumps: readonly Jump[];
  /** Months without a row that had none before either end of the file, and were not missing in the version before. */
  readonly missingMonths: readonly { readonly column: string; readonly months: readonly string[] }[];
}

export interface CellDifference {
  readonly key: readonly string[];
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

/** A figure that moved further than such figures do from one version to the next. */
export type Jump =
  | { readonly type: "rows"; readonly before: number; readonly after: number }
  | { readonly type: "mean"; readonly column: string; readonly before: number; readonly after: number }
  | { readonly type: "highest"; readonly column: string; readonly before: number; readonly after: number }
  | { readonly type: "missing"; readonly column: string; readonly before: number; readonly after: number };
