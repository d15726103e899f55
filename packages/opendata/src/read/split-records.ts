import type { CellStore } from "./cell-store.js";

/**
 * CSV text to records, for files as they are and not as they should be. Written here because no parser that we tried
 * says what it did: a quotation mark never closed swallows the rest of the file, and mixed line endings fuse rows.
 * An empty line is a record without cells, so that it can be told from a row whose only cell is empty.
 */
export interface SplitOptions {
  readonly delimiter: string;
  /** Whether a carriage return alone ends a record. */
  readonly crEnds: boolean;
  /** Stop after so many records. */
  readonly most?: number;
  /** Where cells are kept, for a whole file: then no list of records is made. */
  readonly cells?: CellStore;
}

export interface Splitting {
  readonly records: string[][];
  readonly lineEnds: { lf: number; crlf: number; cr: number };
  readonly endsWithLineEnd: boolean;
  /** Records with a quotation mark in the middle of a cell that is not doubled. */
  readonly strayQuotes: number[];
  /** Records with a quotation mark that nothing closes. */
  readonly unclosedQuotes: number[];
  /** Records with a space between delimiter and quotation mark. */
  readonly spacedQuotes: number[];
  /** Records that are all blank but hold a quoted cell: somebody meant them. */
  readonly meantBlank: ReadonlySet<number>;
  /** Where in the text the last record begins: of a piece of a file, the next piece may go on with it. */
  readonly lastStart: number;
  /** Where the first record begins that has an open quotation mark: the next piece may close it. */
  readonly unclosedStart: number | undefined;
}

const QUOTE = 34;
const BACKSLASH = 92;
const LF = 10;
const CR = 13;
const SPACE = 32;
/** Once a quotation mark was found to be never closed, no later one may swallow more than this. */
const shortCell = 65_536;

