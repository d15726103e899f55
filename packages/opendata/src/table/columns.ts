import { cellOf, createRowReader, noSuchColumn, type Row } from "../row.js";
import { cellReader, columnOfCells, pickColumn, type CellReader, type Column } from "./column.js";

/** The cells of a table, column by column. Rows are made when somebody asks for them. Nothing in it ever changes. */
export class Columns {
  readonly names: readonly string[];
  readonly length: number;
  readonly #columns: ReadonlyMap<string, Column>;

  /** `columns` stand as the names do. Of two with one name the last is found, as with keys of an object. */
  constructor(names: readonly string[], columns: readonly Column[], length: number) {
    this.names = names;
    this.length = length;
    this.#columns = new Map(names.map((name, at) => [name, columns[at] as Column]));
  }

  static ofRows(rows: readonly Row[], names: readonly string[]): Columns {
    return new Columns(
      names,
      names.map((name) => columnOfCells(rows.map((row) => cellOf(row, name) ?? null))),
      rows.length,
    );
  }

  has(name: string): boolean {
    return this.#columns.has(name);
  }

  /** @throws OpenDataError `no-such-column` with the name that was probably meant */
  require(...names: readonly string[]): void {
    for (const name of names) if (!this.has(name)) throw noSuchColumn(name, this.names);
  }

  column(name: string): Column {
    this.require(name);
    return this.#columns.get(name) as Column;
  }

  reader(name: string): CellReader {
    return cellReader(this.column(name));
  }

  /** A function that makes the row at a place: a real object to keep. `missing` is what an absent cell holds. */
  rowReader(missing: null | undefined): (place: number) => Row {
    return createRowReader(
      this.names,
      this.names.map((name) => this.reader(name)),
      missing,
    );
  }

  rows(): Row[] {
    const row = this.rowReader(null);
    return Array.from({ length: this.length }, (_, place) => row(place));
  }

  /** The rows at these places, in this order. */
  pick(places: Uint32Array): Columns {
    const known = new Map<Uint32Array | undefined, Uint32Array>();
    const columns = this.names.map((name) => pickColumn(this.column(name), places, known));
    return new Columns(this.names, columns, places.length);
  }

  /** The rows for which this is true. */
  pickWhere(test: (place: number) => boolean): Columns {
    const places = new Uint32Array(this.length);
    let many = 0;
    for (let place = 0; place < this.length; place++) if (test(place)) places[many++] = place;
    return this.pick(places.slice(0, many));
  }

  /** These columns under these names. */
  select(from: readonly string[], to: readonly string[] = from): Columns {
    return new Columns(
      to,
      from.map((name) => this.column(name)),
      this.length,
    );
  }

  /** With one column more, or another in the place of one. */
  with(name: string, column: Column): Columns {
    const names = this.has(name) ? this.names : [...this.names, name];
    return new Columns(
      names,
      names.map((one) => (one === name ? column : this.column(one))),
      this.length,
    );
  }
}
