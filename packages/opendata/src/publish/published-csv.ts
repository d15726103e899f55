import { quoted } from "../write/csv-text.js";
import type { PublishedTable } from "./published-table.js";

/** The table as CSV (RFC 4180): UTF-8, commas, CRLF, quoted where a reader could be misled. What repeats is quoted once. */
export function publishedCsv({ columns, length }: PublishedTable): string {
  const texts = columns.map((column) => column.texts.map(quoted));
  const cells = columns.map(() => "");
  const lines = [columns.map(({ name }) => quoted(name)).join(",")];
  for (let row = 0; row < length; row++) {
    let empty = true;
    for (let at = 0; at < columns.length; at++) {
      const cell = texts[at]?.[columns[at]?.codes[row] ?? 0] ?? "";
      if (cell !== "") empty = false;
      cells[at] = cell;
    }
    // A row of nothing must not look like a blank line.
    lines.push(empty ? `""${cells.join(",")}` : cells.join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}
