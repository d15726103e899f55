import { noSuchColumn, type Row } from "../row.js";
import { createShowable, jupyterDisplay, nodeInspect, type Showable } from "../show.js";
import type { SortOrder } from "../sort-by.js";
import { askSql, bringTable, tooLongAnswer, type SqlTable } from "../sql/run-sql.js";
import { tableHtml } from "../table-html.js";
import type { Aggregate } from "../table/aggregate.js";
import { countRows } from "../table/aggregate.js";
import { columnOfCells } from "../table/column.js";
import { Columns } from "../table/columns.js";
import type { Provenance } from "../table/provenance.js";
import { cellsAskedFor, ruleInput } from "../table/rule-input.js";
import { Table, tableOf, type Rule, type TableLike } from "../table/table.js";
import { figureSql } from "./figure-sql.js";
import { quotedName, sqlKind, storedRows, type LargeStore, type Value } from "./large-store.js";
import type { LargeColumn, Scan } from "./scan-file.js";

/** So many cells an answer may have: with rows of eight columns, a million rows. */
const mostCells = 8_000_000;

/** What a large table is made of. */
interface Parts {
  readonly store: LargeStore;
  readonly scan: Scan;
  readonly about: Provenance;
  /** The columns that are asked for, and the order of rows, as SQL. */
  readonly columns: readonly LargeColumn[];
  readonly order: string;
  /** The first rows, to be shown. */
  readonly first: Table;
}

/**
 * A table too large for memory: its rows stay on disk. Whatever it gives has to be waited for (`await`) and is an ordinary table, which
 * must fit in memory; an answer that would not is refused in words. It was read by the same rules as small files.
 */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- what is merged is set on the prototype below
