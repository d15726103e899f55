import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FieldType, PublishedTable } from "../published-table.js";

const types: Readonly<Record<FieldType, string>> = {
  string: "VARCHAR",
  integer: "BIGINT",
  number: "DOUBLE",
  date: "DATE",
  datetime: "TIMESTAMP",
  time: "TIME",
  boolean: "BOOLEAN",
};

/** A published CSV as Parquet, by DuckDB: with the types that the record promises, nothing guessed. */
export async function parquetOf(table: PublishedTable, csv: Uint8Array): Promise<Uint8Array> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const folder = await mkdtemp(join(tmpdir(), "parquet-"));
  try {
    const [from, to] = [join(folder, "table.csv"), join(folder, "table.parquet")];
    await writeFile(from, csv);
    const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "1GB" });
    const connection = await instance.connect();
    try {
      const columns = table.columns.map(({ name, type }) => `${text(name)}: ${text(types[type])}`).join(", ");
      await connection.run(
        `COPY (SELECT * FROM read_csv(${text(from)}, header=true, delim=',', quote='"', escape='"', auto_detect=false, nullstr='', columns={${columns}})) ` +
          `TO ${text(to)} (FORMAT parquet, COMPRESSION zstd)`,
      );
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
    return await readFile(to);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
