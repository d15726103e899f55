/**
 * A table below a cell, in a form that can be put in order and walked page by page: made by `packages/opendata`, drawn by `extension`.
 * It stands in the notebook itself, so it holds the first rows only. Any other front end shows the HTML of the same output. An output
 * may come from anywhere, so who shows it parses it.
 */
import { z } from "zod";

/** The key in an output's `data`. */
export const tableMime = "application/vnd.data-surgery.table+json";

/** More rows would make notebooks heavy. */
export const mostTableRows = 500;

/** What a cell holds; null is missing, which is not the same as empty text. */
export type TableCell = string | number | boolean | null;

/** How the numbers of one column are written, so that they stand under each other. */
export interface TableNumberStyle {
  readonly decimals: number;
  /** Whether thousands have a comma; years have none. */
  readonly grouping: boolean;
}

export interface TableDisplayColumn {
  readonly name: string;
  /** What it holds, in a word or two for people: "text", "whole number", "date". */
  readonly type: string;
  /** Undefined for a column without numbers. */
  readonly number?: TableNumberStyle | undefined;
}

export interface TableDisplayStep {
  readonly words: string;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
}

/** Where a table came from and what was done to it. */
export interface TableOrigin {
  /** Publisher, file, licence, date, as far as they are known. */
  readonly source: string;
  readonly url?: string | undefined;
  /** When it was read, ISO 8601 in UTC. */
  readonly readAt?: string | undefined;
  readonly steps: readonly TableDisplayStep[];
  /** Rows of the file that are not data, by reason in words; empty where it is not known. */
  readonly leftOut: readonly { readonly reason: string; readonly rows: number }[];
}

export interface TableDisplay {
  readonly format: 1;
  /** What the table is, in words; empty where nobody said. */
  readonly caption: string;
  readonly columns: readonly TableDisplayColumn[];
  /** The first rows, a cell for each column. */
  readonly rows: readonly (readonly TableCell[])[];
  /** How many rows the whole table has. */
  readonly total: number;
  /** How many rows a page has to begin with, where the author of the cell said it. */
  readonly pageRows?: number | undefined;
  readonly origin?: TableOrigin | undefined;
}

const count = z.number().int().nonnegative();
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const TableDisplay: z.ZodType<TableDisplay> = z
  .object({
    format: z.literal(1),
    caption: z.string(),
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        number: z.object({ decimals: z.number().int().min(0).max(10), grouping: z.boolean() }).optional(),
      }),
    ),
    rows: z.array(z.array(cell)).max(mostTableRows),
    total: count,
    pageRows: count.min(1).max(mostTableRows).optional(),
    origin: z
      .object({
        source: z.string(),
        url: z.string().optional(),
        readAt: z.string().optional(),
        steps: z.array(z.object({ words: z.string(), rowsBefore: count, rowsAfter: count })),
        leftOut: z.array(z.object({ reason: z.string(), rows: count })),
      })
      .optional(),
  })
  .refine(
    ({ columns, rows }) => rows.every((row) => row.length === columns.length),
    "A row has a cell for each column.",
  )
  .refine(({ rows, total }) => total >= rows.length, "There are at least as many rows as stand here.");
