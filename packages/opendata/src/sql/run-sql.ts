import type { DuckDBConnection, DuckDBResultReader } from "@duckdb/node-api";
import { cellText } from "../cell-text.js";
import { nearestName } from "../nearest-name.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, createRowMaker, type Row } from "../row.js";

/** A table as SQL sees it. */
export interface SqlTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export interface SqlAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * One question in SQL to tables in memory, answered by DuckDB. The question sees these tables and nothing else: no file, no
 * network, no extension, and it cannot change that. DuckDB is loaded with the first question.
 * @throws OpenDataError `sql-not-understood` with the name that was probably meant, `too-large` when memory does not do
 */
export async function runSql(query: string, tables: readonly SqlTable[]): Promise<SqlAnswer> {
  const { DuckDBInstance, DuckDBTypeId } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "2",
    memory_limit: "512MB",
    enable_external_access: "false",
    lock_configuration: "true",
  });
  const connection = await instance.connect();
  try {
    for (const table of tables) await bring(connection, table);
    const reader = await connection.runAndReadAll(query).catch((error: unknown) => {
      throw plainSqlError(error, tables);
    });
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
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function bring(connection: DuckDBConnection, { name, columns, rows }: SqlTable): Promise<void> {
  const kinds = columns.map((column) => kindOf(rows, column));
  const list = columns.map((column, at) => `${quoted(column)} ${kinds[at] ?? "VARCHAR"}`).join(", ");
  await connection.run(`CREATE TABLE ${quoted(name)} (${list})`);
  const appender = await connection.createAppender(name);
  for (const row of rows) {
    columns.forEach((column, at) => {
      const cell = cellOf(row, column);
      if (cell === null || cell === undefined || Number.isNaN(cell)) appender.appendNull();
      else if (kinds[at] === "DOUBLE") appender.appendDouble(cell as number);
      else if (kinds[at] === "BOOLEAN") appender.appendBoolean(cell as boolean);
      else appender.appendVarchar(cellText(cell));
    });
    appender.endRow();
  }
  appender.closeSync();
}

/** Dates are text in our tables, written so that they sort; `column::date` makes a date of them. */
function kindOf(rows: readonly Row[], column: string): "DOUBLE" | "BOOLEAN" | "VARCHAR" {
  const kinds = new Set<string>();
  for (const row of rows) {
    const cell = cellOf(row, column);
    if (cell !== null && cell !== undefined) kinds.add(typeof cell);
    if (kinds.size > 1) return "VARCHAR";
  }
  if (kinds.has("number")) return "DOUBLE";
  return kinds.has("boolean") ? "BOOLEAN" : "VARCHAR";
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Counts and decimals come as text: they are numbers to us, unless they are too long for one. */
function answerOf(reader: DuckDBResultReader, asText: readonly boolean[]): SqlAnswer {
  const columns = reader.deduplicatedColumnNames();
  const makeRow = createRowMaker(columns, null);
  const rows = reader.getRowsJson().map((cells) =>
    makeRow(
      cells.map((cell, at) => {
        if (typeof cell === "string" && asText[at] === true) {
          const number = Number(cell);
          return Number.isInteger(number) && !Number.isSafeInteger(number) ? cell : number;
        }
        if (cell === "NaN" || cell === "Infinity" || cell === "-Infinity") return null;
        return typeof cell === "object" && cell !== null ? JSON.stringify(cell) : cell;
      }),
    ),
  );
  return { columns, rows };
}

function plainSqlError(error: unknown, tables: readonly SqlTable[]): OpenDataError {
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
