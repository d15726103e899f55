import { open } from "node:fs/promises";
import { headingsOf, nameColumns } from "../read/build-table.js";
import { censusOfCounts } from "../read/census.js";
import { decodeText } from "../read/decode-text.js";
import { findDelimiter } from "../read/find-delimiter.js";
import { findLayout } from "../read/find-layout.js";
import type { ReadOptions } from "../read/read-options.js";
import { recordAt } from "../read/records.js";
import type { Choice, ColumnType, DateOrder, Layout } from "../read/source-table.js";
import { carriageReturnEnds } from "../read/split-records.js";
import { typeColumn } from "../read/type-column.js";
import type { TypedColumn } from "../read/typed-column.js";
import { recordBatches, type RecordBatch, type TextShape } from "./record-stream.js";

export interface LargeColumn {
  readonly name: string;
  readonly heading: string;
  readonly at: number;
  readonly type: ColumnType;
  readonly dateOrder: DateOrder | undefined;
}

/** What a walk through the whole file told. */
export interface Scan {
  readonly text: TextShape;
  readonly columns: readonly LargeColumn[];
  readonly rows: number;
  /** Records that are no data: titles, notes, totals, repeated headings; blank lines are not counted. */
  readonly leftOut: number;
  readonly choices: readonly Choice[];
}

/** Of a column with more different values these decide its type, and every cell that looks like a code. */
const mostDifferent = 100_000;
/** So much of the file's beginning tells encoding, mark between cells and headings. */
const headSize = 1024 * 1024;

/** Walks through a file of any size once and decides how it is to be read, by the rules for small files (src/read). */
export async function scanFile(path: string, options: ReadOptions): Promise<Scan> {
  const head = await headOf(path);
  const decoded = await decodeText(head, options.encoding);
  try {
    return await scanAs(path, decoded.text, decoded.encoding, decoded.reason, options);
  } catch (error) {
    // Proved over the whole file: an odd byte may stand in the last row.
    if (!(error instanceof TypeError) || options.encoding !== undefined) throw error;
    const reason = "Further down a byte does not fit UTF-8, so the file was read as Windows-1252.";
    return scanAs(path, decoded.text, "windows-1252", reason, options);
  }
}

async function scanAs(path: string, head: string, encoding: string, why: string, options: ReadOptions): Promise<Scan> {
  const mark =
    options.delimiter === undefined ? findDelimiter(head) : { delimiter: options.delimiter, reason: "You said so." };
  const text = { encoding, delimiter: mark.delimiter, crEnds: carriageReturnEnds(head) };
  let layout: Layout | undefined;
  let headings: readonly string[] = [];
  let counts: CellCounts[] = [];
  let rows = 0;
  let leftOut = 0;
  for await (const batch of dataBatches(path, text, options)) {
    if (layout === undefined) {
      layout = batch.layout;
      headings = batch.headings;
      counts = headings.map(() => new CellCounts());
    }
    leftOut += batch.leftOut;
    for (const record of batch.rows) {
      rows++;
      // In a row with too few cells values stand under wrong headings.
      if (record.length >= headings.length)
        for (let at = 0; at < counts.length; at++) counts[at]?.add(record[at] ?? "");
    }
  }
  const names = nameColumns(headings, {});
  const typed = typeColumns(names, headings, counts, options);
  const header = layout?.headerRows.at(-1);
  return {
    text,
    columns: names.map((name, at) => {
      const { type, dateOrder } = typed[at] as TypedColumn;
      return { name, heading: headings[at] ?? "", at, type, dateOrder };
    }),
    rows,
    leftOut,
    choices: [
      { about: "encoding", chosen: encoding, reason: why, option: "encoding" },
      { about: "delimiter", chosen: text.delimiter, reason: mark.reason, option: "delimiter" },
      {
        about: "header",
        chosen: header === undefined ? "none" : `row ${header}`,
        reason: layout?.reason ?? "",
        option: "headerRow",
      },
      ...names.map((column, at): Choice => {
        const { type, reason } = typed[at] as TypedColumn;
        return { about: "type", chosen: type, reason, option: "types", column };
      }),
    ],
  };
}

