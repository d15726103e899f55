import type { SourceTable } from "../read/source-table.js";

/** How values stand in the written file: as they were in the source, or as the reader understood them. */
export type WriteAs = "written" | "values";

/**
 * A table as CSV text: UTF-8, commas, CRLF, one row of headings. With `values` dates are written as year-month-day,
 * numbers plainly and missing cells empty; with `written` every cell is as it was. Reading it gives the same table again.
 */
export function writeCsv(table: SourceTable, as: WriteAs = "values"): string {
  const lines = [table.columns.map(({ name }) => quoted(name)).join(",")];
  const alone = table.columns.length === 1;
  table.rowNumbers.forEach((_, at) => {
    const cells = table.columns.map(({ raw, values }) =>
      as === "written" ? (raw[at] ?? "") : String(values[at] ?? ""),
    );
    const line = cells.map(quoted).join(",");
    // A row of nothing must not look like a blank line.
    lines.push(alone && line === "" ? '""' : cells.every((cell) => cell === "") ? `""${line}` : line);
  });
  return `${lines.join("\r\n")}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n;|\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
