import type { Fix } from "../mend/fix.js";

/**
 * Everything that can be found wrong with a table, most important first: what may harm people, then what makes figures
 * wrong, then what gets in the way. The order here is the order in which people see them.
 */
export const faultCodes = [
  "personal-data",
  "small-numbers",
  "html-as-data",
  "unclosed-quote",
  "fused-rows",
  "broken-rows",
  "ragged-rows",
  "no-data",
  "no-header",
  "preamble",
  "totals-row",
  "subtotal-rows",
  "repeated-header",
  "footer",
  "duplicate-rows",
  "destroyed-dates",
  "swapped-columns",
  "lost-precision",
  "made-into-dates",
  "lost-leading-zeros",
  "row-limit",
  "mixed-date-order",
  "ambiguous-dates",
  "us-dates",
  "excel-day-numbers",
  "text-in-date-column",
  "text-in-number-column",
  "spreadsheet-error",
  "suppressed-values",
  "leading-zeros-as-text",
  "mixed-encoding",
  "mojibake",
  "lost-character",
  "padded-cells",
  "inconsistent-category",
  "redaction-token",
  "missing-token",
  "bare-cr-in-cell",
  "truncated-text",
  "mixed-date-formats",
  "date-out-of-range",
  "end-before-start",
  "coordinates-out-of-range",
  "currency-as-text",
  "thousands-separator",
  "decimal-comma",
  "bracket-negatives",
  "percent-as-text",
  "mixed-codes",
  "duplicate-identifier",
  "total-column",
  "wide-table",
  "multi-row-header",
  "duplicate-headers",
  "blank-header",
  "padded-headers",
  "newline-in-header",
  "unclear-header",
  "empty-column",
  "blank-rows",
  "integer-as-decimal",
  "invalid-postcode",
  "missing-postcode",
  "formula-in-cell",
  "html-in-cell",
  "control-characters",
  "invisible-characters",
  "non-breaking-space",
  "repeated-spaces",
  "not-utf8",
  "byte-order-mark",
  "mixed-line-endings",
  "old-mac-line-endings",
  "stray-quote",
  "space-before-quote",
  "hidden-rows",
  "two-digit-year",
  "negative-values",
  "mostly-empty-column",
  "constant-column",
] as const;

export type FaultCode = (typeof faultCodes)[number];

/** What is counted. */
export type FaultUnit = "file" | "rows" | "columns" | "cells" | "values";

export interface Place {
  /** The record's number in the file, counted from 1; null where the fault is in no one row. */
  readonly row: number | null;
  readonly column: string | null;
}

/** What can be done, in words and as a step. */
export interface FixOffer {
  readonly words: string;
  /** True where reading has done it already; then `fix` takes it back. */
  readonly done: boolean;
  /** null where a person has to decide or to ask the publisher. */
  readonly fix: Fix | null;
}

export interface Fault {
  readonly code: FaultCode;
  readonly count: number;
  readonly unit: FaultUnit;
  readonly first: Place;
  /** The columns that have it. */
  readonly columns: readonly string[];
  /** Some of the places, at most 50. */
  readonly places: readonly Place[];
  /** What was seen, with its number, as one sentence. */
  readonly what: string;
  /** Why it matters. */
  readonly why: string;
  readonly fix: FixOffer;
}