export class LargeTable {
  readonly columns: readonly string[];
  readonly length: number;
  readonly about: Provenance;
  /** How it was read, with reasons. */
  readonly choices: Scan["choices"];
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.columns = parts.columns.map(({ name }) => name);
    this.length = parts.scan.rows;
    this.about = parts.about;
    this.choices = parts.scan.choices;
  }

  /** A question in SQL; this table is called `this`. @example await big.sql("select year, sum(amount) as total from this group by year") */
  async sql(query: string, others: Readonly<Record<string, TableLike>> = {}): Promise<Table> {
    return this.#ask(query, `Asked in SQL: ${query.trim().replaceAll(/\s+/g, " ")}`, others);
  }

  /** The rows for which the rule is true. Every row passes by once. @example let large = await big.filter((row) => row.amount > 100000) */
  async filter(rule: Rule): Promise<Table> {
    const asked = cellsAskedFor(rule, { has: (name) => this.columns.includes(name) });
    const names = [...(asked ?? [])];
    // Of a rule that asks for a cell or two only those have to come from the disk, and then the rows that fit.
    const few = this.#parts.order === "" && asked !== undefined && names.every((name) => this.columns.includes(name));
    const kept = few ? await this.#keptPlaces(rule, names) : await this.#keptRows(rule);
    return this.#table(kept, "Kept the rows that fit a rule");
  }

  async #keptRows(rule: Rule): Promise<Columns> {
    const kept: unknown[][] = this.columns.map(() => []);
    for await (const cells of this.#pieces(this.columns)) {
      const row = ruleInput(cells, rule);
      const readers = this.columns.map((name) => cells.reader(name));
      for (let place = 0; place < cells.length; place++) {
        if (!rule(row(place))) continue;
        readers.forEach((cell, at) => kept[at]?.push(cell(place)));
      }
      if ((kept[0]?.length ?? 0) > this.#mostRows) throw tooLongAnswer(this.#mostRows);
    }
    return new Columns(this.columns, kept.map(columnOfCells), kept[0]?.length ?? 0);
  }

  async #keptPlaces(rule: Rule, names: readonly string[]): Promise<Columns> {
    const places: number[] = [];
    let passed = 0;
    for await (const cells of this.#pieces(names)) {
      const row = ruleInput(cells, rule);
      for (let place = 0; place < cells.length; place++) if (rule(row(place))) places.push(passed + place);
      passed += cells.length;
      if (places.length > this.#mostRows) throw tooLongAnswer(this.#mostRows);
    }
    const kept = new Columns(["place"], [columnOfCells(places)], places.length);
    const query = `select ${this.#list()} from ${storedRows} as stored_rows join kept_places on stored_rows.rowid = kept_places.place::bigint order by kept_places.place`;
    return this.#answer(query, [{ name: "kept_places", cells: kept }]);
  }

  /** Only these columns. */
  select(...names: readonly string[]): LargeTable {
    return new LargeTable({ ...this.#parts, columns: names.map((name) => this.#column(name)) });
  }

  /** In order of one column, missing cells last: then take what you want of it with `slice`. Text goes by its letters, capitals no matter. */
  sortBy(column: string, order: SortOrder = "lowest first"): LargeTable {
    const { name, type } = this.#column(column);
    const by = sqlKind(type) === "VARCHAR" ? `${quotedName(name)} collate nocase` : quotedName(name);
    const way = order === "highest first" ? "desc" : "asc";
    return new LargeTable({ ...this.#parts, order: `order by ${by} ${way} nulls last, rowid` });
  }

  /** The rows from one place up to another, counted from 0. @example await big.sortBy("amount", "highest first").slice(0, 10) */
  async slice(from: number, to: number = this.length): Promise<Table> {
    const first = Math.max(0, Math.trunc(from));
    const many = Math.max(0, Math.trunc(to) - first);
    const order = this.#parts.order === "" ? "order by rowid" : this.#parts.order;
    return this.#ask(
      `select ${this.#list()} from ${storedRows} ${order} limit ${many} offset ${first}`,
      "Kept some of the rows by their place",
    );
  }

  /** Rows chosen by chance; the same seed gives the same rows. */
  async sample(many: number, seed = 1): Promise<Table> {
    const chance = `hash(rowid + ${Math.trunc(seed)} * 1000003)`;
    return this.#ask(
      `select ${this.#list()} from ${storedRows} order by ${chance} limit ${Math.max(0, Math.trunc(many))}`,
      `Chose ${many} rows by chance`,
    );
  }

  /** Rows that are alike in these columns stand together: `await big.groupBy("ward").summarise({ grants: count() })`. */
  groupBy(...names: readonly string[]): LargeGroups {
    names.forEach((name) => this.#column(name));
    const summarise = async (figures: Readonly<Record<string, Aggregate>>): Promise<Table> => {
      const keys = names.map(quotedName);
      const asked = Object.entries(figures).map(
        ([name, figure]) => `${figureSql(figure, this.#parts.scan.columns)} as ${quotedName(name)}`,
      );
      const groups = keys.length === 0 ? "" : ` group by ${keys.join(", ")} order by min(rowid)`;
      return this.#ask(
        `select ${[...keys, ...asked].join(", ")} from ${storedRows}${groups}`,
        `Grouped by ${names.join(" and ")}`,
      );
    };
    return {
      summarise,
      count: () => summarise({ [names.includes("count") ? "count of rows" : "count"]: countRows }),
    };
  }

  /** One row for each column, worked out over all rows: what it is, what is missing, least, greatest and the one in the middle. */
  async profile(): Promise<Table> {
    const figures = this.#parts.columns.map(({ name, type }, at) => {
      const cell = quotedName(name);
      const middle = sqlKind(type) === "DOUBLE" ? `median(${cell})` : "null";
      return `select ${at} as place, count(*) - count(${cell}) as missing, count(distinct ${cell}) as different, min(${cell})::varchar as least, max(${cell})::varchar as greatest, ${middle} as median from ${storedRows}`;
    });
    const found = await this.#ask(`${figures.join(" union all ")} order by place`, "Looked at every column");
    const kinds = this.#parts.columns;
    const value = (place: number, text: unknown): unknown =>
      typeof text === "string" && sqlKind(kinds[place]?.type ?? "text") === "DOUBLE" ? Number(text) : text;
    return new Table(
      found.rows().map((row, place) => ({
        column: kinds[place]?.name,
        type: kinds[place]?.type,
        missing: row["missing"] as number,
        different: row["different"] as number,
        least: value(place, row["least"]),
        greatest: value(place, row["greatest"]),
        median: row["median"] as number | null,
      })),
      ["column", "type", "missing", "different", "least", "greatest", "median"],
      found.about,
    );
  }

  /** Every row, one after the other. @example for await (const row of big) … */
  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    for await (const cells of this.#pieces(this.columns)) yield* cells.rows();
  }

  /** Says more about where it came from: publisher, licence, address, date. */
  from(about: Partial<Omit<Provenance, "steps">>): LargeTable {
    return new LargeTable({ ...this.#parts, about: { ...this.about, ...about } });
  }

  /** Takes its rows from the disk. They also go when the notebook's kernel ends. */
  async close(): Promise<void> {
    await this.#parts.store.close();
  }

  /** How it stands under a cell. */
  view(): Showable {
    const shown = this.#parts.first.select(...this.columns).slice(0, 10);
    const caption = this.#words(shown.length);
    return createShowable(
      () => `<div style="overflow-x:auto">${tableHtml(shown.rows(), this.columns, caption)}</div>`,
      `Table: ${caption}`,
    );
  }

  #words(shown: number): string {
    return `Too large for memory: ${this.length.toLocaleString("en-GB")} rows, ${this.columns.length} columns, kept on disk · the first ${shown} are shown`;
  }

  #column(name: string): LargeColumn {
    const column = this.#parts.columns.find((one) => one.name === name);
    if (column === undefined) throw noSuchColumn(name, this.columns);
    return column;
  }

  #list(): string {
    return this.columns.map(quotedName).join(", ");
  }

  get #mostRows(): number {
    return Math.floor(mostCells / Math.max(1, this.columns.length));
  }

  async #ask(query: string, words: string, others: Readonly<Record<string, TableLike>> = {}): Promise<Table> {
    const tables = Object.entries(others).map(([name, given]) => {
      const table = tableOf(given);
      return { name, cells: Columns.ofRows(table.rows(), table.columns) };
    });
    return this.#table(await this.#answer(query, tables), words);
  }

  async #answer(query: string, others: readonly SqlTable[]): Promise<Columns> {
    const connection = await this.#parts.store.connect();
    try {
      const duckdb = await import("@duckdb/node-api");
      for (const other of others) await bringTable(connection, other, duckdb);
      const tables = [
        { name: "this", columns: this.#parts.scan.columns.map(({ name }) => name) },
        ...others.map(({ name, cells }) => ({ name, columns: cells.names })),
      ];
      return await askSql(connection, query, tables, this.#mostRows);
    } finally {
      connection.closeSync();
    }
  }

  /** The rows in pieces, in order: these columns of them. */
  async *#pieces(names: readonly string[]): AsyncGenerator<Columns> {
    const connection = await this.#parts.store.connect();
    try {
      const list = names.length === 0 ? "null" : names.map(quotedName).join(", ");
      const order = this.#parts.order === "" ? "" : ` ${this.#parts.order}`;
      const result = await connection.stream(`select ${list} from ${storedRows}${order}`);
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        const columns = chunk.getColumns().map((cells) => columnOfCells(cells as readonly Value[]));
        yield new Columns(names, columns, chunk.rowCount);
      }
    } finally {
      connection.closeSync();
    }
  }

  #table(columns: Columns, words: string): Table {
    const step = { words, rowsBefore: this.length, rowsAfter: columns.length };
    return new Table(columns, columns.names, { ...this.about, steps: [...this.about.steps, step] });
  }
}

/** Shown as it stands in the last line of a cell (why apart from the class: see table/table.ts). */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- see the class
export interface LargeTable extends Showable {}
Object.defineProperties(LargeTable.prototype, {
  [jupyterDisplay]: {
    value(this: LargeTable) {
      return this.view()[jupyterDisplay]();
    },
  },
  [nodeInspect]: {
    value(this: LargeTable) {
      return this.view()[nodeInspect]();
    },
  },
});

/** Rows of a large table in groups, waiting for what to work out of each. */
export interface LargeGroups {
  /** How many rows each group has. */
  count(): Promise<Table>;
  /** One row for each group, with figures of this package: count, sum, mean, median, least, greatest, distinct. */
  summarise(figures: Readonly<Record<string, Aggregate>>): Promise<Table>;
}
