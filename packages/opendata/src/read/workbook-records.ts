import { read, type CellObject, type WorkBook, type WorkSheet } from "@e965/xlsx";
import { OpenDataError } from "../open-data-error.js";
import { plainReading } from "./plain-reading.js";
import type { Choice, Reading } from "./source-table.js";
import { refuseZipBomb } from "./zip-size.js";

export interface WorkbookTable {
  readonly records: string[][];
  readonly reading: Reading;
  readonly choices: Choice[];
}

/**
 * A sheet of a workbook (xlsx, xls, ods, or a web page with a table) to records of text. Numbers come with all their
 * digits, dates as ISO text, so that nothing depends on how wide somebody made a column. Loaded only when needed: the
 * library is the largest that we have.
 */
export async function workbookRecords(
  bytes: Uint8Array,
  name: string,
  wanted?: string,
  format: "excel" | "html" | "xml" = "excel",
): Promise<WorkbookTable> {
  if (format === "excel") await refuseZipBomb(bytes, name);
  const book = openBook(bytes, name, format);
  const sheets = book.SheetNames.map((sheet, at) => ({
    sheet,
    cells: isHidden(book, at) ? 0 : cellCount(book.Sheets[sheet]),
  }));
  // Covers, notes and lists of contents are short beside the table that they belong to.
  const most = Math.max(...sheets.map(({ cells }) => cells));
  const chosen = wanted ?? sheets.find(({ cells }) => cells > 0 && cells >= most * 0.2)?.sheet;
  const sheet = chosen === undefined ? undefined : book.Sheets[chosen];
  if (chosen === undefined || sheet === undefined) {
    if (wanted !== undefined) {
      throw new OpenDataError(
        "no-such-sheet",
        `${name} has no sheet called “${wanted}”. Its sheets are: ${book.SheetNames.join(", ")}.`,
      );
    }
    throw new OpenDataError(
      "empty-file",
      `${name} is a workbook without anything in it. Check that it is the right file.`,
    );
  }
  const others = book.SheetNames.filter((other) => other !== chosen);
  const reason =
    wanted !== undefined
      ? "You said so."
      : others.length === 0
        ? "It is the only sheet."
        : `It is the first that is not much smaller than the largest. The others are: ${others.join(", ")}.`;
  return {
    records: sheetRecords(sheet, book.Workbook?.WBProps?.date1904 === true),
    reading: {
      ...plainReading,
      format: format === "xml" ? "excel" : format,
      encoding: null,
      sheets: book.SheetNames,
      tableSheets: book.SheetNames.filter((one, at) => !isHidden(book, at) && holdsTable(book.Sheets[one])),
      hiddenRows: (sheet["!rows"] ?? []).filter((row) => row?.hidden === true).length,
    },
    choices: [{ about: "sheet", chosen, reason, option: "sheet" }],
  };
}

function openBook(bytes: Uint8Array, name: string, format: "excel" | "html" | "xml"): WorkBook {
  try {
    if (format === "html") return read(new TextDecoder().decode(bytes), { type: "string", raw: true, dense: true });
    return read(bytes, {
      type: "array",
      cellNF: true,
      cellText: true,
      cellHTML: false,
      cellFormula: false,
      dense: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const words = /password|encrypt/i.test(reason)
      ? `${name} is locked with a password. Open it in your spreadsheet program and save a copy without one.`
      : `${name} looks like a spreadsheet but can't be opened (${reason}). It may be cut off or of another kind: open it in your spreadsheet program and save it again as .xlsx or .csv.`;
    throw new OpenDataError("broken-workbook", words, { cause: error });
  }
}

function isHidden(book: WorkBook, at: number): boolean {
  return (book.Workbook?.Sheets?.[at]?.Hidden ?? 0) !== 0;
}

type Rows = readonly ((CellObject | undefined)[] | undefined)[];

function rowsOf(sheet: WorkSheet | undefined): Rows {
  return sheet?.["!data"] ?? [];
}

function cellCount(sheet: WorkSheet | undefined): number {
  let cells = 0;
  for (const row of rowsOf(sheet)) for (const cell of row ?? []) if (cell?.v !== undefined) cells++;
  return cells;
}

/** Two rows with two cells or more: headings and something below them. */
function holdsTable(sheet: WorkSheet | undefined): boolean {
  let rows = 0;
  for (const row of rowsOf(sheet)) {
    const filled = (row ?? []).filter((cell) => cell?.v !== undefined && cell.v !== "").length;
    if (filled > 1 && ++rows === 2) return true;
  }
  return false;
}

function sheetRecords(sheet: WorkSheet, from1904: boolean): string[][] {
  const rows = rowsOf(sheet);
  let width = 0;
  const records = Array.from(rows, (row) => {
    const cells = Array.from(row ?? [], (cell) => (cell === undefined ? "" : cellText(cell, from1904)));
    while (cells.length > 0 && cells.at(-1) === "") cells.pop();
    width = Math.max(width, cells.length);
    return cells;
  });
  while (records.length > 0 && records.at(-1)?.length === 0) records.pop();
  for (const record of records) if (record.length > 0) while (record.length < width) record.push("");
  return records;
}

function cellText(cell: CellObject, from1904: boolean): string {
  const { v, t } = cell;
  if (t === "e") return cell.w ?? "#VALUE!";
  if (v === undefined || v === null || t === "z") return "";
  if (v instanceof Date) return v.toISOString();
  if (typeof v === "boolean") return v ? "TRUE" : "FALSE";
  if (typeof v !== "number") return v;
  const format = String(cell.z ?? "");
  const plainFormat = format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, "");
  if (/[ymdhs]/i.test(plainFormat) && !/general/i.test(plainFormat)) return dateText(v, plainFormat, from1904);
  // A format of noughts is how a spreadsheet shows a code with leading noughts; per cent is part of the meaning.
  if (/^0{2,}$/.test(plainFormat) || plainFormat.includes("%")) return cell.w ?? String(v);
  return Number.isInteger(v) && Math.abs(v) < 1e21 ? v.toFixed(0) : String(v);
}

/** Excel counts days from 30 December 1899, or from 1 January 1904 in files of old Macs. */
function dateText(serial: number, format: string, from1904: boolean): string {
  const at = new Date(
    Date.UTC(from1904 ? 1904 : 1899, from1904 ? 0 : 11, from1904 ? 1 : 30) + Math.round(serial * 86_400) * 1000,
  );
  if (Number.isNaN(at.getTime())) return String(serial);
  const iso = at.toISOString();
  if (!/[yd]/i.test(format)) return iso.slice(11, 19);
  return Number.isInteger(serial) ? iso.slice(0, 10) : iso.slice(0, 19);
}
