/**
 * What a page shows of a data file, and what it may ask of it: plain data, so that both can travel between the page and the worker
 * in which files are read. Only types of the toolkit are named here; its code stays in the worker.
 */
import type {
  Choice,
  ColumnProfile,
  DateOrder,
  Fault,
  FaultCode,
  Fix,
  FixPreview,
  KeptReading,
  LeftOut,
  Reading,
  ReadingWish,
  StarterNotebook,
} from "@data-surgery/opendata/browser";

export type { ReadingWish };

export interface DataFileView {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly reading: Pick<Reading, "format" | "encoding" | "delimiter" | "sheets">;
  /** Counted from 1; null where there are no headings. */
  readonly headerRow: number | null;
  readonly rows: number;
  readonly columns: readonly ColumnView[];
  /** The most important first. */
  readonly faults: readonly Fault[];
  /** How the file was read, the columns' types aside. */
  readonly choices: readonly Choice[];
  readonly wish: ReadingWish;
  /** What of it next month's file is read by. */
  readonly kept: KeptReading;
  /** The first records that are no data, blank ones aside. */
  readonly leftOut: readonly LeftOut[];
  /** How many records are no data, blank ones aside. */
  readonly leftOutCount: number;
  /** The first rows as they are read; null is missing. */
  readonly head: readonly HeadRow[];
  readonly done: readonly DoneStep[];
  /** Steps that were taken back or no longer fit, the latest last. */
  readonly undone: readonly DoneStep[];
}

export type ColumnView = ColumnProfile & {
  /** For dates in which two numbers could be the day. */
  readonly dateOrder: DateOrder | null;
};

export interface HeadRow {
  readonly row: number;
  readonly cells: readonly (string | null)[];
}

/** A step with its words. */
export interface DoneStep {
  readonly fix: Fix;
  /** The fault that it mends, where the step was offered for one. */
  readonly code: FaultCode | undefined;
  readonly words: string;
}

/** How the notebook's code calls the file. */
export interface CodeWish {
  /** From the notebook's folder. */
  readonly path: string;
}

/** One file on the table. Each answer is the whole view after what was asked. Sentences for people come as PlainError. */
export interface DataFileTool {
  /** Fetches what reading would fetch late, so that it can do without the network. */
  prepare(): Promise<void>;
  open(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<DataFileView>;
  /** Reads the file again as wished; steps that no longer fit go to `undone`. */
  reread(wish: ReadingWish): Promise<DataFileView>;
  preview(fix: Fix): Promise<FixPreview>;
  apply(fix: Fix): Promise<DataFileView>;
  /** @param at place in `done` */
  undo(at: number): Promise<DataFileView>;
  /** @param at place in `undone` */
  redo(at: number): Promise<DataFileView>;
  /** Reading and mending as code for one cell, which shows the table. */
  code(wish: CodeWish): Promise<string>;
  /** The mended table as CSV. */
  csv(): Promise<string>;
  notebook(wish: CodeWish): Promise<StarterNotebook>;
}
