import { ColumnCells } from "./column-cells.js";
import type { Records } from "./records.js";

/**
 * The cells of a file, each different one of a column kept once: a row has the place of its cell in that list. A million rows of
 * eight columns are eight million cells, but mostly a few thousand different ones. It is filled while the file is split, and from it
 * records, columns and their census are made when somebody asks. Of a file whose rows differ wildly in length it keeps a list.
 */
export class CellStore {
  readonly #columns: StoredColumn[] = [];
  readonly #widths = new Uint32List();
  #cells = 0;
  /** Cells of columns that rows before them did not have: room for nothing. */
  #unused = 0;
  #list: string[][] | undefined;

  endRecord(record: string[]): void {
    if (this.#list !== undefined) {
      this.#list.push(record);
      return;
    }
    const row = this.#widths.length;
    const wider = record.length - this.#columns.length;
    if (wider > 0 && this.#unused + wider * row > mostUnused + this.#cells) {
      this.#list = this.#stored().list();
      this.#columns.length = 0;
      this.#list.push(record);
      return;
    }
    this.#unused += Math.max(0, wider * row);
    this.#cells += record.length;
    for (let at = 0; at < record.length; at++) {
      let column = this.#columns[at];
      if (column === undefined) {
        column = new StoredColumn();
        this.#columns.push(column);
      }
      column.keep(record[at] ?? "", row);
    }
    this.#widths.push(record.length);
  }

  finish(): StoredCells | string[][] {
    return this.#list ?? this.#stored();
  }

  #stored(): StoredCells {
    const widths = this.#widths.finish();
    return new StoredCells(
      widths,
      this.#columns.map((column) => column.finish(widths.length)),
    );
  }
}

/** As much room as a small file may waste: four million cells. */
const mostUnused = 4_000_000;

/** Codes of one column by record: 0 where the record has no such cell, else the cell's place in `values` and one more. */
interface Stored {
  readonly codes: Uint32Array;
  readonly values: readonly string[];
}

/** Records that are made when somebody asks for them. */
export class StoredCells implements Records {
  readonly #widths: Uint32Array;
  readonly #columns: readonly Stored[];

  constructor(widths: Uint32Array, columns: readonly Stored[]) {
    this.#widths = widths;
    this.#columns = columns;
  }

  get length(): number {
    return this.#widths.length;
  }

  /** How many cells a record has, by its number counted from 1. */
  widthAt(row: number): number {
    return this.#widths[row - 1] ?? 0;
  }

  at(place: number): string[] | undefined {
    const width = this.#widths[place];
    if (width === undefined) return undefined;
    const record: string[] = [];
    for (let at = 0; at < width; at++) {
      const { codes, values } = this.#columns[at] as Stored;
      record.push(values[(codes[place] ?? 0) - 1] ?? "");
    }
    return record;
  }

  /** Every record. The list remembers where it comes from. */
  list(): string[][] {
    const list = Array.from(this.#widths, (_, place) => (this.at(place) ?? []).slice());
    behind.set(list, this);
    return list;
  }

  /** The cells of one column in these records (numbered from 1); a cell that is not there is blank. */
  column(at: number, rowNumbers: readonly number[]): ColumnCells {
    const { codes, values } = this.#columns[at] ?? { codes: new Uint32Array(0), values: [] };
    const indexes = new Uint32Array(rowNumbers.length);
    const cells: string[] = [];
    // In order of first appearance among the rows of data, as a census has it. A blank cell and none are the same.
    const places = new Uint32Array(values.length + 1);
    const blank = values.indexOf("") + 1;
    for (let place = 0; place < rowNumbers.length; place++) {
      const code = codes[(rowNumbers[place] ?? 0) - 1] || blank;
      let seen = places[code] ?? 0;
      if (seen === 0) {
        cells.push(values[code - 1] ?? "");
        seen = cells.length;
        places[code] = seen;
      }
      indexes[place] = seen - 1;
    }
    return new ColumnCells({ indexes, cells });
  }
}

class StoredColumn {
  readonly #places = new Map<string, number>();
  readonly #values: string[] = [];
  readonly #codes = new Uint32List();

  keep(cell: string, row: number): void {
    let place = this.#places.get(cell);
    if (place === undefined) {
      this.#values.push(cell);
      place = this.#values.length;
      this.#places.set(cell, place);
    }
    this.#codes.set(row, place);
  }

  finish(length: number): Stored {
    return { codes: this.#codes.finish(length), values: this.#values };
  }
}

/** Whole numbers in a row that grows. What was never set is 0. */
class Uint32List {
  #numbers = new Uint32Array(64);
  length = 0;

  push(number: number): void {
    this.set(this.length, number);
  }

  set(at: number, number: number): void {
    if (at >= this.#numbers.length) {
      const wider = new Uint32Array(Math.max(at + 1, Math.ceil(this.#numbers.length * 1.5)));
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    this.#numbers[at] = number;
    if (at >= this.length) this.length = at + 1;
  }

  finish(length: number = this.length): Uint32Array {
    const numbers = this.#numbers.slice(0, length);
    if (numbers.length === length) return numbers;
    const whole = new Uint32Array(length);
    whole.set(numbers);
    return whole;
  }
}

/** The stored cells behind a list of records, where it was made from such. A list that was changed since is another one. */
const behind = new WeakMap<Records, StoredCells>();

export function storedBehind(records: Records): StoredCells | undefined {
  return records instanceof StoredCells ? records : behind.get(records);
}