/** The rows of data in a file, batch by batch. */
export interface DataBatch {
  readonly rows: readonly (readonly string[])[];
  readonly headings: readonly string[];
  readonly layout: Layout;
  readonly leftOut: number;
}

export async function* dataBatches(path: string, text: TextShape, options: ReadOptions): AsyncGenerator<DataBatch> {
  let first: { readonly layout: Layout; readonly headings: readonly string[]; readonly repeated: string } | undefined;
  for await (const batch of recordBatches(path, text)) {
    const footer = batch.last ? options.footerRows : 0;
    const { records, meantBlank } = batch;
    const { headerRow, headerRows, headings } =
      first === undefined ? options : { headerRow: 0, headerRows: 1, headings: [] };
    const layout = findLayout(records, meantBlank, { headerRow, headerRows, headings, footerRows: footer });
    first ??= {
      layout,
      headings: headingsOf(records, layout),
      repeated: recordAt(records, layout.headerRows.at(-1) ?? 0).join("\u001F"),
    };
    yield { ...rowsOf(batch, layout, first.repeated), headings: first.headings, layout: first.layout };
  }
}

function rowsOf(
  { records }: RecordBatch,
  layout: Layout,
  repeated: string,
): { readonly rows: readonly (readonly string[])[]; readonly leftOut: number } {
  let leftOut = 0;
  const rows = records.filter((record, place) => {
    const row = place + 1;
    if (layout.headerRows.includes(row)) return false;
    const reason = layout.leftOut.get(row);
    const again = reason === undefined && record.length > 1 && record.join("\u001F") === repeated;
    if (again || (reason !== undefined && reason !== "blank")) leftOut++;
    return !again && reason === undefined;
  });
  return { rows, leftOut };
}

/** Leading noughts and numbers too long make codes of a whole column: no such cell may be missed. */
const looksLikeCode = /^\s*(?:0\d|-?\d{16})/;

/** How often each different cell of a column was seen. */
class CellCounts {
  readonly #places = new Map<string, number>();
  readonly #counts: number[] = [];

  add(cell: string): void {
    const place = this.#places.get(cell);
    if (place !== undefined) this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    else if (
      this.#counts.length < mostDifferent ||
      (this.#counts.length < mostDifferent * 1.1 && looksLikeCode.test(cell))
    ) {
      this.#places.set(cell, this.#counts.length);
      this.#counts.push(1);
    }
  }

  all(): ReadonlyMap<string, number> {
    return new Map([...this.#places].map(([cell, place]) => [cell, this.#counts[place] ?? 0]));
  }
}

function typeColumns(
  names: readonly string[],
  headings: readonly string[],
  counts: readonly CellCounts[],
  options: ReadOptions,
): TypedColumn[] {
  const typed = names.map((name, at) => {
    const wishes = { type: options.types?.[name], dateOrder: options.dateOrders?.[name] };
    return typeColumn(censusOfCounts(counts[at]?.all() ?? new Map()), headings[at] ?? "", wishes);
  });
  // One program wrote all dates of a file: a column in doubt follows one that is sure.
  const sure = new Set(typed.filter((one) => one.dateOrderFrom === "values").map((one) => one.dateOrder));
  const [dateOrder] = sure;
  if (sure.size !== 1 || dateOrder === undefined) return typed;
  return typed.map((one): TypedColumn => {
    if (one.dateOrderFrom !== "guess") return one;
    const reason = `Another column of this file shows that the ${dateOrder === "day-first" ? "day" : "month"} comes first.`;
    return { ...one, dateOrder, dateOrderFrom: "other-column", reason };
  });
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(headSize), 0, headSize, 0);
    const bytes = buffer.subarray(0, bytesRead);
    // Not in the middle of a character.
    const end = bytes.lastIndexOf(10);
    return bytesRead < headSize || end <= 0 || bytes[end + 1] === 0 ? bytes : bytes.subarray(0, end + 1);
  } finally {
    await file.close();
  }
}
