import { OpenDataError } from "../open-data-error.js";
import { buildTable } from "../read/build-table.js";
import { repairText, restoreCharacters } from "../read/mojibake.js";
import { noSuchColumn } from "../row.js";
import type { ColumnSettings, Layout, LeftOutReason, SourceColumn, SourceTable } from "../read/source-table.js";
import type { Fix } from "./fix.js";

/** The table after one step of mending. The old table stays as it was: to take a step back, keep it. Pure. */
export function applyFix(table: SourceTable, fix: Fix): SourceTable {
  switch (fix.type) {
    case "trim-cells":
      return changeCells(table, fix.columns, (cell) => cell.trim());
    case "single-spaces":
      return changeCells(table, fix.columns, singleSpaces);
    case "join-lines":
      return changeCells(table, fix.columns, (cell) => joinLines(cell, fix.by));
    case "repair-text":
      return changeCells(table, fix.columns, (cell) => restoreCharacters(repairText(cell)));
    case "whole-numbers":
      return changeCells(table, fix.columns, (cell) => cell.replace(/^(\s*-?\d+)\.0(\s*)$/, "$1$2"));
    case "replace-values": {
      const changes = new Map(fix.changes.map(({ from, to }) => [from, to]));
      return changeCells(table, [fix.column], (cell) => changes.get(cell) ?? cell);
    }
    case "blank-values": {
      const words = new Set(fix.words.map((word) => word.trim()));
      return changeCells(table, fix.columns, (cell) => (words.has(cell.trim()) ? "" : cell));
    }
    case "leave-out-rows":
      return changeRows(table, fix.rows, "you-said-so");
    case "put-back-rows":
      return changeRows(table, fix.rows, undefined);
    case "leave-out-columns": {
      const places = fix.columns.map((name) => columnCalled(table, name).at);
      return rebuilt(table, {
        settings: { ...table.settings, leftOutColumns: [...table.settings.leftOutColumns, ...places] },
      });
    }
    case "rename-columns":
      return renameColumns(table, fix.names);
    case "set-type":
      return setType(table, fix);
    case "recut-rows":
    default:
      return recutRows(table, fix.row, fix.many, fix.records);
  }
}

/** One cell that a step would change. */
export interface CellChange {
  readonly row: number;
  readonly column: string;
  readonly before: string;
  readonly after: string;
}

export interface FixPreview {
  readonly cells: number;
  /** The first changes, at most 20. */
  readonly changes: readonly CellChange[];
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  readonly columnsBefore: readonly string[];
  readonly columnsAfter: readonly string[];
}

/** What a step would do, without doing it: changed cells as people see them, rows and columns before and after. */
export function previewFix(table: SourceTable, fix: Fix): FixPreview {
  return fixDifference(table, applyFix(table, fix), fix);
}

/** The same for a step that was done. */
export function fixDifference(table: SourceTable, after: SourceTable, fix: Fix): FixPreview {
  const changes: CellChange[] = [];
  let cells = 0;
  const sameRows = after.rowNumbers.length === table.rowNumbers.length;
  for (const column of sameRows ? table.columns : []) {
    const other = after.columns.find(({ at }) => at === column.at);
    if (other === undefined || (other.raw === column.raw && other.type === column.type)) continue;
    table.rowNumbers.forEach((row, at) => {
      const before = column.raw[at] ?? "";
      const now = fix.type === "set-type" ? String(other.values[at] ?? "") : (other.raw[at] ?? "");
      if (before === now) return;
      cells++;
      if (changes.length < 20) changes.push({ row, column: column.name, before, after: now });
    });
  }
  return {
    cells,
    changes,
    rowsBefore: table.rowNumbers.length,
    rowsAfter: after.rowNumbers.length,
    columnsBefore: table.columns.map(({ name }) => name),
    columnsAfter: after.columns.map(({ name }) => name),
  };
}

function rebuilt(
  table: SourceTable,
  changed: { readonly records?: SourceTable["records"]; readonly layout?: Layout; readonly settings?: ColumnSettings },
): SourceTable {
  return buildTable({ ...table, ...changed }, table);
}

