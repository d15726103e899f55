import type { SourceTable } from "./read/source-table.js";
import { createRowMaker, type Row } from "./row.js";

/**
 * The data rows of a table that `read` gave, as the list of rows that lessons work with.
 * @example let rows = rowsOf(await read("data/spending.csv"));
 */
export function rowsOf(table: SourceTable): Row[] {
  const makeRow = createRowMaker(
    table.columns.map(({ name }) => name),
    null,
  );
  return table.rowNumbers.map((_, at) => makeRow(table.columns.map(({ values }) => values[at])));
}
