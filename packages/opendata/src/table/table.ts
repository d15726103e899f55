import { addColumn } from "../add-column.js";
import { cellText } from "../cell-text.js";
import { csvText, disarmed } from "../write/csv-text.js";
import { ruleRows } from "../rule-rows.js";
import { cellOf, columnNames, createRowMaker, noSuchColumn, type Cell, type Row } from "../row.js";
import { jupyterDisplay, nodeInspect, type Showable } from "../show.js";
import { sortBy, type SortOrder } from "../sort-by.js";
import { OpenDataError } from "../open-data-error.js";
import { joinRows, type JoinKeep, type JoinKeys } from "./join-rows.js";
import { unpivotRows, type UnpivotOptions } from "./unpivot-rows.js";
import { tableView, type TableOptions } from "../table-view.js";
import type { SourceTable } from "../read/source-table.js";
import type { Aggregate } from "./aggregate.js";
import { GroupedTable } from "./grouped-table.js";
import { seededRandom } from "./seeded-random.js";
import type { Provenance } from "./provenance.js";

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
 * gives a new one. It can be walked like a list (`for (const row of table)`), and `length` counts its rows.
 */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- what is merged is set on the prototype below
export class Table implements Iterable<Row> {
  readonly columns: readonly string[];
  readonly about: Provenance;
  /** The file as it was read, where the table is still that: for `profile`, `mend` and the panel. */
  readonly asRead: SourceTable | undefined;
  readonly #rows: readonly Row[];

  constructor(rows: readonly Row[], columns: readonly string[], about: Provenance, asRead?: SourceTable) {
    this.#rows = rows;
    this.columns = columns;
    this.about = about;
    this.asRead = asRead;
  }

  /** How many rows. */
  get length(): number {
    return this.#rows.length;
  }

  [Symbol.iterator](): IterableIterator<Row> {
    return this.#rows[Symbol.iterator]();
  }

  /** All rows as a list. */
  rows(): readonly Row[] {
    return this.#rows;
  }

  /** One row, counted from 0; a number below 0 counts from the end. */
  at(place: number): Row | undefined {
    return this.#rows.at(place);
  }

  /** The cells of one column. */
  column(name: string): readonly Cell[] {
    this.#require(name);
    return this.#rows.map((row) => cellOf(row, name) as Cell);
  }

