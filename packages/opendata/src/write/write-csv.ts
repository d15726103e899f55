import type { SourceTable } from "../read/source-table.js";
import { csvText } from "./csv-text.js";

/** How values stand in the written file: as they were in the source, or as the reader understood them. */
export type WriteAs = "written" | "values";

/**
 * A table as CSV text: UTF-8, commas, CRLF, one row of headings. With `values` dates are written as year-month-day,
 * numbers plainly and missing cells empty; with `written` every cell is as it was. Reading it gives the same table again.
 */
export function writeCsv(table: SourceTable, as: WriteAs = "values"): string {
  const rows = table.rowNumbers.map((_, at) =>
    table.columns.map(({ raw, values }) => (as === "written" ? (raw[at] ?? "") : String(values[at] ?? ""))),
  );
  return csvText(
    table.columns.map(({ name }) => name),
    rows,
  );
}
