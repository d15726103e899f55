import { escapeHtml } from "./escape-html.js";
import { inspectValue } from "./inspect.js";
import { ownValue } from "./plain-rows.js";

export interface TableView {
  readonly html: string;
  readonly text: string;
}

type Row = Readonly<Record<string, unknown>>;

const mostRows = 20;
const mostColumns = 30;
const mostRowsLookedAt = 1000;

const spacing = "padding:3px 10px 3px 0";
const numberStyle = `${spacing};text-align:right;font-variant-numeric:tabular-nums`;
const textStyle = `${spacing};text-align:left`;
const unseen = "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0);white-space:nowrap";

/**
 * Rows as a table that a screen reader can walk, and as text. The first rows are shown, the caption says how many there are.
 * A missing cell is a dash to the eye and the word "missing" to a screen reader. No colours: it follows the page's theme.
 */
export function rowsAsTable(rows: readonly Row[]): TableView {
  const all = columnsOf(rows);
  const columns = all.slice(0, mostColumns);
  const shown = rows.slice(0, mostRows);
  const cells = shown.map((row) => columns.map((column) => cellOf(row, column)));
  const numeric = columns.map((_, index) => isNumeric(cells.map((row) => row[index])));
  const caption = captionOf(rows.length, all.length);
  return { html: tableHtml(columns, cells, numeric, caption), text: tableText(columns, cells, numeric, caption) };
}

function columnsOf(rows: readonly Row[]): string[] {
  const names = new Set<string>();
  for (const row of rows.slice(0, mostRowsLookedAt)) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}

/** Getters are not run: looking at a table must not change it. */
function cellOf(row: Row, column: string): unknown {
  const isGetter = Object.getOwnPropertyDescriptor(row, column)?.get !== undefined;
  return isGetter ? "[Getter]" : ownValue(row, column);
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

function isNumeric(values: readonly unknown[]): boolean {
  const present = values.filter((value) => !isMissing(value));
  return present.length > 0 && present.every((value) => typeof value === "number" || typeof value === "bigint");
}

function cellText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      // 0.1 + 0.2 is shown as 0.3: the last digits of a binary fraction are nobody's data.
      return String(Number.isFinite(value) ? Number(value.toPrecision(12)) : value);
    case "bigint":
    case "boolean":
      return String(value);
    default:
      if (value instanceof Date && !Number.isNaN(value.getTime())) return dateText(value);
      return inspectValue(value, { depth: 0, longest: 80 }).replaceAll(/\s+/g, " ");
  }
}

function dateText(date: Date): string {
  const text = date.toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.replace(".000Z", "Z");
}

function captionOf(rows: number, columns: number): string {
  const parts = [`${count(rows, "row")}, ${count(columns, "column")}`];
  if (rows > mostRows) parts.push(`the first ${mostRows} rows are shown, ${number(rows - mostRows)} more are not`);
  if (columns > mostColumns)
    parts.push(`the first ${mostColumns} columns are shown, ${number(columns - mostColumns)} more are not`);
  return parts.join(" · ");
}

const number = (value: number): string => value.toLocaleString("en-GB");
const count = (value: number, word: string): string => `${number(value)} ${word}${value === 1 ? "" : "s"}`;

function tableHtml(
  columns: readonly string[],
  cells: readonly (readonly unknown[])[],
  numeric: readonly boolean[],
  caption: string,
): string {
  const style = (index: number): string => (numeric[index] === true ? numberStyle : textStyle);
  const head = columns
    .map((name, index) => `<th scope="col" style="${style(index)}">${escapeHtml(name)}</th>`)
    .join("");
  const body = cells.map((row) => {
    const parts = row.map((value, index) => {
      const content = cellHtml(value);
      return index === 0
        ? `<th scope="row" style="${style(index)};font-weight:normal">${content}</th>`
        : `<td style="${style(index)}">${content}</td>`;
    });
    return `<tr>${parts.join("")}</tr>`;
  });
  // What can be scrolled must be reachable by keyboard.
  return (
    `<div role="region" aria-label="Table" tabindex="0" style="overflow-x:auto"><table>` +
    `<caption style="text-align:left;padding:4px 0">${escapeHtml(caption)}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`
  );
}

function cellHtml(value: unknown): string {
  if (isMissing(value)) return `<span aria-hidden="true">–</span><span style="${unseen}">missing</span>`;
  const text = cellText(value);
  return escapeHtml(text.length > 300 ? `${text.slice(0, 300)}…` : text);
}

function tableText(
  columns: readonly string[],
  cells: readonly (readonly unknown[])[],
  numeric: readonly boolean[],
  caption: string,
): string {
  const short = (text: string): string => {
    const line = text.replaceAll(/\s+/g, " ");
    return line.length > 30 ? `${line.slice(0, 29)}…` : line;
  };
  const lines = [
    columns.map(short),
    ...cells.map((row) => row.map((value) => (isMissing(value) ? "–" : short(cellText(value))))),
  ];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => Array.from(line[index] ?? "").length)));
  const aligned = lines.map((line) =>
    line
      .map((text, index) => {
        const gap = " ".repeat((widths[index] ?? 0) - Array.from(text).length);
        return numeric[index] === true ? gap + text : text + gap;
      })
      .join("  ")
      .trimEnd(),
  );
  return [...aligned, caption].join("\n");
}