  /** What a rule gives for each row, as a list. */
  map<Result>(rule: Rule<Result>): Result[] {
    return ruleRows(this.#rows, this.columns).map((row) => rule(row));
  }

  /** The rows for which the rule is true. @example grants.filter((row) => row.amount > 1000) */
  filter(rule: Rule): Table {
    const inputs = ruleRows(this.#rows, this.columns);
    return this.#next(
      this.#rows.filter((_, at) => Boolean(rule(inputs[at] as Row))),
      this.columns,
      "Kept the rows that fit a rule",
    );
  }

  /** One more column, worked out row by row. @example grants.derive("per_person", (row) => row.amount / row.people) */
  derive(name: string, rule: Rule): Table {
    const columns = this.columns.includes(name) ? this.columns : [...this.columns, name];
    return this.#next(addColumn(this.#rows, name, rule), columns, `Worked out the column “${name}”`);
  }

  /** Only these columns, in this order. */
  select(...names: readonly string[]): Table {
    names.forEach((name) => this.#require(name));
    return this.#rebuilt(names, names, `Kept the columns ${names.join(", ")}`);
  }

  /** Without these columns. */
  drop(...names: readonly string[]): Table {
    names.forEach((name) => this.#require(name));
    const kept = this.columns.filter((name) => !names.includes(name));
    return this.#rebuilt(kept, kept, `Left out the columns ${names.join(", ")}`);
  }

  /** With other names. @example grants.rename({ amt: "amount" }) */
  rename(names: Readonly<Record<string, string>>): Table {
    Object.keys(names).forEach((name) => this.#require(name));
    const renamed = this.columns.map((name) => (Object.hasOwn(names, name) ? (names[name] ?? name) : name));
    return this.#rebuilt(this.columns, renamed, `Renamed ${Object.keys(names).join(", ")}`);
  }

  /** In order of one column; missing cells come last. @example grants.sortBy("amount", "highest first") */
  sortBy(column: string, order: SortOrder = "lowest first"): Table {
    return this.#next(sortBy(this.#rows, column, order), this.columns, `Put in order of “${column}”, ${order}`);
  }

  /** The rows from one place up to another, counted from 0. @example ranked.slice(0, 10) */
  slice(from: number, to?: number): Table {
    const rows = this.#rows.slice(from, to);
    return this.#next(rows, this.columns, "Kept some of the rows by their place");
  }

  /** Rows chosen by chance; the same seed gives the same rows. */
  sample(many: number, seed = 1): Table {
    const places = this.#rows.map((_, at) => at);
    const next = seededRandom(seed);
    for (let left = places.length; left > 1; left--) {
      const other = Math.floor(next() * left);
      [places[left - 1], places[other]] = [places[other] ?? 0, places[left - 1] ?? 0];
    }
    const rows = places.slice(0, many).map((at) => this.#rows[at] as Row);
    return this.#next(rows, this.columns, `Chose ${many} rows by chance`);
  }

  /** Rows that are alike in these columns stand together: `groupBy("ward").summarise({ grants: count() })`. */
  groupBy(...names: readonly string[]): GroupedTable {
    names.forEach((name) => this.#require(name));
    const groups = new Map<unknown, Row[]>();
    for (const row of this.#rows) {
      const key = groupKey(row, names);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    }
    return new GroupedTable(names, [...groups.values()], (rows, columns, words) => this.#next(rows, columns, words));
  }

  /** The columns of another table beside this one, where both agree. @example grants.join(wards, { on: "ward_code" }) */
  join(other: TableLike, options: JoinOptions): Table {
    const right = tableOf(other);
    const { rows, columns, warning } = joinRows(
      { rows: this.#rows, columns: this.columns },
      { rows: right.rows(), columns: right.columns },
      options.on,
      options.keep ?? "all",
    );
    const words = `${joinWords[options.keep ?? "all"]} “${right.about.name}”`;
    return this.#next(rows, columns, warning === "" ? words : `${words}. ${warning}`);
  }

  /** Values of one column become columns. @example visits.pivot({ rows: "ward", columns: "year", values: sum("people") }) */
  pivot(options: PivotOptions): Table {
    const side = typeof options.rows === "string" ? [options.rows] : options.rows;
    [...side, options.columns].forEach((name) => this.#require(name));
    const across = [...new Set(this.#rows.map((row) => cellOf(row, options.columns)))].filter((cell) => cell !== null);
    const columns = [...side, ...across.map(String)];
    const make = createRowMaker(columns, null);
    const rows = this.groupBy(...side).groups.map((group) => {
      const cells = across.map((value) => {
        const those = group.filter((row) => cellOf(row, options.columns) === value);
        return those.length === 0 ? null : options.values(those);
      });
      return make([...side.map((name) => cellOf(group[0] as Row, name)), ...cells]);
    });
    return this.#next(rows, columns, `Turned the values of “${options.columns}” into columns`);
  }

  /** Columns become rows: the other way round from `pivot`. @example wide.unpivot({ columns: ["2023", "2024"], name: "year", value: "people" }) */
  unpivot(options: UnpivotOptions): Table {
    options.columns.forEach((name) => this.#require(name));
    const kept = this.columns.filter((name) => !options.columns.includes(name));
    [options.name, options.value].forEach((name, at, names) => {
      if (kept.includes(name) || names.indexOf(name) !== at) throw nameTaken(name);
    });
    const rows = unpivotRows(this.#rows, kept, options);
    return this.#next(
      rows,
      [...kept, options.name, options.value],
      `Turned the columns ${options.columns.join(", ")} into rows`,
    );
  }

  /** The rows of another table below these; a column that only one of them has is missing in the rows of the other. */
  append(other: TableLike): Table {
    const below = tableOf(other);
    const columns = [...new Set([...this.columns, ...below.columns])];
    const make = createRowMaker(columns, null);
    const rows = [...this.#rows, ...below.rows()].map((row) => make(columns.map((name) => cellOf(row, name))));
    return this.#next(rows, columns, `Put the rows of “${below.about.name}” below`);
  }

  /** Each row once: the first of those that are alike in these columns, or in all if you name none. */
  distinct(...names: readonly string[]): Table {
    const compared = names.length === 0 ? this.columns : names;
    const firsts = this.groupBy(...compared).groups.map((group) => group[0] as Row);
    return this.#next(firsts, this.columns, `Kept one of the rows that are alike in ${compared.join(", ")}`);
  }

  /** The rows where something is missing in one of these columns: look at them before leaving anything out. */
  withMissing(...names: readonly string[]): Table {
    const rows = this.#rows.filter((row) => this.#lacks(row, names));
    return this.#next(rows, this.columns, `Kept the rows with something missing in ${names.join(", ")}`);
  }

  /** The rows where nothing is missing in any of these columns. */
  withoutMissing(...names: readonly string[]): Table {
    const rows = this.#rows.filter((row) => !this.#lacks(row, names));
    return this.#next(rows, this.columns, `Left out the rows with something missing in ${names.join(", ")}`);
  }

  /** Puts a value where one column has none. Only where you know that it is true: an unknown amount is not nought. */
  fillMissing(name: string, value: string | number): Table {
    this.#require(name);
    const make = createRowMaker(this.columns, null);
    const rows = this.#rows.map((row) =>
      make(this.columns.map((column) => cellOf(row, column) ?? (column === name ? value : null))),
    );
    return this.#next(rows, this.columns, `Put “${value}” where “${name}” was missing`);
  }

  /**
   * A question in SQL, answered by DuckDB. The table is called `this`; others come by the names that you give them.
   * @example await grants.sql("select ward, sum(amount) as total from this group by ward")
   * @example await grants.sql("select * from this join wards using (ward)", { wards })
   */
  async sql(query: string, others: Readonly<Record<string, TableLike>> = {}): Promise<Table> {
    const { runSql } = await import("../sql/run-sql.js");
    const given: readonly (readonly [string, TableLike])[] = [["this", this], ...Object.entries(others)];
    const tables = given.map(([name, table]) => ({
      name,
      columns: tableOf(table).columns,
      rows: tableOf(table).rows(),
    }));
    const { rows, columns } = await runSql(query, tables);
    return this.#next(rows, columns, `Asked in SQL: ${query.trim().replaceAll(/\s+/g, " ")}`);
  }

  /** As CSV text. `forSpreadsheets` disarms cells that a spreadsheet program would run as a formula. */
  toCsv(options: CsvOptions = {}): string {
    const written = (cell: unknown): string => {
      const text = cell === null || cell === undefined ? "" : cellText(cell);
      return options.forSpreadsheets === true && typeof cell === "string" ? disarmed(text) : text;
    };
    return csvText(
      this.columns,
      this.#rows.map((row) => this.columns.map((name) => written(cellOf(row, name)))),
    );
  }

  /** Writes a CSV file; one that is there already is left alone unless you say `replace`. @example await clean.save("clean.csv") */
  async save(path: string, options: CsvOptions & { readonly replace?: boolean } = {}): Promise<void> {
    const { saveText } = await import("../write/save-text.js");
    await saveText(path, this.toCsv(options), options.replace === true);
  }

  /** Says more about where it came from: publisher, licence, address, date. */
  from(about: Partial<Omit<Provenance, "steps">>): Table {
    return new Table(this.#rows, this.columns, { ...this.about, ...about }, this.asRead);
  }

  /** How it stands under a cell. */
  view(options: TableOptions = {}): Showable {
    return tableView(this, options);
  }

  toJSON(): readonly Row[] {
    return this.#rows;
  }

  #lacks(row: Row, names: readonly string[]): boolean {
    return names.some((name) => (this.#require(name), (cellOf(row, name) ?? null) === null));
  }

  #require(name: string): void {
    if (!this.columns.includes(name)) throw noSuchColumn(name, this.columns);
  }

  #rebuilt(from: readonly string[], to: readonly string[], words: string): Table {
    const make = createRowMaker(to, null);
    const rows = this.#rows.map((row) => make(from.map((name) => cellOf(row, name))));
    return this.#next(rows, to, words);
  }

  #next(rows: readonly Row[], columns: readonly string[], words: string): Table {
    const step = { words, rowsBefore: this.length, rowsAfter: rows.length };
    return new Table(rows, columns, { ...this.about, steps: [...this.about.steps, step] });
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

/** The cell itself, or the text of several; a missing cell is a group of its own. */
function groupKey(row: Row, names: readonly string[]): unknown {
  const [only] = names;
  const cell = only === undefined ? null : (cellOf(row, only) ?? null);
  if (names.length === 1 && typeof cell !== "object") return cell;
  return JSON.stringify(names.map((name) => cellOf(row, name) ?? null));
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
  const columns = columnNames(rows);
  const make = createRowMaker(columns, null);
  const guarded = rows.map((row) => make(columns.map((column) => cellOf(row, column))));
  return new Table(guarded, columns, { name, steps: [] });
}