export function splitRecords(text: string, options: SplitOptions): Splitting {
  const delimiter = options.delimiter.charCodeAt(0);
  const most = options.most ?? Number.POSITIVE_INFINITY;
  const { crEnds, cells } = options;
  const length = text.length;
  const records: string[][] = [];
  const lineEnds = { lf: 0, crlf: 0, cr: 0 };
  const strayQuotes: number[] = [];
  const unclosedQuotes: number[] = [];
  const spacedQuotes: number[] = [];
  const meantBlank = new Set<number>();
  let at = 0;
  let record: string[] = [];
  let many = 0;
  let quotedHere = false;
  let endsWithLineEnd = false;
  let longestCell = length;
  let start = 0;
  let lastStart = 0;
  let unclosedStart: number | undefined;

  const noteOnce = (list: number[]): void => {
    const row = many + 1;
    if (list.at(-1) !== row) list.push(row);
  };

  /** How many characters end a record here: 0, 1, 2, or 3 for the doubled CR CR LF of a botched conversion. */
  const endAt = (index: number): number => {
    const code = text.charCodeAt(index);
    if (code === LF) return 1;
    if (code !== CR) return 0;
    if (text.charCodeAt(index + 1) === LF) return 2;
    if (text.charCodeAt(index + 1) === CR && text.charCodeAt(index + 2) === LF) return 3;
    return crEnds ? 1 : 0;
  };

  /** Reads a quoted cell whose mark stands at `open`; the index after it, or -1 if nothing closes it. */
  let cell = "";
  const readQuoted = (open: number): number => {
    let from = open + 1;
    let parts = "";
    let stray = false;
    // Some programs write \" for a quotation mark inside a cell: once one is seen, the others are read so too.
    let escaped = false;
    let sawDelimiter = false;
    let sawLineEnd = false;
    const limit = Math.min(length, open + longestCell);
    for (;;) {
      const mark = text.indexOf('"', from);
      if (mark === -1 || mark > limit) return -1;
      if (escaped && text.charCodeAt(mark - 1) === BACKSLASH) {
        parts += `${text.slice(from, mark - 1)}"`;
        from = mark + 1;
        continue;
      }
      if (text.charCodeAt(mark + 1) === QUOTE) {
        parts += text.slice(from, mark + 1);
        from = mark + 2;
        continue;
      }
      let next = mark + 1;
      while (text.charCodeAt(next) === SPACE) next++;
      const code = text.charCodeAt(next);
      if (next >= length || code === delimiter || endAt(next) > 0) {
        cell = parts + text.slice(from, mark);
        if (stray) noteOnce(strayQuotes);
        return next;
      }
      // A mark that looks like the opening one of the next row: then ours was never closed.
      const inside = text.slice(from, mark);
      if (!sawLineEnd) {
        const line = inside.search(/[\r\n]/);
        sawDelimiter ||= (line === -1 ? inside : inside.slice(0, line)).includes(options.delimiter);
        sawLineEnd = line !== -1;
      }
      const before = text.charCodeAt(mark - 1);
      if (sawLineEnd && sawDelimiter && (before === LF || before === CR || before === delimiter)) return -1;
      // The same on one line: `"Ash,10,"Roads, paths",5`, where the first mark was never closed.
      if (before === delimiter && !sawLineEnd && inside.split(options.delimiter, 4).length > 3) return -1;
      stray = true;
      escaped ||= before === BACKSLASH;
      parts += escaped && before === BACKSLASH ? `${text.slice(from, mark - 1)}"` : text.slice(from, mark + 1);
      from = mark + 1;
    }
  };

  const finishRecord = (): void => {
    if (quotedHere && record.every((value) => value === "")) meantBlank.add(many + 1);
    if (cells === undefined) records.push(record);
    else cells.endRecord(record);
    record = [];
    many++;
    lastStart = start;
    quotedHere = false;
  };

  while (at < length) {
    if (many >= most) break;
    if (record.length === 0) start = at;
    let end = -1;
    let open = at;
    if (text.charCodeAt(at) === QUOTE) end = readQuoted(at);
    else if (text.charCodeAt(at) === SPACE) {
      while (text.charCodeAt(open) === SPACE) open++;
      if (text.charCodeAt(open) === QUOTE) {
        end = readQuoted(open);
        if (end !== -1) noteOnce(spacedQuotes);
      }
    }
    if (end !== -1) {
      quotedHere = true;
    } else {
      if (text.charCodeAt(at) === QUOTE) {
        noteOnce(unclosedQuotes);
        unclosedStart ??= start;
        longestCell = Math.max(2048, Math.min(longestCell / 2, shortCell));
      }
      end = at;
      for (; end < length; end++) {
        const code = text.charCodeAt(end);
        if (code === delimiter || ((code === LF || code === CR) && endAt(end) > 0)) break;
        if (code === QUOTE && end > at) noteOnce(strayQuotes);
      }
      cell = text.slice(at, end);
    }
    const ending = end < length ? endAt(end) : 0;
    const emptyLine = record.length === 0 && cell === "" && !quotedHere && (ending > 0 || end >= length);
    if (!emptyLine) record.push(cell);
    if (end >= length) {
      finishRecord();
      at = length;
      endsWithLineEnd = false;
    } else if (ending > 0) {
      finishRecord();
      if (ending >= 2) lineEnds.crlf++;
      else if (text.charCodeAt(end) === LF) lineEnds.lf++;
      else lineEnds.cr++;
      at = end + ending;
      endsWithLineEnd = true;
    } else {
      at = end + 1;
      if (at >= length) {
        record.push("");
        finishRecord();
        endsWithLineEnd = false;
      }
    }
  }
  return {
    records,
    lineEnds,
    endsWithLineEnd,
    strayQuotes,
    unclosedQuotes,
    spacedQuotes,
    meantBlank,
    lastStart,
    unclosedStart,
  };
}

/**
 * Whether carriage returns alone end the records: in files of old Macs they do; in others they stand inside cells,
 * where a program put them between the lines of an address.
 */
export function carriageReturnEnds(text: string): boolean {
  if (!/\r(?!\n)/.test(text)) return false;
  let quoted = false;
  let alone = 0;
  let others = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) quoted = !quoted;
    else if (quoted) continue;
    else if (code === LF) others++;
    else if (code === CR && text.charCodeAt(at + 1) !== LF) {
      if (text.charCodeAt(at + 1) === CR && text.charCodeAt(at + 2) === LF) at++;
      else alone++;
    }
  }
  return alone > 0 && alone * 10 >= others;
}
