import { nearestName } from "./nearest-name.js";
import { OpenDataError } from "./open-data-error.js";

/** What one cell of a table holds. A missing cell is null: never 0 and never an empty text. */
export type Cell = string | number | null;

/**
 * One row of a table: a cell for each column, by the column's name. The cells are `any` on purpose: a learner
 * writes `row.life_2005 - row.life_1955`, and a union of text and number would be refused before it ran.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
export type Row = Record<string, any>;

/** Names that JavaScript and its tools ask of any object; asking for one of these is not a slip of a learner. */
const askedByTools = new Set(["then", "toJSON", "nodeType", "tagName", "asymmetricMatch", "length", "inspect"]);

const guards = new WeakSet<object>();

/** Whether a row is one of ours: frozen, and answering a slip in a column's name. A learner's own list has others. */
export function isGuarded(row: Row): boolean {
  const prototype: unknown = Object.getPrototypeOf(row);
  return typeof prototype === "object" && prototype !== null && guards.has(prototype);
}

/**
 * A function that makes the rows of one table. In plain JavaScript a slip in a column's name gives `undefined`,
 * and a filter then quietly finds nothing. So each row inherits from an object that answers such a slip with the
 * name that was probably meant. `missing` is what an absent cell holds. Rows are frozen: `row.year = 2005` where `===` was meant must not change the data.
 */
export function createRowMaker(
  columns: readonly string[],
  missing: null | undefined,
): (cells: readonly unknown[]) => Row {
  let cells: readonly unknown[] = [];
  const row = createRowReader(
    columns,
    columns.map((_, index) => () => cells[index]),
    missing,
  );
  return (given) => {
    cells = given;
    return row(0);
  };
}

/** The same of cells that stand in columns: the function gets the row's place, each reader gives the cell there. */
export function createRowReader(
  columns: readonly string[],
  readers: readonly ((place: number) => unknown)[],
  missing: null | undefined,
): (place: number) => Row {
  const guard = createRowGuard(columns);
  // A heading may be "__proto__", which an assignment would take for something else.
  if (columns.includes("__proto__")) {
    return (place) => {
      const row = Object.create(guard) as Row;
      columns.forEach((name, index) => {
        Object.defineProperty(row, name, { value: readers[index]?.(place) ?? missing, enumerable: true });
      });
      return Object.freeze(row);
    };
  }
  // Copied and then filled: what the row has itself is assigned without asking the guard, and all rows keep one shape.
  const empty = Object.fromEntries(columns.map((name) => [name, missing]));
  return (place) => {
    const row = { __proto__: guard, ...empty } as Row;
    for (let index = 0; index < columns.length; index++) {
      row[columns[index] as string] = (readers[index] as (place: number) => unknown)(place) ?? missing;
    }
    return Object.freeze(row);
  };
}

/** What rows inherit from: it answers a name that is no column's. */
export function createRowGuard(columns: readonly string[]): object {
  const guard = new Proxy(Object.create(Object.prototype) as object, {
    get(target, key, receiver): unknown {
      if (
        typeof key === "symbol" ||
        key in target ||
        askedByTools.has(key) ||
        key.startsWith("@@") ||
        key.startsWith("$$")
      ) {
        return Reflect.get(target, key, receiver) as unknown;
      }
      throw noSuchColumn(key, columns);
    },
  });
  guards.add(guard);
  return guard;
}

/** The error for a column that is not there, with the one that was probably meant. */
export function noSuchColumn(name: string, columns: readonly string[]): OpenDataError {
  const nearest = nearestName(name, columns);
  const meant = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
  return new OpenDataError(
    "no-such-column",
    `There is no column called "${name}" in this table.${meant} The columns are: ${columns.join(", ")}.`,
  );
}

/** The names of the columns, in order, over all rows: a row made by hand may lack some. */
export function columnNames(rows: readonly Row[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}

/** Throws if the table has rows but none of them has this column. */
export function requireColumn(rows: readonly Row[], column: string): void {
  if (rows.length > 0 && !rows.some((row) => Object.hasOwn(row, column))) {
    throw noSuchColumn(column, columnNames(rows));
  }
}

/** One cell, or null where the row has no such column. */
export function cellOf(row: Row, column: string): unknown {
  return Object.hasOwn(row, column) ? (row[column] as unknown) : null;
}
