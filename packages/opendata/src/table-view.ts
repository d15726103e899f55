import { columnNames, type Row } from "./row.js";
import { createShowable, show, type Showable } from "./show.js";
import { tableHtml } from "./table-html.js";

export interface TableOptions {
  /** How many rows to show at most; 10 if you don't say. */
  readonly rows?: number;
  /** What the table is, in words. */
  readonly caption?: string;
}

/** A list of rows, or a `Table` (told apart by what it can do: its class shows itself through this file). */
type RowsToShow = readonly Row[] | { rows(): readonly Row[] };

/** A table as something to show. Only the first rows are drawn; the caption says how many there are in all. */
export function tableView(table: RowsToShow, options: TableOptions = {}): Showable {
  const rows = "rows" in table ? table.rows() : table;
  const columns = columnNames(rows);
  const shown = rows.slice(0, Math.max(1, Math.floor(options.rows ?? 10)));
  const caption = [options.caption, sizeOf(rows.length, columns.length, shown.length)].filter(Boolean).join(" · ");
  return createShowable(
    () => `<div style="overflow-x:auto">${tableHtml(shown, columns, caption)}</div>`,
    `Table: ${caption}`,
  );
}

/**
 * Shows the first rows of a table under the cell, and how many there are.
 * @example showTable(countries)
 */
export function showTable(table: RowsToShow, options: TableOptions = {}): void {
  show(tableView(table, options));
}

function sizeOf(rows: number, columns: number, shown: number): string {
  if (rows === 0) return "This table has no rows";
  const size = `${count(rows, "row")}, ${count(columns, "column")}`;
  return shown < rows ? `${size} · the first ${shown} are shown` : size;
}

function count(number: number, word: string): string {
  return `${number.toLocaleString("en-GB")} ${word}${number === 1 ? "" : "s"}`;
}
