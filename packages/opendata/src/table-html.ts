import { cellText } from "./cell-text.js";
import { escapeHtml } from "./escape-html.js";
import { createNumberFormat } from "./number-format.js";
import { cellOf, type Row } from "./row.js";

const spacing = "padding:3px 10px 3px 0";
const numberStyle = `${spacing};text-align:right;font-variant-numeric:tabular-nums`;
const textStyle = `${spacing};text-align:left`;

/**
 * An HTML table that a screen reader can walk: a caption, a heading for each column, and the first cell of each
 * row as that row's heading. Missing cells say so in words. The styles are few and inline, so they survive a page
 * that cleans the HTML of outputs, and no colour is set, so it follows the light or dark theme.
 */
export function tableHtml(rows: readonly Row[], columns: readonly string[], caption: string): string {
  const writers = columns.map((column) => createCellWriter(rows.map((row) => cellOf(row, column))));
  const head = columns
    .map((column, index) => `<th scope="col" style="${alignment(writers[index])}">${escapeHtml(column)}</th>`)
    .join("");
  const body = rows.map(
    (row) => `<tr>${columns.map((column, index) => cell(row, column, index, writers[index])).join("")}</tr>`,
  );
  return (
    `<table><caption style="text-align:left;padding:4px 0">${escapeHtml(caption)}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`
  );
}

interface CellWriter {
  readonly numeric: boolean;
  readonly write: (value: unknown) => string;
}

function createCellWriter(values: readonly unknown[]): CellWriter {
  const numbers = values.filter((value) => typeof value === "number");
  const format = createNumberFormat(numbers);
  return {
    numeric: numbers.length > 0,
    write: (value) => {
      if (value === null || value === undefined || Number.isNaN(value)) return "<em>missing</em>";
      return escapeHtml(typeof value === "number" ? format(value) : cellText(value));
    },
  };
}

function alignment(writer: CellWriter | undefined): string {
  return writer?.numeric === true ? numberStyle : textStyle;
}

function cell(row: Row, column: string, index: number, writer: CellWriter | undefined): string {
  const content = writer?.write(cellOf(row, column)) ?? "";
  const style = alignment(writer);
  return index === 0
    ? `<th scope="row" style="${style};font-weight:normal">${content}</th>`
    : `<td style="${style}">${content}</td>`;
}
