import { codedValuesOf } from "../read/coded-values.js";
import type { ReadOptions } from "../read/read-options.js";
import { readSource, type NamedBytes } from "../read/read-source.js";
import type { SourceColumn, SourceTable } from "../read/source-table.js";
import { columnOfCodes, type Column } from "./column.js";
import { Columns } from "./columns.js";
import { Table } from "./table.js";

/**
 * Reads a data file as it was published: CSV or TSV, Excel, JSON or GeoJSON, from a path, a web address or bytes. Titles,
 * notes and totals are found and kept apart, every column gets a type, and each choice is listed with its reason.
 * @example let spending = await read("data/spending.csv");
 */
export async function read(source: string | URL | Uint8Array | NamedBytes, options: ReadOptions = {}): Promise<Table> {
  return tableOfSource(await readSource(source, options));
}

/** The data rows of a file as a table that can be worked with. */
export function tableOfSource(source: SourceTable): Table {
  const names = source.columns.map(({ name }) => name);
  const { name, url, readAt, file, told } = source.source;
  const rows = source.rowNumbers.length;
  const about = {
    name,
    readAt,
    ...(url === undefined ? {} : { url }),
    ...(file === undefined ? {} : { file }),
    steps: told === undefined ? [] : [{ words: told, rowsBefore: rows, rowsAfter: rows }],
  };
  return new Table(new Columns(names, source.columns.map(columnOf), source.rowNumbers.length), names, about, source);
}

/** What repeats in the file is kept once here too. */
function columnOf(column: SourceColumn): Column {
  const { indexes, values } = codedValuesOf(column);
  return columnOfCodes(indexes, values);
}
