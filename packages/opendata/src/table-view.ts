import type { SourceTable } from "./read/source-table.js";
import { columnNames, type Row } from "./row.js";
import { countOf } from "./say.js";
import { createShowable, show, type Showable } from "./show.js";
import { tableDisplay, tableMime } from "./table-display.js";
import { tableHtml } from "./table-html.js";
import type { Provenance } from "./table/provenance.js";

export interface TableOptions {
  /** How many rows to show at most; 10 if you don't say. A page that can turn over starts with so many, or 25. */
  readonly rows?: number;
  /** What the table is, in words. */
  readonly caption?: string;
}

/** Rows to show: a list of them, or a `Table`, which knows its columns and where it came from. */
export interface RowsToShow {
  readonly length: number;
  slice(from: number, to: number): Iterable<Row>;
  readonly columns?: readonly string[];
  readonly about?: Provenance;
  readonly asRead?: SourceTable | undefined;
}

/** A table as something to show. Only the first rows are drawn; the caption says how many there are in all. */
export function tableView(rows: RowsToShow, options: TableOptions = {}): Showable {
  const total = rows.length;
  const columns = Array.isArray(rows) ? columnNames(rows as readonly Row[]) : (rows.columns ?? []);
  const most = Math.max(1, Math.floor(options.rows ?? 10));
  const drawn = Math.min(total, most);
  const caption = [options.caption, sizeOf(total, columns.length, drawn)].filter(Boolean).join(" · ");
  const first = (many: number): readonly Row[] => Array.from(rows.slice(0, many));
  return createShowable(
    () => `<div style="overflow-x:auto">${tableHtml(first(most), total === 0 ? [] : columns, caption)}</div>`,
    `Table: ${caption}`,
    () => ({
      [tableMime]: tableDisplay({
        first: first(500),
        columns,
        total,
        caption: options.caption,
        pageRows: options.rows === undefined ? undefined : most,
        about: rows.about,
        asRead: rows.asRead,
      }),
    }),
  );
}

/**
 * Shows a table under the cell, and how many rows there are.
 * @example showTable(countries)
 */
export function showTable(rows: RowsToShow, options: TableOptions = {}): void {
  show(tableView(rows, options));
}

function sizeOf(rows: number, columns: number, shown: number): string {
  if (rows === 0) return "This table has no rows";
  const size = `${countOf(rows, "row")}, ${countOf(columns, "column")}`;
  return shown < rows ? `${size} · the first ${shown} are shown` : size;
}
