import type * as DuckDb from "@duckdb/node-api";
import type { DuckDBConnection, DuckDBResultReader } from "@duckdb/node-api";
import { cellText } from "../cell-text.js";
import { nearestName } from "../nearest-name.js";
import { OpenDataError } from "../open-data-error.js";
import { columnOfCells, type CellReader } from "../table/column.js";
import { Columns } from "../table/columns.js";

/** A table as SQL sees it. */
export interface SqlTable {
  readonly name: string;
  readonly cells: Columns;
}

/**
 * One question in SQL to tables in memory, answered by DuckDB. The question sees these tables and nothing else: no file, no
 * network, no extension, and it cannot change that. DuckDB is loaded with the first question.
 * @throws OpenDataError `sql-not-understood` with the name that was probably meant, `too-large` when memory does not do
 */
export async function runSql(query: string, tables: readonly SqlTable[]): Promise<Columns> {
  const duckdb = await import("@duckdb/node-api");
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    threads: "2",
    memory_limit: "512MB",
    enable_external_access: "false",
    lock_configuration: "true",
  });
  const connection = await instance.connect();
  try {
    for (const table of tables) await bringTable(connection, table, duckdb);
    return await askSql(
      connection,
      query,
      tables.map(({ name, cells }) => ({ name, columns: cells.names })),
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A table that a question can be put to, for messages. */
export interface AskedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** One question, answered as columns. With `mostRows` an answer that is longer is refused before it fills the memory. */
export async function askSql(
  connection: DuckDBConnection,
  query: string,
  tables: readonly AskedTable[],
  mostRows?: number,
): Promise<Columns> {
  const asked =
    mostRows === undefined ? connection.runAndReadAll(query) : connection.streamAndReadUntil(query, mostRows + 1);
  const reader = await asked.catch((error: unknown) => {
    throw plainSqlError(error, tables);
  });
  if (mostRows !== undefined && reader.currentRowCount > mostRows) throw tooLongAnswer(mostRows);
  const { DuckDBTypeId } = await import("@duckdb/node-api");
  const wholeNumbers = new Set([
    DuckDBTypeId.BIGINT,
    DuckDBTypeId.UBIGINT,
    DuckDBTypeId.HUGEINT,
    DuckDBTypeId.UHUGEINT,
    DuckDBTypeId.DECIMAL,
  ]);
  return answerOf(
    reader,
    reader.columnTypes().map(({ typeId }) => wholeNumbers.has(typeId)),
  );
}

/** How many rows go to DuckDB at once: what it keeps together itself. */
const rowsAtOnce = 2048;

/** Copies a table to DuckDB, for one connection only. */
export async function bringTable(
  connection: DuckDBConnection,
  { name, cells }: SqlTable,
  { DuckDBDataChunk, BOOLEAN, DOUBLE, VARCHAR }: typeof DuckDb,
): Promise<void> {
  const types = { BOOLEAN, DOUBLE, VARCHAR };
  const readers = cells.names.map((column) => cells.reader(column));
  const kinds = readers.map((cell) => kindOf(cell, cells.length));
  const list = cells.names.map((column, at) => `${quoted(column)} ${kinds[at] ?? "VARCHAR"}`).join(", ");
  await connection.run(`CREATE TEMP TABLE ${quoted(name)} (${list})`);
  const appender = await connection.createAppender(name);
  for (let from = 0; from < cells.length; from += rowsAtOnce) {
    const length = Math.min(rowsAtOnce, cells.length - from);
    const chunk = DuckDBDataChunk.create(kinds.map((kind) => types[kind]));
    chunk.setColumns(
      readers.map((cell, at) =>
        Array.from({ length }, (_, step) => {
          const value = cell(from + step);
          if (value === null || value === undefined || Number.isNaN(value)) return null;
          return kinds[at] === "VARCHAR" ? cellText(value) : (value as number | boolean);
        }),
      ),
    );
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** Dates are text in our tables, written so that they sort; `column::date` makes a date of them. */
function kindOf(cell: CellReader, length: number): "DOUBLE" | "BOOLEAN" | "VARCHAR" {
  const kinds = new Set<string>();
  for (let place = 0; place < length; place++) {
    const value = cell(place);
    if (value !== null) kinds.add(typeof value);
    if (kinds.size > 1) return "VARCHAR";
  }
  if (kinds.has("number")) return "DOUBLE";
  return kinds.has("boolean") ? "BOOLEAN" : "VARCHAR";
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Counts and decimals come as text: they are numbers to us, unless they are too long for one. */
function answerOf(reader: DuckDBResultReader, asText: readonly boolean[]): Columns {
  const names = reader.deduplicatedColumnNames();
  const columns = reader.getColumnsJson().map((cells, at) =>
    columnOfCells(
      cells.map((cell) => {
        if (typeof cell === "string" && asText[at] === true) {
          const number = Number(cell);
          return Number.isInteger(number) && !Number.isSafeInteger(number) ? cell : number;
        }
        if (cell === "NaN" || cell === "Infinity" || cell === "-Infinity") return null;
        return typeof cell === "object" && cell !== null ? JSON.stringify(cell) : cell;
      }),
    ),
  );
  return new Columns(names, columns, reader.currentRowCount);
}

/** For an answer that would not fit in memory as a table. */
export function tooLongAnswer(mostRows: number): OpenDataError {
  return new OpenDataError(
    "too-large",
    `The answer has more than ${mostRows.toLocaleString("en-GB")} rows, which is more than a notebook should hold. Keep fewer rows or columns, or put rows into groups first.`,
  );
}

function plainSqlError(error: unknown, tables: readonly AskedTable[]): OpenDataError {
  const said = error instanceof Error ? error.message : String(error);
  const say = (message: string): OpenDataError =>
    new OpenDataError("sql-not-understood", message, error instanceof Error ? { cause: error } : {});
  const column = /Referenced column "([^"]*)" not found/.exec(said)?.[1];
  if (column !== undefined) {
    const names = tables.flatMap(({ columns }) => columns);
    const nearest = nearestName(column, names);
    const meant = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
    return say(`There is no column called "${column}".${meant} The columns are: ${names.join(", ")}.`);
  }
  const table = /Table with name (.+?) does not exist/.exec(said)?.[1];
  if (table !== undefined) {
    return say(
      `There is no table called "${table}" here. You can ask: ${tables.map(({ name }) => name).join(", ")}. Give more tables by name after the question.`,
    );
  }
  if (said.startsWith("Out of Memory")) {
    return new OpenDataError(
      "too-large",
      "This question needs more memory than a notebook has. Ask for fewer rows or columns, or put rows into groups first.",
    );
  }
  if (/Permission Error|configuration has been locked/.test(said))
    return say("SQL in a notebook sees only the tables that you give it: no files, no internet, no settings.");
  const near = /syntax error at or near "([^"]*)"/.exec(said)?.[1];
  if (near !== undefined)
    return say(
      `SQL stopped understanding at "${near}". Look at that word and the one before it: a comma too many or too few, or a slip in the spelling?`,
    );
  return say(`SQL could not answer this: ${said.split("\n")[0]?.replace(/^\w+ Error: /, "") ?? said}`);
}
