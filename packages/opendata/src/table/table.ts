import { csvParts } from "../write/csv-parts.js";
import { columnNames, type Cell, type Row } from "../row.js";
import { jupyterDisplay, nodeInspect, type Showable } from "../show.js";
import type { SortOrder } from "../sort-by.js";
import { OpenDataError } from "../open-data-error.js";
import { tableView, type TableOptions } from "../table-view.js";
import type { SourceTable } from "../read/source-table.js";
import type { Aggregate } from "./aggregate.js";
import { columnOfCells } from "./column.js";
import { Columns } from "./columns.js";
import { firstPlaces, groupPlaces } from "./group-places.js";
import { GroupedTable } from "./grouped-table.js";
import { joinColumns, type JoinKeep, type JoinKeys } from "./join-columns.js";
import { withOrigins, type Provenance } from "./provenance.js";
import { pivotColumns, stackColumns, unpivotColumns, type UnpivotOptions } from "./reshape-columns.js";
import { ruleInput } from "./rule-input.js";
import { seededRandom } from "./seeded-random.js";
import { sortPlaces } from "./sort-places.js";

/** A rule of a learner's: it gets one row. A missing cell reads as `undefined`, so that it fits no comparison and makes no sum. */
// oxlint-disable-next-line typescript/no-explicit-any -- see Row
export type Rule<Result = any> = (row: Row) => Result;

/** Anything that functions of this package take as a table: a `Table`, or a plain list of rows. */
export type TableLike = Table | readonly Row[];

export interface JoinOptions {
  /** What must be equal: one name where both tables call it the same, the name in each, or several: `{ columns: [...] }`. */
  readonly on: JoinKeys;
  /** `all` keeps rows of the first table without a partner (the usual), `matched` drops them, `unmatched` keeps only them. */
  readonly keep?: JoinKeep;
}

export interface PivotOptions {
  /** The column (or columns) whose values stay down the side. */
  readonly rows: string | readonly string[];
  /** The column whose values become columns. */
  readonly columns: string;
  /** What stands in the cells. */
  readonly values: Aggregate;
}

export interface CsvOptions {
  readonly forSpreadsheets?: boolean;
}

/**
 * A table: rows and named columns, with where it came from and what was done to it. Nothing here changes a table; every verb
 * gives a new one. It can be walked like a list (`for (const row of table)`), and `length` counts its rows. Cells are kept by
 * column (`column.ts` says how, docs/decisions/tables.md why); a row is made when somebody asks for it.
 */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- what is merged is set on the prototype below
export class Table implements Iterable<Row> {
  readonly columns: readonly string[];
  readonly about: Provenance;
  /** The file as it was read, where the table is still that: for `profile`, `mend` and the panel. */
  readonly asRead: SourceTable | undefined;
  readonly #cells: Columns;
  /** Rows that were made lately, so that asking again gives the same ones; memory may take them back. */
  #rows: WeakRef<readonly Row[]> | undefined;

  constructor(cells: readonly Row[] | Columns, columns: readonly string[], about: Provenance, asRead?: SourceTable) {
    this.#cells = cells instanceof Columns ? cells : Columns.ofRows(cells, columns);
    this.columns = columns;
    this.about = about;
    this.asRead = asRead;
  }

  /** How many rows. */
  get length(): number {
    return this.#cells.length;
  }

  *[Symbol.iterator](): IterableIterator<Row> {
    const row = this.#cells.rowReader(null);
    for (let place = 0; place < this.length; place++) yield row(place);
  }

  /** All rows as a list. */
  rows(): readonly Row[] {
    let rows = this.#rows?.deref();
    if (rows === undefined) {
      rows = this.#cells.rows();
      this.#rows = new WeakRef(rows);
    }
    return rows;
  }

  /** One row, counted from 0; a number below 0 counts from the end. */
  at(place: number): Row | undefined {
    const whole = Math.trunc(place) || 0;
    const from = whole < 0 ? this.length + whole : whole;
    return from < 0 || from >= this.length ? undefined : this.#cells.rowReader(null)(from);
  }

  /** The cells of one column. */
  column(name: string): readonly Cell[] {
    const cell = this.#cells.reader(name);
    return Array.from({ length: this.length }, (_, place) => cell(place) as Cell);
  }

