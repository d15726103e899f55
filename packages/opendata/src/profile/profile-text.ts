import type { SourceTable } from "../read/source-table.js";
import type { ColumnProfile } from "./column-profile.js";
import type { Fault } from "./fault.js";
import type { Profile } from "./profile.js";
import { countOf, shorten } from "../say.js";

/** A profile in words for a terminal: what the file is, what is wrong with it, and its columns. */
export function profileText(table: SourceTable, profile: Profile): string {
  const { source, reading, layout } = table;
  const header = layout.headerRows.at(-1);
  const kind =
    reading.format === "csv"
      ? `text in ${reading.encoding ?? "?"}, cells parted by ${delimiterWords(reading.delimiter)}`
      : kindWords[reading.format];
  const lines = [
    "",
    `${source.name}: ${countOf(profile.rows, "row")}, ${countOf(profile.columns.length, "column")}.`,
    `Read as ${kind}. ${header === undefined ? "It has no headings." : `The headings are in row ${header}.`}`,
    "",
    ...faultLines(profile.faults),
    "The columns:",
    "",
    ...columnLines(profile.columns),
    "",
  ];
  return lines.join("\n");
}

const kindWords = {
  excel: "a spreadsheet",
  json: "JSON",
  geojson: "GeoJSON",
  html: "a web page with a table",
} as const;

function delimiterWords(delimiter: string | null): string {
  if (delimiter === ",") return "commas";
  if (delimiter === ";") return "semicolons";
  return delimiter === "\t" ? "tabs" : `“${delimiter ?? ""}”`;
}

function faultLines(faults: readonly Fault[]): string[] {
  if (faults.length === 0) return ["● Nothing found that is wrong with it.", ""];
  const lines = [`▲ ${countOf(faults.length, "thing")} to know, the most important first:`, ""];
  faults.forEach((fault, at) => {
    const { row, column } = fault.first;
    const where = row === null ? "" : ` First in row ${row}${column === null ? "" : `, “${shorten(column, 40)}”`}.`;
    lines.push(`${String(at + 1).padStart(3)}. ${fault.what}${fault.unit === "file" ? "" : where}`);
    lines.push(`     Why it matters: ${fault.why}`);
    lines.push(`     ${fault.fix.done ? "Done" : "To do"}: ${fault.fix.words}`, "");
  });
  return lines;
}

function columnLines(columns: readonly ColumnProfile[]): string[] {
  const width = Math.min(40, Math.max(6, ...columns.map(({ name }) => name.length)));
  return columns.map((column) => {
    const missing = column.missing === 0 ? "none missing" : `${column.missing.toLocaleString("en-GB")} missing`;
    const range =
      column.least === null || column.type === "text" || column.type === "code"
        ? countOf(column.distinct, "different value")
        : `${shown(column.least)} to ${shown(column.greatest)}`;
    const meaning = column.meaning === null || column.meaning === column.type ? "" : ` (${column.meaning})`;
    return `  ${shorten(column.name, width).padEnd(width)}  ${`${column.type}${meaning}`.padEnd(24)}  ${missing}, ${range}`;
  });
}

function shown(value: string | number | null): string {
  return typeof value === "number" ? value.toLocaleString("en-GB", { maximumFractionDigits: 2 }) : (value ?? "");
}
