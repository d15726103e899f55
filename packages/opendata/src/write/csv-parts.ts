import { cellText } from "../cell-text.js";
import { cellReader, type Column } from "../table/column.js";
import type { Columns } from "../table/columns.js";
import { disarmed, quoted } from "./csv-text.js";

/** How many rows make a piece: some hundred kilobytes of text. */
const rowsAtOnce = 4096;

/** A table as CSV text, piece by piece, so that a large one needs not stand in memory a second time. */
export function* csvParts(columns: Columns, forSpreadsheets: boolean): Generator<string> {
  const { names, length } = columns;
  const writers = names.map((name) => createWriter(columns.column(name), forSpreadsheets));
  yield `${names.map(quoted).join(",")}\r\n`;
  const alone = names.length === 1;
  const cells: string[] = names.map(() => "");
  for (let from = 0; from < length; from += rowsAtOnce) {
    const lines: string[] = [];
    const to = Math.min(length, from + rowsAtOnce);
    for (let place = from; place < to; place++) {
      let empty = true;
      for (let at = 0; at < writers.length; at++) {
        const cell = (writers[at] as (place: number) => string)(place);
        if (cell !== "") empty = false;
        cells[at] = cell;
      }
      // Joined and not added up: sums of texts stay in memory as trees of their parts.
      const line = cells.join(",");
      // A row of nothing must not look like a blank line.
      lines.push(empty && (alone || line !== "") ? `""${line}` : line);
    }
    lines.push("");
    yield lines.join("\r\n");
  }
}

/** What repeats is made text once. */
function createWriter(column: Column, forSpreadsheets: boolean): (place: number) => string {
  const written = (cell: unknown): string => {
    if (cell === null || cell === undefined) return "";
    const text = cellText(cell);
    return quoted(forSpreadsheets && typeof cell === "string" ? disarmed(text) : text);
  };
  const { data, picks } = column;
  if (data.kind === "coded") {
    const texts = data.values.map(written);
    return picks === undefined
      ? (place) => texts[data.codes[place] ?? 0] ?? ""
      : (place) => texts[data.codes[picks[place] ?? 0] ?? 0] ?? "";
  }
  if (data.kind === "numbers") {
    const { numbers } = data;
    const text = (number: number | undefined): string =>
      number === undefined || Number.isNaN(number) ? "" : String(number);
    return picks === undefined ? (place) => text(numbers[place]) : (place) => text(numbers[picks[place] ?? 0]);
  }
  const cell = cellReader(column);
  return (place) => written(cell(place));
}
