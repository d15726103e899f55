import { OpenDataError } from "../open-data-error.js";
import { buildTable, noSettings } from "./build-table.js";
import { CellStore, type StoredCells } from "./cell-store.js";
import { decodeText } from "./decode-text.js";
import { findDelimiter } from "./find-delimiter.js";
import { findLayout } from "./find-layout.js";
import { jsonRecords, looksLikeJson } from "./json-records.js";
import { plainReading } from "./plain-reading.js";
import type { ReadOptions } from "./read-options.js";
import { refuseTooLarge, usualLimit } from "./size-limit.js";
import { refuseForeignFile } from "./refuse-foreign-file.js";
import { isWorkbookXml, refuseNameOnly, refuseOtherText } from "./refuse-other-text.js";
import type { Choice, Layout, LineEnding, Reading, SourceFile, SourceTable } from "./source-table.js";
import { carriageReturnEnds, splitRecords } from "./split-records.js";
import { unpackBundle } from "./zip-bundle.js";
import { looksLikeWebPage, refuseEmptyPage } from "./web-page.js";

/** Where bytes came from, for the table's own memory and for messages. */
export interface BytesFrom {
  readonly name: string;
  readonly url?: string;
  /** When they came from the publisher, ISO 8601 in UTC, where that is not now. */
  readonly readAt?: string;
  readonly file?: SourceFile;
  /** What is to be said of how they came here. */
  readonly told?: string;
}

/** Bytes to a table, whatever kind of file they are. Throws OpenDataError where nothing can be read from them. */
export async function readBytes(bytes: Uint8Array, from: BytesFrom, options: ReadOptions = {}): Promise<SourceTable> {
  const { name } = from;
  refuseTooLarge(bytes.length, name, options.mostBytes);
  if (bytes.length === 0) {
    throw new OpenDataError(
      "empty-file",
      `${name} is empty: there is not one byte in it. Check that it is the right file, or fetch it again.`,
    );
  }
  const source = { readAt: new Date().toISOString(), ...from, size: bytes.length };
  const kind = refuseForeignFile(bytes, name);
  const inner = kind === "workbook" ? await unpackBundle(bytes, name, options.mostBytes ?? usualLimit) : undefined;
  if (inner !== undefined) return readBytes(inner.bytes, { ...from, name: inner.name }, options);
  if (kind === "workbook") {
    const { workbookRecords } = await import("./workbook-records.js");
    const book = await workbookRecords(bytes, name, options.sheet);
    return tableFrom(source, book.reading, book.records, new Set(), book.choices, options);
  }
  const decoded = await decodeText(bytes, options.encoding);
  const encoding = { about: "encoding", chosen: decoded.encoding, reason: decoded.reason, option: "encoding" } as const;
  const text = decoded.text.replace(/^\uFEFF/, "");
  if (text.trim() === "") {
    throw new OpenDataError(
      "empty-file",
      `${name} has only blank lines: no headings and no rows. Check that it is the right file.`,
    );
  }
  const base = {
    ...plainReading,
    format: "csv" as const,
    encoding: decoded.encoding,
    byteOrderMark: decoded.byteOrderMark,
    oddBytes: decoded.oddBytes,
  };
  refuseOtherText(text, name);
  if (isWorkbookXml(text)) {
    const { workbookRecords } = await import("./workbook-records.js");
    const book = await workbookRecords(new TextEncoder().encode(text), name, options.sheet, "xml");
    return tableFrom(
      source,
      { ...base, ...sheetsOf(book.reading), format: "excel" },
      book.records,
      new Set(),
      book.choices,
      options,
    );
  }
  if (looksLikeWebPage(text)) {
    refuseEmptyPage(text, name);
    const { workbookRecords } = await import("./workbook-records.js");
    const book = await workbookRecords(new TextEncoder().encode(text), name, options.sheet, "html");
    return tableFrom(
      source,
      { ...base, ...sheetsOf(book.reading), format: "html" },
      book.records,
      new Set(),
      [encoding, ...book.choices],
      options,
    );
  }
  if (looksLikeJson(text, name)) {
    const found = jsonRecords(text, name);
    const format = { about: "format", chosen: found.format, reason: found.reason, option: "–" } as const;
    return tableFrom(
      source,
      { ...base, format: found.format },
      found.records,
      new Set(),
      [format, encoding],
      options,
      found.layout,
    );
  }
  const table = delimitedTable(source, text, base, encoding, options);
  refuseNameOnly(table.rowNumbers.length, text, name);
  return table;
}

const sheetsOf = ({ sheets, tableSheets, hiddenRows }: Reading): Partial<Reading> => ({
  sheets,
  tableSheets,
  hiddenRows,
});

function delimitedTable(
  source: SourceTable["source"],
  text: string,
  base: Reading,
  encoding: Choice,
  options: ReadOptions,
): SourceTable {
  const chosen =
    options.delimiter === undefined ? findDelimiter(text) : { delimiter: options.delimiter, reason: "You said so." };
  const cells = new CellStore();
  const split = splitRecords(text, { delimiter: chosen.delimiter, crEnds: carriageReturnEnds(text), cells });
  const lineEnding = lineEndingOf(split.lineEnds);
  const delimiter = chosen.delimiter === "\u001F" ? "," : chosen.delimiter;
  const { lineEnds, endsWithLineEnd, strayQuotes, unclosedQuotes, spacedQuotes } = split;
  const reading = {
    ...base,
    delimiter,
    lineEnding,
    lineEnds,
    endsWithLineEnd,
    strayQuotes,
    unclosedQuotes,
    spacedQuotes,
  };
  const choices: Choice[] = [
    encoding,
    { about: "delimiter", chosen: delimiter === "\t" ? "tab" : delimiter, reason: chosen.reason, option: "delimiter" },
    { about: "line-ending", chosen: lineEnding, reason: "Counted over the whole file.", option: "–" },
  ];
  return tableFrom(source, reading, cells.finish(), split.meantBlank, choices, options);
}

function lineEndingOf({
  lf,
  crlf,
  cr,
}: {
  readonly lf: number;
  readonly crlf: number;
  readonly cr: number;
}): LineEnding {
  const all = lf + crlf + cr;
  if (all === 0) return "none";
  const share = Math.max(lf, crlf, cr) / all;
  if (share < 0.9) return "mixed";
  return lf === Math.max(lf, crlf, cr) ? "LF" : crlf >= cr ? "CRLF" : "CR";
}

function tableFrom(
  source: SourceTable["source"],
  reading: Reading,
  records: StoredCells | readonly (readonly string[])[],
  meantBlank: ReadonlySet<number>,
  choices: readonly Choice[],
  options: ReadOptions,
  settled?: Layout,
): SourceTable {
  const layout = settled ?? findLayout(records, meantBlank, options);
  const header = layout.headerRows.at(-1);
  const rows = [...layout.leftOut.values()].filter((reason) => reason !== "blank").length;
  const layoutChoices: Choice[] = [
    {
      about: "header",
      chosen: header === undefined ? "none" : `row ${header}`,
      reason: layout.reason,
      option: "headerRow",
    },
    {
      about: "rows",
      chosen: `${rows} left out`,
      reason:
        rows === 0
          ? "Every row is data or blank."
          : "They are titles, notes, totals or repeated headings. They are kept beside the data.",
      option: "footerRows",
    },
  ];
  const settings = { ...noSettings, types: options.types ?? {}, dateOrders: options.dateOrders ?? {} };
  return buildTable({ source, reading, records, layout, settings, choices: [...choices, ...layoutChoices] });
}
