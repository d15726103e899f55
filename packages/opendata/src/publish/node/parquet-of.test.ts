import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { publishedCsv } from "../published-csv.js";
import { tableOfText } from "../test-set.js";
import { parquetOf } from "./parquet-of.js";

test("Parquet has the rows, the names and the types of the record, and missing stays missing", async () => {
  const table = await tableOfText(
    `it's,day,amount,many,open,note\n${Array.from({ length: 20 }, (_, at) => `K${at},2025-01-${String(at + 1).padStart(2, "0")},${at + 0.5},${at === 3 ? "" : at},${at % 2 === 0 ? "Yes" : "No"},"a ""b"", c\nd"`).join("\n")}`,
  );
  const bytes = await parquetOf(table, new TextEncoder().encode(publishedCsv(table)));
  const folder = await mkdtemp(join(tmpdir(), "parquet-test-"));
  const file = join(folder, "table.parquet");
  await writeFile(file, bytes);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const types = await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${file}'`);
    expect(types.getRowsJson().map(([name, type]) => [name, type])).toEqual([
      ["it's", "VARCHAR"],
      ["day", "DATE"],
      ["amount", "DOUBLE"],
      ["many", "BIGINT"],
      ["open", "BOOLEAN"],
      ["note", "VARCHAR"],
    ]);
    const rows = await connection.runAndReadAll(`SELECT * FROM '${file}' LIMIT 4`);
    expect(rows.getRowsJson()[3]).toEqual(["K3", "2025-01-04", 3.5, null, false, 'a "b", c\nd']);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
});