function columnCalled(table: SourceTable, name: string): SourceColumn {
  const column = table.columns.find((one) => one.name === name);
  if (column === undefined)
    throw noSuchColumn(
      name,
      table.columns.map((one) => one.name),
    );
  return column;
}

/** Only rows in which something changes are copied. */
function changeCells(table: SourceTable, names: readonly string[], change: (cell: string) => string): SourceTable {
  const columns = names.map((name) => columnCalled(table, name));
  const records = [...table.records];
  for (const { at, raw } of columns) {
    // A change depends on the cell alone, so each different cell is worked out once.
    const known = new Map<string, string>();
    raw.forEach((cell, index) => {
      let after = known.get(cell);
      if (after === undefined) {
        after = change(cell);
        known.set(cell, after);
      }
      if (after === cell) return;
      const row = table.rowNumbers[index] ?? 0;
      const record = [...(records[row - 1] ?? [])];
      record[at] = after;
      records[row - 1] = record;
    });
  }
  return rebuilt(table, { records });
}

function singleSpaces(cell: string): string {
  return cell
    .replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, "")
    .replace(/(?![\t\r\n])\p{Cc}/gu, "")
    .replace(/[^\S\r\n]+/g, " ");
}

function joinLines(cell: string, by: string): string {
  const lines = cell
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return lines.length < 2 && !/[\r\n]/.test(cell)
    ? cell
    : lines.map((line, at) => (at < lines.length - 1 && by.startsWith(",") ? line.replace(/,$/, "") : line)).join(by);
}

function changeRows(table: SourceTable, rows: readonly number[], reason: LeftOutReason | undefined): SourceTable {
  const leftOut = new Map(table.layout.leftOut);
  for (const row of rows) {
    if (row < 1 || row > table.records.length) {
      throw new OpenDataError("not-mendable", `There is no row ${row} in this file: it has ${table.records.length}.`);
    }
    if (reason === undefined) leftOut.delete(row);
    else leftOut.set(row, reason);
  }
  return rebuilt(table, { layout: { ...table.layout, leftOut } });
}

function renameColumns(
  table: SourceTable,
  names: readonly { readonly from: string; readonly to: string }[],
): SourceTable {
  const { settings } = table;
  const renamed = new Map(names.map(({ from, to }) => [columnCalled(table, from).name, to]));
  const places = Object.fromEntries(
    table.columns.filter(({ name }) => renamed.has(name)).map(({ at, name }) => [at, renamed.get(name) ?? name]),
  );
  const moved = <T>(byName: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(byName).map(([name, value]) => [renamed.get(name) ?? name, value]));
  return rebuilt(table, {
    settings: {
      ...settings,
      names: { ...settings.names, ...places },
      types: moved(settings.types),
      dateOrders: moved(settings.dateOrders),
    },
  });
}

function setType(table: SourceTable, fix: Extract<Fix, { readonly type: "set-type" }>): SourceTable {
  const names = fix.columns.map((name) => columnCalled(table, name).name);
  const types = Object.fromEntries(names.map((name) => [name, fix.as]));
  const { dateOrder } = fix;
  const orders = dateOrder === undefined ? {} : Object.fromEntries(names.map((name) => [name, dateOrder]));
  const { settings } = table;
  return rebuilt(table, {
    settings: {
      ...settings,
      types: { ...settings.types, ...types },
      dateOrders: { ...settings.dateOrders, ...orders },
    },
  });
}

/** Rows below the cut get new numbers, and so do the marks on them. */
function recutRows(
  table: SourceTable,
  row: number,
  many: number,
  inserted: readonly (readonly string[])[],
): SourceTable {
  const records = [...table.records.slice(0, row - 1), ...inserted, ...table.records.slice(row - 1 + many)];
  const shift = inserted.length - many;
  const leftOut = new Map(
    [...table.layout.leftOut].map(([at, reason]) => [at >= row + many ? at + shift : at, reason]),
  );
  const headerRows = table.layout.headerRows.map((at) => (at >= row + many ? at + shift : at));
  return rebuilt(table, { records, layout: { ...table.layout, leftOut, headerRows } });
}
