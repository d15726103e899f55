/**
 * A table below a cell, as it is walked through: in order of which column, which page. Without a page: what is shown is worked out
 * here, and the view writes it down. An output may come from anywhere, so it is read with suspicion.
 */
import { TableDisplay, type TableCell, type TableDisplayColumn } from "@data-surgery/contract";
import { clockTime } from "./clock-time.js";

export type TableOrder = "lowest first" | "highest first";

export interface TableState {
  /** Undefined for the order of the table itself. */
  readonly sorted: { readonly column: number; readonly order: TableOrder } | undefined;
  /** Counted from 0. */
  readonly page: number;
  readonly pageRows: number;
}

/** @returns undefined for what is no table of ours */
export function readTable(value: unknown): TableDisplay | undefined {
  return TableDisplay.safeParse(value).data;
}

const usualPage = 25;
const longPage = 100;

/** How many rows a page may have, the usual first. */
export function pageChoices(table: TableDisplay): number[] {
  const all = [...new Set([table.pageRows ?? usualPage, usualPage, longPage])].sort((one, other) => one - other);
  return all.filter((rows, at) => at === 0 || (all[at - 1] ?? 0) < table.rows.length);
}

export function firstState(table: TableDisplay): TableState {
  return { sorted: undefined, page: 0, pageRows: table.pageRows ?? usualPage };
}

/** Pressing a heading: lowest first, then highest first, then as it was. Begins at the first page again. */
export function pressHeading(state: TableState, column: number): TableState {
  const before = state.sorted?.column === column ? state.sorted.order : undefined;
  if (before === "highest first") return { ...state, sorted: undefined, page: 0 };
  return { ...state, sorted: { column, order: before === undefined ? "lowest first" : "highest first" }, page: 0 };
}

export function turnPage(table: TableDisplay, state: TableState, by: 1 | -1): TableState {
  const page = Math.min(Math.max(state.page + by, 0), lastPage(table, state));
  return { ...state, page };
}

/** The row at the top of the page stays on it. */
export function choosePageRows(state: TableState, pageRows: number): TableState {
  return { ...state, pageRows, page: Math.floor((state.page * state.pageRows) / pageRows) };
}

export function lastPage(table: TableDisplay, { pageRows }: TableState): number {
  return Math.max(0, Math.ceil(table.rows.length / pageRows) - 1);
}

/** The rows of this page, in order. */
export function pageOf(table: TableDisplay, state: TableState): readonly (readonly TableCell[])[] {
  const from = state.page * state.pageRows;
  return inOrder(table.rows, state.sorted).slice(from, from + state.pageRows);
}

/** As `sortBy` of the toolkit does it: text by the alphabet, what is missing last in both orders, equals as they stood. */
function inOrder(
  rows: readonly (readonly TableCell[])[],
  sorted: TableState["sorted"],
): readonly (readonly TableCell[])[] {
  if (sorted === undefined) return rows;
  const sign = sorted.order === "highest first" ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [left, right] = [one[sorted.column] ?? null, other[sorted.column] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * compare(left, right);
  });
}

const alphabet = new Intl.Collator("en-GB", { numeric: true });

function compare(left: NonNullable<TableCell>, right: NonNullable<TableCell>): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return alphabet.compare(String(left), String(right));
}

/** "Rows 1–25 of 4,812, in order of amount, lowest first." Said aloud when it changes. Empty where there is nothing to say. */
export function whereWords(table: TableDisplay, state: TableState): string {
  if (table.total === 0) return "This table has no rows.";
  const from = state.page * state.pageRows;
  const to = Math.min(from + state.pageRows, table.rows.length);
  const place = from + 1 === to ? `Row ${number(to)}` : `Rows ${number(from + 1)}–${number(to)}`;
  const isAll = to - from === table.total;
  const column = state.sorted === undefined ? undefined : table.columns[state.sorted.column];
  const order = column === undefined ? "" : `in order of “${column.name}”, ${orderWords(column, state)}`;
  const words = [isAll ? "" : `${place} of ${number(table.total)}`, order].filter((part) => part !== "").join(", ");
  return words === "" ? "" : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** What stands here is not the whole; sorting it may not show the highest of all. Empty where it is whole. */
export function partWords({ rows, total }: TableDisplay): string {
  if (rows.length === total) return "";
  return `Only the first ${number(rows.length)} of ${number(total)} rows stand here: headings put these in order, not the rest. To see others, write .slice, .filter or .sortBy in the cell.`;
}

export function sizeWords({ total, columns }: TableDisplay): string {
  return `${counted(total, "row")}, ${counted(columns.length, "column")}`;
}

export function orderWords(column: TableDisplayColumn, { sorted }: TableState): string {
  const up = sorted?.order !== "highest first";
  if (column.number !== undefined) return up ? "lowest first" : "highest first";
  if (column.type.startsWith("date")) return up ? "earliest first" : "latest first";
  return up ? "A to Z" : "Z to A";
}

export interface CellWords {
  readonly text: string;
  /** `missing` and `empty` are words about the cell, not what it holds. */
  readonly kind: "number" | "text" | "missing" | "empty";
}

/** What stands in each cell of a column. */
export function cellWriter(column: TableDisplayColumn): (cell: TableCell) => CellWords {
  const { decimals, grouping } = column.number ?? { decimals: 0, grouping: true };
  const format = new Intl.NumberFormat("en-GB", {
    useGrouping: grouping,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return (cell) => {
    if (cell === null) return { text: "missing", kind: "missing" };
    if (cell === "") return { text: "empty text", kind: "empty" };
    if (typeof cell !== "number") return { text: String(cell), kind: "text" };
    // As the toolkit writes them: what rounds to nothing is not "-0", and the minus is as wide as a plus.
    const written = format.format(cell).replace(/^-(0(?:\.0+)?)$/, "$1");
    return { text: written.replace("-", "−"), kind: "number" };
  };
}

/** "3 March 2026 at 14:05", in the reader's own clock. Empty for what is no time. */
export function readAtWords(readAt: string | undefined): string {
  const time = new Date(readAt ?? "");
  if (Number.isNaN(time.getTime())) return "";
  const day = time.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  return `${day} at ${clockTime(time.getTime())}`;
}

/** "Kept the rows that fit a rule: 62 rows became 12." */
export function stepWords(step: {
  readonly words: string;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
}): string {
  const { words, rowsBefore, rowsAfter } = step;
  return rowsBefore === rowsAfter ? words : `${words}: ${counted(rowsBefore, "row")} became ${number(rowsAfter)}`;
}

function counted(many: number, one: string): string {
  return `${number(many)} ${one}${many === 1 ? "" : "s"}`;
}

function number(value: number): string {
  return value.toLocaleString("en-GB");
}
