/**
 * A file as it was read: every record as raw text, which of them are data, and the typed columns made from those.
 * Nothing is thrown away, so that each choice can be shown, overruled and undone. All of it is plain immutable data.
 */
export type ColumnType =
  | "text"
  | "code"
  | "integer"
  | "number"
  | "currency"
  | "date"
  | "datetime"
  | "time"
  | "boolean"
  | "postcode"
  | "empty";

export type FileFormat = "csv" | "excel" | "json" | "geojson" | "html";

/** What ended the records: `mixed` when no kind ends at least nine of ten. `none` for a single line. */
export type LineEnding = "LF" | "CRLF" | "CR" | "mixed" | "none";

/** Which of two numbers is the day in dates such as 03/04/2024. */
export type DateOrder = "day-first" | "month-first";

/** How the order of day and month was known: `guess` where nothing showed it. */
export type DateOrderFrom = "values" | "other-column" | "you" | "guess";

/** Why a record is not a row of data. */
export type LeftOutReason = "preamble" | "blank" | "repeated-header" | "total" | "note" | "you-said-so";

/** A record that stands in the file but not among the data rows. */
export interface LeftOut {
  /** The record's number in the file, counted from 1, as a spreadsheet counts rows. */
  readonly row: number;
  readonly reason: LeftOutReason;
  readonly cells: readonly string[];
}

/** One decision of the reader, in words, and the option that overrules it. */
export interface Choice {
  readonly about:
    | "format"
    | "encoding"
    | "delimiter"
    | "line-ending"
    | "sheet"
    | "header"
    | "rows"
    | "type"
    | "date-order";
  readonly chosen: string;
  readonly reason: string;
  /** The name in `ReadOptions` with which you choose otherwise. */
  readonly option: string;
  readonly column?: string;
}

/** The very file that was read, so that what was worked out can be proved by it, and worked out again. */
export interface SourceFile {
  readonly name: string;
  /** Where it lies on this computer. For work on this computer only: it is never written into anything that others get. */
  readonly path?: string;
  readonly url?: string;
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/** Where the bytes came from. */
export interface Source {
  readonly name: string;
  readonly url?: string;
  /** Size in bytes. */
  readonly size: number;
  /** When it was read, ISO 8601 in UTC. */
  readonly readAt: string;
  /** As it lay on the disk or came over the network, before anything was unpacked; not where a page reads. */
  readonly file?: SourceFile;
  /** What is to be said of how it came here: it is the table's first step. */
  readonly told?: string;
}

/** What the bytes told: facts for the profile, free of judgement. Row numbers count records from 1. */
export interface Reading {
  readonly format: FileFormat;
  /** As TextDecoder names it, with `utf-8-bom` apart; null where the format settles it. */
  readonly encoding: string | null;
  /** The bytes of more than one encoding in one file: how many were odd. */
  readonly oddBytes: number;
  readonly byteOrderMark: boolean;
  readonly delimiter: string | null;
  readonly lineEnding: LineEnding;
  readonly lineEnds: { readonly lf: number; readonly crlf: number; readonly cr: number };
  readonly endsWithLineEnd: boolean;
  readonly strayQuotes: readonly number[];
  readonly unclosedQuotes: readonly number[];
  readonly spacedQuotes: readonly number[];
  readonly sheets: readonly string[];
  /** Those that people see and that hold a table. */
  readonly tableSheets: readonly string[];
  readonly hiddenRows: number;
}

export interface SourceColumn {
  /** The heading as it should be shown; unique in the table. */
  readonly name: string;
  /** The heading as it stands in the file (the parts of several header rows joined by a space), or your new name for it. */
  readonly heading: string;
  /** Place in the record, counted from 0. */
  readonly at: number;
  readonly type: ColumnType;
  /** For dates in which two numbers could be the day. */
  readonly dateOrder?: DateOrder;
  readonly dateOrderFrom?: DateOrderFrom;
  /** Cells exactly as written, one for each data row. */
  readonly raw: readonly string[];
  /** Cells as values: numbers, booleans, ISO dates, text as written; null where missing. */
  readonly values: readonly (string | number | boolean | null)[];
  /** How many values are missing: blank cells and words for "nothing here". */
  readonly missing: number;
}

/** Decisions of a person about columns, by name. They stand above what the reader would choose. */
export interface ColumnSettings {
  readonly types: Readonly<Record<string, ColumnType>>;
  readonly dateOrders: Readonly<Record<string, DateOrder>>;
  readonly names: Readonly<Record<number, string>>;
  readonly leftOutColumns: readonly number[];
}

/** Which record is what. Row numbers count records from 1. */
export interface Layout {
  readonly headerRows: readonly number[];
  readonly leftOut: ReadonlyMap<number, LeftOutReason>;
  /** How many columns the table has. */
  readonly width: number;
  readonly reason: string;
}

export interface SourceTable {
  readonly source: Source;
  readonly reading: Reading;
  readonly records: readonly (readonly string[])[];
  readonly layout: Layout;
  readonly settings: ColumnSettings;
  readonly columns: readonly SourceColumn[];
  /** The record number of each data row. */
  readonly rowNumbers: readonly number[];
  readonly leftOut: readonly LeftOut[];
  readonly choices: readonly Choice[];
}
