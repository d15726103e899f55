import type * as DuckDb from "@duckdb/node-api";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { rmSync } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { censusOfCounts } from "../read/census.js";
import type { ReadOptions } from "../read/read-options.js";
import type { ColumnType } from "../read/source-table.js";
import { valuesAs } from "../read/type-column.js";
import { folderForRows } from "./folder-for-rows.js";
import { dataBatches, type LargeColumn, type Scan } from "./scan-file.js";

export type Value = string | number | boolean | null;

/** The rows of a large file in a database of their own, in a folder that goes with it. Only asked from then on, never changed. */
export interface LargeStore {
  connect(): Promise<DuckDBConnection>;
  close(): Promise<void>;
}

/** The rows themselves, with their `rowid`; a question of a person's own sees them as `this`. */
export const storedRows = `stored.main."this"`;

export type SqlKind = "DOUBLE" | "BOOLEAN" | "VARCHAR";

export function sqlKind(type: ColumnType): SqlKind {
  if (type === "integer" || type === "number" || type === "currency") return "DOUBLE";
  return type === "boolean" ? "BOOLEAN" : "VARCHAR";
}

const settings = { threads: "2", memory_limit: "512MB", enable_external_access: "false" };
/** How many rows go to DuckDB at once: what it keeps together itself. */
const rowsAtOnce = 2048;

/** Walks through the file a second time and stores each row with its values, as the scan decided them. */
export async function storeFile(path: string, scan: Scan, options: ReadOptions): Promise<LargeStore> {
  const duckdb = await import("@duckdb/node-api");
  const folder = await folderForRows((await stat(path)).size);
  const removeNow = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", removeNow);
  const place = join(folder, "rows.duckdb");
  try {
    const filling = await duckdb.DuckDBInstance.create(place, settings);
    try {
      await fill(await filling.connect(), duckdb, path, scan, options);
    } finally {
      filling.closeSync();
    }
    return storeOf(await askable(duckdb, place), async () => {
      process.off("exit", removeNow);
      await rm(folder, { recursive: true, force: true });
    });
  } catch (error) {
    process.off("exit", removeNow);
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A database in memory that has the stored rows beside it: other tables can join them for one question, and nothing can change them. */
async function askable(duckdb: typeof DuckDb, place: string): Promise<DuckDBInstance> {
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    threads: settings.threads,
    memory_limit: settings.memory_limit,
    temp_directory: `${place}.tmp`,
  });
  const connection = await instance.connect();
  await connection.run(`ATTACH '${place.replaceAll("'", "''")}' AS stored (READ_ONLY)`);
  // In this order: what is locked can't be closed off any more.
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
  connection.closeSync();
  return instance;
}

function storeOf(instance: DuckDBInstance, remove: () => Promise<void>): LargeStore {
  let open = true;
  return {
    async connect() {
      const connection = await instance.connect();
      await connection.run(`CREATE TEMP VIEW "this" AS SELECT * FROM ${storedRows}`);
      return connection;
    },
    async close() {
      if (!open) return;
      open = false;
      instance.closeSync();
      await remove();
    },
  };
}

async function fill(
  connection: DuckDBConnection,
  duckdb: typeof DuckDb,
  path: string,
  scan: Scan,
  options: ReadOptions,
): Promise<void> {
  const kinds = scan.columns.map(({ type }) => sqlKind(type));
  const list = scan.columns.map(({ name }, at) => `${quotedName(name)} ${kinds[at] ?? "VARCHAR"}`).join(", ");
  await connection.run(`CREATE TABLE "this" (${list})`);
  const appender = await connection.createAppender("this");
  const readers = scan.columns.map(valueReader);
  const types = { DOUBLE: duckdb.DOUBLE, BOOLEAN: duckdb.BOOLEAN, VARCHAR: duckdb.VARCHAR };
  for await (const { rows } of dataBatches(path, scan.text, options)) {
    const values = readers.map((read, at) => read(rows.map((row) => row[at] ?? "")));
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      const chunk = duckdb.DuckDBDataChunk.create(kinds.map((kind) => types[kind]));
      chunk.setColumns(values.map((column) => column.slice(from, from + rowsAtOnce)));
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  }
  appender.closeSync();
  connection.closeSync();
}

/** So many different cells of a column are remembered with what they mean. */
const mostRemembered = 100_000;

/** Cells of a column as values. Each different cell is read once, as long as there are not too many of them. */
function valueReader(column: LargeColumn): (cells: readonly string[]) => Value[] {
  const known = new Map<string, Value>();
  return (cells) => {
    const fresh = new Map<string, number>();
    const unread: number[] = [];
    const found: Value[] = cells.map((cell, place) => {
      const value = known.get(cell);
      if (value !== undefined) return value;
      fresh.set(cell, 1);
      unread.push(place);
      return null;
    });
    const values = valuesAs(censusOfCounts(fresh), column);
    let place = 0;
    for (const cell of fresh.keys()) known.set(cell, values[place++] ?? null);
    for (const at of unread) found[at] = known.get(cells[at] ?? "") ?? null;
    if (known.size > mostRemembered) known.clear();
    return found;
  };
}

export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