  /** What a rule gives for each row, as a list. */
  map<Result>(rule: Rule<Result>): Result[] {
    const row = ruleInput(this.#cells, rule);
    return Array.from({ length: this.length }, (_, place) => rule(row(place)));
  }

  /** The rows for which the rule is true. @example grants.filter((row) => row.amount > 1000) */
  filter(rule: Rule): Table {
    const row = ruleInput(this.#cells, rule);
    return this.#next(
      this.#cells.pickWhere((place) => Boolean(rule(row(place)))),
      "Kept the rows that fit a rule",
    );
  }

  /** One more column, worked out row by row. @example grants.derive("per_person", (row) => row.amount / row.people) */
  derive(name: string, rule: Rule): Table {
    const cells = this.map<unknown>(rule).map((cell) =>
      typeof cell === "number" && !Number.isFinite(cell) ? null : cell,
    );
    return this.#next(this.#cells.with(name, columnOfCells(cells)), `Worked out the column “${name}”`);
  }

  /** Only these columns, in this order. */
  select(...names: readonly string[]): Table {
    return this.#next(this.#cells.select(names), `Kept the columns ${names.join(", ")}`);
  }

  /** Without these columns. */
  drop(...names: readonly string[]): Table {
    this.#cells.require(...names);
    const kept = this.columns.filter((name) => !names.includes(name));
    return this.#next(this.#cells.select(kept), `Left out the columns ${names.join(", ")}`);
  }

  /** With other names. @example grants.rename({ amt: "amount" }) */
  rename(names: Readonly<Record<string, string>>): Table {
    this.#cells.require(...Object.keys(names));
    const renamed = this.columns.map((name) => (Object.hasOwn(names, name) ? (names[name] ?? name) : name));
    return this.#next(this.#cells.select(this.columns, renamed), `Renamed ${Object.keys(names).join(", ")}`);
  }

  /** In order of one column; missing cells come last. @example grants.sortBy("amount", "highest first") */
  sortBy(column: string, order: SortOrder = "lowest first"): Table {
    const places = sortPlaces(this.#cells.column(column), this.length, order);
    return this.#next(this.#cells.pick(places), `Put in order of “${column}”, ${order}`);
  }

  /** The rows from one place up to another, counted from 0. @example ranked.slice(0, 10) */
  slice(from: number, to?: number): Table {
    const [first, end] = [placeWithin(from, this.length), placeWithin(to ?? this.length, this.length)];
    const places = Uint32Array.from({ length: Math.max(0, end - first) }, (_, step) => first + step);
    return this.#next(this.#cells.pick(places), "Kept some of the rows by their place");
  }

  /** Rows chosen by chance; the same seed gives the same rows. */
  sample(many: number, seed = 1): Table {
    const places = this.#places();
    const next = seededRandom(seed);
    for (let left = places.length; left > 1; left--) {
      const other = Math.floor(next() * left);
      [places[left - 1], places[other]] = [places[other] ?? 0, places[left - 1] ?? 0];
    }
    return this.#next(this.#cells.pick(places.slice(0, many)), `Chose ${many} rows by chance`);
  }

  /** Rows that are alike in these columns stand together: `groupBy("ward").summarise({ grants: count() })`. */
  groupBy(...names: readonly string[]): GroupedTable {
    return new GroupedTable(names, this.#cells, (cells, words) => this.#next(cells, words));
  }

  /** The columns of another table beside this one, where both agree. @example grants.join(wards, { on: "ward_code" }) */
  join(other: TableLike, options: JoinOptions): Table {
    const right = tableOf(other);
    const keep = options.keep ?? "all";
    const { columns, warning } = joinColumns(this.#cells, right.#cells, options.on, keep);
    const words = `${joinWords[keep]} “${right.about.name}”`;
    return this.#next(columns, warning === "" ? words : `${words}. ${warning}`, [right]);
  }

  /** Values of one column become columns. @example visits.pivot({ rows: "ward", columns: "year", values: sum("people") }) */
  pivot(options: PivotOptions): Table {
    const side = typeof options.rows === "string" ? [options.rows] : options.rows;
    return this.#next(
      pivotColumns(this.#cells, side, options.columns, options.values),
      `Turned the values of “${options.columns}” into columns`,
    );
  }

  /** Columns become rows: the other way round from `pivot`. @example wide.unpivot({ columns: ["2023", "2024"], name: "year", value: "people" }) */
  unpivot(options: UnpivotOptions): Table {
    this.#cells.require(...options.columns);
    const kept = this.columns.filter((name) => !options.columns.includes(name));
    [options.name, options.value].forEach((name, at, names) => {
      if (kept.includes(name) || names.indexOf(name) !== at) throw nameTaken(name);
    });
    return this.#next(
      unpivotColumns(this.#cells, kept, options),
      `Turned the columns ${options.columns.join(", ")} into rows`,
    );
  }

  /** The rows of another table below these; a column that only one of them has is missing in the rows of the other. */
  append(other: TableLike): Table {
    const below = tableOf(other);
    const words = `Put the rows of “${below.about.name}” below`;
    return this.#next(stackColumns(this.#cells, below.#cells), words, [below]);
  }

  /** Each row once: the first of those that are alike in these columns, or in all if you name none. */
  distinct(...names: readonly string[]): Table {
    const compared = names.length === 0 ? this.columns : names;
    return this.#next(
      this.#cells.pick(firstPlaces(groupPlaces(this.#cells, compared))),
      `Kept one of the rows that are alike in ${compared.join(", ")}`,
    );
  }

  /** The rows where something is missing in one of these columns: look at them before leaving anything out. */
  withMissing(...names: readonly string[]): Table {
    const lacks = this.#lacks(names);
    return this.#next(this.#cells.pickWhere(lacks), `Kept the rows with something missing in ${names.join(", ")}`);
  }

  /** The rows where nothing is missing in any of these columns. */
  withoutMissing(...names: readonly string[]): Table {
    const lacks = this.#lacks(names);
    return this.#next(
      this.#cells.pickWhere((place) => !lacks(place)),
      `Left out the rows with something missing in ${names.join(", ")}`,
    );
  }

  /** Puts a value where one column has none. Only where you know that it is true: an unknown amount is not nought. */
  fillMissing(name: string, value: string | number): Table {
    const filled = columnOfCells(this.column(name).map((cell) => cell ?? value));
    return this.#next(this.#cells.with(name, filled), `Put “${value}” where “${name}” was missing`);
  }

  /**
   * A question in SQL, answered by DuckDB. The table is called `this`; others come by the names that you give them.
   * @example await grants.sql("select ward, sum(amount) as total from this group by ward")
   * @example await grants.sql("select * from this join wards using (ward)", { wards })
   */
  async sql(query: string, others: Readonly<Record<string, TableLike>> = {}): Promise<Table> {
    const { runSql } = await import("../sql/run-sql.js");
    const given = Object.entries(others).map(([name, table]) => ({ name, table: tableOf(table, name) }));
    const tables = [{ name: "this", table: this as Table }, ...given].map(({ name, table }) => ({
      name,
      cells: table.#cells,
    }));
    const words = `Asked in SQL: ${query.trim().replaceAll(/\s+/g, " ")}`;
    return this.#next(
      await runSql(query, tables),
      words,
      given.map(({ table }) => table),
    );
  }

  /** As CSV text. `forSpreadsheets` disarms cells that a spreadsheet program would run as a formula. */
  toCsv(options: CsvOptions = {}): string {
    let text = "";
    for (const part of csvParts(this.#cells, options.forSpreadsheets === true)) text += part;
    return text;
  }

  /**
   * Writes a CSV file; one that is there already is left alone unless you say `replace`. In a notebook it writes beside it how it was
   * made (`clean.csv.lineage`): whoever publishes the file can show that.
   * @example await clean.save("clean.csv")
   */
  async save(path: string, options: CsvOptions & { readonly replace?: boolean } = {}): Promise<void> {
    const { saveText } = await import("../write/save-text.js");
    const sum = await saveText(path, csvParts(this.#cells, options.forSpreadsheets === true), options.replace === true);
    const { writeMadeBy } = await import("../lineage/write-made-by.js");
    await writeMadeBy(path, sum, this.about);
  }

  /** Says more about where it came from: publisher, licence, address, date. */
  from(about: Partial<Omit<Provenance, "steps" | "file" | "joined">>): Table {
    return new Table(this.#cells, this.columns, { ...this.about, ...about }, this.asRead);
  }

  /** How it stands under a cell. */
  view(options: TableOptions = {}): Showable {
    return tableView(this, options);
  }

  toJSON(): readonly Row[] {
    return this.rows();
  }

  #places(): Uint32Array {
    return Uint32Array.from({ length: this.length }, (_, place) => place);
  }

  #lacks(names: readonly string[]): (place: number) => boolean {
    const cells = names.map((name) => this.#cells.reader(name));
    return (place) => cells.some((cell) => cell(place) === null);
  }

  #next(cells: Columns, words: string, others: readonly Table[] = []): Table {
    const step = { words, rowsBefore: this.length, rowsAfter: cells.length };
    const about = withOrigins(
      this.about,
      others.map((other) => other.about),
    );
    return new Table(cells, cells.names, { ...about, steps: [...this.about.steps, step] });
  }
}

/** Shown as it stands in the last line of a cell. Apart from the class: its keys come from another file, which a class may not name. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- see the class
export interface Table extends Showable {}
Object.defineProperties(Table.prototype, {
  [jupyterDisplay]: {
    value(this: Table) {
      return this.view()[jupyterDisplay]();
    },
  },
  [nodeInspect]: {
    value(this: Table) {
      return this.view()[nodeInspect]();
    },
  },
});

/** A place as `slice` of a list takes it: below 0 it counts from the end, and none lies outside. */
function placeWithin(place: number, length: number): number {
  const whole = Math.trunc(place) || 0;
  return whole < 0 ? Math.max(0, length + whole) : Math.min(whole, length);
}

const joinWords: Readonly<Record<JoinKeep, string>> = {
  all: "Joined",
  matched: "Joined, without the rows that found no partner,",
  unmatched: "Kept the rows that found no partner in",
};

function nameTaken(name: string): OpenDataError {
  return new OpenDataError(
    "name-taken",
    `There would be two columns called "${name}". Choose another name for the new one.`,
  );
}

/** A table of a list of rows; a table as it is. */
export function tableOf(rows: TableLike, name = "a table"): Table {
  if (rows instanceof Table) return rows;
  return new Table(rows, columnNames(rows), { name, steps: [] });
}
