import { buildTable, noSettings } from "../read/build-table.js";
import { plainReading } from "../read/plain-reading.js";
import type { SourceTable } from "../read/source-table.js";
import { cellText } from "../cell-text.js";
import { cellOf } from "../row.js";
import type { Table } from "./table.js";

/** The file behind a table; of a table that was worked on since, what a file of it would hold. */
export function sourceOf(table: Table | SourceTable): SourceTable {
  // Not `instanceof`: pages profile files without bringing the class of tables along.
  if ("records" in table) return table;
  if (table.asRead !== undefined) return table.asRead;
  const records = [
    table.columns,
    ...table.rows().map((row) => table.columns.map((name) => written(cellOf(row, name)))),
  ];
  return buildTable({
    source: { name: table.about.name, size: 0, readAt: table.about.readAt ?? new Date().toISOString() },
    reading: { ...plainReading, format: "csv", encoding: "utf-8", delimiter: "," },
    records,
    layout: { headerRows: [1], leftOut: new Map(), width: table.columns.length, reason: "The names of the columns." },
    settings: noSettings,
    choices: [],
  });
}

function written(cell: unknown): string {
  return cell === null || cell === undefined ? "" : cellText(cell);
}
